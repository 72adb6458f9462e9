#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/limits.h"
#include "analyzer/ir/repo_ir.h"

/// Resolves names across files, as a linker does, and gathers what rules would otherwise walk for. Fills every field
/// of FieldStage::link; of others only what one file could not know.
namespace plumbline::link {

/// Facts from the configuration that no file states.
struct ConfiguredContext {
  std::optional<std::int64_t> peak_rps;
  std::optional<std::int64_t> team_size;
  std::optional<std::int64_t> regions;
  std::optional<bool> is_public;
  std::vector<std::string> trusted_registries;
  std::optional<std::string> kubernetes_version;
};

void link(ir::RepoIr& repo, const ConfiguredContext& context, const Limits& limits);

// The steps of `link`, in their order. Each reads what the ones before it wrote.

/// `repo.files`, `repo.jobs` …: every table as a list.
void gather(ir::RepoIr& repo);
/// Charts: numbers and images of templates, from the values that the chart comes with.
void fill_chart_values(ir::RepoIr& repo);
/// Pipeline → the files that it includes, whose jobs become its own; job → the jobs that it takes over from.
void resolve_includes(ir::RepoIr& repo, const Limits& limits);
/// Command → script, npm script, make target, lane; step → local action, lane; job → reusable workflow, needed job.
void resolve_calls(ir::RepoIr& repo);
/// Variables in Compose files, from the `.env` beside them.
void fill_environment(ir::RepoIr& repo);
/// Image ↔ build, with the tags that builds give.
void resolve_images(ir::RepoIr& repo);
/// Kustomize: what an overlay may give to its base is not absent there, and what a patch leaves out is not absent in
/// it.
void complete_overlays(ir::RepoIr& repo);
/// Workload → the configuration and secret objects that it asks for, and their keys.
void resolve_configs(ir::RepoIr& repo);
/// Service ↔ workload, autoscaler, disruption budget, route.
void resolve_services(ir::RepoIr& repo);
/// Compose service ↔ its overrides and bases, and what it asks for by name; ports that collide.
void resolve_compose(ir::RepoIr& repo);
/// Site ↔ page, sitemap, robots.
void resolve_sites(ir::RepoIr& repo);
/// Alert → receiver by routes, component of a collector ↔ pipeline.
void resolve_alerts(ir::RepoIr& repo);
/// Scrape target ↔ service of the Compose files that the configuration is mounted by.
void resolve_scrapes(ir::RepoIr& repo);
/// Text, runbook link, request for updates ↔ file, target, script, folder.
void resolve_documents(ir::RepoIr& repo);
/// Does anything show that load is real: an autoscaler with room, many replicas, several services of one's own?
void find_scale(ir::RepoIr& repo);
/// Roles through calls, to jobs, pipelines and the repository; production and platform facts that follow from them.
void spread_roles(ir::RepoIr& repo, const Limits& limits);

}  // namespace plumbline::link
