#include "analyzer/syntax/nesting.h"

#include <cstddef>

#include "analyzer/base/ascii.h"

namespace plumbline::syntax {
namespace {

Span at(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace

std::optional<Span> find_deep_brackets(std::string_view text, std::uint32_t limit) {
  std::uint32_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '(' || c == '[' || c == '{') {
      if (++depth > limit) return at(i, i + 1);
    } else if ((c == ')' || c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return std::nullopt;
}

std::optional<Span> find_long_line(std::string_view text, std::uint32_t limit) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t found = text.find('\n', begin);
    const std::size_t end = found == std::string_view::npos ? text.size() : found;
    if (end - begin > limit) return at(begin, begin + 1);
    begin = end + 1;
  }
  return std::nullopt;
}

std::optional<Span> find_long_heredoc_word(std::string_view text, std::uint32_t limit) {
  for (std::size_t i = text.find("<<"); i != std::string_view::npos; i = text.find("<<", i)) {
    const std::size_t begin = i;
    i += 2;
    if (i < text.size() && text[i] == '<') {
      while (i < text.size() && text[i] == '<') ++i;
      continue;
    }
    if (i < text.size() && (text[i] == '-' || text[i] == '~')) ++i;
    while (i < text.size() && ascii::is_blank(text[i])) ++i;
    const std::size_t word = i;
    char quote = '\0';
    for (; i < text.size() && text[i] != '\n'; ++i) {
      const char c = text[i];
      if (c == quote && quote != '\0') {
        quote = '\0';
      } else if (quote == '\0' && (c == '"' || c == '\'' || c == '`')) {
        quote = c;
      } else if (quote == '\0' && !ascii::is_name(c) && static_cast<unsigned char>(c) < 0x80 && c != '-' && c != '.' &&
                 c != '\\') {
        break;
      }
    }
    if (i - word > limit) return at(begin, word);
    i = word > begin + 2 ? word : begin + 2;
  }
  return std::nullopt;
}

std::optional<Span> find_long_pipeline(std::string_view text, std::uint32_t limit) {
  std::uint32_t bars = 0;
  char last = '\0';  // the last character of the line that is no blank
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '|' && ++bars > limit) return at(i, i + 1);
    if (c == '\n' && last != '|' && last != '\\') bars = 0;
    if (c == '\n') last = '\0';
    if (!ascii::is_space(c)) last = c;
  }
  return std::nullopt;
}

}  // namespace plumbline::syntax
