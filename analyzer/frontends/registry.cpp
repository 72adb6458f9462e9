#include "analyzer/frontends/dockerfile.h"
#include "analyzer/frontends/frontend.h"
#include "analyzer/frontends/kubernetes.h"

namespace plumbline::frontends {

namespace {

/// Kinds without a frontend of their own: their document becomes nodes, their comments count.
struct Row {
  source::FileKind kind;
  Frontend frontend;
};

constexpr Row table[] = {
    {source::FileKind::dockerfile, &dockerfile},
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
