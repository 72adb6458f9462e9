#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// `.circleci/config.yml`: a pipeline for each workflow, a job for each of its entries, their steps. Commands and
/// executors of the file, inline orbs included, are taken over where they are used; what a published orb does is known
/// from rules/knowledge/orb-roles.yaml, or unknown.
void circleci(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
