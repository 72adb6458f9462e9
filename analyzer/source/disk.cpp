#include "analyzer/source/disk.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace plumbline::source {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};
struct FreeMemory {
  void operator()(char* text) const { std::free(text); }  // NOLINT(cppcoreguidelines-owning-memory): realpath's
};

FileError error_of(int number) {
  switch (number) {
    case ENOENT:
    case ENAMETOOLONG:
      return FileError::not_found;
    case EACCES:
    case EPERM:
      return FileError::not_permitted;
    case ENOTDIR:  // a part of the path, or what was to be listed, is no folder
    case ELOOP:    // with O_NOFOLLOW and RESOLVE_NO_SYMLINKS: it is, or leads through, a link
    case ENXIO:    // a socket, or a FIFO without a reader
    case ENODEV:
    case EISDIR:
      return FileError::not_regular;
    default:
      return FileError::failed;
  }
}

std::optional<EntryType> type_of_mode(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return EntryType::file;
    case S_IFDIR:
      return EntryType::directory;
    case S_IFLNK:
      return EntryType::symlink;
    case S_IFIFO:
      return EntryType::fifo;
    case S_IFSOCK:
      return EntryType::socket;
    case S_IFCHR:
    case S_IFBLK:
      return EntryType::device;
    default:
      return std::nullopt;
  }
}

std::optional<EntryType> type_of_entry(const dirent& entry) {
  return entry.d_type == DT_UNKNOWN ? std::nullopt : type_of_mode(DTTOIF(static_cast<mode_t>(entry.d_type)));
}

int open_retrying(int at, const char* path, int flags) {
  int opened = -1;
  do opened = openat(at, path, flags | O_CLOEXEC);
  while (opened < 0 && errno == EINTR);
  return opened;
}

/// Kernel 5.6 and later: the whole path without a link, in one call that no rename can race.
int open_in_one_call(int root, const char* path, int flags) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  long opened = -1;
  do opened = syscall(SYS_openat2, root, path, &how, sizeof how);
  while (opened < 0 && (errno == EINTR || errno == EAGAIN));
  return static_cast<int>(opened);
}

/// The same by one part after the other.
int open_by_parts(int root, std::string_view path, int flags) {
  Descriptor at(open_retrying(root, ".", O_PATH | O_DIRECTORY));
  while (at.get() >= 0) {
    const std::size_t slash = path.find('/');
    const std::string part(path.substr(0, slash));
    if (part == "..") {
      errno = EXDEV;
      return -1;
    }
    if (slash == std::string_view::npos) return open_retrying(at.get(), part.c_str(), flags | O_NOFOLLOW);
    path.remove_prefix(slash + 1);
    at = Descriptor(open_retrying(at.get(), part.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW));
  }
  return -1;
}

/// Reads until the end or one byte beyond `limit`.
FileResult<std::string> read_all(int descriptor, std::uint64_t expected, std::uint64_t limit) {
  std::string bytes;
  // One byte more than the size: the usual file ends with the first call. A size that lies costs only time.
  std::size_t room = static_cast<std::size_t>(std::min(expected, limit)) + 1;
  while (true) {
    const std::size_t before = bytes.size();
    bytes.resize(before + room);
    ssize_t got = -1;
    do got = ::read(descriptor, bytes.data() + before, room);
    while (got < 0 && errno == EINTR);
    if (got < 0) return tl::unexpected(error_of(errno));
    bytes.resize(before + static_cast<std::size_t>(got));
    if (bytes.size() > limit) return tl::unexpected(FileError::too_large);
    // Some file systems give less than was asked for before the end as well: only nothing, or all of it, is the end.
    if (got == 0 || (static_cast<std::size_t>(got) < room && bytes.size() == expected)) return bytes;
    room = std::size_t{16} * 1024;
  }
}

}  // namespace

FileResult<DiskFileSystem> DiskFileSystem::open(const std::string& root) {
  if (root.find('\0') != std::string::npos) return tl::unexpected(FileError::not_found);
  const int descriptor = open_retrying(AT_FDCWD, root.c_str(), O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) return tl::unexpected(error_of(errno));
  const std::unique_ptr<char, FreeMemory> resolved(realpath(root.c_str(), nullptr));
  return DiskFileSystem(descriptor, resolved ? std::string(resolved.get()) : root);
}

DiskFileSystem::~DiskFileSystem() {
  if (descriptor_ >= 0) close(descriptor_);
}

DiskFileSystem::DiskFileSystem(DiskFileSystem&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), root_(std::move(other.root_)) {}

FileResult<int> DiskFileSystem::open_beneath(std::string_view path, int flags) const {
  if (path.find('\0') != std::string_view::npos) return tl::unexpected(FileError::not_found);
  const std::string name = path.empty() ? "." : std::string(path);
  int opened = open_in_one_call(descriptor_, name.c_str(), flags | O_NOFOLLOW);
  // ENOSYS: an older kernel; EPERM: a sandbox that does not know the call.
  if (opened < 0 && (errno == ENOSYS || errno == EPERM)) opened = open_by_parts(descriptor_, name, flags);
  if (opened < 0) return tl::unexpected(error_of(errno));
  return opened;
}

FileResult<std::vector<DirectoryEntry>> DiskFileSystem::list(std::string_view directory) const {
  const FileResult<int> opened = open_beneath(directory, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
  if (!opened) return tl::unexpected(opened.error());
  Descriptor descriptor(*opened);
  const std::unique_ptr<DIR, CloseDirectory> stream(fdopendir(descriptor.get()));
  if (!stream) return tl::unexpected(error_of(errno));
  descriptor.release();

  std::vector<DirectoryEntry> entries;
  while (true) {
    errno = 0;
    const dirent* entry = readdir(stream.get());  // NOLINT(concurrency-mt-unsafe): the stream is this call's own
    if (entry == nullptr) {
      if (errno != 0) return tl::unexpected(error_of(errno));
      break;
    }
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    std::optional<EntryType> type = type_of_entry(*entry);
    if (!type) {
      struct stat status {};
      if (fstatat(dirfd(stream.get()), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;  // gone by now
      type = type_of_mode(status.st_mode);
    }
    entries.push_back({std::string(name), type.value_or(EntryType::device)});
  }
  std::sort(entries.begin(), entries.end(),
            [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
  return entries;
}

FileResult<std::string> DiskFileSystem::read(std::string_view path, std::uint64_t limit) const {
  // O_NONBLOCK, or a FIFO would wait for its writer; what was opened is asked for its type, not the name.
  const FileResult<int> opened = open_beneath(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!opened) return tl::unexpected(opened.error());
  const Descriptor descriptor(*opened);
  struct stat status {};
  if (fstat(descriptor.get(), &status) != 0) return tl::unexpected(error_of(errno));
  if (!S_ISREG(status.st_mode)) return tl::unexpected(FileError::not_regular);
  const auto size = static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0));
  if (size > limit) return tl::unexpected(FileError::too_large);
  return read_all(descriptor.get(), size, limit);
}

FileResult<FileInfo> DiskFileSystem::info(std::string_view path) const {
  const FileResult<int> folder = open_beneath(parent(path), O_PATH | O_DIRECTORY);
  if (!folder) return tl::unexpected(folder.error() == FileError::not_regular ? FileError::not_found : folder.error());
  const Descriptor descriptor(*folder);
  const std::string name = path.empty() ? "." : std::string(file_name(path));
  struct stat status {};
  if (fstatat(descriptor.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
    return tl::unexpected(error_of(errno));
  return FileInfo{type_of_mode(status.st_mode).value_or(EntryType::device),
                  static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0))};
}

FileResult<std::string> DiskFileSystem::read_link(std::string_view path) const {
  const FileResult<int> folder = open_beneath(parent(path), O_PATH | O_DIRECTORY);
  if (!folder) return tl::unexpected(folder.error());
  const Descriptor descriptor(*folder);
  std::array<char, PATH_MAX> target{};
  const std::string name(file_name(path));
  const ssize_t size = readlinkat(descriptor.get(), name.c_str(), target.data(), target.size());
  if (size < 0) return tl::unexpected(errno == EINVAL ? FileError::not_regular : error_of(errno));
  std::string text(target.data(), static_cast<std::size_t>(size));
  const bool inside = text.starts_with(root_) && (text.size() == root_.size() || text[root_.size()] == '/');
  if (!text.starts_with('/') || !inside) return text;
  // Up from the link's folder to the root, then down.
  std::string relative;
  for (std::string_view up = parent(path); !up.empty(); up = parent(up)) relative += "../";
  relative += std::string_view(text).substr(std::min(text.size(), root_.size() + 1));
  return relative.empty() ? "." : relative;
}

}  // namespace plumbline::source
