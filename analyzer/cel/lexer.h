#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cel/ast.h"

namespace plumbline::cel {

enum class TokenKind : std::uint8_t {
  end,
  identifier,
  quoted_identifier,  ///< `a-b`
  integer,
  unsigned_integer,
  real,
  string,
  bytes,
  symbol,  ///< operators and brackets, by text
};

struct Token {
  TokenKind kind = TokenKind::end;
  Span span;
  std::string_view text;  ///< view into the text given to `tokenize`

  bool is(std::string_view s) const { return kind == TokenKind::symbol && text == s; }
  bool is_word(std::string_view s) const { return kind == TokenKind::identifier && text == s; }
};

/// All tokens, the last one `end`. White space and `//` comments are skipped.
Expected<std::vector<Token>> tokenize(std::string_view text);

/// Cannot be the name of a variable.
bool is_reserved(std::string_view word);
/// `true`, `false`, `null`, `in`: cannot be a name at all.
bool is_keyword(std::string_view word);

}  // namespace plumbline::cel
