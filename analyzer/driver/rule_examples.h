#pragma once

#include <string>
#include <vector>

#include "analyzer/driver/check.h"

namespace plumbline::driver {

/// What an example of a rule showed to be wrong.
struct ExampleFailure {
  std::string rule;     ///< id
  std::string example;  ///< "bad 1", "good 2"
  std::string why;
};

/// What the rules say about an example's files, analysed in memory.
struct ExampleOutcome {
  std::vector<std::string> finds;  ///< text under each caret, in order
  std::vector<std::string> messages;
  std::vector<std::string> rules;     ///< id of each
  std::vector<std::string> failures;  ///< rules that could not be evaluated, files that could not be analysed
};

/// How an example is run. All ways must say the same.
struct ExampleManner {
  bool use_index = true;
  bool fork = false;
  std::uint32_t workers = 1;
};

ExampleOutcome run_example(const std::vector<engine::ExampleFile>& files, const engine::RuleSet& rules,
                           const facts::Knowledge& knowledge, const ExampleManner& manner = {});

/// Runs a rule's examples: bad ones must give exactly their `finds` (and `message`), good ones nothing, neither from
/// the rule nor, for built-in rules, from any other stable rule of its domain that the example does not allow.
std::vector<ExampleFailure> test_examples(const engine::Rule& rule, const std::vector<engine::Rule>& all,
                                          const facts::Knowledge& knowledge, const ExampleManner& manner = {});

}  // namespace plumbline::driver
