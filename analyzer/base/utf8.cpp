#include "analyzer/base/utf8.h"

#include <cstring>

namespace plumbline {

namespace {

bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U;
}

}  // namespace

Utf8Char decode_utf8(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[at + i])); };
  const char32_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::uint8_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return {};
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(text, at + i)) return {};
  }
  char32_t value = first & (0xffU >> (size + 1U));
  for (std::size_t i = 1; i < size; ++i) value = (value << 6U) | (byte(i) & 0x3fU);
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < least[size] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return {};
  return {value, size, true};
}

void append_utf8(std::string& out, char32_t value) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xc0 | (value >> 6U));
    put(0x80 | (value & 0x3fU));
  } else if (value < 0x10000) {
    put(0xe0 | (value >> 12U));
    put(0x80 | ((value >> 6U) & 0x3fU));
    put(0x80 | (value & 0x3fU));
  } else {
    put(0xf0 | (value >> 18U));
    put(0x80 | ((value >> 12U) & 0x3fU));
    put(0x80 | ((value >> 6U) & 0x3fU));
    put(0x80 | (value & 0x3fU));
  }
}

bool is_ascii(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080U) != 0) return false;
  }
  for (; at < text.size(); ++at) {
    if (static_cast<unsigned char>(text[at]) >= 0x80) return false;
  }
  return true;
}

std::size_t find_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (at + 64 <= text.size() && is_ascii(text.substr(at, 64))) {
      at += 64;
      continue;
    }
    const Utf8Char c = decode_utf8(text, at);
    if (!c.valid) return at;
    at += c.size;
  }
  return std::string_view::npos;
}

std::size_t count_code_points(std::string_view text) {
  if (is_ascii(text)) return text.size();
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) at += decode_utf8(text, at).size;
  return count;
}

}  // namespace plumbline
