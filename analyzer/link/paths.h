#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzer/ir/repo_ir.h"

namespace plumbline::link {

std::string_view folder_of(std::string_view path);  ///< without the last slash; empty at the root
std::string_view name_of(std::string_view path);

/// `relative` seen from `folder`, `.` and `..` resolved. Empty when it leaves the root or is absolute.
std::string join_path(std::string_view folder, std::string_view relative);

/// Files of the repository by path.
class FileIndex {
 public:
  explicit FileIndex(const ir::RepoIr& repo);
  Ref<ir::File> find(std::string_view path) const;

 private:
  std::unordered_map<std::string_view, Ref<ir::File>> files_;
};

}  // namespace plumbline::link
