#include "analyzer/frontends/dockerfile.h"
#include "analyzer/frontends/frontend.h"
#include "analyzer/frontends/github_workflow.h"
#include "analyzer/frontends/kubernetes.h"
#include "analyzer/frontends/scripts.h"

namespace plumbline::frontends {

namespace {

/// Kinds without a frontend of their own: their document becomes nodes, their comments count.
struct Row {
  source::FileKind kind;
  Frontend frontend;
};

constexpr Row table[] = {
    {source::FileKind::dockerfile, &dockerfile},       {source::FileKind::github_workflow, &github_workflow},
    {source::FileKind::github_action, &github_action}, {source::FileKind::shell, &shell_file},
    {source::FileKind::package_json, &package_json},   {source::FileKind::makefile, &makefile},
    {source::FileKind::kubernetes, &kubernetes},
};

}  // namespace

Frontend frontend_for(source::FileKind kind) {
  for (const Row& row : table) {
    if (row.kind == kind) return row.frontend;
  }
  return nullptr;
}

}  // namespace plumbline::frontends
