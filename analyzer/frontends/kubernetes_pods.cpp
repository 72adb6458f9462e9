#include "analyzer/frontends/kubernetes_pods.h"

#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "analyzer/facts/duration.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/images.h"
#include "analyzer/ir/open.h"

namespace plumbline::frontends {

using syntax::DataView;

bool is_template(std::string_view text) {
  for (const std::string_view opening : {"{{", "${", "$(", "<%"}) {
    if (text.find(opening) != std::string_view::npos) return true;
  }
  return false;
}

ir::List<Ref<ir::Label>> add_labels(const DataView& map, std::string_view path, const Input& input,
                                    ir::FileIrBuilder& ir) {
  std::vector<Ref<ir::Label>> labels;
  if (!map.is_map()) return ir.list(labels, is_open(map));
  for (const DataView& entry : map.children()) {
    ir::Label row;
    row.span = {entry.key_span().begin, entry.span().end};
    row.head = head_of(entry, input.text);
    row.path = ir.str(path);
    row.key = ir.str(entry.key());
    row.value = maybe_text(entry, &is_template, ir);
    labels.push_back(ir.add(row));
  }
  return ir.list(labels, is_open(map));
}

namespace {

class Pod {
 public:
  Pod(Ref<ir::Workload> workload, std::string path, const Document& document, const Input& input, ir::FileIrBuilder& ir)
      : workload_(workload), path_(std::move(path)), document_(document), input_(input), ir_(ir) {}

  void read(const DataView& spec) {
    pod_security_ = spec["securityContext"];
    ir::Workload& workload = ir_[workload_];
    workload.host_network = maybe_boolean(spec["hostNetwork"], &is_template);
    workload.host_pid = maybe_boolean(spec["hostPID"], &is_template);
    workload.service_account = maybe_text(spec["serviceAccountName"], &is_template, ir_);
    workload.mounts_token = maybe_boolean(spec["automountServiceAccountToken"], &is_template);
    if (is_open(spec)) ir::make_pod_open(workload);
    workload.volumes = volumes(spec["volumes"], spec);
    std::vector<Ref<ir::Container>> containers;
    for (const DataView& container : spec["containers"].elements())
      containers.push_back(add(container, ir::ContainerKind::main));
    for (const DataView& container : spec["initContainers"].elements()) {
      const bool sidecar = container["restartPolicy"].text_or("") == "Always";
      containers.push_back(add(container, sidecar ? ir::ContainerKind::sidecar : ir::ContainerKind::init));
    }
    for (const DataView& container : spec["ephemeralContainers"].elements()) {
      containers.push_back(add(container, ir::ContainerKind::ephemeral));
    }
    const bool open = is_open(spec) || is_open(spec["containers"]) || is_open(spec["initContainers"]);
    ir_[workload_].containers = ir_.list(containers, open);
    for (const DataView& secret : spec["imagePullSecrets"].elements()) need(ir::NeedKind::secret, secret["name"], {});
    ir_[workload_].needs = ir_.list(needs_, open);
  }

  /// Volumes that a StatefulSet claims for each of its pods.
  void claims(const DataView& list) { claims_ = list; }

 private:
  /// Asks for an object, or for one key of it.
  void need(ir::NeedKind kind, const DataView& name, const DataView& key, const DataView& optional = {}) {
    if (!name.is_scalar() || name.text().empty()) return;
    ir::Need row;
    row.span = key ? key.span() : name.span();
    row.head = first_line(row.span, input_.text);
    row.path = ir_.str(fmt::format("{}.{}", path_, name.text()));
    row.kind = kind;
    row.name = ir_.str(name.text());
    row.key = ir_.str(key.text_or(""));
    row.optional = optional.boolean().value_or(false) || is_marked(name);
    row.workload = workload_;
    needs_.push_back(ir_.add(row));
  }

  void needs_of_volume(const DataView& source) {
    for (const auto& [word, kind, name] : {std::tuple{"configMap", ir::NeedKind::config, "name"},
                                           std::tuple{"secret", ir::NeedKind::secret, "secretName"}}) {
      const DataView object = source[word];
      if (!object.is_map()) continue;
      const DataView named = object[name] ? object[name] : object["name"];
      if (object["items"].elements().empty()) need(kind, named, {}, object["optional"]);
      for (const DataView& item : object["items"].elements()) need(kind, named, item["key"], object["optional"]);
    }
  }

  ir::List<Ref<ir::Mount>> volumes(const DataView& list, const DataView& spec) {
    std::vector<Ref<ir::Mount>> rows;
    bool open = is_open(list) || is_open(spec) || is_open(claims_);
    for (const DataView& claim : claims_.elements()) {
      ir::Mount row = mount_row(claim);
      row.source = ir_.str(claim["metadata"]["name"].text_or(""));
      row.id = row.source;
      row.type = ir_.str("volumeClaimTemplate");
      rows.push_back(ir_.add(row));
    }
    for (const DataView& volume : list.elements()) {
      needs_of_volume(volume);
      for (const DataView& source : volume["projected"]["sources"].elements()) needs_of_volume(source);
      if (is_marked(volume) || is_marked(volume["name"])) {
        open = true;
        continue;
      }
      ir::Mount row = mount_row(volume);
      row.source = ir_.str(volume["name"].text_or(""));
      row.id = row.source;
      for (const DataView& kind : volume.children()) {
        if (kind.key() == "name") continue;
        row.type = ir_.str(kind.key());
        if (kind.key() == "hostPath") row.target = ir_.str(kind["path"].text_or(""));
        if (kind.key() == "secret") row.target = ir_.str(kind["secretName"].text_or(""));
        if (kind.key() == "configMap") row.target = ir_.str(kind["name"].text_or(""));
      }
      rows.push_back(ir_.add(row));
    }
    return ir_.list(rows, open);
  }

  ir::Mount mount_row(const DataView& node) {
    ir::Mount row;
    row.span = node.span();
    row.head = head_of(node, input_.text);
    row.path = ir_.str(path_);
    row.node = document_.row(node);
    return row;
  }

  Ref<ir::Container> add(const DataView& node, ir::ContainerKind kind) {
    const std::string path = fmt::format("{}.containers.{}", path_, node["name"].text_or("?"));
    ir::Container row;
    row.span = node.span();
    row.path = ir_.str(path);
    row.head = first_line(node["name"].is_scalar() ? node["name"].span() : node.span(), input_.text);
    row.name = ir_.str(node["name"].text_or(""));
    row.kind = kind;
    row.workload = workload_;
    row.node = document_.row(node);
    if (const DataView image = node["image"]; image.is_scalar() && !image.text().empty()) {
      row.image = add_image(image.text(), image.span(), ir::ImageRole::runs, path, ir_);
      if (is_marked(image)) {
        ir_[row.image].literal = false;
        ir_[row.image].tag_is_literal = ir_[row.image].tag_is_literal && is_template(image.text());
      }
    }
    row.readiness = add_probe(node["readinessProbe"], path + ".readinessProbe");
    row.liveness = add_probe(node["livenessProbe"], path + ".livenessProbe");
    row.startup = add_probe(node["startupProbe"], path + ".startupProbe");
    resources(node["resources"], row);
    security(node["securityContext"], row);
    row.ports = ports(node["ports"], path);
    row.variables = variables(node["env"], path);
    row.mounts = mounts(node["volumeMounts"]);
    row.command = words(node["command"]);
    row.args = words(node["args"]);
    if (is_open(node)) ir::make_open(row);
    for (const DataView& from : node["envFrom"].elements()) {
      need(ir::NeedKind::config, from["configMapRef"]["name"], {}, from["configMapRef"]["optional"]);
      need(ir::NeedKind::secret, from["secretRef"]["name"], {}, from["secretRef"]["optional"]);
    }
    return ir_.add(row);
  }

  ir::List<Str> words(const DataView& list) {
    std::vector<std::string_view> all;
    for (const DataView& word : list.elements()) {
      if (!is_marked(word)) all.push_back(word.text_or(""));
    }
    return ir_.strs(std::span<const std::string_view>(all), is_open(list) || all.size() < list.elements().size());
  }

  Ref<ir::Probe> add_probe(const DataView& node, const std::string& path) {
    if (!node.is_map()) return is_open(node) ? Ref<ir::Probe>::unknown() : Ref<ir::Probe>{};
    ir::Probe row;
    row.span = {node.key_span().begin, node.span().end};
    row.head = head_of(node, input_.text);
    row.path = ir_.str(path);
    row.node = document_.row(node);
    DataView port;
    if (const DataView http = node["httpGet"]) {
      row.kind = ir::ProbeKind::http;
      row.target = ir_.str(http["path"].text_or("/"));
      port = http["port"];
    } else if (const DataView tcp = node["tcpSocket"]) {
      row.kind = ir::ProbeKind::tcp;
      port = tcp["port"];
    } else if (const DataView grpc = node["grpc"]) {
      row.kind = ir::ProbeKind::grpc;
      port = grpc["port"];
    } else {
      row.kind = ir::ProbeKind::exec;
      row.target =
          ir_.str(node["exec"]["command"].elements().empty() ? "" : node["exec"]["command"].elements()[0].text_or(""));
    }
    row.port = maybe_integer(port, &is_template);
    if (port.is_string() && !is_template(port.text())) row.port_name = ir_.str(port.text());
    row.initial_delay = maybe_integer(node["initialDelaySeconds"], &is_template);
    row.period = maybe_integer(node["periodSeconds"], &is_template);
    row.timeout = maybe_integer(node["timeoutSeconds"], &is_template);
    row.failure_threshold = maybe_integer(node["failureThreshold"], &is_template);
    return ir_.add(row);
  }

  using Quantity = facts::Parsed<std::int64_t> (*)(std::string_view);

  static ir::Maybe<std::int64_t> quantity(const DataView& node, Quantity parse) {
    if (!node) return {};
    if (!node.is_scalar() || is_marked(node) || is_template(node.text()))
      return ir::Maybe<std::int64_t>::unknown(node.span());
    const facts::Parsed<std::int64_t> parsed = parse(node.text());
    return parsed ? ir::Maybe<std::int64_t>(*parsed) : ir::Maybe<std::int64_t>::unknown(node.span());
  }

  static void resources(const DataView& node, ir::Container& row) {
    const bool opaque = !node.is_map() && is_open(node);
    const auto read = [&](const DataView& group, std::string_view name, Quantity parse) {
      return opaque ? ir::Maybe<std::int64_t>::unknown(node.span()) : quantity(group[name], parse);
    };
    row.cpu_request = read(node["requests"], "cpu", &facts::parse_quantity_milli);
    row.cpu_limit = read(node["limits"], "cpu", &facts::parse_quantity_milli);
    row.memory_request = read(node["requests"], "memory", &facts::parse_quantity);
    row.memory_limit = read(node["limits"], "memory", &facts::parse_quantity);
    if (is_open(node) || is_open(node["limits"]) || is_open(node["requests"])) ir::make_resources_open(row);
  }

  void security(const DataView& own, ir::Container& row) {
    row.privileged = maybe_boolean(own["privileged"], &is_template);
    row.allow_privilege_escalation = maybe_boolean(own["allowPrivilegeEscalation"], &is_template);
    row.read_only_root = maybe_boolean(own["readOnlyRootFilesystem"], &is_template);
    // The container's word counts, else the pod's.
    row.run_as_non_root =
        maybe_boolean(own["runAsNonRoot"] ? own["runAsNonRoot"] : pod_security_["runAsNonRoot"], &is_template);
    row.run_as_user = maybe_integer(own["runAsUser"] ? own["runAsUser"] : pod_security_["runAsUser"], &is_template);
    row.capabilities_added = words(own["capabilities"]["add"]);
    row.capabilities_dropped = words(own["capabilities"]["drop"]);
    if (is_open(own) || is_open(pod_security_)) ir::make_security_open(row);
  }

  ir::List<Ref<ir::Port>> ports(const DataView& list, const std::string& path) {
    std::vector<Ref<ir::Port>> rows;
    for (const DataView& node : list.elements()) {
      ir::Port row;
      row.span = node.span();
      row.head = first_line(node.span(), input_.text);
      row.path = ir_.str(path + ".ports");
      row.name = ir_.str(node["name"].text_or(""));
      row.number = maybe_integer(node["containerPort"], &is_template);
      row.target = row.number;
      row.protocol = ir_.str(node["protocol"].text_or(""));
      rows.push_back(ir_.add(row));
    }
    return ir_.list(rows, is_open(list));
  }

  ir::List<Ref<ir::Variable>> variables(const DataView& list, const std::string& path) {
    std::vector<Ref<ir::Variable>> rows;
    for (const DataView& node : list.elements()) {
      ir::Variable row;
      row.span = node.span();
      row.name = ir_.str(node["name"].text_or(""));
      row.head = first_line(node["name"] ? node["name"].span() : node.span(), input_.text);
      row.path = ir_.str(fmt::format("{}.env.{}", path, node["name"].text_or("?")));
      row.source = ir::VariableSource::workload_env;
      const DataView value = node["value"];
      const DataView from = node["valueFrom"];
      if (value) {
        row.value = maybe_text(value, &is_template, ir_);
        row.value_span = value.span();
        row.literal = row.value.is_present() && !facts::is_reference(value.text());
        row.reference = row.literal ? ir::Reference::none : ir::Reference::variable;
      } else if (from) {
        row.reference = from["secretKeyRef"] ? ir::Reference::secret_store : ir::Reference::variable;
        const DataView config = from["configMapKeyRef"];
        const DataView secret = from["secretKeyRef"];
        need(ir::NeedKind::config, config["name"], config["key"], config["optional"]);
        need(ir::NeedKind::secret, secret["name"], secret["key"], secret["optional"]);
      }
      rows.push_back(ir_.add(row));
    }
    return ir_.list(rows, is_open(list));
  }

  ir::List<Ref<ir::Mount>> mounts(const DataView& list) {
    std::vector<Ref<ir::Mount>> rows;
    for (const DataView& node : list.elements()) {
      ir::Mount row = mount_row(node);
      row.source = ir_.str(node["name"].text_or(""));
      row.target = ir_.str(node["mountPath"].text_or(""));
      row.read_only = node["readOnly"].boolean().value_or(false);
      rows.push_back(ir_.add(row));
    }
    return ir_.list(rows, is_open(list));
  }

  Ref<ir::Workload> workload_;
  std::string path_;
  const Document& document_;
  const Input& input_;
  ir::FileIrBuilder& ir_;
  DataView pod_security_;
  DataView claims_;
  std::vector<Ref<ir::Need>> needs_;
};

}  // namespace

void add_pod(const DataView& spec, const DataView& claims, Ref<ir::Workload> workload, const std::string& path,
             const Document& document, const Input& input, ir::FileIrBuilder& ir) {
  Pod pod(workload, path, document, input, ir);
  pod.claims(claims);
  pod.read(spec);
}

}  // namespace plumbline::frontends
