#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/judge/report.h"

namespace plumbline::judge {

/// One accepted finding.
struct BaselineEntry {
  std::string fingerprint;
  std::string rule;
  std::string path;
  std::string reason;  ///< mandatory for critical findings
  friend bool operator==(const BaselineEntry&, const BaselineEntry&) = default;
};

/// `.plumbline-baseline.json`: {"schema": 1, "entries": [one line each, sorted]}.
struct Baseline {
  std::vector<BaselineEntry> entries;
};

/// A malformed or newer file is an error, never an empty baseline.
Result<Baseline> parse_baseline(std::string_view text, const std::string& path);
std::string write_baseline(const Baseline& baseline);

/// Takes baselined findings out; stale entries, and entries for critical findings without a reason, become notes.
void apply_baseline(Report& report, const Baseline& baseline);

}  // namespace plumbline::judge
