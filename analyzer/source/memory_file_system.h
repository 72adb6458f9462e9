#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/source/file_system.h"

namespace plumbline::source {

/// Files by path, for examples of rules, standard input in place of a file, and tests. Folders exist as far as paths
/// need them.
class MemoryFileSystem final : public FileSystem {
 public:
  /// Replaces what was there under this path.
  void add(std::string path, std::string bytes);
  void add_symlink(std::string path, std::string target);
  /// A FIFO, socket or device.
  void add_special(std::string path, EntryType type);

  FileResult<std::vector<DirectoryEntry>> list(std::string_view directory) const override;
  FileResult<std::string> read(std::string_view path, std::uint64_t limit) const override;
  FileResult<FileInfo> info(std::string_view path) const override;
  FileResult<std::string> read_link(std::string_view path) const override;

 private:
  struct Node {
    EntryType type = EntryType::file;
    std::string bytes;  ///< content, or the target of a link
  };
  std::map<std::string, Node, std::less<>> nodes_;
};

/// Another file system with some files put in place of its own: what standard input stands for. Keeps a reference to
/// `below`, which must outlive it.
class OverlayFileSystem final : public FileSystem {
 public:
  explicit OverlayFileSystem(const FileSystem& below) : below_(below) {}
  void replace(std::string path, std::string bytes) { above_.add(std::move(path), std::move(bytes)); }

  FileResult<std::vector<DirectoryEntry>> list(std::string_view directory) const override;
  FileResult<std::string> read(std::string_view path, std::uint64_t limit) const override;
  FileResult<FileInfo> info(std::string_view path) const override;
  FileResult<std::string> read_link(std::string_view path) const override;

 private:
  const FileSystem& below_;
  MemoryFileSystem above_;
};

}  // namespace plumbline::source
