#pragma once

#include <optional>
#include <vector>

#include "analyzer/cel/environment.h"

namespace plumbline::cel {

/// How often an expression is evaluated.
struct WalkContext {
  std::optional<ir::EntityKind> whole;  ///< the entity whose lists are whole tables
  bool repeated = false;                ///< once for every row of some table, not once for all
};

/// Walks that make an expression quadratic and that nobody needs: over a list of what stands for everything, or of
/// something above (`job.pipeline.jobs`), once more for every row or inside of another walk, where a field has the
/// answer: an aggregate of the same name (`pipeline.roles` for `"deploy" in j.roles`), or the list that another entity
/// has of those that point to it (`job.steps` for `repo.steps.filter(s, s.job == job)`). Each names that field.
std::vector<ExpressionError> needless_walks(const Checked& checked, const WalkContext& context);

}  // namespace plumbline::cel
