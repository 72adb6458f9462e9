#include "analyzer/frontends/circleci.h"
#include "analyzer/frontends/compose.h"
#include "analyzer/frontends/dockerfile.h"
#include "analyzer/frontends/documentation.h"
#include "analyzer/frontends/fastfile.h"
#include "analyzer/frontends/frontend.h"
#include "analyzer/frontends/github_workflow.h"
#include "analyzer/frontends/gitlab_ci.h"
#include "analyzer/frontends/kubernetes.h"
#include "analyzer/frontends/kustomization.h"
#include "analyzer/frontends/monitoring.h"
#include "analyzer/frontends/nextjs.h"
#include "analyzer/frontends/program_facts.h"
#include "analyzer/frontends/scripts.h"

namespace plumbline::frontends {

namespace {

/// Kinds without a frontend of their own: their document becomes nodes, their comments count.
struct Row {
  source::FileKind kind;
  Frontend frontend;
};

constexpr Row table[] = {
    {source::FileKind::dockerfile, &dockerfile},
    {source::FileKind::github_workflow, &github_workflow},
    {source::FileKind::github_action, &github_action},
    {source::FileKind::gitlab_ci, &gitlab_ci},
    {source::FileKind::circleci, &circleci},
    {source::FileKind::shell, &shell_file},
    {source::FileKind::package_json, &package_json},
    {source::FileKind::makefile, &makefile},
    {source::FileKind::compose, &compose},
    {source::FileKind::dotenv, &dotenv},
    {source::FileKind::kubernetes, &kubernetes},
    {source::FileKind::kustomization, &kustomization},
    {source::FileKind::helm_template, &helm_template},
    {source::FileKind::helm_chart, &chart_data},
    {source::FileKind::helm_values, &chart_data},
    {source::FileKind::prometheus, &prometheus},
    {source::FileKind::alertmanager, &alertmanager},
    {source::FileKind::opentelemetry, &opentelemetry},
    {source::FileKind::markdown, &documentation},
    {source::FileKind::dependabot, &dependabot},
    {source::FileKind::renovate, &renovate},
    {source::FileKind::fastfile, &fastfile},
    {source::FileKind::ruby, &fastfile},
    {source::FileKind::fastlane_config, &fastlane_config},
    {source::FileKind::nextjs_config, &nextjs_config},
    {source::FileKind::nextjs_page, &nextjs_page},
    {source::FileKind::nextjs_layout, &nextjs_page},
    {source::FileKind::nextjs_sitemap, &program_file},
    {source::FileKind::nextjs_robots, &program_file},
    {source::FileKind::nextjs_manifest, &program_file},
    {source::FileKind::instrumentation, &program_file},
    {source::FileKind::typescript, &program_file},
    {source::FileKind::javascript, &program_file},
};

}  // namespace

Frontend frontend_for(source::FileKind kind) {
  for (const Row& row : table) {
    if (row.kind == kind) return row.frontend;
  }
  return nullptr;
}

}  // namespace plumbline::frontends
