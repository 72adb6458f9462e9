#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// Kubernetes manifests, several documents and lists of any kind included → workload, container, probe, port, mount,
/// variable, image, service, route, autoscaler, disruption budget, network policy, config.
void kubernetes(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
