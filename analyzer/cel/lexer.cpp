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

int hex_digit(char c) {
  if (ascii::is_digit(c)) return c - '0';
  const char lower = ascii::lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

class Unescape {
 public:
  Unescape(std::string_view body, bool bytes) : body_(body), bytes_(bytes) {}

  /// Empty on a wrong escape, whose offset in the body is then `at()`.
  bool run(std::string& out) {
    while (at_ < body_.size()) {
      if (body_[at_] != '\\') {
        out += body_[at_++];
      } else if (!escape(out)) {
        return false;
      }
    }
    return true;
  }
  std::size_t at() const { return at_; }

 private:
  bool escape(std::string& out) {
    if (at_ + 1 >= body_.size()) return false;
    static constexpr std::string_view names = "abfnrtv\\'\"`?";
    static constexpr std::string_view values = "\a\b\f\n\r\t\v\\'\"`?";
    const char c = body_[at_ + 1];
    if (const std::size_t i = names.find(c); i != std::string_view::npos) {
      out += values[i];
      at_ += 2;
      return true;
    }
    if (c >= '0' && c <= '3') return code(out, 1, 3, 8, true);
    if (c == 'x' || c == 'X') return code(out, 2, 2, 16, true);
    if (c == 'u') return !bytes_ && code(out, 2, 4, 16, false);
    if (c == 'U') return !bytes_ && code(out, 2, 8, 16, false);
    return false;
  }
  bool code(std::string& out, std::size_t skip, std::size_t digits, std::uint32_t base, bool byte) {
    if (at_ + skip + digits > body_.size()) return false;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const int digit = hex_digit(body_[at_ + skip + i]);
      if (digit < 0 || static_cast<std::uint32_t>(digit) >= base || value > 0x0fffffff) return false;
      value = value * base + static_cast<std::uint32_t>(digit);
    }
    if (byte && bytes_) {
      out += static_cast<char>(value);
    } else if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) {
      return false;
    } else {
      append_utf8(out, static_cast<char32_t>(value));
    }
    at_ += skip + digits;
    return true;
  }

  std::string_view body_;
  bool bytes_;
  std::size_t at_ = 0;
};

}  // namespace

Expected<std::vector<Token>> tokenize(std::string_view text) {
  return Lexer(text).run();
}

Expected<std::string> decode_string(const Token& token) {
  std::size_t quote = token.text.find_first_of("'\"");
  const std::string_view prefix = token.text.substr(0, quote);
  const bool raw = prefix.find_first_of("rR") != std::string_view::npos;
  const std::size_t width =
      token.text.substr(quote).starts_with(std::string(3, token.text[quote])) && token.text.size() - quote >= 6 ? 3 : 1;
  const std::size_t begin = quote + width;
  const std::string_view body = token.text.substr(begin, token.text.size() - begin - width);
  std::string out;
  if (raw) {
    out = body;
  } else if (Unescape unescape(body, token.kind == TokenKind::bytes); !unescape.run(out)) {
    const auto at = static_cast<std::uint32_t>(token.span.begin + begin + unescape.at());
    return tl::unexpected(ExpressionError{{at, std::min(at + 2, token.span.end)}, "unknown escape in a string"});
  }
  if (token.kind == TokenKind::string && find_invalid_utf8(out) != std::string::npos) {
    return tl::unexpected(ExpressionError{token.span, "a string that is not UTF-8"});
  }
  return out;
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
