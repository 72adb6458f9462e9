#include "analyzer/facts/expression_tokens.h"

#include <array>

#include "analyzer/base/ascii.h"

namespace plumbline::facts::expression {
namespace {

struct Symbol {
  std::string_view text;
  Token token;
};
// Longest first.
constexpr auto symbols = std::to_array<Symbol>({{"<=", Token::less_equal},
                                                {">=", Token::greater_equal},
                                                {"==", Token::equal},
                                                {"!=", Token::not_equal},
                                                {"&&", Token::conjunction},
                                                {"||", Token::disjunction},
                                                {"<", Token::less},
                                                {">", Token::greater},
                                                {"!", Token::negation},
                                                {".", Token::dot},
                                                {"*", Token::star},
                                                {",", Token::comma},
                                                {"(", Token::open_parenthesis},
                                                {")", Token::close_parenthesis},
                                                {"[", Token::open_bracket},
                                                {"]", Token::close_bracket}});

std::string_view hint(char c) {
  switch (c) {
    case '"':
      return "strings stand in single quotes";
    case '=':
      return "the comparison is written `==`";
    case '&':
      return "the conjunction is written `&&`";
    case '|':
      return "the disjunction is written `||`";
    case '+':
    case '-':
    case '/':
    case '%':
      return "expressions do not calculate";
    case '$':
    case '{':
    case '}':
      return "expressions do not stand inside expressions";
    default:
      return "this character cannot stand in an expression";
  }
}

bool is_name(char c) {
  return ascii::is_name(c) || c == '-';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Parsed<std::vector<Lexeme>> run() {
    std::vector<Lexeme> all;
    while (true) {
      while (at_ < text_.size() && ascii::is_space(text_[at_])) ++at_;
      if (at_ == text_.size()) return all;
      auto next = one(all);
      if (!next) return tl::unexpected(std::move(next.error()));
      all.push_back(std::move(*next));
    }
  }

 private:
  Span here(std::size_t size = 1) const {
    return {static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(std::min(at_ + size, text_.size()))};
  }

  Parsed<Lexeme> one(const std::vector<Lexeme>& before) {
    const char c = text_[at_];
    if (ascii::is_alpha(c) || c == '_') return word();
    if (c == '\'') return string();
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    const bool after_value =
        !before.empty() && (before.back().token == Token::name || before.back().token == Token::close_bracket ||
                            before.back().token == Token::close_parenthesis);
    const bool number = ascii::is_digit(c) || ((c == '-' || c == '+' || c == '.') && ascii::is_digit(next));
    if (number && !(c == '.' && after_value)) return numeral();
    for (const Symbol& symbol : symbols) {
      if (text_.substr(at_, symbol.text.size()) != symbol.text) continue;
      Lexeme lexeme{symbol.token, here(symbol.text.size()), std::string(symbol.text), 0};
      at_ += symbol.text.size();
      return lexeme;
    }
    return error_at(here(), std::string(hint(c)));
  }

  Parsed<Lexeme> word() {
    std::size_t end = at_;
    while (end < text_.size() && is_name(text_[end])) ++end;
    Lexeme lexeme{Token::name, here(end - at_), std::string(text_.substr(at_, end - at_)), 0};
    at_ = end;
    return lexeme;
  }

  Parsed<Lexeme> numeral() {
    std::size_t end = at_ + 1;
    while (end < text_.size()) {
      const bool exponent_sign = (text_[end] == '+' || text_[end] == '-') && ascii::lower(text_[end - 1]) == 'e' &&
                                 text_.substr(at_, 2) != "0x";
      if (!ascii::is_alnum(text_[end]) && text_[end] != '.' && !exponent_sign) break;
      ++end;
    }
    const std::string_view written = text_.substr(at_, end - at_);
    const auto value = parse_number(written);
    if (!value) return error_at(here(end - at_), "this is no number");
    Lexeme lexeme{Token::number, here(end - at_), std::string(written), *value};
    at_ = end;
    return lexeme;
  }

  Parsed<Lexeme> string() {
    Lexeme lexeme{Token::string, {}, {}, 0};
    std::size_t end = at_ + 1;
    while (true) {
      if (end >= text_.size()) return error_at(here(), "the string is not closed");
      if (text_[end] != '\'') {
        lexeme.text += text_[end++];
      } else if (end + 1 < text_.size() && text_[end + 1] == '\'') {
        lexeme.text += '\'';
        end += 2;
      } else {
        break;
      }
    }
    lexeme.span = here(end + 1 - at_);
    at_ = end + 1;
    return lexeme;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  const bool hex = text.substr(0, 2) == "0x";
  if (hex || text.substr(0, 2) == "0o") {
    const int base = hex ? 16 : 8;
    if (text.size() < 3 || text.size() > 14) return std::nullopt;
    double value = 0;
    for (const char c : text.substr(2)) {
      const char l = ascii::lower(c);
      const int digit = ascii::is_digit(l) ? l - '0' : (l >= 'a' && l <= 'f' ? l - 'a' + 10 : 99);
      if (digit >= base) return std::nullopt;
      value = value * base + digit;
    }
    return negative ? -value : value;
  }
  if (text.empty() || !(ascii::is_digit(text.front()) || text.front() == '.')) return std::nullopt;
  std::string plain(text);
  if (plain.front() == '.') plain.insert(0, 1, '0');
  const auto value = ascii::parse_double(plain);
  if (!value) return std::nullopt;
  return negative ? -*value : *value;
}

Parsed<std::vector<Lexeme>> tokenize(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace plumbline::facts::expression
