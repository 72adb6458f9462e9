#include "analyzer/cel/literals.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"

namespace plumbline::cel {

namespace {

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

/// What is too small to be represented is zero, as in every reader of numbers; too large is infinite.
double real(std::string_view digits) {
  // from_chars leaves its result alone when out of range; the lexer has let only digits, point and exponent through.
  if (const std::optional<double> value = ascii::parse_double(digits)) return *value;
  const std::size_t exponent = digits.find_first_of("eE");
  const bool tiny = exponent == std::string_view::npos ? digits.front() == '0' || digits.front() == '.'
                                                       : digits.substr(exponent + 1).starts_with('-');
  return tiny ? 0.0 : std::numeric_limits<double>::infinity();
}

}  // namespace

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

Expected<ir::Value> decode_number(const Token& token, bool negative) {
  std::string_view digits = token.text;
  if (token.kind == TokenKind::real) {
    const double value = real(digits);
    return ir::Value::of(negative ? -value : value);
  }
  const bool is_unsigned = token.kind == TokenKind::unsigned_integer;
  if (is_unsigned) digits.remove_suffix(1);
  const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (hex) digits.remove_prefix(2);
  std::uint64_t magnitude = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, hex ? 16 : 10);
  constexpr auto limit = std::uint64_t{1} << 63U;
  if (problem != std::errc() || (!is_unsigned && magnitude > limit - (negative ? 0 : 1))) {
    return tl::unexpected(ExpressionError{
        token.span, is_unsigned ? "number out of the range of uint" : "number out of the range of int"});
  }
  if (is_unsigned) return ir::Value::of(magnitude);
  return ir::Value::of(static_cast<std::int64_t>(negative ? ~magnitude + 1 : magnitude));
}

}  // namespace plumbline::cel
