#include "analyzer/source/file_system.h"

#include <algorithm>

namespace plumbline::source {
namespace {

// As the kernel's own limit.
constexpr int most_links = 40;

/// Puts the parts of `path` on top of those still to be followed, the first one uppermost.
void push_parts(std::string_view path, std::vector<std::string>& todo) {
  std::size_t end = path.size();
  while (true) {
    const std::size_t slash = end == 0 ? std::string_view::npos : path.rfind('/', end - 1);
    const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
    const std::string_view part = path.substr(begin, end - begin);
    if (!part.empty() && part != ".") todo.emplace_back(part);
    if (slash == std::string_view::npos) return;
    end = slash;
  }
}

}  // namespace

std::string join(std::string_view directory, std::string_view name) {
  std::string path;
  path.reserve(directory.size() + 1 + name.size());
  path += directory;
  if (!directory.empty()) path += '/';
  path += name;
  return path;
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view parent(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

FileResult<std::string> resolve(const FileSystem& files, std::string_view path) {
  std::string at;
  std::vector<std::string> todo;
  push_parts(path, todo);
  int links = 0;
  while (!todo.empty()) {
    const std::string part = std::move(todo.back());
    todo.pop_back();
    if (part == "..") {
      if (at.empty()) return tl::unexpected(FileError::outside_root);
      at = std::string(parent(at));
      continue;
    }
    std::string next = join(at, part);
    const FileResult<FileInfo> info = files.info(next);
    if (!info) return tl::unexpected(info.error());
    if (info->type != EntryType::symlink) {
      if (!todo.empty() && info->type != EntryType::directory) return tl::unexpected(FileError::not_found);
      at = std::move(next);
      continue;
    }
    if (++links > most_links) return tl::unexpected(FileError::symlink_loop);
    const FileResult<std::string> target = files.read_link(next);
    if (!target) return tl::unexpected(target.error());
    if (target->starts_with('/')) return tl::unexpected(FileError::outside_root);
    push_parts(*target, todo);
  }
  return at;
}

}  // namespace plumbline::source
