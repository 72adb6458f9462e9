#include "analyzer/cel/characters.h"

#include "analyzer/base/utf8.h"

namespace plumbline::cel {

Characters::Characters(std::string_view text)
    : text_(text), size_(static_cast<std::int64_t>(count_code_points(text))) {}

std::size_t Characters::offset(std::int64_t index) const {
  if (static_cast<std::size_t>(size_) == text_.size()) return static_cast<std::size_t>(index);  // ASCII
  std::size_t at = 0;
  for (; index > 0 && at < text_.size(); --index) at += decode_utf8(text_, at).size;
  return at;
}

std::int64_t Characters::index(std::size_t offset) const {
  if (static_cast<std::size_t>(size_) == text_.size()) return static_cast<std::int64_t>(offset);
  return static_cast<std::int64_t>(count_code_points(text_.substr(0, offset)));
}

std::string_view Characters::slice(std::int64_t begin, std::int64_t end) const {
  const std::size_t first = offset(begin);
  return text_.substr(first, offset(end) - first);
}

bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

std::string_view trim_white_space(std::string_view text) {
  std::size_t begin = text.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Char c = decode_utf8(text, at);
    if (!c.valid || !is_white_space(c.value)) {
      if (begin > at) begin = at;
      end = at + c.size;
    }
    at += c.size;
  }
  return begin < end ? text.substr(begin, end - begin) : std::string_view(text.data(), 0);
}

}  // namespace plumbline::cel
