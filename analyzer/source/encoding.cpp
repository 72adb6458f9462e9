#include "analyzer/source/encoding.h"

#include "analyzer/base/utf8.h"

namespace plumbline::source {

namespace {

constexpr std::size_t examined = std::size_t{8} * 1024;  // as git does
constexpr char32_t replacement = 0xfffd;

bool starts_with(std::string_view bytes, std::string_view mark) {
  return bytes.substr(0, mark.size()) == mark;
}

}  // namespace

Encoding detect_encoding(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (starts_with(bytes, "\xff\xfe\0\0"sv) || starts_with(bytes, "\0\0\xfe\xff"sv)) return Encoding::binary;
  if (starts_with(bytes, "\xff\xfe"sv)) return Encoding::utf16_little;
  if (starts_with(bytes, "\xfe\xff"sv)) return Encoding::utf16_big;
  return bytes.substr(0, examined).find('\0') == std::string_view::npos ? Encoding::utf8 : Encoding::binary;
}

std::string utf16_to_utf8(std::string_view bytes) {
  const bool big = starts_with(bytes, "\xfe\xff");
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big ? first * 256U + second : second * 256U + first);
  };
  std::string text;
  text.reserve(bytes.size() / 2);
  std::size_t at = big || starts_with(bytes, "\xff\xfe") ? 2 : 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t value = unit(at);
    if (value >= 0xd800 && value < 0xdc00 && at + 3 < bytes.size()) {
      const char32_t low = unit(at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        value = 0x10000 + ((value - 0xd800) << 10U) + (low - 0xdc00);
        at += 2;
      }
    }
    append_utf8(text, value >= 0xd800 && value < 0xe000 ? replacement : value);
  }
  if (at < bytes.size()) append_utf8(text, replacement);
  return text;
}

}  // namespace plumbline::source
