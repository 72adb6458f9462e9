#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumbline::source {

enum class Encoding : std::uint8_t {
  utf8,          ///< with or without a byte order mark; may hold bytes that are not UTF-8
  utf16_little,  ///< by its byte order mark
  utf16_big,     ///< by its byte order mark
  binary,        ///< a NUL in its first 8 KiB, or UTF-32
};

/// Decides from the first bytes only.
Encoding detect_encoding(std::string_view bytes);

/// UTF-16 with a byte order mark as UTF-8 without one, for YAML. Lone surrogates and an odd last byte become U+FFFD.
std::string utf16_to_utf8(std::string_view bytes);

}  // namespace plumbline::source
