#include "analyzer/syntax/ruby.h"

#include <optional>
#include <utility>

#include "analyzer/syntax/nesting.h"
#include "analyzer/syntax/tree_sitter.h"

namespace plumbline::syntax::ruby {

Parsed parse(source::MappedText text, const Limits& limits) {
  auto refused = refuse_program(text.text(), limits);
  if (!refused) {
    if (const auto word = find_long_heredoc_word(text.text(), limits.heredoc_word, false))
      refused = SyntaxError{*word, "a heredoc's word is too long", true};
    else if (const auto many = find_many_heredocs(text.text(), limits.heredocs))
      refused = SyntaxError{*many, "too many heredocs on a line", true};
  }
  if (refused) return refused_text(std::move(text), *std::move(refused));
  return tree_sitter::parse(tree_sitter::Grammar::ruby, kind_names, std::move(text), limits);
}

Parsed parse_file(std::string_view file, const Limits& limits) {
  return parse(source::MappedText::verbatim(file, {0, static_cast<std::uint32_t>(file.size())}), limits);
}

}  // namespace plumbline::syntax::ruby
