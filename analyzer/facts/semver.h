#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plumbline::facts {

/// `1.2.3-rc.1+build`, also `v4`, `v4.1`: how many numbers are written is kept.
struct Semver {
  std::uint64_t major = 0;
  std::uint64_t minor = 0;
  std::uint64_t patch = 0;
  int parts = 0;  ///< numbers written, 1 to 3
  bool prefixed = false;
  std::string prerelease;
  std::string build;
};

/// The whole text; none if it is no version.
std::optional<Semver> parse_semver(std::string_view text);
/// By the precedence rules of Semantic Versioning 2.0.0; numbers that are not written count as 0.
std::strong_ordering compare(const Semver& a, const Semver& b);
/// Does `version` belong to what `series` names: v4 ∋ 4.1.2, 4.1 ∋ 4.1.7, 4.1.2 ∋ 4.1.2 only?
bool in_series(const Semver& version, const Semver& series);

/// npm-like ranges: `^1.2`, `~1.2.3`, `>=1 <2`, `1.x`, `1 - 3`, `*`, alternatives with `||`. None if not a range.
std::optional<bool> satisfies(const Semver& version, std::string_view range);

/// What a git reference after `@` looks like.
enum class RefKind : std::uint8_t {
  none,          ///< empty
  commit,        ///< 40 or 64 hexadecimal digits
  short_commit,  ///< 7 to 39 hexadecimal digits with a digit and a letter, or all digits and too long for a version
  version_tag,   ///< `v4.1.2`
  minor_tag,     ///< `v4.1`
  major_tag,     ///< `v4`
  branch,        ///< any other name
  unknown,       ///< holds an expression
};
inline constexpr std::array<std::string_view, 8> ref_kind_names{"none",      "commit",    "short_commit", "version_tag",
                                                                "minor_tag", "major_tag", "branch",       "unknown"};
constexpr std::string_view name(RefKind kind) {
  return ref_kind_names[static_cast<std::size_t>(kind)];
}
RefKind ref_kind(std::string_view ref);

}  // namespace plumbline::facts
