#pragma once

#include "analyzer/base/diagnostic.h"
#include "analyzer/facts/knowledge.h"

namespace plumbline::frontends {

/// Builds every table of knowledge as a run would and tells what is wrong with it.
void check_knowledge(const facts::Knowledge& knowledge, Diagnostics& diagnostics);

}  // namespace plumbline::frontends
