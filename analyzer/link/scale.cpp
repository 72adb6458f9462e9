#include <algorithm>
#include <set>
#include <string_view>

#include "analyzer/link/link.h"

namespace plumbline::link {

/// Only what is written counts: a number that cannot be known here says nothing.
void find_scale(ir::RepoIr& repo) {
  constexpr std::int64_t many = 4;
  const auto& scalers = repo.rows<ir::Autoscaler>();
  const bool scales = std::any_of(scalers.begin(), scalers.end(), [](const ir::Autoscaler& scaler) {
    return scaler.maximum.is_present() && scaler.maximum.value >= many &&
           scaler.maximum.value > scaler.minimum.value_or(1);
  });
  const auto& workloads = repo.rows<ir::Workload>();
  const bool replicated = std::any_of(workloads.begin(), workloads.end(), [](const ir::Workload& workload) {
    return workload.replicas.value_or(0) >= many;
  });
  // Overlays and overrides define one service again.
  std::set<std::string_view> first_party;
  for (const ir::Workload& workload : workloads) {
    if (workload.first_party) first_party.insert(repo.text(workload.name));
  }
  ir::Repo& row = repo.edit_repo();
  constexpr std::int64_t busy_rps = 100;
  const bool configured = row.regions.value_or(1) > 1 || row.peak_rps.value_or(0) >= busy_rps;
  row.scale_evidence = scales || replicated || first_party.size() >= 3 || configured;
}

}  // namespace plumbline::link
