#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/diagnostic.h"
#include "analyzer/facts/expression.h"
#include "analyzer/ir/vocabulary.h"

namespace plumbline::frontends {

/// What is known of GitHub's platform, from rules/knowledge/github.yaml.
class GithubFacts {
 public:
  struct Event {
    ir::TriggerKind kind = ir::TriggerKind::other;
    bool privileged = false;  ///< outsiders start it, and it runs with the rights of the repository
  };
  /// A path of contexts that outsiders write, and the events that fill it.
  struct Untrusted {
    std::string path;
    std::vector<std::string> events;
  };
  /// An input of an action whose text is run.
  struct CodeInput {
    std::string action;
    std::string input;
    bool shell = false;  ///< it is shell text; else another language
  };
  /// An action that runs a program with the words of an input.
  struct CommandInput {
    std::string action;
    std::string input;
    std::string program;
    std::string otherwise;  ///< the words when the input is absent
  };

  GithubFacts(std::string_view yaml, Diagnostics& diagnostics);

  Event event(std::string_view name) const;  ///< of an unknown name: other, not privileged
  std::span<const Untrusted> untrusted() const { return untrusted_; }
  /// Do outputs of this action hold text that outsiders write?
  bool has_untrusted_outputs(std::string_view action) const;
  const CodeInput* code_input(std::string_view action, std::string_view input) const;
  const CommandInput* command_input(std::string_view action) const;

  /// What may be used at a key ("step.run", "job.if"). None when nothing is known of the key.
  std::optional<facts::expression::Availability> available(std::string_view key) const;

 private:
  struct Names {
    std::vector<std::string> owned;
    std::vector<std::string_view> views;
  };
  struct Place {
    Names contexts;
    Names functions;
  };

  std::unordered_map<std::string, Event> events_;
  std::vector<Untrusted> untrusted_;
  std::vector<std::string> untrusted_outputs_;
  std::vector<CodeInput> code_inputs_;
  std::vector<CommandInput> command_inputs_;
  std::unordered_map<std::string, Place> places_;
};

}  // namespace plumbline::frontends
