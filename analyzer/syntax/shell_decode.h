#pragma once

#include <string>
#include <string_view>

#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/parsed.h"

/// Quotes and escapes of shell words, by bash's rules.
namespace plumbline::syntax::shell {

/// A script's text with what it was before masking; equally long.
struct Shown {
  const source::MappedText* text = nullptr;
  std::string_view original;  ///< the text itself when nothing was masked

  std::string_view of(Span span) const { return span.of(original); }
  bool masked(Span span) const { return span.of(original) != span.of(text->text()); }
};

/// Text taken out of a script, with its map to the file and its unmasked form.
struct Extract {
  source::MappedText text;
  std::string original;
};

struct WordShape {
  bool literal = true;  ///< nothing is expanded
  bool quoted = false;  ///< some part
  bool has_glob = false;
  bool plain = true;  ///< as written it is what it means: no quotes, no escapes
};
WordShape shape_of(std::string_view word);

/// Appends what the program gets for a literal word; `written` is its source, `shown` the bytes to copy.
void decode_literal(std::string_view written, std::string_view shown, std::string& out);

/// The same for any word, expansions left as written, with its map: what `sh -c` gets.
Extract extract_word(const Shown& script, Span word);
/// A heredoc's body as the program reads it: leading tabs gone for `<<-`, `\$` and its like resolved when it expands.
Extract extract_heredoc(const Shown& script, Span body, bool strip_tabs, bool expands);

}  // namespace plumbline::syntax::shell
