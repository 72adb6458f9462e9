#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace plumbline::sarif {

inline constexpr char32_t replacement_character = 0xfffd;

struct Decoded {
  char32_t value = replacement_character;
  std::uint8_t size = 1;  ///< Bytes taken.
  bool valid = false;
};

/// The character at `at` (< text.size()) as browsers and Node read it (WHATWG Encoding, UTF-8 decoder): a broken
/// sequence gives one U+FFFD for its longest prefix that could have become a character.
Decoded decode(std::string_view text, std::size_t at);

/// UTF-16 code units of a character.
constexpr std::uint32_t utf16_units(char32_t value) {
  return value > 0xffff ? 2 : 1;
}

/// C0, DEL and C1 controls, and the line separators U+2028 and U+2029.
constexpr bool is_control(char32_t value) {
  return value < 0x20 || (value >= 0x7f && value < 0xa0) || value == 0x2028 || value == 0x2029;
}

}  // namespace plumbline::sarif
