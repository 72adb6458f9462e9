#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/diagnostic.h"
#include "analyzer/base/limits.h"
#include "analyzer/source/file_system.h"
#include "analyzer/source/git_index.h"

namespace plumbline::source {

enum class SkipReason : std::uint8_t {
  ignored,       ///< by git's ignore rules, and not tracked
  excluded,      ///< by configuration
  git_data,      ///< `.git`
  dependencies,  ///< `node_modules`, `vendor`
  submodule,     ///< or any repository inside the repository
  linked_directory,
  linked_twice,  ///< a link to a file that is in the list under its own path
  link_outside,
  link_broken,  ///< leads to nothing, to no regular file, or round in a circle
  special,      ///< FIFO, socket, device
  unreadable,
  path_too_long,
  too_deep,
  too_many_files,
};
inline constexpr std::array<std::string_view, 14> skip_reason_names{
    "ignored by git",          "excluded by configuration",
    "git's own data",          "dependencies of others",
    "another repository",      "link to a folder",
    "link to a listed file",   "link leads outside",
    "link leads to no file",   "not a regular file",
    "cannot be read",          "path too long",
    "folders nested too deep", "too many files"};
constexpr std::string_view name(SkipReason reason) {
  return skip_reason_names[static_cast<std::size_t>(reason)];
}
struct WalkedFile {
  std::string path;
  /// Set when the file is reached only through a link, for its own place is not walked: the link's path, which says
  /// what it is used as.
  std::string linked_as;
  friend bool operator==(const WalkedFile&, const WalkedFile&) = default;
};

struct SkippedEntry {
  std::string path;
  SkipReason reason = SkipReason::ignored;
  bool directory = false;
  friend bool operator==(const SkippedEntry&, const SkippedEntry&) = default;
};

/// Does something that belongs to the repository go unseen, so that the run is incomplete? A FIFO named `Dockerfile`
/// does, one with any other name does not.
bool is_loss(const SkippedEntry& entry);

struct WalkOptions {
  /// Configured exclusions: asked for each folder and file; a folder for which it is true is not entered.
  std::function<bool(std::string_view path, bool directory)> excluded;
  bool use_gitignore = true;
  /// What is tracked is walked though it is ignored; its gitlinks are submodules. May be null. Must outlive the call.
  const GitIndex* index = nullptr;
  /// Text of `.git/info/exclude`.
  std::string_view info_exclude;
};

struct Walk {
  std::vector<WalkedFile> files;      ///< by path bytes
  std::vector<SkippedEntry> skipped;  ///< by path bytes; what lies in a skipped folder is not listed
  /// What makes the run incomplete: folders that cannot be read, limits. Its origin is the path.
  std::vector<Diagnostic> diagnostics;
};

/// Everything that belongs to the repository. No file is opened but `.gitignore` and `.gitmodules`.
Walk walk(const FileSystem& files, const WalkOptions& options, const Limits& limits);

}  // namespace plumbline::source
