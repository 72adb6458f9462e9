#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// A kustomization: its document, and the configuration objects that it generates. What it does to other files is
/// found when all are there (link).
void kustomization(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
