#pragma once

#include <string>
#include <string_view>

#include "analyzer/frontends/data_tools.h"

namespace plumbline::frontends {

/// Does the text hold a placeholder that something else fills in: `{{ … }}`, `${…}`, `$(…)`, `<% … %>`?
bool is_template(std::string_view text);

/// Labels of a map, in source order.
ir::List<Ref<ir::Label>> add_labels(const syntax::DataView& map, std::string_view path, const Input& input,
                                    ir::FileIrBuilder& ir);

/// A pod's specification: fills the workload's containers, volumes, needs and host settings. `claims`: templates of
/// volumes that a StatefulSet claims for each of its pods.
void add_pod(const syntax::DataView& spec, const syntax::DataView& claims, Ref<ir::Workload> workload,
             const std::string& path, const Document& document, const Input& input, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
