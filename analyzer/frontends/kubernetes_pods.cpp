#include "analyzer/frontends/kubernetes_pods.h"

#include <vector>

#include <fmt/format.h>

#include "analyzer/facts/duration.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/images.h"

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
  if (!map.is_map()) return ir.list(labels, map && !map.is_scalar());
  for (const DataView& entry : map.children()) {
    ir::Label row;
    row.span = {entry.key_span().begin, entry.span().end};
    row.head = head_of(entry, input.text);
    row.path = ir.str(path);
    row.key = ir.str(entry.key());
    row.value = maybe_text(entry, &is_template, ir);
    labels.push_back(ir.add(row));
  }
  return ir.list(labels, map.node().has(syntax::DataNode::partial));
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
    workload.volumes = volumes(spec["volumes"]);
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
    const bool open = spec["containers"] && !spec["containers"].is_list();
    ir_[workload_].containers = ir_.list(containers, open);
  }

 private:
  ir::List<Ref<ir::Mount>> volumes(const DataView& list) {
    std::vector<Ref<ir::Mount>> rows;
    for (const DataView& volume : list.elements()) {
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
    return ir_.list(rows);
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
    return ir_.add(row);
  }

  ir::List<Str> words(const DataView& list) {
    std::vector<std::string_view> all;
    for (const DataView& word : list.elements()) all.push_back(word.text_or(""));
    return ir_.strs(std::span<const std::string_view>(all), list && !list.is_list());
  }

  Ref<ir::Probe> add_probe(const DataView& node, const std::string& path) {
    if (!node.is_map()) return {};
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
    if (port.is_string()) row.port_name = ir_.str(port.text());
    row.initial_delay = maybe_integer(node["initialDelaySeconds"], &is_template);
    row.period = maybe_integer(node["periodSeconds"], &is_template);
    row.timeout = maybe_integer(node["timeoutSeconds"], &is_template);
    row.failure_threshold = maybe_integer(node["failureThreshold"], &is_template);
    return ir_.add(row);
  }

  using Quantity = facts::Parsed<std::int64_t> (*)(std::string_view);

  static ir::Maybe<std::int64_t> quantity(const DataView& node, Quantity parse) {
    if (!node) return {};
    if (!node.is_scalar() || is_template(node.text())) return ir::Maybe<std::int64_t>::unknown(node.span());
    const facts::Parsed<std::int64_t> parsed = parse(node.text());
    return parsed ? ir::Maybe<std::int64_t>(*parsed) : ir::Maybe<std::int64_t>::unknown(node.span());
  }

  static void resources(const DataView& node, ir::Container& row) {
    const bool opaque = node && !node.is_map() && node.kind() != syntax::DataKind::null;
    const auto read = [&](const DataView& group, std::string_view name, Quantity parse) {
      return opaque ? ir::Maybe<std::int64_t>::unknown(node.span()) : quantity(group[name], parse);
    };
    row.cpu_request = read(node["requests"], "cpu", &facts::parse_quantity_milli);
    row.cpu_limit = read(node["limits"], "cpu", &facts::parse_quantity_milli);
    row.memory_request = read(node["requests"], "memory", &facts::parse_quantity);
    row.memory_limit = read(node["limits"], "memory", &facts::parse_quantity);
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
    return ir_.list(rows, list && !list.is_list());
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
      }
      rows.push_back(ir_.add(row));
    }
    return ir_.list(rows, list && !list.is_list());
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
    return ir_.list(rows, list && !list.is_list());
  }

  Ref<ir::Workload> workload_;
  std::string path_;
  const Document& document_;
  const Input& input_;
  ir::FileIrBuilder& ir_;
  DataView pod_security_;
};

}  // namespace

void add_pod(const DataView& spec, Ref<ir::Workload> workload, const std::string& path, const Document& document,
             const Input& input, ir::FileIrBuilder& ir) {
  Pod(workload, path, document, input, ir).read(spec);
}

}  // namespace plumbline::frontends
