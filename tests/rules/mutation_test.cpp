#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/engine/run.h"
#include "analyzer/source/disk.h"
#include "analyzer/source/memory_file_system.h"
#include "tests/rules/pack.h"

// A rule's examples must notice every small change of its condition: each operator, literal and quantifier in turn.
using namespace plumbline;

namespace {

constexpr std::string_view list_name = "equivalent_mutants.txt";

std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = ascii::is_space(c);
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// An example analysed once; only conditions are evaluated again.
struct Analysed {
  const tests::NamedExample one;
  std::unique_ptr<driver::Analysis> analysis;
};

std::vector<Analysed> analysed_examples(const engine::Rule& rule) {
  std::vector<Analysed> all;
  for (const tests::NamedExample& one : tests::examples_of(rule)) {
    source::MemoryFileSystem memory;
    for (const engine::ExampleFile& file : one.example->files) memory.add(file.path, file.text);
    driver::AnalysisOptions options;
    options.fork = false;
    all.push_back({one, driver::analyse(memory, tests::built_in().knowledge, options)});
  }
  return all;
}

bool as_expected(const Analysed& example, const engine::RuleSet& rules) {
  const engine::RunResult run = engine::run_rules(rules, *example.analysis->repo, {});
  if (!run.failures.empty()) return false;
  if (!example.one.bad) return run.findings.empty();
  std::vector<std::string> finds;
  for (const engine::Finding& finding : run.findings) {
    const Location at = finding.what.labels.front().at;
    const std::string_view path = example.analysis->files[at.file.index].path();
    const auto& files = example.one.example->files;
    const auto file = std::find_if(files.begin(), files.end(), [&](const auto& f) { return f.path == path; });
    finds.emplace_back(at.span.of(file->text));
  }
  return finds == example.one.example->finds;
}

/// No text at all stands for one that is missing: any other that nothing is compared with says the same.
bool stands_for_missing(std::string_view when, const cel::Mutation& mutation) {
  constexpr std::string_view call = "orValue(";
  const std::string_view before = when.substr(0, mutation.at.begin);
  return mutation.at.of(when) == "\"\"" && before.size() >= call.size() &&
         before.substr(before.size() - call.size()) == call;
}

struct Mutant {
  std::string expression;  ///< on one line
  std::string change;
};

/// Changes of the condition that no example notices.
std::vector<Mutant> survivors(const engine::Rule& rule, std::set<std::string>& all) {
  std::vector<Mutant> alive;
  const std::vector<Analysed> examples = analysed_examples(rule);
  for (const cel::Mutation& mutation : engine::condition_mutations(rule)) {
    if (stands_for_missing(rule.when.text, mutation)) continue;
    engine::Rule changed = rule;
    changed.when.text = cel::apply(rule.when.text, mutation);
    all.insert(on_one_line(changed.when.text));
    Diagnostics refused;
    const engine::RuleSet mutant({changed}, {}, refused);
    if (mutant.compiled().empty()) continue;  // the checker notices
    const bool noticed = std::any_of(examples.begin(), examples.end(),
                                     [&](const Analysed& example) { return !as_expected(example, mutant); });
    if (noticed) continue;
    alive.push_back({on_one_line(changed.when.text),
                     fmt::format("`{}` to `{}` at character {}", on_one_line(mutation.at.of(rule.when.text)),
                                 on_one_line(mutation.replacement), mutation.at.begin + 1)});
  }
  return alive;
}

/// Lines `RULE | mutated condition | why it is the same`; `#` begins a comment.
struct Listed {
  std::map<std::pair<std::string, std::string>, std::size_t> lines;  ///< rule and condition → line
  std::vector<std::string> mistakes;
};

Listed read_list() {
  Listed listed;
  const auto folder = source::DiskFileSystem::open(PLUMBLINE_RULES_TESTS);
  REQUIRE(folder);
  const auto text = folder->read(list_name, 1U << 20U);
  REQUIRE(text);
  std::size_t number = 0;
  for (const std::string_view line : ascii::split(*text, '\n')) {
    ++number;
    if (ascii::trim(line).empty() || line.front() == '#') continue;
    const std::size_t first = line.find(" | ");
    const std::size_t last = line.rfind(" | ");
    const bool complete =
        first != std::string_view::npos && last > first && !ascii::trim(line.substr(last + 3)).empty();
    if (!complete) {
      listed.mistakes.push_back(fmt::format("{}:{}: not `RULE | condition | reason`", list_name, number));
      continue;
    }
    listed.lines.emplace(
        std::pair(std::string(line.substr(0, first)), on_one_line(line.substr(first + 3, last - first - 3))), number);
  }
  return listed;
}

}  // namespace

TEST_SUITE("mutation") {
  TEST_CASE("an example notices every change of a condition that is not listed as the same") {
    Listed listed = read_list();
    std::vector<std::string> failures = listed.mistakes;
    for (const engine::Rule& rule : tests::built_in().rules) {
      std::set<std::string> all;
      std::set<std::string> alive;
      for (const Mutant& mutant : survivors(rule, all)) {
        alive.insert(mutant.expression);
        if (listed.lines.count({rule.id, mutant.expression}) > 0) continue;
        failures.push_back(fmt::format("{} ({}): no example notices {}\n    {} | {} | …", rule.id, rule.origin,
                                       mutant.change, rule.id, mutant.expression));
      }
      for (auto line = listed.lines.begin(); line != listed.lines.end();) {
        if (line->first.first != rule.id) {
          ++line;
          continue;
        }
        if (alive.count(line->first.second) == 0) {
          failures.push_back(fmt::format(
              "{}:{}: {}", list_name, line->second,
              all.count(line->first.second) > 0 ? "an example notices this now" : "the rule has no such mutant now"));
        }
        line = listed.lines.erase(line);
      }
    }
    for (const auto& [mutant, number] : listed.lines) {
      failures.push_back(fmt::format("{}:{}: there is no rule {}", list_name, number, mutant.first));
    }
    INFO(tests::listed(failures, 400));
    CHECK(failures.empty());
  }
}
