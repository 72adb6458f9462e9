#include "analyzer/syntax/ignore_file.h"

#include "analyzer/base/ascii.h"

namespace plumbline::syntax {

namespace {

/// Blanks at the end, but not one that a backslash keeps.
std::uint32_t trimmed_end(std::string_view file, Span line, IgnoreDialect dialect) {
  std::uint32_t end = line.end;
  while (end > line.begin && ascii::is_blank(file[end - 1])) --end;
  if (dialect == IgnoreDialect::docker || end == line.end) return end;
  std::uint32_t backslashes = 0;
  while (end - backslashes > line.begin && file[end - backslashes - 1] == '\\') ++backslashes;
  return end + (backslashes % 2);
}

void read_line(std::string_view file, Span line, IgnoreDialect dialect, IgnoreFile& out) {
  if (!line.empty() && file[line.begin] == '#') {
    out.comments.push_back({line});
    return;
  }
  line.end = trimmed_end(file, line, dialect);
  const bool docker = dialect == IgnoreDialect::docker;
  while (docker && !line.empty() && ascii::is_blank(file[line.begin])) ++line.begin;
  if (line.empty()) return;
  IgnorePattern pattern;
  pattern.span = line;
  std::string_view text = line.of(file);
  if (text[0] == '!') {
    pattern.negated = true;
    text.remove_prefix(1);
    if (docker) text = ascii::trim(text);
  }
  while (!text.empty() && text.back() == '/') {
    pattern.directory_only = true;
    text.remove_suffix(1);
  }
  pattern.anchored = docker || text.find('/') != std::string_view::npos;
  while (!text.empty() && text.front() == '/') text.remove_prefix(1);
  if (docker && text.substr(0, 2) == "./") text.remove_prefix(2);
  if (text.empty()) return;
  pattern.pattern = text;
  out.patterns.push_back(std::move(pattern));
}

}  // namespace

IgnoreFile parse_ignore_file(std::string_view file, IgnoreDialect dialect) {
  IgnoreFile result;
  std::size_t at = file.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0;
  while (at < file.size()) {
    std::size_t end = file.find('\n', at);
    if (end == std::string_view::npos) end = file.size();
    const std::size_t next = end + 1;
    if (end > at && file[end - 1] == '\r') --end;
    read_line(file, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}, dialect, result);
    at = next;
  }
  return result;
}

}  // namespace plumbline::syntax
