#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/cel/analysis.h"
#include "analyzer/engine/message.h"
#include "analyzer/engine/rule.h"

namespace plumbline::engine {

/// A rule with its programs. Immutable; shared by threads. Variables of every program: the subject, `repo` (unless that
/// is the subject), the `let`s, and `at` for message and related.
struct CompiledRule {
  std::uint32_t rule = 0;  ///< index in the rule set
  ir::EntityKind subject = 0;
  std::uint32_t variables = 0;  ///< without `at`
  std::vector<cel::Program> lets;
  std::vector<bool> shared_lets;  ///< by let: asks the repository alone, so it says the same for every subject
  std::uint32_t first_let = 0;
  cel::Program when;
  std::optional<cel::Program> at;
  Message message;
  struct Related {
    cel::Program at;
    Message message;
  };
  std::vector<Related> related;
  struct Edit {
    Rule::FixTemplate::Kind kind;
    cel::Program at;
    Message text;
  };
  std::vector<Edit> edits;
  std::vector<cel::Constraint> constraints;  ///< on the subject: what does not meet one cannot fire
};

/// Parses and checks all of a rule's expressions. Every mistake is told with its place in the rule's file; `source` is
/// that file's text. Then there is no result.
std::optional<CompiledRule> compile_rule(const Rule& rule, std::uint32_t index, std::string_view source,
                                         Diagnostics& diagnostics);

/// The same rule with another condition: how mutants are made.
std::optional<CompiledRule> compile_with_condition(const Rule& rule, std::uint32_t index, const std::string& when);

/// Every small change of a rule's condition; none when it does not compile.
std::vector<cel::Mutation> condition_mutations(const Rule& rule);

}  // namespace plumbline::engine
