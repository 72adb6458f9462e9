#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// Fastfiles and the Ruby beside them → a pipeline a platform block, one for lanes outside; jobs are lanes, hooks
/// (`error`, `before_all`: private) and helper methods (private); steps are calls of actions, lanes, helpers and shell.
/// Ruby without lanes: variables and comments only.
void fastfile(const Input& input, Context& context, ir::FileIrBuilder& ir);

/// Appfile, Matchfile, Gymfile …: a variable for each line `option(value)`.
void fastlane_config(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
