#include "analyzer/source/memory_file_system.h"

#include <algorithm>

namespace plumbline::source {

void MemoryFileSystem::add(std::string path, std::string bytes) {
  nodes_.insert_or_assign(std::move(path), Node{EntryType::file, std::move(bytes)});
}

void MemoryFileSystem::add_symlink(std::string path, std::string target) {
  nodes_.insert_or_assign(std::move(path), Node{EntryType::symlink, std::move(target)});
}

void MemoryFileSystem::add_special(std::string path, EntryType type) {
  nodes_.insert_or_assign(std::move(path), Node{type, {}});
}

FileResult<FileInfo> MemoryFileSystem::info(std::string_view path) const {
  if (path.empty()) return FileInfo{EntryType::directory, 0};
  const auto found = nodes_.find(path);
  if (found != nodes_.end()) return FileInfo{found->second.type, found->second.bytes.size()};
  const std::string prefix = std::string(path) + '/';
  const auto below = nodes_.lower_bound(prefix);
  if (below != nodes_.end() && below->first.starts_with(prefix)) return FileInfo{EntryType::directory, 0};
  return tl::unexpected(FileError::not_found);
}

FileResult<std::vector<DirectoryEntry>> MemoryFileSystem::list(std::string_view directory) const {
  const std::string prefix = directory.empty() ? std::string() : std::string(directory) + '/';
  std::vector<DirectoryEntry> entries;
  for (auto at = nodes_.lower_bound(prefix); at != nodes_.end() && at->first.starts_with(prefix);) {
    const std::string_view rest = std::string_view(at->first).substr(prefix.size());
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) {
      entries.push_back({std::string(rest), at->second.type});
      ++at;
      continue;
    }
    entries.push_back({std::string(rest.substr(0, slash)), EntryType::directory});
    // '0' follows '/': the first path behind everything in this folder.
    at = nodes_.lower_bound(prefix + entries.back().name + '0');
  }
  if (entries.empty() && !directory.empty()) {
    const FileResult<FileInfo> found = info(directory);
    return tl::unexpected(found ? FileError::not_regular : found.error());
  }
  std::sort(entries.begin(), entries.end(),
            [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
  return entries;
}

FileResult<std::string> MemoryFileSystem::read(std::string_view path, std::uint64_t limit) const {
  const auto found = nodes_.find(path);
  if (found == nodes_.end()) {
    const FileResult<FileInfo> folder = info(path);
    return tl::unexpected(folder ? FileError::not_regular : folder.error());
  }
  if (found->second.type != EntryType::file) return tl::unexpected(FileError::not_regular);
  if (found->second.bytes.size() > limit) return tl::unexpected(FileError::too_large);
  return found->second.bytes;
}

FileResult<std::string> MemoryFileSystem::read_link(std::string_view path) const {
  const auto found = nodes_.find(path);
  if (found == nodes_.end()) return tl::unexpected(FileError::not_found);
  if (found->second.type != EntryType::symlink) return tl::unexpected(FileError::not_regular);
  return found->second.bytes;
}

FileResult<std::vector<DirectoryEntry>> OverlayFileSystem::list(std::string_view directory) const {
  const FileResult<std::vector<DirectoryEntry>> above = above_.list(directory);
  FileResult<std::vector<DirectoryEntry>> below = below_.list(directory);
  if (!above) return below;
  if (!below) return above;
  for (const DirectoryEntry& entry : *above) {
    const auto place =
        std::lower_bound(below->begin(), below->end(), entry,
                         [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
    if (place != below->end() && place->name == entry.name)
      *place = entry;
    else
      below->insert(place, entry);
  }
  return below;
}

FileResult<std::string> OverlayFileSystem::read(std::string_view path, std::uint64_t limit) const {
  const FileResult<FileInfo> above = above_.info(path);
  return above && above->type == EntryType::file ? above_.read(path, limit) : below_.read(path, limit);
}

FileResult<FileInfo> OverlayFileSystem::info(std::string_view path) const {
  const FileResult<FileInfo> above = above_.info(path);
  return above && !path.empty() ? above : below_.info(path);
}

FileResult<std::string> OverlayFileSystem::read_link(std::string_view path) const {
  return above_.info(path) ? tl::unexpected(FileError::not_regular) : below_.read_link(path);
}

}  // namespace plumbline::source
