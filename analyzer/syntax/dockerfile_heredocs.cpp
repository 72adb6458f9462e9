#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/syntax/dockerfile_internal.h"

namespace plumbline::syntax::dockerfile::internal {
namespace {

/// Words of a line as the heredoc search of BuildKit sees them: blanks behind `<<` and `<<-` belong to the word, and
/// the escape is the backslash whatever the directive says. None if a quote stays open: then it finds no heredoc.
std::optional<std::vector<Span>> shell_words(std::string_view text) {
  std::vector<Span> words;
  const auto size = static_cast<std::uint32_t>(text.size());
  std::uint32_t at = 0;
  while (true) {
    while (at < size && ascii::is_space(text[at])) ++at;
    if (at == size) return words;
    const std::uint32_t begin = at;
    while (at < size && !ascii::is_space(text[at])) {
      const char c = text[at];
      if (c == '\\') {
        at += at + 1 < size ? 2 : 1;
      } else if (c == '\'') {
        const std::size_t end = text.find('\'', at + 1);
        if (end == std::string_view::npos) return std::nullopt;
        at = static_cast<std::uint32_t>(end) + 1;
      } else if (c == '"') {
        for (++at; at < size && text[at] != '"'; ++at)
          if (text[at] == '\\' && at + 1 < size) ++at;
        if (at >= size) return std::nullopt;
        ++at;
      } else if (c == '<' && at + 1 < size && text[at + 1] == '<') {
        at += 2;
        if (at < size && text[at] == '-') ++at;
        while (at < size && ascii::is_blank(text[at])) ++at;
      } else {
        ++at;
      }
    }
    words.push_back({begin, at});
  }
}

struct Announced {
  std::string name;
  Span name_span;  // in the word
  bool strip_tabs = false;
  bool expand = true;
};

/// `[fd]<<[-]name`; quotes around any part of the name keep the body as it is.
std::optional<Announced> heredoc_word(std::string_view word) {
  std::size_t at = 0;
  while (at < word.size() && ascii::is_digit(word[at])) ++at;
  if (word.substr(at, 2) != "<<") return std::nullopt;
  at += 2;
  Announced found;
  if (at < word.size() && word[at] == '-') {
    found.strip_tabs = true;
    ++at;
  }
  while (at < word.size() && ascii::is_space(word[at])) ++at;
  if (at == word.size() || word.find('<', at) != std::string_view::npos) return std::nullopt;
  found.name_span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(word.size())};
  char quote = 0;
  for (; at < word.size(); ++at) {
    const char c = word[at];
    if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
      found.expand = false;
    } else if (c == '\\' && quote != '\'') {
      const char next = at + 1 < word.size() ? word[at + 1] : '\0';
      const bool escapes = quote == 0 || next == '"' || next == '\\' || next == '$';
      if (!escapes) found.name += c;
      if (next != '\0') found.name += next;
      ++at;
    } else if (quote == 0 && ascii::is_space(c)) {
      return std::nullopt;
    } else {
      found.name += c;
    }
  }
  if (quote != 0 || found.name.empty()) return std::nullopt;
  return found;
}

/// The line without the tabs that `<<-` drops.
Span without_tabs(std::string_view file, Span line, bool strip) {
  while (strip && line.begin < line.end && file[line.begin] == '\t') ++line.begin;
  return line;
}

/// Reads one body up to its terminator; returns whether there is one.
bool read_body(std::string_view file, Heredoc& heredoc, Lines& lines, bool keep) {
  const std::uint32_t begin = lines.offset();
  source::MappedText::Builder body(begin);
  heredoc.body_span = {begin, begin};
  while (!lines.done()) {
    const Span line = without_tabs(file, lines.next(), heredoc.strip_tabs);
    if (lines.content(line).of(file) == heredoc.name) {
      heredoc.body = std::move(body).build();
      return true;
    }
    if (keep) body.verbatim(line.of(file), line.begin);
    heredoc.body_span.end = lines.offset();
  }
  heredoc.body = std::move(body).build();
  return false;
}

}  // namespace

std::vector<Heredoc> announced_heredocs(const source::MappedText& line) {
  std::vector<Heredoc> found;
  if (line.text().find("<<") == std::string_view::npos) return found;
  const auto words = shell_words(line.text());
  if (!words) return found;
  for (const Span word : *words) {
    auto announced = heredoc_word(word.of(line.text()));
    if (!announced) continue;
    Heredoc heredoc;
    heredoc.name = std::move(announced->name);
    heredoc.operator_span = line.to_source(word);
    heredoc.name_span =
        line.to_source({word.begin + announced->name_span.begin, word.begin + announced->name_span.end});
    heredoc.strip_tabs = announced->strip_tabs;
    heredoc.expand = announced->expand;
    found.push_back(std::move(heredoc));
  }
  return found;
}

bool is_heredoc_word(std::string_view text) {
  return heredoc_word(text).has_value();
}

void read_heredocs(const Context& context, Instruction& in, Lines& lines) {
  const std::size_t most = context.limits.heredocs;
  if (in.heredocs.size() > most) {
    context.out.limits.push_back({in.heredocs[most].operator_span, "too many heredocs in one instruction"});
  }
  for (std::size_t i = 0; i < in.heredocs.size(); ++i) {
    Heredoc& heredoc = in.heredocs[i];
    if (heredoc.name.size() > context.limits.heredoc_word)
      context.out.limits.push_back({heredoc.name_span, "the word of the heredoc is too long"});
    heredoc.terminated = read_body(context.file, heredoc, lines, i < most);
    in.span.end = std::max(in.span.end, lines.content({in.span.begin, lines.offset()}).end);
    if (heredoc.terminated) continue;
    context.error(in, heredoc.operator_span, "the heredoc is not terminated");
    break;
  }
  if (in.heredocs.size() > most) in.heredocs.resize(most);
}

}  // namespace plumbline::syntax::dockerfile::internal
