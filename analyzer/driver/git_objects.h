#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/source/disk.h"
#include "analyzer/source/file_system.h"
#include "analyzer/source/git_index.h"

namespace plumbline::driver {

/// Files of a commit or of the index, read from git's objects. Listing is in memory; contents come from one
/// `git cat-file --batch` process, started at the first read and ended with this object. One thread at a time.
class RevisionFileSystem final : public source::FileSystem {
 public:
  /// A commit, by its id from `resolve_commit`.
  static Result<RevisionFileSystem> of_commit(const source::DiskFileSystem& root, const std::string& commit);
  /// The index as read by `source::read_git_directory`. Of a conflict the side of ours counts.
  static Result<RevisionFileSystem> of_index(const source::DiskFileSystem& root, const source::GitIndex& index);

  ~RevisionFileSystem() override;
  RevisionFileSystem(RevisionFileSystem&&) noexcept;
  RevisionFileSystem& operator=(RevisionFileSystem&&) = delete;
  RevisionFileSystem(const RevisionFileSystem&) = delete;
  RevisionFileSystem& operator=(const RevisionFileSystem&) = delete;

  source::FileResult<std::vector<source::DirectoryEntry>> list(std::string_view directory) const override;
  source::FileResult<std::string> read(std::string_view path, std::uint64_t limit) const override;
  source::FileResult<source::FileInfo> info(std::string_view path) const override;
  source::FileResult<std::string> read_link(std::string_view path) const override;

  /// Paths of regular files that the two do not have with the same content, by path bytes: what `--diff` and `--staged`
  /// call changed.
  std::vector<std::string> changed_against(const RevisionFileSystem& other) const;

 private:
  struct Objects;
  explicit RevisionFileSystem(std::unique_ptr<Objects> objects);
  std::unique_ptr<Objects> objects_;
};

/// The full id of the commit that `revision` names. What git refuses (an unknown revision, a repository owned by
/// somebody else) is an error in git's words, quoted.
Result<std::string> resolve_commit(const source::DiskFileSystem& root, const std::string& revision);
/// The merge base of `revision` and HEAD.
Result<std::string> merge_base(const source::DiskFileSystem& root, const std::string& revision);

}  // namespace plumbline::driver
