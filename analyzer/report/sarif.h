#pragma once

#include <string>

#include "analyzer/report/emit.h"

namespace plumbline::report {

/// SARIF 2.1.0 as GitHub code scanning wants it. The text of files is masked where secrets lie, so no snippet can show
/// one; the line hashes of such lines therefore differ from those that the upload action would compute, and ours stay.
std::string emit_sarif(const judge::Report& report, const EmitOptions& options);

}  // namespace plumbline::report
