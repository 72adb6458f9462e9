#pragma once

#include <string>

#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/frontend.h"

/// Configuration of monitoring, in files of its own and inside of other objects.
namespace plumbline::frontends {

void prometheus(const Input& input, Context& context, ir::FileIrBuilder& ir);
void alertmanager(const Input& input, Context& context, ir::FileIrBuilder& ir);
void opentelemetry(const Input& input, Context& context, ir::FileIrBuilder& ir);

/// Does the file lie where files are fed to a program's tests, wrong ones too? Then it configures nothing.
bool is_test_material(std::string_view path);

/// What holds a piece of such a configuration.
struct MonitoringPlace {
  const Document& document;
  const Input& input;
  ir::FileIrBuilder& ir;
  std::string path;     ///< logical place, empty at the root of a file
  bool scoped = false;  ///< of one namespace of a cluster

  MonitoringPlace below(std::string_view name) const;
  /// Span, head and path.
  void set(ir::Entity& row, const syntax::DataView& node, const syntax::DataView& name) const;
  ir::Maybe<Str> text(const syntax::DataView& node) const;
};

/// `groups` of rules: Prometheus, Loki, Mimir, the operator's PrometheusRule, Grafana's files.
void add_alert_groups(const syntax::DataView& groups, const MonitoringPlace& place);
/// `scrape_configs`.
void add_scrapes(const syntax::DataView& configs, const MonitoringPlace& place);
/// What holds `route`, `receivers` and `global`: Alertmanager's file, the operator's AlertmanagerConfig.
void add_alert_routing(const syntax::DataView& root, const MonitoringPlace& place);
/// Grafana's `contactPoints` and `policies`.
void add_contact_points(const syntax::DataView& root, const MonitoringPlace& place);
/// What holds a collector's `receivers`, `exporters` and `service`.
void add_collector(const syntax::DataView& root, const MonitoringPlace& place);
/// Scalars at any depth, as named values: whether one is a secret is for others to say.
void add_config_values(const syntax::DataView& node, const MonitoringPlace& place);
/// Something that watches.
void add_monitor(std::string_view provider, std::string_view kind, const syntax::DataView& node,
                 const MonitoringPlace& place);

}  // namespace plumbline::frontends
