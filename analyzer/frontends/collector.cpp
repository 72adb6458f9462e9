#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "analyzer/frontends/monitoring.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

namespace {

using syntax::DataView;

constexpr auto sections = std::to_array<std::pair<std::string_view, ir::ComponentKind>>({
    {"receivers", ir::ComponentKind::receiver},
    {"processors", ir::ComponentKind::processor},
    {"exporters", ir::ComponentKind::exporter},
    {"connectors", ir::ComponentKind::connector},
    {"extensions", ir::ComponentKind::extension},
});

bool is_open(std::string_view text) {
  return text.find("{{") != std::string_view::npos || text.find("${") != std::string_view::npos;
}

class Collector {
 public:
  explicit Collector(const MonitoringPlace& place) : place_(place), ir_(place.ir) {}

  void declare(const DataView& section, ir::ComponentKind kind) {
    if (!section.is_map()) return;
    for (const DataView& entry : section.children()) {
      if (is_open(entry.key())) continue;
      ir::Component row;
      place_.below(fmt::format("{}s.{}", ir::name(kind), entry.key())).set(row, entry, {});
      row.kind = kind;
      row.name = ir_.str(entry.key());
      row.declares = true;
      row.node = place_.document.row(entry);
      ir_.add(row);
    }
  }

  void use(const DataView& names, ir::ComponentKind kind, std::string_view pipeline) {
    for (const DataView& name : names.elements()) {
      if (!name.is_scalar() || is_open(name.text())) continue;
      ir::Component row;
      place_.below(fmt::format("service.{}", pipeline.empty() ? "extensions" : pipeline)).set(row, name, name);
      row.kind = kind;
      row.name = ir_.str(name.text());
      row.pipeline = ir_.str(pipeline);
      row.node = place_.document.row(name);
      ir_.add(row);
    }
  }

 private:
  const MonitoringPlace& place_;
  ir::FileIrBuilder& ir_;
};

}  // namespace

void add_collector(const DataView& root, const MonitoringPlace& place) {
  Collector collector(place);
  for (const auto& [section, kind] : sections) collector.declare(root[section], kind);
  for (const std::string_view section : {"exporters", "extensions"})
    add_config_values(root[section], place.below(section));
  const DataView service = root["service"];
  collector.use(service["extensions"], ir::ComponentKind::extension, {});
  const DataView pipelines = service["pipelines"];
  if (!pipelines.is_map()) return;
  for (const DataView& pipeline : pipelines.children()) {
    for (const auto& [section, kind] : sections) {
      if (kind != ir::ComponentKind::extension && kind != ir::ComponentKind::connector)
        collector.use(pipeline[section], kind, pipeline.key());
    }
  }
  add_monitor("opentelemetry", "agent", pipelines, place);
}

void opentelemetry(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Data data = syntax::parse_yaml(input.text, context.limits());
  Document document(data, input, ir);
  document.report_errors();
  if (is_test_material(input.path)) return;
  const MonitoringPlace place{document, input, ir, {}};
  for (const DataView& root : document.roots()) add_collector(root, place);
}

}  // namespace plumbline::frontends
