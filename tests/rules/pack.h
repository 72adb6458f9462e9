#pragma once

#include <string>
#include <vector>

#include "analyzer/driver/rule_examples.h"
#include "analyzer/engine/rule_set.h"

namespace plumbline::tests {

/// The built-in rules and knowledge, made once for all tests of rules.
struct BuiltIn {
  std::vector<engine::Rule> rules;
  facts::Knowledge knowledge;
  engine::RuleSet all;
  std::vector<std::string> mistakes;  ///< rules that did not compile
};
const BuiltIn& built_in();

/// An example under its name: "AB101 bad 2".
struct NamedExample {
  const engine::Rule* rule = nullptr;
  const engine::Example* example = nullptr;
  bool bad = false;
  std::string name;
};
std::vector<NamedExample> examples_of(const engine::Rule& rule);

/// One line for each entry, cut after `most`, for a failure that can be read.
std::string listed(const std::vector<std::string>& lines, std::size_t most = 60);

}  // namespace plumbline::tests
