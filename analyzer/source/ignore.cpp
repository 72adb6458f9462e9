#include "analyzer/source/ignore.h"

#include <algorithm>

namespace plumbline::source {
namespace {

/// Spaces at the end do not count unless the first of them is escaped. Tabs do.
std::string_view without_trailing_spaces(std::string_view line) {
  std::size_t end = 0;  // behind the last byte that counts
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ' ') continue;
    if (line[i] == '\\') {
      if (i + 1 == line.size()) return line;
      ++i;
    }
    end = i + 1;
  }
  return line.substr(0, end);
}

std::size_t plain_prefix(std::string_view pattern) {
  return std::min(pattern.find_first_of("*?[\\"), pattern.size());
}

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

}  // namespace

IgnoreList IgnoreList::parse(std::string_view text, std::string_view directory) {
  IgnoreList list;
  list.directory_ = std::string(directory);
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::uint32_t line = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    list.add_line(text.substr(0, end), ++line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  // Last first: the first that matches decides.
  std::reverse(list.scanned_.begin(), list.scanned_.end());
  for (auto& [name, patterns] : list.by_name_) std::reverse(patterns.begin(), patterns.end());
  return list;
}

void IgnoreList::add_line(std::string_view text, std::uint32_t line) {
  if (text.empty() || text.front() == '#') return;
  if (text.back() == '\r') text.remove_suffix(1);
  text = text.substr(0, text.find('\0'));  // git's lines are C strings
  std::optional<Pattern> pattern = parse_line(without_trailing_spaces(text), line);
  if (!pattern) return;
  const auto index = static_cast<std::uint32_t>(patterns_.size());
  if (pattern->name_only && !pattern->wild)
    by_name_[pattern->literal].push_back(index);
  else
    scanned_.push_back(index);
  patterns_.push_back(std::move(*pattern));
}

std::optional<IgnoreList::Pattern> IgnoreList::parse_line(std::string_view text, std::uint32_t line) {
  Pattern pattern;
  pattern.line = line;
  if (text.starts_with('!')) {
    pattern.negated = true;
    text.remove_prefix(1);
  }
  if (text.ends_with('/')) {
    pattern.directory_only = true;
    text.remove_suffix(1);
  }
  if (text.empty()) return std::nullopt;  // matches nothing
  pattern.name_only = text.find('/') == std::string_view::npos;
  if (text.front() == '/') text.remove_prefix(1);
  const std::size_t plain = plain_prefix(text);
  pattern.wild = plain < text.size();
  // What is in front of the first wildcard is compared as it is, and `**` right behind it counts as being at the start
  // of a part. For a name the whole is one pattern, in which two stars are one.
  pattern.suffix =
      pattern.name_only && plain == 0 && text.front() == '*' && plain_prefix(text.substr(1)) + 1 == text.size();
  if (pattern.suffix) {
    pattern.literal = std::string(text.substr(1));
  } else if (pattern.name_only && pattern.wild) {
    pattern.rest = Wildmatch(text);
  } else {
    pattern.literal = std::string(text.substr(0, plain));
    pattern.rest = Wildmatch(text.substr(plain));
  }
  return pattern;
}

bool IgnoreList::matches(const Pattern& pattern, std::string_view path, std::string_view name) const {
  const std::string_view text = pattern.name_only ? name : path;
  if (!pattern.wild) return text == pattern.literal;
  if (pattern.suffix) return text.ends_with(pattern.literal);
  return text.starts_with(pattern.literal) && pattern.rest.matches(text.substr(pattern.literal.size()));
}

const IgnoreList::Pattern* IgnoreList::find(std::string_view path, bool is_directory, std::uint64_t& steps) const {
  if (!directory_.empty()) {
    if (path.size() <= directory_.size() || !path.starts_with(directory_) || path[directory_.size()] != '/')
      return nullptr;
    path.remove_prefix(directory_.size() + 1);
  }
  const std::string_view name = last_part(path);
  const Pattern* by_name = nullptr;
  if (const auto found = by_name_.find(name); found != by_name_.end()) {
    for (const std::uint32_t index : found->second) {
      if (patterns_[index].directory_only && !is_directory) continue;
      by_name = &patterns_[index];
      break;
    }
  }
  for (const std::uint32_t index : scanned_) {
    const Pattern& pattern = patterns_[index];
    if (by_name != nullptr && by_name->line > pattern.line) break;
    const std::uint64_t cost = pattern.suffix ? 1 : 1 + path.size() / 8;
    if (steps < cost) {
      steps = 0;
      return nullptr;
    }
    steps -= cost;
    if (pattern.directory_only && !is_directory) continue;
    if (matches(pattern, path, name)) return &pattern;
  }
  return by_name;
}

IgnoreVerdict IgnoreList::match(std::string_view path, bool is_directory, std::uint64_t& steps) const {
  const Pattern* pattern = find(path, is_directory, steps);
  if (pattern == nullptr) return IgnoreVerdict::none;
  return pattern->negated ? IgnoreVerdict::kept : IgnoreVerdict::ignored;
}

std::optional<std::uint32_t> IgnoreList::deciding_line(std::string_view path, bool is_directory,
                                                       std::uint64_t& steps) const {
  const Pattern* pattern = find(path, is_directory, steps);
  if (pattern == nullptr) return std::nullopt;
  return pattern->line;
}

}  // namespace plumbline::source
