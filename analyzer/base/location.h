#pragma once

#include <cstdint>
#include <string_view>

namespace plumbline {

/// Bytes of a file as read, from 0; `end` is exclusive. An empty span is a place between two bytes.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }
  constexpr bool contains(std::uint32_t offset) const { return begin <= offset && offset < end; }
  constexpr bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  constexpr bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  std::string_view of(std::string_view text) const;  ///< The span's bytes of `text`; checked.

  friend constexpr bool operator==(Span, Span) = default;
};

/// Index of a file in the run's path order.
struct FileId {
  static constexpr std::uint32_t none = ~0U;
  std::uint32_t index = none;
  constexpr bool has_value() const { return index != none; }
  friend constexpr auto operator<=>(FileId, FileId) = default;
};

/// A place in the repository under analysis.
struct Location {
  FileId file;
  Span span;
  friend constexpr bool operator==(Location, Location) = default;
};

/// As an editor shows it: both from 1; a column is a code point; a byte order mark has no column.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend constexpr auto operator<=>(LineColumn, LineColumn) = default;
};

}  // namespace plumbline
