#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/source/wildmatch.h"

namespace plumbline::source {

enum class IgnoreVerdict : std::uint8_t { none, ignored, kept };

/// One list of ignore patterns, as git reads a `.gitignore`. Whether a parent folder is ignored is the walker's
/// business: nothing below an ignored folder can be kept.
class IgnoreList {
 public:
  /// `directory`: where the file lies, relative to the root. `text` is not kept.
  static IgnoreList parse(std::string_view text, std::string_view directory);

  /// The last pattern that matches decides. `path` is relative to the root. `steps` is counted down by the work done;
  /// at zero the answer is `none`: the caller reports the limit.
  IgnoreVerdict match(std::string_view path, bool is_directory, std::uint64_t& steps) const;
  /// Line, from 1, of the pattern that decides.
  std::optional<std::uint32_t> deciding_line(std::string_view path, bool is_directory, std::uint64_t& steps) const;
  bool empty() const { return patterns_.empty(); }

 private:
  struct Pattern {
    std::string literal;  ///< what the name or path must begin with, exactly
    Wildmatch rest;       ///< then
    std::uint32_t line = 0;
    bool negated = false;
    bool directory_only = false;
    bool name_only = false;  ///< matched against the last part of the path
    bool wild = false;       ///< `rest` is not empty
    bool suffix = false;     ///< `*` and then only `literal`: by far the most common sort
  };

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  static std::optional<Pattern> parse_line(std::string_view text, std::uint32_t line);
  void add_line(std::string_view text, std::uint32_t line);
  const Pattern* find(std::string_view path, bool is_directory, std::uint64_t& steps) const;
  bool matches(const Pattern& pattern, std::string_view path, std::string_view name) const;

  std::string directory_;
  std::vector<Pattern> patterns_;
  std::vector<std::uint32_t> scanned_;  ///< patterns that must be tried one by one, last first
  std::unordered_map<std::string, std::vector<std::uint32_t>, Hash, std::equal_to<>>
      by_name_;  ///< plain names, last first
};

}  // namespace plumbline::source
