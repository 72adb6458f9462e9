#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace plumbline::source {

enum class EntryType : std::uint8_t { file, directory, symlink, fifo, socket, device };
inline constexpr std::array<std::string_view, 6> entry_type_names{"file", "directory", "symlink",
                                                                  "FIFO", "socket",    "device"};
constexpr std::string_view name(EntryType type) {
  return entry_type_names[static_cast<std::size_t>(type)];
}

enum class FileError : std::uint8_t {
  not_found,
  not_permitted,
  not_regular,   ///< a directory, FIFO, socket or device where a file was asked for, or no directory to be listed
  too_large,     ///< more bytes than the limit
  outside_root,  ///< a link leads out of the root
  symlink_loop,
  failed,  ///< anything else that the system said
};
inline constexpr std::array<std::string_view, 7> file_error_names{
    "not found",          "permission denied", "not a regular file", "larger than the limit",
    "link leads outside", "link loop",         "input/output error"};
constexpr std::string_view name(FileError error) {
  return file_error_names[static_cast<std::size_t>(error)];
}

template <class T>
using FileResult = tl::expected<T, FileError>;

struct DirectoryEntry {
  std::string name;
  EntryType type = EntryType::file;
  friend bool operator==(const DirectoryEntry&, const DirectoryEntry&) = default;
};

struct FileInfo {
  EntryType type = EntryType::file;
  std::uint64_t size = 0;  ///< as the system says it; what counts is what was read
};

/// The repository under analysis, as bytes by path. Paths are relative to the root, '/' separated, without `.`, `..`
/// and empty parts; the empty path is the root. No call follows a symbolic link, at any place of the path.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// Without `.` and `..`, in the order of the names' bytes.
  virtual FileResult<std::vector<DirectoryEntry>> list(std::string_view directory) const = 0;
  /// The whole of a regular file, read once; `too_large` if it has more than `limit` bytes. Never blocks.
  virtual FileResult<std::string> read(std::string_view path, std::uint64_t limit) const = 0;
  virtual FileResult<FileInfo> info(std::string_view path) const = 0;
  /// What a symbolic link says. An absolute target inside the root comes out relative to the link's own folder.
  virtual FileResult<std::string> read_link(std::string_view path) const = 0;
};

/// The path of what `path` leads to when every symbolic link on it is followed, as long as each step stays inside the
/// root. The result exists and is no link.
FileResult<std::string> resolve(const FileSystem& files, std::string_view path);

/// `directory` + '/' + `name`; just `name` at the root.
std::string join(std::string_view directory, std::string_view name);
std::string_view file_name(std::string_view path);
/// What is before the last '/'; empty at the root.
std::string_view parent(std::string_view path);

}  // namespace plumbline::source
