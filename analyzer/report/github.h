#pragma once

#include <string>

#include "analyzer/report/emit.h"

namespace plumbline::report {

/// Workflow commands that become annotations: the most severe first, ten of each kind (GitHub drops the others), then
/// how many more there are.
std::string emit_github(const judge::Report& report, const EmitOptions& options);

}  // namespace plumbline::report
