#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// A Compose file: its services become workloads with one container each.
void compose(const Input& input, Context& context, ir::FileIrBuilder& ir);

/// An environment file: its names become variables.
void dotenv(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
