#pragma once

#include <vector>

#include "analyzer/cel/environment.h"
#include "analyzer/engine/compiled_rule.h"

namespace plumbline::engine {

/// Constraints on closed vocabularies in the conjunction at the top of a condition: `job.pipeline.provider ==
/// "github"`, `command.program_kind in ["a", "b"]`, `"deploy" in job.roles`. Negations give none. Derived, never
/// declared.
std::vector<Constraint> constraints_of(const cel::Checked& condition);

}  // namespace plumbline::engine
