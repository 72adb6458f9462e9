#include "analyzer/cel/lexer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"

namespace plumbline::cel {

namespace {

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Expected<std::vector<Token>> run() {
    for (skip_blank(); at_ < text_.size(); skip_blank()) {
      const std::size_t begin = at_;
      auto kind = next();
      if (!kind) return tl::unexpected(std::move(kind.error()));
      tokens_.push_back({*kind, span(begin, at_), text_.substr(begin, at_ - begin)});
    }
    tokens_.push_back({TokenKind::end, span(text_.size(), text_.size()), {}});
    return std::move(tokens_);
  }

 private:
  static Span span(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void skip_blank() {
    while (at_ < text_.size()) {
      if (ascii::is_space(text_[at_]) && text_[at_] != '\v') {
        ++at_;
      } else if (text_.substr(at_).starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        return;
      }
    }
  }

  Expected<TokenKind> next() {
    const char c = peek();
    if (ascii::is_digit(c) || (c == '.' && ascii::is_digit(peek(1)))) return number();
    if (const std::size_t quote = string_prefix(); quote != std::string_view::npos) return string(quote);
    if (ascii::is_alpha(c) || c == '_') {
      while (ascii::is_name(peek())) ++at_;
      return TokenKind::identifier;
    }
    if (c == '`') return quoted();
    static constexpr std::array<std::string_view, 26> symbols{"&&", "||", "<=", ">=", "==", "!=", "?", ":", "+",
                                                              "-",  "*",  "/",  "%",  "<",  ">",  "!", "(", ")",
                                                              "[",  "]",  "{",  "}",  ",",  ".",  "&", "|"};
    for (const std::string_view symbol : symbols) {
      if (!text_.substr(at_).starts_with(symbol)) continue;
      if (symbol == "&" || symbol == "|") {
        return tl::unexpected(ExpressionError{span(at_, at_ + 1), fmt::format("use '{0}{0}'", symbol)});
      }
      at_ += symbol.size();
      return TokenKind::symbol;
    }
    if (c == '=') return tl::unexpected(ExpressionError{span(at_, at_ + 1), "use '==' to compare"});
    const std::size_t size = decode_utf8(text_, at_).size;
    return tl::unexpected(ExpressionError{span(at_, at_ + size), "unexpected character"});
  }

  Expected<TokenKind> number() {
    const std::size_t begin = at_;
    TokenKind kind = TokenKind::integer;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      at_ += 2;
      const std::size_t digits = at_;
      while (ascii::is_digit(peek()) || (ascii::lower(peek()) >= 'a' && ascii::lower(peek()) <= 'f')) ++at_;
      if (at_ == digits) return tl::unexpected(ExpressionError{span(begin, at_), "number without digits"});
    } else {
      digits();
      if (peek() == '.' && ascii::is_digit(peek(1))) {
        kind = TokenKind::real;
        ++at_;
        digits();
      }
      const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
      if (ascii::lower(peek()) == 'e' && ascii::is_digit(peek(sign))) {
        kind = TokenKind::real;
        at_ += sign;
        digits();
      }
    }
    if (kind == TokenKind::integer && ascii::lower(peek()) == 'u') {
      ++at_;
      kind = TokenKind::unsigned_integer;
    }
    if (ascii::is_name(peek())) return tl::unexpected(ExpressionError{span(begin, at_ + 1), "malformed number"});
    return kind;
  }
  void digits() {
    while (ascii::is_digit(peek())) ++at_;
  }

  /// Offset of the opening quote if a string begins here.
  std::size_t string_prefix() const {
    bool raw = false;
    bool bytes = false;
    for (std::size_t i = at_; i < text_.size() && i < at_ + 3; ++i) {
      const char c = ascii::lower(text_[i]);
      if (c == '"' || c == '\'') return i;
      if (c == 'r' && !raw) {
        raw = true;
      } else if (c == 'b' && !bytes) {
        bytes = true;
      } else {
        break;
      }
    }
    return std::string_view::npos;
  }

  Expected<TokenKind> string(std::size_t quote) {
    const std::size_t begin = at_;
    const std::string_view prefix = text_.substr(begin, quote - begin);
    const bool raw = prefix.find_first_of("rR") != std::string_view::npos;
    const bool bytes = prefix.find_first_of("bB") != std::string_view::npos;
    const char mark = text_[quote];
    const bool triple = text_.substr(quote).starts_with(std::string(3, mark));
    const std::string closing(triple ? 3 : 1, mark);
    for (at_ = quote + closing.size(); at_ < text_.size(); ++at_) {
      if (text_.substr(at_).starts_with(closing)) {
        at_ += closing.size();
        return bytes ? TokenKind::bytes : TokenKind::string;
      }
      if (text_[at_] == '\\' && !raw) ++at_;
      if (!triple && (peek() == '\n' || peek() == '\r')) break;
    }
    at_ = std::min(at_, text_.size());
    return tl::unexpected(ExpressionError{span(begin, at_), "string without an end"});
  }

  Expected<TokenKind> quoted() {
    const std::size_t begin = at_++;
    while (ascii::is_name(peek()) || peek() == '.' || peek() == '-' || peek() == '/' || peek() == ' ') ++at_;
    if (peek() != '`' || at_ == begin + 1) {
      return tl::unexpected(
          ExpressionError{span(begin, at_),
                          "a name in backticks has letters, digits, spaces and any of _ . - / and ends in a backtick"});
    }
    ++at_;
    return TokenKind::quoted_identifier;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

Expected<std::vector<Token>> tokenize(std::string_view text) {
  return Lexer(text).run();
}

bool is_keyword(std::string_view word) {
  return word == "true" || word == "false" || word == "null" || word == "in";
}

bool is_reserved(std::string_view word) {
  static constexpr std::array<std::string_view, 17> words{
      "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
      "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};
  return is_keyword(word) || std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace plumbline::cel
