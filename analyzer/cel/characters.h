#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace plumbline::cel {

/// A text by code points: positions of CEL's string functions count these, not bytes.
class Characters {
 public:
  explicit Characters(std::string_view text);
  std::int64_t size() const { return size_; }
  /// Byte offset of a character; `index` from 0 to `size()`.
  std::size_t offset(std::int64_t index) const;
  /// Position of the character that begins at a byte.
  std::int64_t index(std::size_t offset) const;
  std::string_view slice(std::int64_t begin, std::int64_t end) const;

 private:
  std::string_view text_;
  std::int64_t size_;
};

/// White space as Unicode has it.
bool is_white_space(char32_t c);
std::string_view trim_white_space(std::string_view text);

}  // namespace plumbline::cel
