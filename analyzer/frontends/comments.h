#pragma once

#include <vector>

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// What comments say to plumbline: decisions (`#PATH_DECISION: …`) and comments that silence rules, ours and those of
/// other tools (their forms: rules/knowledge/pragmas.yaml). `comments` are spans without the marker, in source order.
/// Where a decision stands decides what it answers: see the contract; the entity is found among those in `ir`, so this
/// runs after the frontend.
void add_comments(const std::vector<Span>& comments, const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
