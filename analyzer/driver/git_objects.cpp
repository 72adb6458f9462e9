#include "analyzer/driver/git_objects.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyzer/base/ascii.h"
#include "analyzer/driver/git_process.h"

namespace plumbline::driver {
namespace {

using source::DirectoryEntry;
using source::EntryType;
using source::FileError;
using source::FileInfo;
using source::FileResult;

struct Item {
  std::string path;
  EntryType type = EntryType::file;
  std::string id;  ///< hexadecimal
};

bool by_path(const Item& a, const Item& b) {
  return a.path < b.path;
}

bool is_id(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         std::all_of(text.begin(), text.end(), [](char c) { return ascii::is_digit(c) || (c >= 'a' && c <= 'f'); });
}

Diagnostic unreadable(std::string_view what) {
  return diagnostic_at("git", {}, Code::unreadable, Text(what));
}

/// `<mode> <type> <id>\t<path>`; commits of submodules are left out.
Result<std::vector<Item>> list_tree(const std::string& folder, const std::string& tree, const std::string& prefix) {
  const Result<std::string> listed = run_git(folder, {"ls-tree", "-r", "-z", tree});
  if (!listed) return tl::unexpected(listed.error());
  std::vector<Item> items;
  for (std::string_view rest = *listed; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t tab = line.find('\t');
    const std::vector<std::string_view> words = ascii::split(line.substr(0, tab), ' ');
    if (tab == std::string_view::npos || words.size() != 3 || !is_id(words[2]))
      return tl::unexpected(unreadable("git's list of files cannot be read"));
    if (words[1] != "blob") continue;
    const EntryType type = words[0] == "120000" ? EntryType::symlink : EntryType::file;
    items.push_back({prefix + std::string(line.substr(tab + 1)), type, std::string(words[2])});
  }
  return items;
}

/// One entry a path: what is not in conflict, else our side, else whatever there is.
std::vector<source::GitIndex::Entry> settled(const source::GitIndex& index) {
  std::vector<source::GitIndex::Entry> result;
  for (const source::GitIndex::Entry& entry : index.entries()) {
    if (entry.intent_to_add) continue;
    const bool again = !result.empty() && index.path(result.back()) == index.path(entry);
    if (!again)
      result.push_back(entry);
    else if (entry.stage == 2)
      result.back() = entry;
  }
  return result;
}

FileError error_of(BlobReader::Problem problem) {
  switch (problem) {
    case BlobReader::Problem::too_large:
      return FileError::too_large;
    case BlobReader::Problem::missing:
      return FileError::not_found;
    case BlobReader::Problem::none:
    case BlobReader::Problem::failed:
      break;
  }
  return FileError::failed;
}

}  // namespace

struct RevisionFileSystem::Objects {
  std::string folder;
  std::vector<Item> items;  ///< by path
  std::optional<BlobReader> reader;

  const Item* find(std::string_view path) const {
    const auto place = first_not_before(path);
    return place != items.end() && place->path == path ? &*place : nullptr;
  }
  std::vector<Item>::const_iterator first_not_before(std::string_view path) const {
    return std::lower_bound(items.begin(), items.end(), path,
                            [](const Item& item, std::string_view p) { return item.path < p; });
  }
  FileResult<std::string> content(const Item& item, std::uint64_t limit) {
    if (!reader) {
      Result<BlobReader> started = BlobReader::start(folder);
      if (!started) return tl::unexpected(FileError::failed);
      reader.emplace(std::move(*started));
    }
    BlobReader::Blob blob = reader->read(item.id, limit);
    if (blob.problem != BlobReader::Problem::none) return tl::unexpected(error_of(blob.problem));
    return std::move(blob.bytes);
  }
};

RevisionFileSystem::RevisionFileSystem(std::unique_ptr<Objects> objects) : objects_(std::move(objects)) {}
RevisionFileSystem::~RevisionFileSystem() = default;
RevisionFileSystem::RevisionFileSystem(RevisionFileSystem&&) noexcept = default;

Result<RevisionFileSystem> RevisionFileSystem::of_commit(const source::DiskFileSystem& root,
                                                         const std::string& commit) {
  auto objects = std::make_unique<Objects>();
  objects->folder = root.root();
  if (!is_id(commit)) return tl::unexpected(unreadable("not the id of a commit"));
  Result<std::vector<Item>> items = list_tree(objects->folder, commit, "");
  if (!items) return tl::unexpected(std::move(items.error()));
  objects->items = std::move(*items);
  std::sort(objects->items.begin(), objects->items.end(), by_path);
  return RevisionFileSystem(std::move(objects));
}

Result<RevisionFileSystem> RevisionFileSystem::of_index(const source::DiskFileSystem& root,
                                                        const source::GitIndex& index) {
  auto objects = std::make_unique<Objects>();
  objects->folder = root.root();
  for (const source::GitIndex::Entry& entry : settled(index)) {
    using Mode = source::GitIndex::Mode;
    const std::string path(index.path(entry));
    if (entry.mode == Mode::gitlink) continue;
    if (entry.mode == Mode::sparse_directory) {
      Result<std::vector<Item>> below = list_tree(objects->folder, source::GitIndex::hex_id(entry), path);
      if (!below) return tl::unexpected(std::move(below.error()));
      std::move(below->begin(), below->end(), std::back_inserter(objects->items));
      continue;
    }
    objects->items.push_back(
        {path, entry.mode == Mode::symlink ? EntryType::symlink : EntryType::file, source::GitIndex::hex_id(entry)});
  }
  std::sort(objects->items.begin(), objects->items.end(), by_path);
  return RevisionFileSystem(std::move(objects));
}

FileResult<FileInfo> RevisionFileSystem::info(std::string_view path) const {
  if (path.empty()) return FileInfo{EntryType::directory, 0};
  if (const Item* item = objects_->find(path)) return FileInfo{item->type, 0};
  const std::string prefix = std::string(path) + '/';
  const auto below = objects_->first_not_before(prefix);
  if (below != objects_->items.end() && below->path.starts_with(prefix)) return FileInfo{EntryType::directory, 0};
  return tl::unexpected(FileError::not_found);
}

FileResult<std::vector<DirectoryEntry>> RevisionFileSystem::list(std::string_view directory) const {
  const std::string prefix = directory.empty() ? std::string() : std::string(directory) + '/';
  std::vector<DirectoryEntry> entries;
  const std::vector<Item>& items = objects_->items;
  for (auto at = objects_->first_not_before(prefix); at != items.end() && at->path.starts_with(prefix);) {
    const std::string_view rest = std::string_view(at->path).substr(prefix.size());
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) {
      entries.push_back({std::string(rest), at->type});
      ++at;
      continue;
    }
    entries.push_back({std::string(rest.substr(0, slash)), EntryType::directory});
    // '0' follows '/': the first path behind everything in this folder.
    at = objects_->first_not_before(prefix + entries.back().name + '0');
  }
  if (entries.empty() && !directory.empty()) {
    const FileResult<FileInfo> found = info(directory);
    return tl::unexpected(found ? FileError::not_regular : found.error());
  }
  std::sort(entries.begin(), entries.end(),
            [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
  return entries;
}

FileResult<std::string> RevisionFileSystem::read(std::string_view path, std::uint64_t limit) const {
  const Item* item = objects_->find(path);
  if (item == nullptr) {
    const FileResult<FileInfo> folder = info(path);
    return tl::unexpected(folder ? FileError::not_regular : folder.error());
  }
  if (item->type != EntryType::file) return tl::unexpected(FileError::not_regular);
  return objects_->content(*item, limit);
}

FileResult<std::string> RevisionFileSystem::read_link(std::string_view path) const {
  constexpr std::uint64_t longest_target = 4096;
  const Item* item = objects_->find(path);
  if (item == nullptr) return tl::unexpected(FileError::not_found);
  if (item->type != EntryType::symlink) return tl::unexpected(FileError::not_regular);
  return objects_->content(*item, longest_target);
}

std::vector<std::string> RevisionFileSystem::changed_against(const RevisionFileSystem& other) const {
  std::vector<std::string> changed;
  const std::vector<Item>& ours = objects_->items;
  const std::vector<Item>& theirs = other.objects_->items;
  auto a = ours.begin();
  auto b = theirs.begin();
  while (a != ours.end() || b != theirs.end()) {
    if (b == theirs.end() || (a != ours.end() && a->path < b->path)) {
      changed.push_back((a++)->path);
    } else if (a == ours.end() || b->path < a->path) {
      changed.push_back((b++)->path);
    } else {
      if (a->id != b->id || a->type != b->type) changed.push_back(a->path);
      ++a;
      ++b;
    }
  }
  return changed;
}

Result<std::string> resolve_commit(const source::DiskFileSystem& root, const std::string& revision) {
  const Result<std::string> answer =
      run_git(std::string(root.root()), {"rev-parse", "--verify", "--end-of-options", revision + "^{commit}"});
  if (!answer) {
    Diagnostic refused = answer.error();
    refused.message = Text().quoted(revision).ours(" is no revision here: ").append(refused.message);
    return tl::unexpected(std::move(refused));
  }
  std::string id(ascii::trim(*answer));
  // rev-parse repeats the option that it was given.
  if (const std::size_t last = id.rfind('\n'); last != std::string::npos) id.erase(0, last + 1);
  if (!is_id(id)) return tl::unexpected(unreadable("git's answer is no commit"));
  return id;
}

Result<std::string> merge_base(const source::DiskFileSystem& root, const std::string& revision) {
  const Result<std::string> theirs = resolve_commit(root, revision);
  if (!theirs) return theirs;
  const Result<std::string> ours = resolve_commit(root, "HEAD");
  if (!ours) return ours;
  const Result<std::string> answer = run_git(std::string(root.root()), {"merge-base", *theirs, *ours});
  if (!answer) {
    // Status 1 without a word: there is none, or the clone is too shallow to know it.
    Diagnostic none = answer.error();
    if (none.message == Text("git refused"))
      none.message = Text("the two have no common ancestor here (a shallow clone needs more history)");
    return tl::unexpected(std::move(none));
  }
  std::string id(ascii::trim(*answer));
  if (!is_id(id)) return tl::unexpected(unreadable("git's answer is no commit"));
  return id;
}

}  // namespace plumbline::driver
