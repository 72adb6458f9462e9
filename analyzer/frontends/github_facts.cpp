#include "analyzer/frontends/github_facts.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/limits.h"
#include "analyzer/source/line_index.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

namespace {

using syntax::DataView;

std::vector<std::string> texts(const DataView& list) {
  std::vector<std::string> all;
  for (const DataView& element : list.elements()) all.emplace_back(element.text());
  return all;
}

std::optional<ir::TriggerKind> trigger_kind(std::string_view word) {
  const auto& words = ir::Vocabulary<ir::TriggerKind>::words;
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<ir::TriggerKind>(found - words.begin());
}

}  // namespace

GithubFacts::GithubFacts(std::string_view yaml, Diagnostics& diagnostics) {
  const syntax::Data data = syntax::parse_yaml(yaml, Limits());
  const source::LineIndex lines(yaml);
  const auto tell = [&](Span at, std::string_view message) {
    diagnostics.add(
        diagnostic_at("rules/knowledge/github.yaml", lines.locate(at.begin, yaml), Code::rule_error, Text(message)));
  };
  for (const syntax::SyntaxError& error : data.errors) tell(error.at, error.message);
  const DataView root = syntax::first_document(data, yaml);

  for (const DataView& event : root["events"].children()) {
    const auto kind = trigger_kind(event["kind"].text());
    if (!kind) tell(event.span(), "an event names the kind of trigger that it is");
    events_[std::string(event.key())] = {kind.value_or(ir::TriggerKind::other),
                                         event["privileged"].boolean().value_or(false)};
  }
  for (const DataView& group : root["untrusted"].elements()) {
    const std::vector<std::string> events = texts(group["events"]);
    for (const std::string& event : events) {
      if (events_.find(event) == events_.end()) tell(group.span(), fmt::format("unknown event '{}'", event));
    }
    for (std::string& path : texts(group["paths"])) untrusted_.push_back({std::move(path), events});
  }
  untrusted_outputs_ = texts(root["untrusted_outputs"]);
  for (const DataView& entry : root["code_inputs"].elements()) {
    code_inputs_.push_back(
        {std::string(entry["uses"].text()), ascii::lower(entry["input"].text()), entry["language"].text() == "shell"});
  }
  for (const DataView& entry : root["command_inputs"].elements()) {
    command_inputs_.push_back({std::string(entry["uses"].text()), std::string(entry["input"].text()),
                               std::string(entry["run"].text()), std::string(entry["default"].text())});
  }
  const auto named = [](const DataView& list) {
    Names names;
    names.owned = texts(list);
    for (const std::string& name : names.owned) names.views.push_back(name);
    return names;
  };
  // The views of a moved vector of strings stay: its elements do not move.
  for (const DataView& place : root["available"].children()) {
    places_.emplace(place.key(), Place{named(place["contexts"]), named(place["functions"])});
  }
}

GithubFacts::Event GithubFacts::event(std::string_view name) const {
  const auto found = events_.find(std::string(name));
  return found == events_.end() ? Event() : found->second;
}

bool GithubFacts::has_untrusted_outputs(std::string_view action) const {
  return std::find(untrusted_outputs_.begin(), untrusted_outputs_.end(), action) != untrusted_outputs_.end();
}

const GithubFacts::CodeInput* GithubFacts::code_input(std::string_view action, std::string_view input) const {
  const auto found = std::find_if(code_inputs_.begin(), code_inputs_.end(), [&](const CodeInput& code) {
    return code.action == action && ascii::equal_ignoring_case(code.input, input);
  });
  return found == code_inputs_.end() ? nullptr : &*found;
}

const GithubFacts::CommandInput* GithubFacts::command_input(std::string_view action) const {
  const auto found = std::find_if(command_inputs_.begin(), command_inputs_.end(),
                                  [&](const CommandInput& command) { return command.action == action; });
  return found == command_inputs_.end() ? nullptr : &*found;
}

std::optional<facts::expression::Availability> GithubFacts::available(std::string_view key) const {
  const auto found = places_.find(std::string(key));
  if (found == places_.end()) return std::nullopt;
  return facts::expression::Availability{found->second.contexts.views, found->second.functions.views};
}

}  // namespace plumbline::frontends
