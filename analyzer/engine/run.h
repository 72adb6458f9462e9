#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/base/limits.h"
#include "analyzer/engine/finding.h"
#include "analyzer/engine/rule_set.h"

namespace plumbline::engine {

struct RunOptions {
  std::uint32_t threads = 1;
  bool use_index = true;  ///< off in tests: every rule sees every entity, with the same findings
  bool timings = false;
  Limits limits;
};

struct RuleTime {
  std::uint64_t nanoseconds = 0;
  std::uint64_t evaluations = 0;
};

struct RunResult {
  std::vector<Finding> findings;      ///< sorted by path, place, rule, message
  std::vector<RuleFailure> failures;  ///< a rule that failed on some entity; sorted by rule
  std::vector<RuleTime> times;        ///< by rule, when asked for
  std::vector<std::uint32_t> cut;     ///< rules with more findings than the limit
};

/// Evaluates all rules over a linked repository. The same result for any number of threads.
RunResult run_rules(const RuleSet& rules, const ir::RepoIr& repo, const RunOptions& options);

/// Where a value of type entity or node is shown: its file and the span for a caret.
Location place_of(const ir::Value& value, const ir::IrView& ir);
/// The whole of it.
Location extent_of(const ir::Value& value, const ir::IrView& ir);
std::string logical_path_of(const ir::Value& value, const ir::IrView& ir);

}  // namespace plumbline::engine
