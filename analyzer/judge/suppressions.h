#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/judge/report.h"

namespace plumbline::judge {

/// Applies comments that silence rules, plumbline's own and those of the tools that a rule names as equivalents. A
/// critical finding is never silenced; its verdict says in a note which comment tried. Comments of ours without effect
/// (no reason, expired, unknown rule, nothing matched) become notes; so do they when a finding would have matched.
/// `today`: YYYY-MM-DD.
void apply_suppressions(Report& report, std::string_view today, const std::vector<std::string>& known_rule_ids);

}  // namespace plumbline::judge
