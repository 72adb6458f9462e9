#include "analyzer/syntax/nesting.h"

#include <cstddef>
#include <utility>

#include <fmt/core.h>

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

std::optional<Span> find_long_heredoc_word(std::string_view text, std::uint32_t limit, bool blanks) {
  for (std::size_t i = text.find("<<"); i != std::string_view::npos; i = text.find("<<", i)) {
    const std::size_t begin = i;
    i += 2;
    if (i < text.size() && text[i] == '<') {
      while (i < text.size() && text[i] == '<') ++i;
      continue;
    }
    if (i < text.size() && (text[i] == '-' || text[i] == '~')) ++i;
    while (blanks && i < text.size() && ascii::is_blank(text[i])) ++i;
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

std::optional<Span> find_many_heredocs(std::string_view text, std::uint32_t limit) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\\')) count = 0;
    if (text[i] != '<' || text[i + 1] != '<') continue;
    if (++count > limit) return at(i, i + 2);
    ++i;
  }
  return std::nullopt;
}

std::optional<Span> find_long_pipeline(std::string_view text, std::uint32_t limit) {
  std::uint32_t bars = 0;
  std::uint32_t functions = 0;
  char last = '\0';  // the last character of the line that is no blank
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '|' && ++bars > limit) return at(i, i + 1);
    if (c == '(' && text.substr(i, 2) == "()" && ++functions > limit) return at(i, i + 2);
    if (c == '\n' && last != '|' && last != '\\') {
      bars = 0;
      functions = 0;
    }
    if (c == '\n') last = '\0';
    if (!ascii::is_space(c)) last = c;
  }
  return std::nullopt;
}

std::optional<SyntaxError> refuse_program(std::string_view text, const Limits& limits) {
  if (text.size() > limits.text_file)
    return SyntaxError{{0, 0}, fmt::format("a program of more than {} bytes", limits.text_file), true};
  if (const auto deep = find_deep_brackets(text, limits.bracket_depth))
    return SyntaxError{*deep, fmt::format("brackets nested more than {} deep", limits.bracket_depth), true};
  if (const auto line = find_long_line(text, limits.line))
    return SyntaxError{*line, fmt::format("a line of more than {} bytes", limits.line), true};
  return std::nullopt;
}

Parsed refused_text(source::MappedText text, SyntaxError refusal) {
  Parsed result;
  refusal.at = text.to_source(refusal.at);
  result.text = std::move(text);
  result.limits.push_back(std::move(refusal));
  return result;
}

}  // namespace plumbline::syntax
