#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/glob_automaton.h"
#include "analyzer/facts/parsed.h"

namespace plumbline::facts {

/// GitHub's filter patterns (`on.push.branches`, `paths`): `*` within a segment, `**`, `?` zero or one and `+` one or
/// more of the character before, `[…]`, `\` escapes, a leading `!` excludes.
enum class FilterKind : std::uint8_t { ref, path };
std::optional<Error> check_filter_glob(std::string_view pattern, FilterKind kind);
/// Without the leading `!`. An invalid pattern matches nothing.
bool match_filter_glob(std::string_view pattern, std::string_view text);

/// Path globs as in configuration files: `*` and `?` within a segment, `**` across, `[…]`, `{a,b}` (not nested), `\`.
bool match_path_glob(std::string_view pattern, std::string_view path);

/// A `.dockerignore`: Go's filepath.Match per segment plus `**`, comments, `!`; the last match decides, and what
/// matches a parent folder matches what lies in it.
class DockerIgnore {
 public:
  struct Pattern {
    std::string text;  ///< cleaned, without `!`
    Span span;         ///< of the line in the file
    bool exclusion = false;
  };
  static DockerIgnore parse(std::string_view file);

  /// `path` relative to the context, '/' separated. A pattern that is invalid matches nothing.
  bool ignores(std::string_view path) const;
  const std::vector<Pattern>& patterns() const { return patterns_; }

 private:
  std::vector<Pattern> patterns_;
  std::vector<GlobAutomaton> automata_;
  std::vector<char> valid_;
};

}  // namespace plumbline::facts
