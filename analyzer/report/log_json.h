#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analyzer/judge/report.h"

namespace plumbline::report {

/// The machine-readable block, schema plumbline-log/1: one element a line, at most `listed` of each list. Prose of the
/// repository is {"untrusted": "…"}.
std::string log_json(const judge::Report& report, std::size_t listed);

/// Rule and the first digits of the fingerprint: "FC201-3f9a2c".
std::string finding_id(const judge::Report& report, std::uint32_t verdict);
/// What stands, by tag, then severity, then place; the most severe when there are more than `listed`.
std::vector<std::uint32_t> listed_findings(const judge::Report& report, std::size_t listed);

}  // namespace plumbline::report
