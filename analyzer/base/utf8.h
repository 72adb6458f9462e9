#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace plumbline {

struct Utf8Char {
  char32_t value = 0xfffd;
  std::uint8_t size = 1;  ///< Bytes to skip; 1 for an invalid byte.
  bool valid = false;     ///< False for overlong forms, surrogates, values above U+10FFFF, lone bytes.
};

/// The character that begins at `at`; `at < text.size()`.
Utf8Char decode_utf8(std::string_view text, std::size_t at);
void append_utf8(std::string& out, char32_t value);

/// Offset of the first byte that is not UTF-8, or npos.
std::size_t find_invalid_utf8(std::string_view text);
bool is_ascii(std::string_view text);
/// Code points; an invalid byte counts as one.
std::size_t count_code_points(std::string_view text);

}  // namespace plumbline
