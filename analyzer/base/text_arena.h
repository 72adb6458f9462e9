#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analyzer/base/ids.h"

namespace plumbline {

/// All text of a run in one address space of 32-bit offsets: the bytes of every file, then what was decoded from them.
/// A string is an offset and a size, and loading it is one addition. Address space is reserved at once, memory only
/// as it is filled; what is in it never moves and never changes.
class TextArena {
 public:
  static constexpr std::uint64_t default_capacity = std::uint64_t{3} << 30U;

  explicit TextArena(std::uint64_t capacity = default_capacity);
  ~TextArena();
  TextArena(const TextArena&) = delete;
  TextArena& operator=(const TextArena&) = delete;
  TextArena(TextArena&& other) noexcept;
  TextArena& operator=(TextArena&&) = delete;

  /// Empty when the capacity would be passed: the caller reports the limit.
  std::optional<Str> add(std::string_view text);
  /// Room of `size` bytes to be filled by the caller (a file being read), then kept to `used` bytes by `commit`.
  char* prepare(std::uint32_t size);
  Str commit(std::uint32_t used);

  std::string_view get(Str text) const { return {base_ + text.offset, text.size}; }
  /// For masking what nobody may see.
  std::span<char> bytes(Str text) { return {base_ + text.offset, text.size}; }
  const char* base() const { return base_; }
  std::uint32_t size() const { return size_; }

 private:
  char* base_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint64_t capacity_ = 0;
};

}  // namespace plumbline
