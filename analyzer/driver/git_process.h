#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plumbline::driver {

/// Runs git for reading objects, and for nothing else: started directly (no shell), with an environment of its own and
/// configuration on the command line such that neither the repository's nor anybody's configuration can make it start a
/// program or talk to anyone: no hooks, filters, file-system monitor, pager, fetching of missing objects, replacing.
/// Who may read the repository is git's decision: a repository of another user is refused, and the refusal told.
Result<std::string> run_git(const std::string& folder, const std::vector<std::string>& arguments);

/// `git cat-file --batch`. One thread at a time.
class BlobReader {
 public:
  static Result<BlobReader> start(const std::string& folder);
  ~BlobReader();
  BlobReader(BlobReader&& other) noexcept;
  BlobReader& operator=(BlobReader&&) = delete;
  BlobReader(const BlobReader&) = delete;
  BlobReader& operator=(const BlobReader&) = delete;

  enum class Problem : std::uint8_t { none, missing, too_large, failed };
  struct Blob {
    std::string bytes;
    Problem problem = Problem::none;
  };
  Blob read(std::string_view hex_id, std::uint64_t limit);

 private:
  BlobReader(int process, int connection) : process_(process), connection_(connection) {}
  std::optional<std::string> line();
  /// Takes `size` bytes; keeps them if asked to.
  std::optional<std::string> bytes(std::uint64_t size, bool keep);
  bool fill();

  int process_ = -1;
  int connection_ = -1;  ///< both ways
  std::string buffer_;
  std::size_t at_ = 0;
};

}  // namespace plumbline::driver
