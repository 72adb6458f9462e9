#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// A workflow: `.github/workflows/*.yml`.
void github_workflow(const Input& input, Context& context, ir::FileIrBuilder& ir);

/// `action.yml`. A composite action is a pipeline of kind *action* with one job, whose steps are its steps; an action
/// of another kind has no job.
void github_action(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
