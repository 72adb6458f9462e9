#include "sarif/src/utf8.h"

namespace plumbline::sarif {

Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  const char32_t first = byte(at);
  if (first < 0x80) return {first, 1, true};
  if (first < 0xc2 || first > 0xf4) return {};
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  // The second byte's range excludes overlong forms, surrogates and what lies above U+10FFFF.
  char32_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  char32_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  char32_t value = first & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if (at + i >= text.size() || byte(at + i) < low || byte(at + i) > high) {
      return {replacement_character, static_cast<std::uint8_t>(i), false};
    }
    value = (value << 6U) | (byte(at + i) & 0x3fU);
    low = 0x80;
    high = 0xbf;
  }
  return {value, static_cast<std::uint8_t>(size), true};
}

}  // namespace plumbline::sarif
