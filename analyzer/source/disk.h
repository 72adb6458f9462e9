#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/source/file_system.h"

namespace plumbline::source {

/// A folder of the disk. Everything is opened from the root's descriptor, never through a symbolic link, never
/// blocking: only regular files are read, once, into memory of their own. Copies nothing it does not return; readable
/// from every thread.
class DiskFileSystem final : public FileSystem {
 public:
  /// `root` may itself be, or lead through, a symbolic link: the user named it.
  static FileResult<DiskFileSystem> open(const std::string& root);
  ~DiskFileSystem() override;
  DiskFileSystem(DiskFileSystem&& other) noexcept;
  DiskFileSystem& operator=(DiskFileSystem&&) = delete;
  DiskFileSystem(const DiskFileSystem&) = delete;
  DiskFileSystem& operator=(const DiskFileSystem&) = delete;

  FileResult<std::vector<DirectoryEntry>> list(std::string_view directory) const override;
  FileResult<std::string> read(std::string_view path, std::uint64_t limit) const override;
  FileResult<FileInfo> info(std::string_view path) const override;
  FileResult<std::string> read_link(std::string_view path) const override;

  /// Absolute, all links resolved.
  std::string_view root() const { return root_; }

 private:
  DiskFileSystem(int descriptor, std::string root) : descriptor_(descriptor), root_(std::move(root)) {}
  FileResult<int> open_beneath(std::string_view path, int flags) const;

  int descriptor_ = -1;
  std::string root_;
};

}  // namespace plumbline::source
