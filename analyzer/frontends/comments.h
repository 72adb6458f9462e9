#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// What the file's comments (rows of `ir`) say to plumbline: decisions (`#PATH_DECISION: …`) and comments that silence
/// rules, ours and those of other tools (their forms: rules/knowledge/pragmas.yaml). Where a decision stands decides
/// what it answers: see the contract; that is looked up among the entities in `ir`, so this runs after the frontend.
void add_comment_meanings(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
