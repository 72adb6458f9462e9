#include "analyzer/driver/rule_examples.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/driver/config.h"
#include "analyzer/engine/run.h"
#include "analyzer/source/memory_file_system.h"

namespace plumbline::driver {

namespace {

std::string plain(const Text& text) {
  return text.joined([](std::string_view quoted) { return std::string(quoted); });
}

std::string listed(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", visible(text));
  return out.empty() ? "nothing" : out;
}

engine::RuleSet only(const engine::Rule& rule) {
  Diagnostics ignored;  // it was compiled before
  return {std::vector{rule}, {}, ignored};
}

/// The other stable rules of its domain.
engine::RuleSet neighbours(const engine::Rule& rule, const std::vector<engine::Rule>& all) {
  std::vector<engine::Rule> taken;
  for (const engine::Rule& other : all) {
    const bool counts =
        other.domain == rule.domain && other.status == engine::Status::stable && other.enabled_by_default;
    if (counts && rule.domain != engine::Domain::custom && other.id != rule.id) taken.push_back(other);
  }
  Diagnostics ignored;
  return {std::move(taken), {}, ignored};
}

}  // namespace

ExampleOutcome run_example(const std::vector<engine::ExampleFile>& files, const engine::RuleSet& rules,
                           const facts::Knowledge& knowledge, const ExampleManner& manner) {
  source::MemoryFileSystem memory;
  AnalysisOptions options;
  Diagnostics configuration;
  for (const engine::ExampleFile& file : files) {
    memory.add(file.path, file.text);
    if (file.path == config_name) options.context = parse_config(file.text, file.path, configuration).context;
  }
  options.fork = manner.fork;
  options.small_runs_here = !manner.fork;
  options.workers = manner.workers;
  const std::unique_ptr<Analysis> analysis = analyse(memory, knowledge, options);
  engine::RunOptions run_options;
  run_options.use_index = manner.use_index;
  run_options.threads = manner.workers;
  engine::RunResult run = engine::run_rules(rules, *analysis->repo, run_options);
  ExampleOutcome outcome;
  for (const engine::Finding& finding : run.findings) {
    const Location at = finding.what.labels.front().at;
    // What the example's author wrote, masked or not: secrets are compared by their place.
    const auto file = std::find_if(files.begin(), files.end(), [&](const engine::ExampleFile& f) {
      return f.path == analysis->files[at.file.index].path();
    });
    outcome.finds.emplace_back(at.span.of(file->text));
    outcome.messages.push_back(plain(finding.what.message));
    outcome.rules.push_back(rules.rules()[finding.rule.index].id);
  }
  for (const Diagnostic& wrong : configuration.all()) outcome.failures.push_back(plain(wrong.message));
  for (const engine::RuleFailure& failure : run.failures) outcome.failures.push_back(failure.why);
  for (const judge::NotAnalysed& one : analysis->not_analysed) {
    if (one.fails) outcome.failures.push_back(fmt::format("{}: {}", one.path, plain(one.why)));
  }
  return outcome;
}

std::vector<ExampleFailure> test_examples(const engine::Rule& rule, const std::vector<engine::Rule>& all,
                                          const facts::Knowledge& knowledge, const ExampleManner& manner) {
  std::vector<ExampleFailure> failures;
  const engine::RuleSet own = only(rule);
  const auto fail = [&](std::string example, std::string why) {
    failures.push_back({rule.id, std::move(example), std::move(why)});
  };
  for (std::size_t i = 0; i < rule.bad.size(); ++i) {
    const std::string name = fmt::format("bad {}", i + 1);
    const ExampleOutcome outcome = run_example(rule.bad[i].files, own, knowledge, manner);
    for (const std::string& failure : outcome.failures) fail(name, failure);
    if (outcome.finds.empty()) {
      fail(name, "finds nothing");
    } else if (outcome.finds != rule.bad[i].finds) {
      fail(name, fmt::format("finds {}, not {}", listed(outcome.finds), listed(rule.bad[i].finds)));
    } else if (rule.bad[i].message && outcome.messages.front() != *rule.bad[i].message) {
      fail(name, fmt::format("says \"{}\"", visible(outcome.messages.front())));
    }
  }
  if (rule.good.empty()) return failures;
  const engine::RuleSet others = neighbours(rule, all);
  for (std::size_t i = 0; i < rule.good.size(); ++i) {
    const std::string name = fmt::format("good {}", i + 1);
    const ExampleOutcome outcome = run_example(rule.good[i].files, own, knowledge, manner);
    for (const std::string& failure : outcome.failures) fail(name, failure);
    for (std::size_t k = 0; k < outcome.finds.size(); ++k) {
      fail(name, fmt::format("finds \"{}\": {}", visible(outcome.finds[k]), visible(outcome.messages[k])));
    }
    const ExampleOutcome around = run_example(rule.good[i].files, others, knowledge, manner);
    for (std::size_t k = 0; k < around.finds.size(); ++k) {
      const std::vector<std::string>& allowed = rule.good[i].allows;
      if (std::find(allowed.begin(), allowed.end(), around.rules[k]) != allowed.end()) continue;
      fail(name, fmt::format("{} speaks at \"{}\": {}", around.rules[k], visible(around.finds[k]),
                             visible(around.messages[k])));
    }
  }
  return failures;
}

}  // namespace plumbline::driver
