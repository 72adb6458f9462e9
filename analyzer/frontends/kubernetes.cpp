#include "analyzer/frontends/kubernetes.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/kubernetes_pods.h"
#include "analyzer/frontends/monitoring.h"
#include "analyzer/ir/open.h"
#include "analyzer/syntax/helm.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

namespace {

using syntax::DataView;

/// Where a kind keeps its pod's specification: path from `spec`.
struct PodKind {
  std::string_view kind;
  std::initializer_list<std::string_view> path;
};
const PodKind pod_kinds[] = {
    {"Pod", {"spec"}},
    {"Deployment", {"spec", "template", "spec"}},
    {"StatefulSet", {"spec", "template", "spec"}},
    {"DaemonSet", {"spec", "template", "spec"}},
    {"ReplicaSet", {"spec", "template", "spec"}},
    {"ReplicationController", {"spec", "template", "spec"}},
    {"Job", {"spec", "template", "spec"}},
    {"CronJob", {"spec", "jobTemplate", "spec", "template", "spec"}},
    {"DeploymentConfig", {"spec", "template", "spec"}},
    {"Rollout", {"spec", "template", "spec"}},
    {"PodTemplate", {"template", "spec"}},
};

class Manifest {
 public:
  /// `masked`: of a chart's template, else null.
  Manifest(const Input& input, const syntax::Data& data, const syntax::MaskedTemplate* masked, ir::FileIrBuilder& ir)
      : input_(input), masked_(masked), ir_(ir), document_(data, input, ir) {}

  void run() {
    // What a template makes of its text may be sound although the text is none.
    if (masked_ == nullptr) document_.report_errors();
    if (masked_ != nullptr && (!document_.data().errors.empty() || !masked_->balanced)) return;
    std::vector<DataView> todo(document_.roots().begin(), document_.roots().end());
    for (std::size_t i = 0; i < todo.size(); ++i) {
      const DataView object = todo[i];
      const std::string_view kind = object["kind"].text_or("");
      const bool is_list = kind.size() >= 4 && kind.substr(kind.size() - 4) == "List" && object["items"].is_list();
      if (is_list) {
        for (const DataView& item : object["items"].elements()) todo.push_back(item);
      } else if (object.is_map() && object["kind"]) {
        add_object(object);
        add(object, kind);
      }
    }
  }

 private:
  /// What every object has.
  template <class E>
  void set_common(E& row, const DataView& object) {
    const DataView name = object["metadata"]["name"];
    row.span = object.span();
    row.head = first_line(name.is_scalar() && name ? name.span() : object.span(), input_.text);
    path_ = fmt::format("{}.{}", object["kind"].text_or("object"), name.text_or("?"));
    row.path = ir_.str(path_);
    row.name = ir_.str(name.text_or(""));
    row.node = document_.row(object);
    if constexpr (requires { row.name_space; })
      row.name_space = maybe_text(object["metadata"]["namespace"], &is_template, ir_);
    if constexpr (requires { row.kind; }) row.kind = ir_.str(object["kind"].text_or(""));
  }

  void add_object(const DataView& object) {
    ir::Object row;
    set_common(row, object);
    row.api = ir_.str(object["apiVersion"].text_or(""));
    row.conditional = is_conditional(object.span().begin);
    ir_.add(row);
  }

  /// Objects come in the order of the file, as branches do.
  bool is_conditional(std::uint32_t at) {
    if (masked_ == nullptr) return false;
    for (; next_branch_ < masked_->branches.size() && masked_->branches[next_branch_].begin <= at; ++next_branch_)
      branch_end_ = std::max(branch_end_, masked_->branches[next_branch_].end);
    return at < branch_end_;
  }

  void add(const DataView& object, std::string_view kind) {
    for (const PodKind& pod : pod_kinds) {
      if (pod.kind == kind) {
        add_workload(object, pod);
        return;
      }
    }
    if (kind == "Service") {
      add_service(object);
    } else if (kind == "Ingress" || kind == "Gateway" || kind == "IngressRoute" ||
               (kind.size() > 5 && kind.ends_with("Route")) || (kind == "Route" && object["spec"]["to"])) {
      add_route(object);
    } else if (kind == "HorizontalPodAutoscaler" || kind == "ScaledObject") {
      add_autoscaler(object);
    } else if (kind == "PodDisruptionBudget") {
      add_disruption_budget(object);
    } else if (kind == "NetworkPolicy") {
      ir::NetworkPolicy row;
      set_common(row, object);
      row.selector = add_selector(object["spec"]["podSelector"]);
      ir_.add(row);
    } else if (kind == "ConfigMap" || kind == "Secret" || kind == "SealedSecret" || kind == "ExternalSecret") {
      add_config(object, kind);
    } else {
      add_monitoring(object, kind);
    }
  }

  /// Objects of the operators of Prometheus and OpenTelemetry.
  void add_monitoring(const DataView& object, std::string_view kind) {
    const DataView spec = object["spec"];
    const std::string path = fmt::format("{}.{}", kind, object["metadata"]["name"].text_or("?"));
    const MonitoringPlace place{document_, input_, ir_, path, true};
    if (kind == "PrometheusRule") {
      add_alert_groups(spec["groups"], place);
    } else if (kind == "AlertmanagerConfig") {
      add_alert_routing(spec, place);
    } else if (kind == "OpenTelemetryCollector") {
      add_collector(spec["config"], place);
    } else if (kind == "ServiceMonitor" || kind == "PodMonitor" || kind == "ScrapeConfig") {
      add_monitor("prometheus", "metrics", object, place);
    }
  }

  /// Labels of `matchLabels`; with expressions beside them, there is more.
  ir::List<Ref<ir::Label>> add_selector(const DataView& selector) {
    ir::List<Ref<ir::Label>> labels = add_labels(selector["matchLabels"], path_, input_, ir_);
    if (is_open(selector) || selector["matchExpressions"]) labels.incomplete = 1;
    return labels;
  }

  void add_workload(const DataView& object, const PodKind& pod) {
    ir::Workload row;
    set_common(row, object);
    const DataView spec = object["spec"];
    row.platform = ir::Platform::kubernetes;
    row.replicas = maybe_integer(spec["replicas"], &is_template);
    const DataView strategy = spec["strategy"] ? spec["strategy"] : spec["updateStrategy"];
    row.strategy = maybe_text(strategy["type"], &is_template, ir_);
    row.tuned_strategy = strategy["rollingUpdate"].is_map();
    const DataView selector = spec["selector"];
    row.selector =
        kind_has_plain_selector(pod.kind) ? add_labels(selector, path_, input_, ir_) : add_selector(selector);
    if (is_open(spec)) ir::make_open(row);
    DataView pod_spec = object;
    DataView pod_template = object;
    for (const std::string_view step : pod.path) {
      if (step == "spec") pod_template = pod_spec;  // the last map above a `spec` is the pod's own
      pod_spec = pod_spec[step];
    }
    const DataView metadata = pod_template["metadata"];
    row.labels = add_labels(metadata["labels"], path_, input_, ir_);
    if (is_open(metadata) || is_open(pod_template)) row.labels.incomplete = 1;
    const std::string path = path_;
    const Ref<ir::Workload> ref = ir_.add(row);
    if (pod_spec.is_map()) {
      add_pod(pod_spec, spec["volumeClaimTemplates"], ref, path, document_, input_, ir_);
    } else {
      ir::make_pod_open(ir_[ref]);  // a patch, or a template's block of lines
    }
  }

  static bool kind_has_plain_selector(std::string_view kind) {
    return kind == "ReplicationController" || kind == "DeploymentConfig";
  }

  void add_service(const DataView& object) {
    ir::Service row;
    set_common(row, object);
    const DataView spec = object["spec"];
    row.kind = ir_.str(spec["type"].text_or("ClusterIP"));
    row.selector = add_labels(spec["selector"], path_, input_, ir_);
    std::vector<Ref<ir::Port>> ports;
    for (const DataView& node : spec["ports"].elements()) {
      ir::Port port;
      port.span = node.span();
      const DataView target = node["targetPort"] ? node["targetPort"] : node["port"];
      port.head = first_line(target ? target.span() : node.span(), input_.text);
      port.path = ir_.str(path_ + ".ports");
      port.name = ir_.str(node["name"].text_or(""));
      port.number = maybe_integer(node["port"], &is_template);
      port.target = maybe_integer(target, &is_template);
      if (target.is_string() && !is_template(target.text())) port.target_name = ir_.str(target.text());
      port.protocol = ir_.str(ascii::lower(node["protocol"].text_or("")));
      ports.push_back(ir_.add(port));
    }
    row.ports = ir_.list(ports, is_open(spec["ports"]) || is_open(spec));
    if (is_open(spec)) row.selector.incomplete = 1;
    ir_.add(row);
  }

  void add_route(const DataView& object) {
    ir::Route row;
    set_common(row, object);
    const DataView spec = object["spec"];
    std::vector<std::string_view> hosts;
    std::vector<std::string_view> backends;
    for (const DataView& host : spec["hostnames"].elements()) hosts.push_back(host.text_or(""));
    for (const DataView& rule : spec["rules"].elements()) {
      if (rule["host"]) hosts.push_back(rule["host"].text_or(""));
      for (const DataView& path : rule["http"]["paths"].elements()) {
        const DataView backend = path["backend"];
        backends.push_back(backend["service"]["name"] ? backend["service"]["name"].text_or("")
                                                      : backend["serviceName"].text_or(""));
      }
      for (const DataView& backend : rule["backendRefs"].elements()) {
        if (backend["kind"].text_or("Service") == "Service") backends.push_back(backend["name"].text_or(""));
      }
    }
    const DataView fallback = spec["defaultBackend"] ? spec["defaultBackend"] : spec["backend"];
    for (const DataView& backend : {fallback["service"]["name"], fallback["serviceName"], spec["to"]["name"]}) {
      if (backend.is_scalar()) backends.push_back(backend.text());
    }
    for (const DataView& route : spec["routes"].elements()) {
      for (const DataView& service : route["services"].elements()) {
        if (service["kind"].text_or("Service") == "Service") backends.push_back(service["name"].text_or(""));
      }
    }
    backends.erase(std::remove(backends.begin(), backends.end(), ""), backends.end());
    row.hosts = ir_.strs(std::span<const std::string_view>(hosts));
    row.backends = ir_.strs(std::span<const std::string_view>(backends), is_open(spec["rules"]));
    row.tls = !spec["tls"].elements().empty();
    ir_.add(row);
  }

  void add_autoscaler(const DataView& object) {
    ir::Autoscaler row;
    set_common(row, object);
    const DataView spec = object["spec"];
    row.target_kind = ir_.str(spec["scaleTargetRef"]["kind"].text_or("Deployment"));
    row.target_name = ir_.str(spec["scaleTargetRef"]["name"].text_or(""));
    row.minimum = maybe_integer(spec["minReplicas"] ? spec["minReplicas"] : spec["minReplicaCount"], &is_template);
    row.maximum = maybe_integer(spec["maxReplicas"] ? spec["maxReplicas"] : spec["maxReplicaCount"], &is_template);
    std::vector<std::string_view> metrics;
    if (is_open(spec)) ir::make_all_open(row.minimum, row.maximum);
    for (const DataView& metric : spec["metrics"].elements()) {
      metrics.push_back(metric["resource"]["name"] ? metric["resource"]["name"].text_or("")
                                                   : metric["type"].text_or(""));
    }
    if (spec["targetCPUUtilizationPercentage"]) metrics.emplace_back("cpu");
    for (const DataView& trigger : spec["triggers"].elements()) metrics.push_back(trigger["type"].text_or(""));
    row.metrics = ir_.strs(std::span<const std::string_view>(metrics), is_open(spec) || is_open(spec["metrics"]));
    ir_.add(row);
  }

  void add_disruption_budget(const DataView& object) {
    ir::DisruptionBudget row;
    set_common(row, object);
    row.min_available = maybe_text(object["spec"]["minAvailable"], &is_template, ir_);
    row.max_unavailable = maybe_text(object["spec"]["maxUnavailable"], &is_template, ir_);
    row.selector = add_selector(object["spec"]["selector"]);
    if (is_open(object["spec"])) ir::make_all_open(row.min_available, row.max_unavailable, row.selector);
    ir_.add(row);
  }

  void add_config(const DataView& object, std::string_view kind) {
    ir::ConfigObject row;
    set_common(row, object);
    row.secret = kind != "ConfigMap";
    row.encrypted = kind == "SealedSecret" || kind == "ExternalSecret" || object["sops"];
    std::vector<std::string_view> keys;
    bool open = row.encrypted || is_open(object);
    for (const DataView& entry : object["binaryData"].children()) keys.push_back(entry.key());
    for (const std::string_view group : {"data", "stringData"}) {
      open = open || is_open(object[group]);
      if (!object[group].is_map()) continue;
      for (const DataView& entry : object[group].children()) {
        keys.push_back(entry.key());
        if (!row.encrypted) add_config_value(entry, group == "data" && row.secret);
      }
    }
    const bool inserted = std::any_of(keys.begin(), keys.end(), [](std::string_view key) { return is_template(key); });
    row.keys = ir_.strs(std::span<const std::string_view>(keys), open || inserted);
    ir_.add(row);
  }

  /// Values of a Secret's `data` are base64: only presence is said of them.
  void add_config_value(const DataView& entry, bool encoded) {
    ir::Variable row;
    row.span = {entry.key_span().begin, entry.span().end};
    row.head = head_of(entry, input_.text);
    row.name = ir_.str(entry.key());
    row.path = ir_.str(fmt::format("{}.{}", path_, entry.key()));
    row.source = ir::VariableSource::config;
    row.value = maybe_text(entry, &is_template, ir_);
    row.value_span = entry.span();
    row.literal = row.value.is_present() && !encoded && !facts::is_reference(entry.text_or(""));
    row.reference = row.literal ? ir::Reference::none : ir::Reference::expression;
    ir_.add(row);
    // Whoever sees it can decode it.
    if (encoded && row.value.is_present()) ir_.mask(entry.span(), entry.text_or(""), true);
  }

  const Input& input_;
  const syntax::MaskedTemplate* masked_;
  ir::FileIrBuilder& ir_;
  Document document_;
  std::string path_;
  std::size_t next_branch_ = 0;
  std::uint32_t branch_end_ = 0;
};

}  // namespace

void kubernetes(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Data data = syntax::parse_yaml(input.text, context.limits());
  Manifest(input, data, nullptr, ir).run();
}

void helm_template(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  if (!input.path.ends_with(".yaml") && !input.path.ends_with(".yml")) return;  // partials, notes
  const syntax::MaskedTemplate masked = syntax::mask_template(input.text);
  syntax::Data data = syntax::parse_yaml(masked.text, context.limits());
  syntax::mark_unknown(data, masked, input.text);
  Manifest(input, data, &masked, ir).run();
}

void chart_data(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Data data = syntax::parse_yaml(input.text, context.limits());
  Document document(data, input, ir);
  document.report_errors();
}

}  // namespace plumbline::frontends
