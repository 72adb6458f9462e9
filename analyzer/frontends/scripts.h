#pragma once

#include "analyzer/frontends/frontend.h"

/// Files whose parts are run by name: each part becomes a script with its commands.
namespace plumbline::frontends {

void shell_file(const Input& input, Context& context, ir::FileIrBuilder& ir);

/// A script for each entry of `scripts:`. It has the roles of its `pre…` and `post…` scripts as well, since npm runs
/// them with it.
void package_json(const Input& input, Context& context, ir::FileIrBuilder& ir);

/// A script for each target. It has the roles of what it depends on as well.
void makefile(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
