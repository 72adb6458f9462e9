#include "analyzer/source/line_index.h"

#include <algorithm>
#include <cstring>

#include "analyzer/base/check.h"
#include "analyzer/base/utf8.h"

namespace plumbline::source {

LineIndex::LineIndex(std::string_view text) : ascii_(is_ascii(text)), bom_(text.substr(0, 3) == "\xef\xbb\xbf") {
  starts_.push_back(0);
  if (text.empty()) return;
  const bool has_cr = std::memchr(text.data(), '\r', text.size()) != nullptr;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!has_cr) {  // memchr is many times faster than looking at each byte
      const void* found = std::memchr(text.data() + at, '\n', text.size() - at);
      if (found == nullptr) return;
      at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    } else if (text[at] != '\n' && (text[at] != '\r' || (at + 1 < text.size() && text[at + 1] == '\n'))) {
      continue;
    }
    starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

std::uint32_t LineIndex::line_of(std::uint32_t offset) const {
  return static_cast<std::uint32_t>(std::upper_bound(starts_.begin(), starts_.end(), offset) - starts_.begin());
}

LineColumn LineIndex::locate(std::uint32_t offset, std::string_view text) const {
  const std::uint32_t line = line_of(offset);
  std::uint32_t start = starts_[line - 1];
  if (line == 1 && bom_) start = std::min<std::uint32_t>(3, offset);
  const std::string_view before = text.substr(start, offset - start);
  const std::size_t column = ascii_ ? before.size() : count_code_points(before);
  return {line, static_cast<std::uint32_t>(column) + 1};
}

Span LineIndex::line_span(std::uint32_t line, std::string_view text) const {
  PLUMBLINE_CHECK(line >= 1 && line <= line_count(), "lines count from 1");
  const std::uint32_t begin = starts_[line - 1];
  std::uint32_t end = line < line_count() ? starts_[line] : static_cast<std::uint32_t>(text.size());
  while (end > begin && (text[end - 1] == '\n' || text[end - 1] == '\r')) --end;
  return {begin, end};
}

}  // namespace plumbline::source
