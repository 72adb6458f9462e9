#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// Headings, and what a text tells its readers to run and to read.
void documentation(const Input& input, Context& context, ir::FileIrBuilder& ir);
/// What asks for updates of dependencies.
void dependabot(const Input& input, Context& context, ir::FileIrBuilder& ir);
void renovate(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
