#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/link/charts.h"
#include "analyzer/link/link.h"

namespace plumbline::link {

namespace {

using ir::ConfigObject;
using ir::Need;

/// Configuration and secrets of Kubernetes by the name that workloads ask for.
class Configs {
 public:
  explicit Configs(ir::RepoIr& repo) : repo_(repo), charts_(repo) {}

  void run() {
    for (std::uint32_t i = 0; i < repo_.rows<ConfigObject>().size(); ++i) {
      const ConfigObject& row = repo_.rows<ConfigObject>()[i];
      by_name_[repo_.text(row.name)].push_back({i});
      // An expression may make any name.
      if (repo_.text(row.name).find("{{") != std::string_view::npos || repo_.text(row.name).empty())
        unnamed_.push_back(charts_.of(row.file));
    }
    for (const ir::Command& command : repo_.rows<ir::Command>()) makes_some_ = makes_some_ || makes_config(command);
    for (std::uint32_t i = 0; i < repo_.rows<Need>().size(); ++i) {
      const Ref<ir::Workload> workload = repo_.rows<Need>()[i].workload;
      if (workload && repo_[workload].platform == ir::Platform::kubernetes) resolve({i});
    }
  }

 private:
  /// `kubectl create configmap …`
  bool makes_config(const ir::Command& command) const {
    const auto operands = repo_.list(command.operands);
    return std::any_of(operands.begin(), operands.end(), [&](Str operand) {
      const std::string_view text = repo_.text(operand);
      return text == "configmap" || text == "cm" || text == "configmaps";
    });
  }

  void resolve(Ref<Need> ref) {
    const Need need = repo_[ref];
    const bool wants_secret = need.kind == ir::NeedKind::secret;
    std::vector<Ref<ConfigObject>> found;
    const auto named = by_name_.find(repo_.text(need.name));
    if (named != by_name_.end()) {
      for (const Ref<ConfigObject> one : named->second) {
        if (repo_[one].secret == wants_secret && may_meet(need, repo_[one])) found.push_back(one);
      }
    }
    repo_.edit(ref).configs = repo_.tables().add_list(found);
    repo_.edit(ref).found = answer(need, found);
  }

  /// A namespace that is not written is wherever it is applied.
  bool may_meet(const Need& need, const ConfigObject& config) const {
    if (!charts_.same(need.file, config.file)) return false;
    const ir::Maybe<Str>& mine = repo_[need.workload].name_space;
    return !mine.is_present() || !config.name_space.is_present() ||
           repo_.text(mine.value) == repo_.text(config.name_space.value);
  }

  ir::Maybe<bool> answer(const Need& need, const std::vector<Ref<ConfigObject>>& found) const {
    const ir::Maybe<bool> not_known = ir::Maybe<bool>::unknown(need.span);
    if (found.empty()) {
      // Secrets are made outside of the repository, and so is what commands make.
      const std::uint32_t chart = charts_.of(need.file);
      const bool open = need.kind == ir::NeedKind::secret || makes_some_ ||
                        repo_.text(need.name).find_first_of("{$") != std::string_view::npos ||
                        std::find(unnamed_.begin(), unnamed_.end(), chart) != unnamed_.end();
      return open ? not_known : ir::Maybe<bool>(false);
    }
    if (need.key.empty()) return true;
    bool open = repo_.text(need.key).find("{{") != std::string_view::npos;
    for (const Ref<ConfigObject> one : found) {
      open = open || repo_[one].keys.incomplete != 0;
      for (const Str key : repo_.list(repo_[one].keys)) {
        if (repo_.text(key) == repo_.text(need.key)) return true;
      }
    }
    return open ? not_known : ir::Maybe<bool>(false);
  }

  ir::RepoIr& repo_;
  Charts charts_;
  std::unordered_map<std::string_view, std::vector<Ref<ConfigObject>>> by_name_;
  std::vector<std::uint32_t> unnamed_;  ///< charts with an object whose name is an expression
  bool makes_some_ = false;
};

}  // namespace

void resolve_configs(ir::RepoIr& repo) {
  Configs(repo).run();
}

}  // namespace plumbline::link
