#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// `.gitlab-ci.yml` and the files that it includes: a pipeline, its jobs, their scripts. What `extends` and
/// `!reference` find in the same file is taken over here; names in other files are for link.
void gitlab_ci(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
