#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/link/charts.h"
#include "analyzer/link/link.h"

namespace plumbline::link {

namespace {

using ir::Workload;

/// Namespaces are compared only where both are written: a manifest without one goes where it is applied.
bool same_namespace(const ir::RepoIr& repo, const ir::Maybe<Str>& a, const ir::Maybe<Str>& b) {
  return !a.is_present() || !b.is_present() || repo.text(a.value) == repo.text(b.value);
}

/// Does every label of the selector stand on the workload's pods? Unknown values could: they count as a match.
bool selects(const ir::RepoIr& repo, ir::List<Ref<ir::Label>> selector, const Workload& workload) {
  if (selector.empty()) return false;
  const auto wanted = repo.list(selector);
  const auto labels = repo.list(workload.labels);
  return std::all_of(wanted.begin(), wanted.end(), [&](Ref<ir::Label> one) {
    return std::any_of(labels.begin(), labels.end(), [&](Ref<ir::Label> other) {
      const ir::Label& a = repo[one];
      const ir::Label& b = repo[other];
      if (repo.text(a.key) != repo.text(b.key)) return false;
      return !a.value.is_present() || !b.value.is_present() || repo.text(a.value.value) == repo.text(b.value.value);
    });
  });
}

template <class Matches>
std::vector<Ref<Workload>> workloads_where(const ir::RepoIr& repo, Matches&& matches) {
  std::vector<Ref<Workload>> found;
  const auto& workloads = repo.rows<Workload>();
  for (std::uint32_t i = 0; i < workloads.size(); ++i) {
    if (matches(workloads[i])) found.push_back({i});
  }
  return found;
}

/// Workloads by a label of theirs, so that a selector only meets those that could match.
class LabelIndex {
 public:
  explicit LabelIndex(const ir::RepoIr& repo) : repo_(repo), charts_(repo) {
    const auto& workloads = repo.rows<Workload>();
    for (std::uint32_t i = 0; i < workloads.size(); ++i) {
      if (workloads[i].platform != ir::Platform::kubernetes) continue;
      // A patch that says nothing of labels is selected where its base is.
      const std::uint32_t chart = charts_.of(workloads[i].file);
      const bool silent_patch = chart == 0 && workloads[i].labels.empty();
      if (workloads[i].labels.incomplete != 0 && !silent_patch) open_.insert(chart);
      for (const Ref<ir::Label> label : repo.list(workloads[i].labels)) entry(repo[label]).push_back(i);
    }
  }

  /// Those that the selector takes, in order.
  template <class Selecting>
  std::vector<Ref<Workload>> selected(const Selecting& row) const {
    const ir::List<Ref<ir::Label>> selector = row.selector;
    std::vector<Ref<Workload>> found;
    if (selector.empty()) return found;
    for (const std::uint32_t i : candidates(repo_[repo_.list(selector).front()])) {
      const Workload& workload = repo_.rows<Workload>()[i];
      if (charts_.same(row.file, workload.file) && same_namespace(repo_, row.name_space, workload.name_space) &&
          selects(repo_, selector, workload))
        found.push_back({i});
    }
    return found;
  }

  /// May there be more: is the selector not all written here, or a pod's labels?
  template <class Selecting>
  bool may_select_more(const Selecting& row) const {
    return row.selector.incomplete != 0 || open_.count(charts_.of(row.file)) > 0;
  }
  const Charts& charts() const { return charts_; }

 private:
  struct OfKey {
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_value;
    std::vector<std::uint32_t> unknown;
  };

  std::vector<std::uint32_t>& entry(const ir::Label& label) {
    OfKey& of_key = keys_[repo_.text(label.key)];
    return label.value.is_present() ? of_key.by_value[repo_.text(label.value.value)] : of_key.unknown;
  }

  std::vector<std::uint32_t> candidates(const ir::Label& wanted) const {
    const auto of_key = keys_.find(repo_.text(wanted.key));
    if (of_key == keys_.end()) return {};
    std::vector<std::uint32_t> out = of_key->second.unknown;
    if (wanted.value.is_present()) {
      const auto same = of_key->second.by_value.find(repo_.text(wanted.value.value));
      if (same != of_key->second.by_value.end()) out.insert(out.end(), same->second.begin(), same->second.end());
    } else {
      for (const auto& [value, workloads] : of_key->second.by_value)
        out.insert(out.end(), workloads.begin(), workloads.end());
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  const ir::RepoIr& repo_;
  Charts charts_;
  std::unordered_map<std::string_view, OfKey> keys_;
  std::set<std::uint32_t> open_;  ///< charts with pods whose labels are not all known
};

void link_services(ir::RepoIr& repo, const LabelIndex& index) {
  std::vector<std::vector<Ref<ir::Service>>> of(repo.rows<Workload>().size());
  std::set<std::uint32_t> open;
  for (std::uint32_t i = 0; i < repo.rows<ir::Service>().size(); ++i) {
    const ir::Service service = repo.rows<ir::Service>()[i];
    const auto found = index.selected(service);
    for (const Ref<Workload> workload : found) of[workload.index].push_back({i});
    const bool more = index.may_select_more(service);
    if (service.selector.incomplete != 0) open.insert(index.charts().of(service.file));
    repo.edit(Ref<ir::Service>{i}).workloads = repo.tables().add_list(found, more);
  }
  for (std::uint32_t i = 0; i < of.size(); ++i) {
    const bool more = open.count(index.charts().of(repo.rows<Workload>()[i].file)) > 0;
    repo.edit(Ref<Workload>{i}).services = repo.tables().add_list(of[i], more);
  }
}

void link_autoscalers(ir::RepoIr& repo, const Charts& charts) {
  for (std::uint32_t i = 0; i < repo.rows<ir::Autoscaler>().size(); ++i) {
    const ir::Autoscaler scaler = repo.rows<ir::Autoscaler>()[i];
    const auto found = workloads_where(repo, [&](const Workload& workload) {
      return charts.same(workload.file, scaler.file) && repo.text(workload.kind) == repo.text(scaler.target_kind) &&
             repo.text(workload.name) == repo.text(scaler.target_name) &&
             same_namespace(repo, scaler.name_space, workload.name_space);
    });
    for (const Ref<Workload> workload : found) repo.edit(workload).autoscaler = {i};
    repo.edit(Ref<ir::Autoscaler>{i}).workloads = repo.tables().add_list(found);
  }
}

void link_disruption_budgets(ir::RepoIr& repo, const LabelIndex& index) {
  for (std::uint32_t i = 0; i < repo.rows<ir::DisruptionBudget>().size(); ++i) {
    const ir::DisruptionBudget budget = repo.rows<ir::DisruptionBudget>()[i];
    const auto found = index.selected(budget);
    for (const Ref<Workload> workload : found) repo.edit(workload).disruption_budget = {i};
    const bool more = index.may_select_more(budget);
    repo.edit(Ref<ir::DisruptionBudget>{i}).workloads = repo.tables().add_list(found, more);
  }
}

void link_network_policies(ir::RepoIr& repo, const LabelIndex& index) {
  for (std::uint32_t i = 0; i < repo.rows<ir::NetworkPolicy>().size(); ++i) {
    const ir::NetworkPolicy policy = repo.rows<ir::NetworkPolicy>()[i];
    const auto found = index.selected(policy);
    const bool more = index.may_select_more(policy) || policy.selector.empty();
    repo.edit(Ref<ir::NetworkPolicy>{i}).workloads = repo.tables().add_list(found, more);
  }
}

void link_routes(ir::RepoIr& repo, const Charts& charts) {
  for (std::uint32_t i = 0; i < repo.rows<ir::Route>().size(); ++i) {
    std::vector<Ref<ir::Service>> found;
    for (const Str backend : repo.list(repo.rows<ir::Route>()[i].backends)) {
      for (std::uint32_t s = 0; s < repo.rows<ir::Service>().size(); ++s) {
        const ir::Service& service = repo.rows<ir::Service>()[s];
        if (repo.text(service.name) == repo.text(backend) && charts.same(service.file, repo.rows<ir::Route>()[i].file))
          found.push_back({s});
      }
    }
    repo.edit(Ref<ir::Route>{i}).services = repo.tables().add_list(found);
  }
}

}  // namespace

void resolve_services(ir::RepoIr& repo) {
  const LabelIndex index(repo);
  link_services(repo, index);
  link_autoscalers(repo, index.charts());
  link_disruption_budgets(repo, index);
  link_network_policies(repo, index);
  link_routes(repo, index.charts());
}

}  // namespace plumbline::link
