#include "analyzer/link/paths.h"

#include <vector>

#include "analyzer/base/ascii.h"

namespace plumbline::link {

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string join_path(std::string_view folder, std::string_view relative) {
  if (!relative.empty() && relative.front() == '/') return {};
  std::vector<std::string_view> parts;
  for (const std::string_view text : {folder, relative}) {
    for (const std::string_view part : ascii::split(text, '/')) {
      if (part.empty() || part == ".") continue;
      if (part == "..") {
        if (parts.empty()) return {};
        parts.pop_back();
      } else {
        parts.push_back(part);
      }
    }
  }
  std::string joined;
  for (const std::string_view part : parts) {
    if (!joined.empty()) joined += '/';
    joined += part;
  }
  return joined;
}

FileIndex::FileIndex(const ir::RepoIr& repo) {
  const auto& rows = repo.rows<ir::File>();
  for (std::uint32_t i = 0; i < rows.size(); ++i) files_.emplace(repo.text(rows[i].name), Ref<ir::File>{i});
}

Ref<ir::File> FileIndex::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? Ref<ir::File>{} : found->second;
}

}  // namespace plumbline::link
