#pragma once

#include "analyzer/facts/knowledge.h"
#include "analyzer/source/classify.h"

namespace plumbline::frontends {

/// Is a program at no known place worth parsing? It is when it names a module of rules/knowledge/monitoring-sdks.yaml.
source::ProgramFilter program_filter(const facts::Knowledge& knowledge);

}  // namespace plumbline::frontends
