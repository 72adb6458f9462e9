#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/ir/nodes.h"
#include "analyzer/ir/schema.h"
#include "analyzer/link/compose_names.h"
#include "analyzer/link/link.h"
#include "analyzer/link/paths.h"

namespace plumbline::link {

namespace {

using ir::Need;
using ir::NeedKind;
using ir::Workload;

class ComposeResolver {
 public:
  explicit ComposeResolver(ir::RepoIr& repo) : repo_(repo), names_(repo) {}

  void run() {
    find_services();
    mark_deployed();
    for (const std::uint32_t i : services_) {
      find_parts({i});
      find_conflicts({i});
    }
    for (std::uint32_t i = 0; i < repo_.rows<Need>().size(); ++i) resolve({i});
  }

 private:
  void find_services() {
    for (std::uint32_t i = 0; i < repo_.rows<Workload>().size(); ++i) {
      const Workload& row = repo_.rows<Workload>()[i];
      if (row.platform == ir::Platform::compose) {
        services_.push_back(i);
        by_file_[row.file.index].push_back({i});
      } else {
        repo_.edit(Ref<Workload>{i}).deployed = row.platform == ir::Platform::kubernetes;
      }
    }
  }

  void mark_deployed() {
    for (const std::uint32_t i : services_) {
      Workload& row = repo_.edit(Ref<Workload>{i});
      row.deployed = names_.is_deployed(row.file);
    }
  }

  std::vector<Ref<Workload>> services_of(Ref<ir::File> file, std::string_view name) const {
    std::vector<Ref<Workload>> found;
    const auto of_file = by_file_.find(file.index);
    if (of_file == by_file_.end()) return found;
    for (const Ref<Workload> service : of_file->second) {
      if (repo_.text(repo_[service].name) == name) found.push_back(service);
    }
    return found;
  }

  /// Itself, services of its name in files that may be read together with its own, and what those extend.
  void find_parts(Ref<Workload> ref) {
    const std::string name(repo_.text(repo_[ref].name));
    const ComposeScope& scope = names_.scope(repo_[ref].file);
    std::vector<Ref<Workload>> parts{ref};
    bool incomplete = scope.open;
    const auto add = [&](Ref<Workload> part) {
      if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
    };
    for (const Ref<ir::File> file : scope.files) {
      for (const Ref<Workload> part : services_of(file, name)) add(part);
    }
    for (std::size_t at = 0; at < parts.size(); ++at) {
      const ComposeNames::Extended base = names_.extended(repo_[parts[at]]);
      if (!base.extends) continue;
      const auto found = base.file ? services_of(base.file, base.service) : std::vector<Ref<Workload>>{};
      incomplete = incomplete || found.empty();
      for (const Ref<Workload> part : found) add(part);
    }
    repo_.edit(ref).parts = repo_.tables().add_list(parts, incomplete);
  }

  /// Two services that run together take the same port of the same address.
  void find_conflicts(Ref<Workload> ref) {
    const std::vector<Ref<Workload>>& all = by_file_[repo_[ref].file.index];
    for (const Ref<ir::Port> port : ports_of(ref)) {
      for (const Ref<Workload> other : all) {
        if (other.index > ref.index || !run_together(ref, other)) continue;
        for (const Ref<ir::Port> earlier : ports_of(other)) {
          if (earlier.index < port.index && collide(repo_[earlier], repo_[port])) repo_.edit(port).conflict = earlier;
        }
      }
    }
  }

  std::vector<Ref<ir::Port>> ports_of(Ref<Workload> ref) const {
    std::vector<Ref<ir::Port>> all;
    for (const Ref<ir::Container> container : repo_.list(repo_[ref].containers)) {
      for (const Ref<ir::Port> port : repo_.list(repo_[container].ports)) {
        if (repo_[port].number.value_or(0) > 0) all.push_back(port);
      }
    }
    return all;
  }

  /// Services of different profiles may be there to choose from, as are several without replicas.
  bool run_together(Ref<Workload> a, Ref<Workload> b) const {
    if (repo_[a].replicas.value_or(1) == 0 || repo_[b].replicas.value_or(1) == 0) return false;
    if (names_.extended(repo_[a]).extends || names_.extended(repo_[b]).extends) return a == b;
    const auto of_a = repo_.list(repo_[a].profiles);
    const auto of_b = repo_.list(repo_[b].profiles);
    if (of_a.empty() && of_b.empty()) return true;
    return std::any_of(of_a.begin(), of_a.end(), [&](Str one) {
      return std::any_of(of_b.begin(), of_b.end(), [&](Str two) { return repo_.text(one) == repo_.text(two); });
    });
  }

  bool collide(const ir::Port& a, const ir::Port& b) const {
    if (a.number.value != b.number.value || repo_.text(a.protocol) != repo_.text(b.protocol)) return false;
    const std::string_view at_a = repo_.text(a.address);
    const std::string_view at_b = repo_.text(b.address);
    return at_a == at_b || at_a.empty() || at_b.empty();
  }

  void resolve(Ref<Need> ref) {
    const Need& need = repo_[ref];
    if (need.workload && repo_[need.workload].platform != ir::Platform::compose) return;
    const Declared found = names_.find(need);
    if (found == Declared::yes) repo_.edit(ref).found = true;
    if (found == Declared::no) repo_.edit(ref).found = false;
    if (found == Declared::open) repo_.edit(ref).found = ir::Maybe<bool>::unknown(repo_[ref].span);
    if (repo_[ref].kind != NeedKind::service) return;
    const std::string name(repo_.text(repo_[ref].name));
    std::vector<Ref<Workload>> targets = services_of(repo_[ref].file, name);
    for (const Ref<ir::File> file : names_.scope(repo_[ref].file).files) {
      if (file == repo_[ref].file) continue;
      const auto more = services_of(file, name);
      targets.insert(targets.end(), more.begin(), more.end());
    }
    repo_.edit(ref).workloads = repo_.tables().add_list(targets, names_.scope(repo_[ref].file).open);
  }

  ir::RepoIr& repo_;
  ComposeNames names_;
  std::vector<std::uint32_t> services_;
  std::unordered_map<std::uint32_t, std::vector<Ref<Workload>>> by_file_;
};

}  // namespace

void resolve_compose(ir::RepoIr& repo) {
  ComposeResolver(repo).run();
}

}  // namespace plumbline::link
