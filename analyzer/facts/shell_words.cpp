#include "analyzer/facts/shell_words.h"

#include "analyzer/base/ascii.h"

namespace plumbline::facts {

std::vector<ShellWord> split_shell_words(std::string_view text) {
  std::vector<ShellWord> words;
  std::size_t at = 0;
  while (true) {
    while (at < text.size() && ascii::is_space(text[at])) ++at;
    if (at == text.size()) return words;
    ShellWord word;
    word.span.begin = static_cast<std::uint32_t>(at);
    char quote = 0;
    for (; at < text.size() && (quote != 0 || !ascii::is_space(text[at])); ++at) {
      const char c = text[at];
      const bool last = at + 1 == text.size();
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        word.quoted = true;
      } else if (c == '\\' && quote != '\'' && !last) {
        const char next = text[at + 1];
        const bool escapes = quote == 0 || next == '"' || next == '\\' || next == '$' || next == '`';
        if (!escapes) word.text += c;
        word.text += next;
        ++at;
      } else {
        word.text += c;
      }
    }
    word.span.end = static_cast<std::uint32_t>(at);
    words.push_back(std::move(word));
  }
}

}  // namespace plumbline::facts
