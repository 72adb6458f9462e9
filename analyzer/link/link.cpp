#include "analyzer/link/link.h"

#include <algorithm>

namespace plumbline::link {

namespace {

template <class E>
ir::List<Ref<E>> all_rows(ir::RepoIr& repo) {
  std::vector<Ref<E>> refs(repo.rows<E>().size());
  for (std::uint32_t i = 0; i < refs.size(); ++i) refs[i] = {i};
  return repo.tables().add_list(refs);
}

void set_context(ir::RepoIr& repo, const ConfiguredContext& context) {
  ir::Repo& row = repo.edit_repo();
  if (context.peak_rps) row.peak_rps = *context.peak_rps;
  if (context.team_size) row.team_size = *context.team_size;
  if (context.regions) row.regions = *context.regions;
  if (context.is_public) row.is_public = *context.is_public;
  if (context.kubernetes_version) row.kubernetes_version = repo.add_text(*context.kubernetes_version);
  std::vector<Str> registries;
  for (const std::string& pattern : context.trusted_registries) registries.push_back(repo.add_text(pattern));
  repo.edit_repo().trusted_registries = repo.tables().add_list(std::span<const Str>(registries));
}

}  // namespace

void gather(ir::RepoIr& repo) {
  ir::Repo row = repo.repo();
  row.files = all_rows<ir::File>(repo);
  row.pipelines = all_rows<ir::Pipeline>(repo);
  row.jobs = all_rows<ir::Job>(repo);
  row.steps = all_rows<ir::Step>(repo);
  row.commands = all_rows<ir::Command>(repo);
  row.scripts = all_rows<ir::Script>(repo);
  row.builds = all_rows<ir::Build>(repo);
  row.stages = all_rows<ir::Stage>(repo);
  row.images = all_rows<ir::Image>(repo);
  row.workloads = all_rows<ir::Workload>(repo);
  row.containers = all_rows<ir::Container>(repo);
  row.services = all_rows<ir::Service>(repo);
  row.routes = all_rows<ir::Route>(repo);
  row.autoscalers = all_rows<ir::Autoscaler>(repo);
  row.disruption_budgets = all_rows<ir::DisruptionBudget>(repo);
  row.network_policies = all_rows<ir::NetworkPolicy>(repo);
  row.configs = all_rows<ir::ConfigObject>(repo);
  row.objects = all_rows<ir::Object>(repo);
  row.variables = all_rows<ir::Variable>(repo);
  row.secrets = all_rows<ir::Secret>(repo);
  row.decisions = all_rows<ir::Decision>(repo);
  row.calls = all_rows<ir::Call>(repo);
  row.exports = all_rows<ir::Export>(repo);
  row.pages = all_rows<ir::Page>(repo);
  row.sites = all_rows<ir::Site>(repo);
  row.monitors = all_rows<ir::Monitor>(repo);
  row.alerts = all_rows<ir::Alert>(repo);
  row.receivers = all_rows<ir::Receiver>(repo);
  row.alert_routes = all_rows<ir::AlertRoute>(repo);
  row.scrapes = all_rows<ir::Scrape>(repo);
  row.components = all_rows<ir::Component>(repo);
  row.documents = all_rows<ir::Document>(repo);
  row.mentions = all_rows<ir::Mention>(repo);
  row.dependency_updates = all_rows<ir::DependencyUpdate>(repo);
  row.has_pipelines = !repo.rows<ir::Pipeline>().empty();
  const auto& files = repo.rows<ir::File>();
  row.complete = std::all_of(files.begin(), files.end(), [](const ir::File& file) { return file.analysed; });
  repo.edit_repo() = row;
}

void link(ir::RepoIr& repo, const ConfiguredContext& context, const Limits& limits) {
  set_context(repo, context);
  fill_chart_values(repo);
  resolve_includes(repo, limits);
  resolve_calls(repo);
  fill_environment(repo);
  resolve_images(repo);
  complete_overlays(repo);
  resolve_services(repo);
  resolve_configs(repo);
  resolve_compose(repo);
  resolve_sites(repo);
  resolve_alerts(repo);
  resolve_scrapes(repo);
  resolve_documents(repo);
  find_scale(repo);
  spread_roles(repo, limits);
  gather(repo);
}

}  // namespace plumbline::link
