#pragma once

#include <cstddef>

#include "sarif/model.h"

/// What GitHub code scanning takes in one upload. Beyond its hard limits it refuses the file, beyond what it shows it
/// drops silently; so the defaults are what it shows, and what is left out is counted. Its limit on the file (10 MB
/// gzipped) is not looked at: with these limits a file stays far below it.
namespace plumbline::sarif {

struct Limits {
  std::size_t results = 5000;
  std::size_t rules = 25000;
  std::size_t locations = 100;               ///< of a result; related ones are counted by themselves
  std::size_t thread_flow_locations = 1000;  ///< of a result
  std::size_t tags = 10;                     ///< of a rule
  std::size_t rule_name = 255;               ///< characters
  std::size_t description = 1024;            ///< characters
};

/// How many of each were left out (of texts: shortened).
struct Omitted {
  std::size_t results = 0;
  std::size_t rules = 0;
  std::size_t locations = 0;
  std::size_t thread_flow_locations = 0;
  std::size_t tags = 0;
  std::size_t texts = 0;

  bool any() const { return results + rules + locations + thread_flow_locations + tags + texts != 0; }
  friend bool operator==(const Omitted&, const Omitted&) = default;
};

/// Cuts the run down. Of the results those stay that weigh most: not suppressed, then by level, the rule's precision,
/// URI, line; they keep their order. A message's links to locations that went lose their brackets. Rules with results
/// stay before others.
Omitted apply_limits(Run& run, const Limits& limits = {});

/// By URI, line, column, rule, message: the order that SARIF's appendix on determinism asks for.
void sort_results(Run& run);

}  // namespace plumbline::sarif
