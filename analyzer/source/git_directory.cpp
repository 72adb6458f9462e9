#include "analyzer/source/git_directory.h"

#include "analyzer/base/ascii.h"

namespace plumbline::source {
namespace {

constexpr std::uint64_t index_limit = 256U << 20U;
constexpr std::uint64_t small_limit = 64U << 10U;

std::string read_exclude(const DiskFileSystem& files, std::string_view folder) {
  FileResult<std::string> text = files.read(join(folder, "info/exclude"), small_limit);
  return text ? std::move(*text) : std::string();
}

std::optional<GitIndex> read_index(const DiskFileSystem& files, std::string_view path, Diagnostics& diagnostics) {
  const FileResult<std::string> bytes = files.read(path, index_limit);
  if (!bytes && bytes.error() == FileError::not_found) return std::nullopt;  // nothing was ever added
  Result<GitIndex> index =
      bytes ? GitIndex::parse(*bytes, ".git/index")
            : Result<GitIndex>(tl::unexpected(diagnostic_at(
                  ".git/index", {}, Code::unreadable, Text("git's index cannot be used: ").ours(name(bytes.error())))));
  if (index) return std::move(*index);
  index.error().severity = Severity::warning;
  diagnostics.add(std::move(index.error()));
  return std::nullopt;
}

/// The folder that a `.git` file names, if it is a worktree's own and says so itself.
std::optional<DiskFileSystem> linked_worktree(const DiskFileSystem& root) {
  const FileResult<std::string> file = root.read(".git", small_limit);
  constexpr std::string_view word = "gitdir: ";
  if (!file || !file->starts_with(word)) return std::nullopt;
  std::string target(ascii::trim_end(std::string_view(*file).substr(word.size())));
  if (!target.starts_with('/')) target = join(root.root(), target);
  FileResult<DiskFileSystem> folder = DiskFileSystem::open(target);
  if (!folder) return std::nullopt;
  const FileResult<std::string> back = folder->read("gitdir", small_limit);
  if (!back) return std::nullopt;
  const FileResult<DiskFileSystem> named = DiskFileSystem::open(std::string(parent(ascii::trim_end(*back))));
  if (!named || named->root() != root.root() || file_name(ascii::trim_end(*back)) != ".git") return std::nullopt;
  return std::move(*folder);
}

}  // namespace

GitDirectory read_git_directory(const DiskFileSystem& root, Diagnostics& diagnostics, const std::string& index_file) {
  GitDirectory found;
  const FileResult<FileInfo> info = root.info(".git");
  if (!info) return found;
  if (info->type == EntryType::directory) {
    found.info_exclude = read_exclude(root, ".git");
    found.index = read_index(root, ".git/index", diagnostics);
  } else if (info->type == EntryType::file) {
    const std::optional<DiskFileSystem> folder = linked_worktree(root);
    if (!folder) return found;
    found.index = read_index(*folder, "index", diagnostics);
    // <common>/worktrees/<name> is where a worktree's folder lies.
    const std::string_view above = parent(folder->root());
    if (file_name(above) != "worktrees") return found;
    if (const FileResult<DiskFileSystem> common = DiskFileSystem::open(std::string(parent(above))))
      found.info_exclude = read_exclude(*common, "");
  }
  if (!index_file.empty()) {
    const std::string path = index_file.starts_with('/') ? index_file : join(root.root(), index_file);
    const FileResult<DiskFileSystem> folder = DiskFileSystem::open(std::string(parent(path)));
    if (folder) found.index = read_index(*folder, file_name(path), diagnostics);
  }
  return found;
}

}  // namespace plumbline::source
