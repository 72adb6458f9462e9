#pragma once

#include <compare>
#include <cstdint>

namespace plumbline {

/// Index of a row in the table of `Entity`. Local in a file's IR, global in the repository's.
template <class Entity>
struct Ref {
  static constexpr std::uint32_t none = ~0U;
  static constexpr std::uint32_t not_known = none - 1;
  std::uint32_t index = none;

  /// Whether there is one cannot be known.
  static constexpr Ref unknown() { return {not_known}; }
  constexpr bool has_value() const { return index < not_known; }
  constexpr bool is_unknown() const { return index == not_known; }
  constexpr explicit operator bool() const { return has_value(); }
  friend constexpr auto operator<=>(Ref, Ref) = default;
};

/// A string by place, not by pointer. In a file's IR the address space is the file's bytes (offsets below its size)
/// followed by the block's own pool; in the repository's IR it is the run's TextArena.
struct Str {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;

  constexpr bool empty() const { return size == 0; }
  friend constexpr bool operator==(Str, Str) = default;
};

}  // namespace plumbline
