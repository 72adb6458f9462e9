#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/syntax/dockerfile_internal.h"

namespace plumbline::syntax::dockerfile::internal {
namespace {

// BuildKit reads lines with a buffer of 64 KiB (bufio.MaxScanTokenSize).
constexpr std::uint32_t longest_line = 64U * 1024U - 1;

bool is_comment(std::string_view line) {
  const auto first = std::find_if(line.begin(), line.end(), [](char c) { return !ascii::is_space(c); });
  return first != line.end() && *first == '#';
}

/// The line up to a continuation's escape; none if it does not go on. As in BuildKit's regular expression, an escape
/// behind another one does not continue, not even a third.
std::optional<std::uint32_t> continued_until(std::string_view file, Span line, char escape) {
  std::uint32_t end = line.end;
  while (end > line.begin && ascii::is_blank(file[end - 1])) --end;
  if (end == line.begin || file[end - 1] != escape) return std::nullopt;
  if (end - 1 > line.begin && file[end - 2] == escape) return std::nullopt;
  return end - 1;
}

}  // namespace

Span Lines::next() {
  const std::size_t end = file_.find('\n', at_);
  const Span line{at_, end == std::string_view::npos ? static_cast<std::uint32_t>(file_.size())
                                                     : static_cast<std::uint32_t>(end) + 1};
  at_ = line.end;
  return line;
}

Span Lines::content(Span line) const {
  while (line.end > line.begin && (file_[line.end - 1] == '\n' || file_[line.end - 1] == '\r')) --line.end;
  return line;
}

LogicalLine read_logical_line(const Context& context, Lines& lines, Span first) {
  const std::string_view file = context.file;
  LogicalLine result;
  result.first = first;
  source::MappedText::Builder text(first.begin);
  const auto take = [&](Span line) {
    if (line.size() > longest_line)
      context.out.errors.push_back({line, "the line is longer than the 65535 bytes that the builder reads"});
    const auto until = continued_until(file, line, context.out.escape);
    const Span kept{line.begin, until.value_or(line.end)};
    text.verbatim(kept.of(file), kept.begin);
    return until.has_value();
  };
  bool goes_on = take(first);
  while (goes_on && !lines.done()) {
    const Span line = lines.content(lines.next());
    const std::string_view bytes = line.of(file);
    if (is_comment(bytes)) {
      const auto hash = static_cast<std::uint32_t>(bytes.find('#'));
      context.out.comments.push_back({{line.begin + hash, line.end}});
    } else if (ascii::trim(bytes).empty()) {
      result.blank_lines.push_back(line);
    } else {
      goes_on = take(line);
    }
  }
  result.text = std::move(text).build();
  return result;
}

}  // namespace plumbline::syntax::dockerfile::internal
