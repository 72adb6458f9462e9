#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plumbline::source {

/// What git's index file says is tracked: versions 2 to 4, SHA-1 and SHA-256. Immutable.
class GitIndex {
 public:
  enum class Mode : std::uint8_t { file, executable, symlink, gitlink, sparse_directory };
  struct Entry {
    std::uint32_t path_begin = 0;  ///< in the pool; `path(entry)`
    std::uint32_t path_size = 0;
    Mode mode = Mode::file;
    std::uint8_t stage = 0;  ///< 0; 1 to 3 in a merge conflict
    bool intent_to_add = false;
    std::uint8_t id_size = 20;
    std::array<std::uint8_t, 32> id{};
  };

  /// `bytes` of an index file. What is not one, or has a part that must be understood and is not, is an error whose
  /// origin is `name`. The checksum at the end is not compared, as git itself does not when it reads.
  static Result<GitIndex> parse(std::string_view bytes, const std::string& name);

  const std::vector<Entry>& entries() const { return entries_; }  ///< by path bytes, then stage
  std::string_view path(const Entry& entry) const {
    return std::string_view(paths_).substr(entry.path_begin, entry.path_size);
  }
  bool contains(std::string_view path) const { return find(path) != nullptr; }
  /// Is anything below this folder tracked?
  bool contains_below(std::string_view directory) const;
  /// Of the least stage.
  const Entry* find(std::string_view path) const;
  static std::string hex_id(const Entry& entry);

 private:
  class Parser;
  std::vector<Entry> entries_;
  std::string paths_;
};

}  // namespace plumbline::source
