#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/ir/repo_ir.h"

namespace plumbline::link {

/// Which chart a file is a template of. Names in a chart are often expressions, which mean something only there.
class Charts {
 public:
  explicit Charts(const ir::RepoIr& repo);

  /// 0: of none.
  std::uint32_t of(Ref<ir::File> file) const { return chart_of_[file.index]; }
  bool same(Ref<ir::File> one, Ref<ir::File> other) const { return of(one) == of(other); }

 private:
  std::vector<std::uint32_t> chart_of_;  ///< by file
};

}  // namespace plumbline::link
