#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/parsed.h"

/// Inside of the expression parser.
namespace plumbline::facts::expression {

enum class Token : std::uint8_t {
  name,
  number,
  string,
  dot,
  star,
  comma,
  open_parenthesis,
  close_parenthesis,
  open_bracket,
  close_bracket,
  negation,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  conjunction,
  disjunction,
};

struct Lexeme {
  Token token = Token::name;
  Span span;
  std::string text;  ///< string: decoded; others as written
  double number = 0;
};

/// All tokens, or the first error.
Parsed<std::vector<Lexeme>> tokenize(std::string_view text);
/// A number literal as the language reads it (also what strings become in comparisons); the whole text.
std::optional<double> parse_number(std::string_view text);

}  // namespace plumbline::facts::expression
