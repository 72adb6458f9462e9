#include "analyzer/frontends/compose.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/duration.h"
#include "analyzer/facts/interpolation.h"
#include "analyzer/frontends/compose_parts.h"
#include "analyzer/frontends/images.h"
#include "analyzer/frontends/kubernetes_pods.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

namespace {

using syntax::DataView;

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

class ServiceReader {
 public:
  ServiceReader(const DataView& node, ComposeFile& file)
      : node_(node), file_(file), ir_(file.ir), path_(fmt::format("services.{}", node.key())) {}

  void read() {
    ir::Workload row;
    set_place(row);
    row.platform = ir::Platform::compose;
    row.kind = ir_.str("service");
    row.name = ir_.str(node_.key());
    row.node = file_.document.row(node_);
    const DataView deploy = node_["deploy"];
    row.replicas = compose_integer(deploy["replicas"] ? deploy["replicas"] : node_["scale"]);
    row.host_network = is_host("network_mode");
    row.host_pid = is_host("pid");
    row.profiles = compose_words(node_["profiles"], ir_);
    row.labels = add_labels(node_["labels"], path_, file_.input, ir_);
    workload_ = ir_.add(row);
    ir_[workload_].containers = ir_.list(std::vector{add_container()});
    read_needs();
    ir_[workload_].needs = ir_.list(needs_);
    ir_[workload_].depends_on = ir_.tables().add_list(std::span<const Str>(awaited_));
  }

 private:
  template <class E>
  void set_place(E& row) {
    row.span = {node_.key_span().begin, node_.span().end};
    row.head = head_of(node_, ir_.file_text());
    row.path = ir_.str(path_);
  }

  ir::Maybe<bool> is_host(std::string_view key) const {
    const DataView mode = node_[key];
    if (!mode) return {};
    const std::optional<std::string> text = compose_text(mode);
    return text ? ir::Maybe<bool>(*text == "host") : ir::Maybe<bool>::unknown(mode.span());
  }

  Ref<ir::Container> add_container() {
    ir::Container row;
    set_place(row);
    row.name = ir_.str(node_.key());
    row.workload = workload_;
    row.node = file_.document.row(node_);
    read_build(row);
    row.image = image_of(row);
    row.readiness = add_compose_probe(node_["healthcheck"], path_ + ".healthcheck", file_);
    row.ports = add_compose_ports(node_, path_, file_);
    row.variables =
        add_compose_variables(node_["environment"], path_ + ".environment", ir::VariableSource::workload_env, file_);
    row.mounts = add_compose_mounts(node_, path_, file_);
    row.command = compose_words(node_["entrypoint"], ir_);
    row.args = compose_words(node_["command"], ir_);
    read_commands(row);
    read_resources(row);
    read_security(row);
    return ir_.add(row);
  }

  /// With a build of its own it is what that is called: `Image::path` is the build file's path then, as commands leave
  /// it.
  Ref<ir::Image> image_of(const ir::Container& container) {
    const DataView image = node_["image"];
    if (!image.is_scalar() || image.text().empty()) return {};
    const auto found = file_.images.find(image.index());
    if (found != file_.images.end()) return found->second;
    const bool built = node_["build"] && !(node_["build"].is_scalar() && node_["build"].text().empty());
    const std::string path = built ? std::string(ir_.text(container.build_file)) : path_;
    const ir::ImageRole role = built ? ir::ImageRole::builds : ir::ImageRole::runs;
    const Ref<ir::Image> row = add_image(image.text(), image.span(), role, path, ir_);
    file_.images.emplace(image.index(), row);
    return row;
  }

  void read_build(ir::Container& row) {
    const DataView build = node_["build"];
    if (!build || (build.is_scalar() && build.kind() == syntax::DataKind::null)) return;
    const bool is_short = !build.is_map();
    const std::optional<std::string> context = compose_text(is_short ? build : build["context"]);
    const DataView file = build["dockerfile"];
    const std::optional<std::string> file_name = file ? compose_text(file) : std::optional<std::string>("");
    const bool named_context = is_short || build["context"];
    const bool here =
        !build["dockerfile_inline"] && file_name && (context || !named_context) && !is_elsewhere(context.value_or("."));
    if (here) {
      const std::string folder = below(folder_of(file_.input.path), context.value_or("."));
      row.build_context = ir_.str(folder);
      row.build_file = ir_.str(below(folder, file_name->empty() ? "Dockerfile" : *file_name));
      add_need(ir::NeedKind::build_file, ir_.text(row.build_file), file ? file : is_short ? build : build["context"]);
    }
    if (is_short) return;
    row.build_target = compose_maybe_text(build["target"], ir_);
    row.build_arguments =
        add_compose_variables(build["args"], path_ + ".build.args", ir::VariableSource::build_arg, file_);
    for (const DataView& secret : build["secrets"].elements()) add_source(ir::NeedKind::secret, secret);
  }

  static bool is_elsewhere(std::string_view context) {
    return context.find("://") != std::string_view::npos || context.substr(0, 4) == "git@" ||
           context.substr(0, 7) == "github." || context.substr(0, 8) == "service:" ||
           (!context.empty() && (context.front() == '/' || context.front() == '~'));
  }

  static std::string below(std::string_view folder, std::string_view path) {
    while (path.substr(0, 2) == "./") path.remove_prefix(2);
    while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
    if (path.empty() || path == ".") return std::string(folder);
    while (path.substr(0, 3) == "../" || path == "..") {
      if (folder.empty()) break;
      folder = folder_of(folder);
      path.remove_prefix(std::min<std::size_t>(3, path.size()));
    }
    if (path.empty()) return std::string(folder);
    return folder.empty() ? std::string(path) : fmt::format("{}/{}", folder, path);
  }

  void read_commands(ir::Container& row) {
    std::vector<Ref<ir::Command>> all;
    bool incomplete = false;
    for (const std::string_view key : {"entrypoint", "command"}) {
      const auto list = add_compose_commands(node_[key], fmt::format("{}.{}", path_, key), file_);
      incomplete = incomplete || list.incomplete != 0;
      const auto refs = ir_.tables().list(list);
      all.insert(all.end(), refs.begin(), refs.end());
    }
    row.commands = ir_.list(all, incomplete);
  }

  void read_resources(ir::Container& row) {
    const DataView resources = node_["deploy"]["resources"];
    const auto bytes = [&](const DataView& node) -> ir::Maybe<std::int64_t> {
      if (!node) return {};
      const auto parsed = facts::parse_compose_bytes(compose_text(node).value_or(""));
      return parsed ? ir::Maybe<std::int64_t>(*parsed) : ir::Maybe<std::int64_t>::unknown(node.span());
    };
    const auto millicores = [&](const DataView& node) -> ir::Maybe<std::int64_t> {
      if (!node) return {};
      const auto parsed = facts::parse_quantity_milli(compose_text(node).value_or(""));
      return parsed ? ir::Maybe<std::int64_t>(*parsed) : ir::Maybe<std::int64_t>::unknown(node.span());
    };
    const DataView limits = resources["limits"];
    const DataView reservations = resources["reservations"];
    row.memory_limit = bytes(limits["memory"] ? limits["memory"] : node_["mem_limit"]);
    row.memory_request = bytes(reservations["memory"] ? reservations["memory"] : node_["mem_reservation"]);
    row.cpu_limit = millicores(limits["cpus"] ? limits["cpus"] : node_["cpus"]);
    row.cpu_request = millicores(reservations["cpus"]);
  }

  void read_security(ir::Container& row) {
    row.privileged = compose_boolean(node_["privileged"]);
    row.read_only_root = compose_boolean(node_["read_only"]);
    row.capabilities_added = compose_words(node_["cap_add"], ir_);
    row.capabilities_dropped = compose_words(node_["cap_drop"], ir_);
    for (const DataView& option : node_["security_opt"].elements()) {
      const std::string_view text = option.text_or("");
      if (text == "no-new-privileges" || text == "no-new-privileges:true" || text == "no-new-privileges=true") {
        row.allow_privilege_escalation = false;
      }
    }
    const DataView user = node_["user"];
    if (!user) return;
    const std::optional<std::string> text = compose_text(user);
    const auto number = ascii::parse_int(std::string_view(text.value_or("")).substr(0, text.value_or("").find(':')));
    if (!text) row.run_as_user = ir::Maybe<std::int64_t>::unknown(user.span());
    if (number) row.run_as_user = *number;
  }

  Ref<ir::Need> add_need(ir::NeedKind kind, std::string_view name, const DataView& at) {
    ir::Need row;
    row.kind = kind;
    row.name = ir_.str(name);
    row.workload = workload_;
    // A service is named by a map's key, the others by values.
    const bool by_key = !at.is_scalar() && !at.key_span().empty();
    row.span = by_key ? Span{at.key_span().begin, at.span().end} : at.span();
    row.head = by_key ? head_of(at, ir_.file_text()) : first_line(at.span(), ir_.file_text());
    row.path = ir_.str(path_);
    needs_.push_back(ir_.add(row));
    return needs_.back();
  }

  void add_named(ir::NeedKind kind, const DataView& at) {
    if (const auto name = compose_text(at); name && !name->empty()) add_need(kind, *name, at);
  }

  /// `- name` or `- source: name`.
  void add_source(ir::NeedKind kind, const DataView& at) { add_named(kind, at.is_map() ? at["source"] : at); }

  void await(const DataView& at, std::string_view name, std::string_view condition, bool optional) {
    const Ref<ir::Need> need = add_need(ir::NeedKind::service, name, at);
    ir_[need].condition = ir_.str(condition);
    ir_[need].optional = optional;
    awaited_.push_back(ir_[need].name);
  }

  void read_needs() {
    const DataView waits = node_["depends_on"];
    for (const DataView& element : waits.elements()) {
      if (const auto name = compose_text(element)) await(element, *name, "service_started", false);
    }
    for (const DataView& entry : waits.is_map() ? waits.children() : std::vector<DataView>{}) {
      await(entry, entry.key(), compose_text(entry["condition"]).value_or("service_started"),
            !compose_boolean(entry["required"]).value_or(true));
    }
    for (const DataView& link : node_["links"].elements()) {
      if (const auto text = compose_text(link)) add_need(ir::NeedKind::service, text->substr(0, text->find(':')), link);
    }
    for (const std::string_view key : {"network_mode", "pid", "ipc"}) {
      const std::string text = compose_text(node_[key]).value_or("");
      if (text.substr(0, 8) == "service:") add_need(ir::NeedKind::service, text.substr(8), node_[key]);
    }
    for (const DataView& node : node_["volumes"].elements()) add_volume(node);
    for (const DataView& node : node_["networks"].elements()) add_named(ir::NeedKind::network, node);
    for (const DataView& node : node_["networks"].is_map() ? node_["networks"].children() : std::vector<DataView>{})
      add_key(ir::NeedKind::network, node);
    for (const DataView& node : node_["secrets"].elements()) add_source(ir::NeedKind::secret, node);
    for (const DataView& node : node_["configs"].elements()) add_source(ir::NeedKind::config, node);
    read_env_files();
  }

  void add_key(ir::NeedKind kind, const DataView& entry) {
    const Ref<ir::Need> need = add_need(kind, entry.key(), entry);
    ir_[need].span = {entry.key_span().begin, entry.span().end};
    ir_[need].head = head_of(entry, ir_.file_text());
  }

  void add_volume(const DataView& node) {
    const auto row = file_.mounts.find(node.index());
    if (row == file_.mounts.end() || ir_[row->second].id.empty()) return;
    add_need(ir::NeedKind::volume, std::string(ir_.text(ir_[row->second].id)), node);
  }

  void read_env_files() {
    const DataView files = node_["env_file"];
    const auto add = [&](const DataView& at, bool optional) {
      const auto name = compose_text(at);
      if (!name || name->empty()) return;
      const Ref<ir::Need> need = add_need(ir::NeedKind::file, below(folder_of(file_.input.path), *name), at);
      ir_[need].optional = optional;
    };
    if (files.is_scalar()) add(files, false);
    for (const DataView& one : files.elements()) {
      add(one.is_map() ? one["path"] : one, one.is_map() && !compose_boolean(one["required"]).value_or(true));
    }
  }

  DataView node_;
  ComposeFile& file_;
  ir::FileIrBuilder& ir_;
  std::string path_;
  Ref<ir::Workload> workload_;
  std::vector<Ref<ir::Need>> needs_;
  std::vector<Str> awaited_;
};

class ComposeReader {
 public:
  ComposeReader(const Input& input, Context& context, ir::FileIrBuilder& ir)
      : data_(syntax::parse_yaml(input.text, context.limits())), document_(data_, input, ir), file_{input, context,
                                                                                                    ir,    document_,
                                                                                                    {},    {},
                                                                                                    {}} {}

  void run() {
    document_.report_errors();
    for (const DataView& root : document_.roots()) {
      if (!root["services"].is_map()) continue;
      for (const DataView& service : root["services"].children()) {
        if (service.is_map()) ServiceReader(service, file_).read();
      }
    }
    read_variables();
  }

 private:
  /// Every variable that any value asks for, once a name and place.
  void read_variables() {
    for (std::uint32_t i = 0; i < data_.nodes.size(); ++i) {
      const syntax::DataNode& node = data_.nodes[i];
      if (!node.is_scalar() || node.kind == syntax::DataKind::null) continue;
      const DataView view(data_, file_.input.text, i);
      for (const facts::Interpolation& one : facts::find_interpolations(view.text())) add_variable(view, one);
    }
  }

  void add_variable(const DataView& view, const facts::Interpolation& one) {
    using facts::Otherwise;
    ir::FileIrBuilder& ir = file_.ir;
    ir::Need row;
    row.kind = ir::NeedKind::variable;
    row.name = ir.str(one.name.of(view.text()));
    row.span = view.mapped().to_source(one.span);
    row.head = first_line(row.span, ir.file_text());
    row.path = row.name;
    row.optional = one.otherwise != Otherwise::empty && one.otherwise != Otherwise::refuses;
    row.condition = ir.str(one.otherwise == Otherwise::refuses ? "required" : row.optional ? "default" : "");
    ir.add(row);
  }

  syntax::Data data_;
  Document document_;
  ComposeFile file_;
};

}  // namespace

void compose(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  ComposeReader(input, context, ir).run();
}

}  // namespace plumbline::frontends
