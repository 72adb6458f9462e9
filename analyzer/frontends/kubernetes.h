#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// Kubernetes manifests, several documents and lists of any kind included → workload, container, probe, port, mount,
/// variable, image, need, service, route, autoscaler, disruption budget, network policy, config, object, alert,
/// monitor.
void kubernetes(const Input& input, Context& context, ir::FileIrBuilder& ir);

/// A chart's template: the same, of what is literal in it. What an action decides is unknown, never absent.
void helm_template(const Input& input, Context& context, ir::FileIrBuilder& ir);

/// Chart.yaml and values: their document.
void chart_data(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
