#pragma once

#include <string>

#include "analyzer/report/emit.h"

namespace plumbline::report {

/// For people: each finding with its source, then what was not analysed, what was found, the gates.
std::string emit_text(const judge::Report& report, const EmitOptions& options);
/// `path:line:col: error: message [FC201]`, the form that editors read, and the same last lines.
std::string emit_concise(const judge::Report& report, const EmitOptions& options);

/// The last lines of both: what was not analysed, notes on acceptances, counts, gates. Empty when quiet.
std::string summary(const judge::Report& report, const EmitOptions& options);

}  // namespace plumbline::report
