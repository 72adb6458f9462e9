#pragma once

#include <optional>
#include <string>

#include "analyzer/base/diagnostic.h"
#include "analyzer/source/disk.h"
#include "analyzer/source/git_index.h"

namespace plumbline::source {

/// What plumbline reads of a checkout's git data, without running git.
struct GitDirectory {
  std::optional<GitIndex> index;
  std::string info_exclude;
};

/// Reads `.git` of the root: a folder, or a file of a linked worktree whose folder points back to this root (else a
/// repository could make us read any folder). Without one, or when it is no good, the result is empty; an index that
/// cannot be understood is told. `index_file` is the value of GIT_INDEX_FILE, relative to the root or absolute: while a
/// commit is made, git gives its hooks an index of their own.
GitDirectory read_git_directory(const DiskFileSystem& root, Diagnostics& diagnostics,
                                const std::string& index_file = {});

}  // namespace plumbline::source
