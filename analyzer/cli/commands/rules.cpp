#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/session.h"
#include "analyzer/driver/rule_examples.h"

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

/// Examples of the files that are named, or of the built-in rules.
Exit test_rules(const Options& options) {
  const std::vector<std::string> paths(options.arguments.begin() + 1, options.arguments.end());
  std::vector<engine::Rule> rules = driver::built_in_pack().rules;
  if (!paths.empty()) {
    Diagnostics diagnostics;
    const auto here = source::DiskFileSystem::open(".");
    std::map<std::string, std::string> sources;
    if (!here) return Exit::usage;
    rules = driver::load_user_rules(*here, paths, sources, diagnostics);
    const engine::RuleSet compiled(rules, sources, diagnostics);
    tell(diagnostics);
    if (diagnostics.has_errors()) return Exit::usage;
  }
  std::size_t passed = 0;
  std::size_t failed = 0;
  for (const engine::Rule& rule : rules) {
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

}  // namespace

Exit run_rules(const Options& options) {
  if (options.arguments.empty()) return list_rules(options);
  if (options.arguments.front() == "test") return test_rules(options);
  tell("usage: plumbline rules [--format json] | plumbline rules test [PATH...]");
  return Exit::usage;
}

}  // namespace plumbline::cli
