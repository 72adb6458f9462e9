#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/ir/open.h"
#include "analyzer/ir/schema.h"
#include "analyzer/link/link.h"
#include "analyzer/link/node_reader.h"
#include "analyzer/link/paths.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::link {

namespace {

using ir::Workload;

/// What a patch is about. Empty: whatever the other says.
struct Target {
  std::string kind;
  std::string name;
};

struct Patch {
  std::string file;     ///< from the root; empty: written in the kustomization
  Target target;        ///< as it says; for one written in place also what it names itself
  bool open = false;    ///< it selects by labels or patterns, or changes single values
  bool scales = false;  ///< it speaks of replicas
};

struct Kustomization {
  std::vector<std::string> resources;  ///< files and folders
  std::vector<Patch> patches;
  std::vector<std::string> scaled;  ///< names under `replicas`
  bool labels = false;
  bool transforms = false;  ///< something that is not read here changes everything
};

bool is_pattern(std::string_view text) {
  return text.find_first_of("*.+|[(^$?") != std::string_view::npos;
}

bool matches(std::string_view wanted, std::string_view text) {
  return wanted.empty() || is_pattern(wanted) || wanted == text;
}

/// What overlays give to their bases, so that neither is accused of what the other says.
class Overlays {
 public:
  explicit Overlays(ir::RepoIr& repo) : repo_(repo), files_(repo) {}

  void run() {
    read_all();
    if (by_folder_.empty()) return;
    index_rows();
    for (const auto& [folder, one] : by_folder_) apply(folder, one);
    for (const std::string& file : patch_files_) open_patch(file);
  }

 private:
  void read_all() {
    const ir::RepoView view(repo_);
    for (const ir::File& file : repo_.rows<ir::File>()) {
      if (file.kind != source::FileKind::kustomization) continue;
      const std::string folder(folder_of(repo_.text(file.name)));
      for (const Ref<ir::DataNode> document : repo_.list(file.documents))
        read(NodeReader(view.ir(), document.index), folder, by_folder_[folder]);
    }
  }

  static void read(const NodeReader& root, const std::string& folder, Kustomization& into) {
    for (const std::string_view key : {"resources", "bases", "components"}) {
      for (const NodeReader& one : root[key].elements()) into.resources.push_back(join_path(folder, one.text()));
    }
    for (const NodeReader& one : root["patchesStrategicMerge"].elements()) add_patch(one, {}, folder, into);
    for (const std::string_view key : {"patches", "patchesJson6902"}) {
      for (const NodeReader& one : root[key].elements()) {
        const NodeReader target = one["target"];
        Patch patch;
        patch.target = {std::string(target["kind"].text()), std::string(target["name"].text())};
        patch.open = target["labelSelector"] || target["annotationSelector"];
        add_patch(one["path"] ? one["path"] : one["patch"], patch, folder, into);
      }
    }
    for (const NodeReader& one : root["replicas"].elements()) into.scaled.emplace_back(one["name"].text());
    into.labels = into.labels || root["commonLabels"] || root["labels"];
    for (const std::string_view key : {"transformers", "replacements", "vars", "openapi"})
      into.transforms = into.transforms || root[key];
  }

  /// A patch is a file's name, or text with lines.
  static void add_patch(const NodeReader& node, Patch patch, const std::string& folder, Kustomization& into) {
    const std::string_view text = node.text();
    if (text.find('\n') == std::string_view::npos && text.find(':') == std::string_view::npos) {
      patch.file = join_path(folder, text);
    } else {
      patch.scales = text.find("replicas") != std::string_view::npos;
      patch.open = true;
      const syntax::Data data = syntax::parse_yaml(text, Limits());
      const syntax::DataView root = syntax::first_document(data, text);
      if (patch.target.kind.empty()) patch.target.kind = root["kind"].text_or("");
      if (patch.target.name.empty()) patch.target.name = root["metadata"]["name"].text_or("");
    }
    into.patches.push_back(std::move(patch));
  }

  void index_rows() {
    for (std::uint32_t i = 0; i < repo_.rows<Workload>().size(); ++i)
      workloads_[std::string(repo_.text(repo_[repo_.rows<Workload>()[i].file].name))].push_back({i});
  }

  /// Files that end up in what the folder's kustomization makes.
  std::set<std::string> files_of(const std::string& folder) const {
    std::set<std::string> files;
    std::set<std::string> seen{folder};
    std::vector<std::string> todo{folder};
    while (!todo.empty()) {
      const auto found = by_folder_.find(todo.back());
      todo.pop_back();
      if (found == by_folder_.end()) continue;
      for (const std::string& resource : found->second.resources) {
        if (files_.find(resource)) {
          files.insert(resource);
        } else if (seen.insert(resource).second) {
          todo.push_back(resource);
        }
      }
    }
    return files;
  }

  void apply(const std::string& folder, const Kustomization& one) {
    if (one.patches.empty() && one.scaled.empty() && !one.labels && !one.transforms) return;
    const std::set<std::string> files = files_of(folder);
    for (const Patch& patch : one.patches) {
      if (!patch.file.empty()) patch_files_.insert(patch.file);
    }
    for (const std::string& file : files) {
      const auto found = workloads_.find(file);
      if (found == workloads_.end()) continue;
      for (const Ref<Workload> base : found->second) change(base, one);
    }
    open_others(files, one);
  }

  void change(Ref<Workload> base, const Kustomization& one) {
    const std::string kind(repo_.text(repo_[base].kind));
    const std::string name(repo_.text(repo_[base].name));
    if (one.labels) repo_.edit(base).labels.incomplete = 1;
    if (one.transforms) open_all(base, true);
    if (std::find(one.scaled.begin(), one.scaled.end(), name) != one.scaled.end()) forget_replicas(base);
    for (const Patch& patch : one.patches) {
      if (!matches(patch.target.kind, kind) || !matches(patch.target.name, name)) continue;
      if (patch.file.empty()) {
        open_all(base, patch.scales);
        continue;
      }
      const auto found = workloads_.find(patch.file);
      // A list of operations, or an object that is described elsewhere.
      if (found == workloads_.end()) {
        if (!patch.target.name.empty() || !patch.target.kind.empty() || patch.open) open_all(base, true);
        continue;
      }
      for (const Ref<Workload> change : found->second) {
        const bool same = repo_.text(repo_[change].kind) == kind && repo_.text(repo_[change].name) == name;
        if (same || !patch.target.name.empty() || !patch.target.kind.empty()) merge(base, change);
      }
    }
  }

  void forget_replicas(Ref<Workload> base) { repo_.edit(base).replicas = ir::Maybe<std::int64_t>::unknown({}); }

  void open_all(Ref<Workload> base, bool scales) {
    ir::make_open(repo_.edit(base));
    if (scales) forget_replicas(base);
    for (const Ref<ir::Container> container : repo_.list(repo_[base].containers)) ir::make_open(repo_.edit(container));
  }

  template <class T>
  static void give(ir::Maybe<T>& base, const ir::Maybe<T>& change) {
    if (change.is_present()) base = ir::Maybe<T>::unknown({});
  }
  template <class E>
  static void give(Ref<E>& base, Ref<E> change) {
    if (change && !base) base = Ref<E>::unknown();
  }
  template <class T>
  static void give(ir::List<T>& base, ir::List<T> change) {
    if (change.count > 0) base.incomplete = 1;
  }

  void merge(Ref<Workload> base_ref, Ref<Workload> change_ref) {
    const Workload change = repo_[change_ref];
    Workload& base = repo_.edit(base_ref);
    give(base.replicas, change.replicas);
    give(base.strategy, change.strategy);
    give(base.service_account, change.service_account);
    give(base.mounts_token, change.mounts_token);
    give(base.host_network, change.host_network);
    give(base.host_pid, change.host_pid);
    give(base.volumes, change.volumes);
    give(base.labels, change.labels);
    for (const Ref<ir::Container> part : repo_.list(change.containers)) {
      bool found = false;
      for (const Ref<ir::Container> own : repo_.list(base.containers)) {
        if (repo_.text(repo_[own].name) != repo_.text(repo_[part].name)) continue;
        merge(repo_.edit(own), repo_[part]);
        found = true;
      }
      if (!found) repo_.edit(base_ref).containers.incomplete = 1;
    }
  }

  static void merge(ir::Container& base, const ir::Container& change) {
    give(base.readiness, change.readiness);
    give(base.liveness, change.liveness);
    give(base.startup, change.startup);
    give(base.cpu_request, change.cpu_request);
    give(base.cpu_limit, change.cpu_limit);
    give(base.memory_request, change.memory_request);
    give(base.memory_limit, change.memory_limit);
    give(base.ports, change.ports);
    give(base.variables, change.variables);
    give(base.mounts, change.mounts);
    give(base.privileged, change.privileged);
    give(base.allow_privilege_escalation, change.allow_privilege_escalation);
    give(base.read_only_root, change.read_only_root);
    give(base.run_as_non_root, change.run_as_non_root);
    give(base.run_as_user, change.run_as_user);
    give(base.capabilities_added, change.capabilities_added);
    give(base.capabilities_dropped, change.capabilities_dropped);
    give(base.command, change.command);
    give(base.args, change.args);
  }

  template <class E, class Change>
  void each_in(const std::set<std::string>& files, Change&& change) {
    for (std::uint32_t i = 0; i < repo_.rows<E>().size(); ++i) {
      const E& row = repo_.rows<E>()[i];
      if (files.count(std::string(repo_.text(repo_[row.file].name))) > 0) change(repo_.edit(Ref<E>{i}));
    }
  }

  bool patched(const Kustomization& one, std::string_view kind, std::string_view name) const {
    return one.transforms || std::any_of(one.patches.begin(), one.patches.end(), [&](const Patch& patch) {
             return matches(patch.target.kind, kind) && matches(patch.target.name, name);
           });
  }

  /// Of what stands around workloads, a patch may change everything.
  void open_others(const std::set<std::string>& files, const Kustomization& one) {
    each_in<ir::Autoscaler>(files, [&](ir::Autoscaler& row) {
      if (!patched(one, repo_.text(row.kind), repo_.text(row.name))) return;
      row.minimum = row.maximum = ir::Maybe<std::int64_t>::unknown({});
    });
    each_in<ir::DisruptionBudget>(files, [&](ir::DisruptionBudget& row) {
      if (!patched(one, "PodDisruptionBudget", repo_.text(row.name))) return;
      row.min_available = row.max_unavailable = ir::Maybe<Str>::unknown({});
    });
    each_in<ir::ConfigObject>(files, [&](ir::ConfigObject& row) {
      if (patched(one, repo_.text(row.kind), repo_.text(row.name))) row.keys.incomplete = 1;
    });
    each_in<ir::Service>(files, [&](ir::Service& row) {
      if (patched(one, "Service", repo_.text(row.name))) row.ports.incomplete = row.selector.incomplete = 1;
    });
  }

  /// What a patch leaves out, its base says.
  void open_patch(const std::string& file) {
    const auto found = workloads_.find(file);
    if (found != workloads_.end()) {
      for (const Ref<Workload> row : found->second) open_all(row, false);
    }
    const std::set<std::string> files{file};
    each_in<ir::Autoscaler>(files, [](ir::Autoscaler& row) { ir::make_all_open(row.minimum, row.maximum); });
    each_in<ir::DisruptionBudget>(files, [](ir::DisruptionBudget& row) {
      ir::make_all_open(row.min_available, row.max_unavailable, row.selector);
    });
    each_in<ir::ConfigObject>(files, [](ir::ConfigObject& row) { ir::make_open(row.keys); });
    each_in<ir::Service>(files, [](ir::Service& row) { ir::make_all_open(row.ports, row.selector); });
  }

  ir::RepoIr& repo_;
  FileIndex files_;
  std::unordered_map<std::string, Kustomization> by_folder_;
  std::unordered_map<std::string, std::vector<Ref<Workload>>> workloads_;  ///< by file
  std::set<std::string> patch_files_;
};

}  // namespace

void complete_overlays(ir::RepoIr& repo) {
  Overlays(repo).run();
}

}  // namespace plumbline::link
