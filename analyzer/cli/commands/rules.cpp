#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/session.h"
#include "analyzer/driver/update_examples.h"

namespace plumbline::cli {

namespace {

Exit list_rules(const Options& options) {
  Diagnostics diagnostics;
  engine::Selection selection;
  selection.select = options.select.empty() ? std::vector<std::string>{"ALL"} : options.select;
  selection.ignore = options.ignore;
  selection.preview = true;
  const std::vector<engine::Rule> rules =
      engine::select_rules(driver::built_in_pack().rules, selection, "command line", diagnostics);
  tell(diagnostics);
  if (diagnostics.has_errors()) return Exit::usage;
  if (options.format == "json") {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const engine::Rule& rule : rules) {
      all.push_back({{"id", rule.id},
                     {"name", rule.name},
                     {"title", rule.title},
                     {"tag", engine::name(rule.tag)},
                     {"domain", engine::name(rule.domain)},
                     {"severity", name(rule.severity)},
                     {"precision", engine::name(rule.precision)},
                     {"critical", rule.critical},
                     {"default", rule.enabled_by_default},
                     {"status", engine::name(rule.status)},
                     {"gates", rule.gates},
                     {"since", rule.since}});
    }
    return print(all.dump(1) + "\n") ? Exit::clean : Exit::internal;
  }
  std::string out;
  for (const engine::Rule& rule : rules) {
    out += fmt::format("{}  {:<8} {:<20} {}{}\n", rule.id, rule.critical ? "critical" : name(rule.severity),
                       engine::name(rule.tag), rule.title, rule.status == engine::Status::preview ? " (preview)" : "");
  }
  return print(out) ? Exit::clean : Exit::internal;
}

struct NamedRules {
  std::vector<engine::Rule> rules;
  std::map<std::string, std::string> sources;  ///< by path; empty for the built-in rules
};

/// The rules of the files that are named, or the built-in ones. Tells mistakes.
std::optional<NamedRules> rules_to_test(const std::vector<std::string>& paths) {
  if (paths.empty()) return NamedRules{driver::built_in_pack().rules, {}};
  Diagnostics diagnostics;
  const auto here = source::DiskFileSystem::open(".");
  if (!here) return std::nullopt;
  NamedRules named;
  named.rules = driver::load_user_rules(*here, paths, named.sources, diagnostics, true);
  const engine::RuleSet compiled(named.rules, named.sources, diagnostics);
  tell(diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return named;
}

/// Examples of the files that are named, or of the built-in rules.
Exit test_rules(const std::vector<std::string>& paths) {
  const std::optional<NamedRules> named = rules_to_test(paths);
  if (!named) return Exit::usage;
  std::size_t passed = 0;
  std::size_t failed = 0;
  for (const engine::Rule& rule : named->rules) {
    const auto failures = driver::test_examples(rule, driver::built_in_pack().rules, driver::built_in_knowledge());
    for (const driver::ExampleFailure& failure : failures) {
      if (!print(fmt::format("{} {}: {}\n", failure.rule, failure.example, failure.why))) return Exit::internal;
    }
    failed += failures.empty() ? 0U : 1U;
    passed += failures.empty() ? 1U : 0U;
  }
  if (!print(fmt::format("{} passed, {} failed\n", passed, failed))) return Exit::internal;
  return failed == 0 ? Exit::clean : Exit::findings;
}

/// Writes what the examples find into their files.
Exit update_rules(const std::vector<std::string>& paths) {
  if (paths.empty()) {
    tell("rules test --update rewrites files: name them, or their folder");
    return Exit::usage;
  }
  const std::optional<NamedRules> named = rules_to_test(paths);
  if (!named) return Exit::usage;
  std::size_t updated = 0;
  std::size_t refused = 0;
  std::string out;
  for (const engine::Rule& rule : named->rules) {
    const std::string& source = named->sources.at(rule.origin);
    const driver::ExampleUpdate update = driver::update_examples(source, rule, driver::built_in_knowledge());
    for (const std::string& why : update.refusals) out += fmt::format("{} not rewritten: {}\n", rule.id, why);
    refused += update.refusals.empty() ? 0U : 1U;
    if (update.text == source) continue;
    for (const std::string& change : update.changes) out += fmt::format("{} {}\n", rule.id, change);
    if (!write_file(rule.origin, update.text)) return Exit::internal;
    ++updated;
  }
  out += fmt::format("{} of {} files rewritten, {} refused\n", updated, named->rules.size(), refused);
  if (!print(out)) return Exit::internal;
  return refused == 0 ? Exit::clean : Exit::findings;
}

}  // namespace

Exit run_rules(const Options& options) {
  if (options.arguments.empty()) return list_rules(options);
  if (options.arguments.front() == "test") {
    const std::vector<std::string> paths(options.arguments.begin() + 1, options.arguments.end());
    return options.update ? update_rules(paths) : test_rules(paths);
  }
  tell("usage: plumbline rules [--format json] | plumbline rules test [--update] [PATH...]");
  return Exit::usage;
}

}  // namespace plumbline::cli
