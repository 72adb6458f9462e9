#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/parsed.h"

namespace plumbline::syntax {

/// Trees of short texts of one language, which stand in file after file (`npm ci`): each is parsed once. Only of texts
/// without errors, so that a tree has no place of its own. One thread.
class ParseCache {
 public:
  /// The tree of this text, if it was kept before.
  std::optional<Parsed> find(const source::MappedText& text) const;
  void keep(const Parsed& parsed);

 private:
  // Longer texts seldom stand twice; the whole cache stays below some ten megabytes.
  static constexpr std::size_t longest_text = 256;
  static constexpr std::size_t most_texts = 4096;

  struct Kept {
    Tree tree;
    std::vector<Field> fields;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, Kept, Hash, std::equal_to<>> kept_;
};

}  // namespace plumbline::syntax
