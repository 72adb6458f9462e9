#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// Image build files → build, stage, instruction, image, variable, port, mount, command.
void dockerfile(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
