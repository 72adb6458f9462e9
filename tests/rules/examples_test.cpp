#include <algorithm>
#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/rules/pack.h"

using namespace plumbline;

TEST_SUITE("examples") {
  TEST_CASE("every built-in rule compiles") {
    INFO(tests::listed(tests::built_in().mistakes));
    CHECK(tests::built_in().mistakes.empty());
  }

  TEST_CASE("every built-in rule has at least two bad and two good examples") {
    std::vector<std::string> poor;
    for (const engine::Rule& rule : tests::built_in().rules) {
      if (rule.bad.size() >= 2 && rule.good.size() >= 2) continue;
      poor.push_back(fmt::format("{}: {} bad, {} good", rule.id, rule.bad.size(), rule.good.size()));
    }
    INFO(tests::listed(poor));
    CHECK(poor.empty());
  }

  TEST_CASE("bad examples give exactly what they name, good ones nothing") {
    std::vector<std::string> failures;
    for (const engine::Rule& rule : tests::built_in().rules) {
      for (const driver::ExampleFailure& failure :
           driver::test_examples(rule, tests::built_in().rules, tests::built_in().knowledge)) {
        failures.push_back(fmt::format("{} {}: {}", failure.rule, failure.example, failure.why));
      }
    }
    INFO(tests::listed(failures));
    CHECK(failures.empty());
  }
}

TEST_SUITE("isolation") {
  // What a rule says of an example does not depend on the rules that run beside it.
  TEST_CASE("a rule says the same alone and among all others") {
    const tests::BuiltIn& built_in = tests::built_in();
    std::vector<std::string> failures;
    for (const engine::Rule& rule : built_in.rules) {
      for (const tests::NamedExample& one : tests::examples_of(rule)) {
        const driver::ExampleOutcome outcome =
            driver::run_example(one.example->files, built_in.all, built_in.knowledge);
        std::vector<std::string> own;
        for (std::size_t i = 0; i < outcome.finds.size(); ++i) {
          if (outcome.rules[i] == rule.id) own.push_back(outcome.finds[i]);
        }
        const std::vector<std::string> expected = one.bad ? one.example->finds : std::vector<std::string>();
        if (own != expected) {
          failures.push_back(
              fmt::format("{}: {} findings among all rules, {} expected", one.name, own.size(), expected.size()));
        }
        for (const std::string& failure : outcome.failures) {
          failures.push_back(fmt::format("{}: {}", one.name, failure));
        }
      }
    }
    INFO(tests::listed(failures));
    CHECK(failures.empty());
  }

  TEST_CASE("what a good example allows is a rule that speaks there") {
    const tests::BuiltIn& built_in = tests::built_in();
    std::vector<std::string> idle;
    for (const engine::Rule& rule : built_in.rules) {
      for (const tests::NamedExample& one : tests::examples_of(rule)) {
        if (one.example->allows.empty()) continue;
        const std::vector<std::string> said =
            driver::run_example(one.example->files, built_in.all, built_in.knowledge).rules;
        for (const std::string& allowed : one.example->allows) {
          if (std::find(said.begin(), said.end(), allowed) == said.end()) {
            idle.push_back(fmt::format("{} allows {}, which says nothing there", one.name, allowed));
          }
        }
      }
    }
    INFO(tests::listed(idle));
    CHECK(idle.empty());
  }
}
