#include "analyzer/syntax/json.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"
#include "analyzer/syntax/data_builder.h"

namespace plumbline::syntax {

namespace {

/// Reads one value after the other with the containers on the builder's stack. Stops at the first error that leaves
/// unclear what was meant; what only goes beyond a dialect is reported and read.
class JsonReader {
 public:
  JsonReader(std::string_view file, const Limits& limits, JsonDialect dialect)
      : file_(file), limits_(limits), strict_(dialect == JsonDialect::strict), builder_(file, limits) {
    builder_.reserve(file.size() / 16 + 16);
  }

  Data run() && {
    if (file_.substr(0, 3) == "\xef\xbb\xbf") at_ = 3;
    read();
    return std::move(builder_).finish();
  }

 private:
  enum class Expect : std::uint8_t { value, first_item, item, separator, end };

  std::uint32_t size() const { return static_cast<std::uint32_t>(file_.size()); }
  bool done() const { return at_ >= file_.size(); }
  char peek() const { return file_[at_]; }
  char peek_behind() const { return at_ + 1 < file_.size() ? file_[at_ + 1] : '\0'; }

  void read() {
    Expect expect = Expect::value;
    while (skip_space()) {
      if (done()) break;
      if (builder_.full()) return fail(fmt::format("more than {} values", limits_.tree_nodes), 0, true);
      switch (expect) {
        case Expect::end:
          return fail("text behind the value", character());
        case Expect::separator:
          if (!read_separator(expect)) return;
          break;
        case Expect::first_item:
        case Expect::item:
          if (peek() == closing()) {
            if (expect == Expect::item) beyond(comma_, "trailing comma");
            expect = close();
            break;
          }
          if (builder_.in_map() && !read_key()) return;
          expect = Expect::value;
          if (!builder_.in_map() && !read_value(expect)) return;
          break;
        case Expect::value:
          if (!read_value(expect)) return;
          break;
      }
    }
    if (expect != Expect::end && !failed_) fail(builder_.size() == 0 ? "no value" : "unexpected end of file");
  }

  char closing() const { return builder_.in_map() ? '}' : ']'; }
  Expect behind_value() const { return builder_.depth() == 0 ? Expect::end : Expect::separator; }
  Expect close() {
    ++at_;
    builder_.close(at_);
    return behind_value();
  }

  bool read_separator(Expect& expect) {
    if (peek() == ',') {
      comma_ = {at_, at_ + 1};
      ++at_;
      expect = Expect::item;
      return true;
    }
    if (peek() == closing()) {
      expect = close();
      return true;
    }
    fail(builder_.in_map() ? "expected a comma or '}'" : "expected a comma or ']'", character());
    return false;
  }

  bool read_key() {
    const std::uint32_t begin = at_;
    DataScalar key;
    if (peek() == '"' || peek() == '\'') {
      if (!read_string(key)) return false;
    } else {
      while (!done() && (ascii::is_name(peek()) || peek() == '$' || static_cast<unsigned char>(peek()) >= 0x80)) ++at_;
      if (at_ == begin) {
        fail("expected a key", character());
        return false;
      }
      beyond({begin, at_}, "key without quotes");
      key.text = {begin, at_ - begin};
    }
    builder_.key(builder_.text(key.text), key.text, {begin, at_});
    if (!skip_space()) return false;
    if (done() || peek() != ':') {
      fail("expected a colon behind the key", character());
      return false;
    }
    ++at_;
    return true;
  }

  bool read_value(Expect& expect) {
    const char c = peek();
    if (c == '{' || c == '[') {
      if (builder_.depth() >= limits_.bracket_depth) {
        fail(fmt::format("nested deeper than {} levels", limits_.bracket_depth), 0, true);
        return false;
      }
      builder_.open(c == '{' ? DataKind::map : DataKind::list, {at_, at_ + 1}, DataNode::flow);
      ++at_;
      expect = Expect::first_item;
      return true;
    }
    DataScalar scalar;
    if (c == '"' || c == '\'') {
      if (!read_string(scalar)) return false;
    } else if (!read_word(scalar)) {
      return false;
    }
    builder_.scalar(scalar);
    expect = behind_value();
    return true;
  }

  // --- words ---

  bool read_word(DataScalar& scalar) {
    const std::uint32_t begin = at_;
    while (!done() && (ascii::is_name(peek()) || peek() == '.' || peek() == '+' || peek() == '-')) ++at_;
    const std::string_view word = file_.substr(begin, at_ - begin);
    scalar.span = {begin, at_};
    scalar.text = {begin, at_ - begin};
    if (word == "null") {
      scalar.kind = DataKind::null;
    } else if (word == "true" || word == "false") {
      scalar.kind = DataKind::boolean;
    } else if (const auto number = plain_number(word)) {
      scalar.kind = *number;
    } else if (const auto wide = wide_number(word)) {
      scalar.kind = *wide;
      beyond(scalar.span, "number that is not JSON's");
    } else {
      at_ = begin;
      fail("expected a value", word.empty() ? character() : static_cast<std::uint32_t>(word.size()));
      return false;
    }
    return true;
  }

  static std::size_t digits(std::string_view text, std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && ascii::is_digit(text[end])) ++end;
    return end - from;
  }
  /// RFC 8259: -? ( 0 | [1-9][0-9]* ) ( \. [0-9]+ )? ( [eE] [+-]? [0-9]+ )?
  static std::optional<DataKind> plain_number(std::string_view text) {
    std::size_t at = text.substr(0, 1) == "-" ? 1 : 0;
    const std::size_t whole = digits(text, at);
    if (whole == 0 || (whole > 1 && text[at] == '0')) return std::nullopt;
    at += whole;
    DataKind kind = DataKind::integer;
    if (at < text.size() && text[at] == '.') {
      const std::size_t fraction = digits(text, at + 1);
      if (fraction == 0) return std::nullopt;
      at += 1 + fraction;
      kind = DataKind::floating;
    }
    if (at < text.size() && ascii::lower(text[at]) == 'e') {
      ++at;
      if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
      const std::size_t exponent = digits(text, at);
      if (exponent == 0) return std::nullopt;
      at += exponent;
      kind = DataKind::floating;
    }
    if (at != text.size()) return std::nullopt;
    return kind;
  }
  /// JSON5's further numbers.
  static std::optional<DataKind> wide_number(std::string_view text) {
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    if (text == "NaN" || text == "Infinity") return DataKind::floating;
    if (text.size() > 2 && text[0] == '0' && ascii::lower(text[1]) == 'x') {
      for (const char c : text.substr(2)) {
        if (!ascii::is_digit(c) && (ascii::lower(c) < 'a' || ascii::lower(c) > 'f')) return std::nullopt;
      }
      return DataKind::integer;
    }
    std::string padded(text);
    const std::size_t dot = padded.find('.');
    if (dot != std::string::npos && digits(padded, dot + 1) == 0) padded.insert(dot + 1, "0");
    if (dot == 0) padded.insert(0, "0");
    return plain_number(padded);
  }

  // --- strings ---

  /// Leaves `at_` behind the closing quote. Text without escapes stays in the file.
  bool read_string(DataScalar& scalar) {
    const std::uint32_t begin = at_;
    const char quote = peek();
    if (quote == '\'') beyond({begin, begin + 1}, "single quotes");
    scalar.style = quote == '"' ? ScalarStyle::double_quoted : ScalarStyle::single_quoted;
    ++at_;
    std::uint32_t run = at_;
    bool escaped = false;
    for (;; ++at_) {
      if (done() || peek() == '\n' || peek() == '\r') {
        if (escaped) builder_.drop_text();
        at_ = begin;
        fail("string without end", 1);
        return false;
      }
      if (peek() == quote) break;
      if (peek() == '\\') {
        if (!escaped) builder_.begin_text();
        escaped = true;
        builder_.verbatim(file_.substr(run, at_ - run), run);
        read_escape();
        run = at_ + 1;
      } else if (static_cast<unsigned char>(peek()) < 0x20) {
        beyond({at_, at_ + 1}, "control character in a string");
      }
    }
    if (escaped) {
      builder_.verbatim(file_.substr(run, at_ - run), run);
      builder_.end_text(scalar);
    } else if (at_ > run) {
      scalar.text = {run, at_ - run};
    }
    ++at_;
    scalar.span = {begin, at_};
    return true;
  }

  /// At a backslash; leaves `at_` on the escape's last byte.
  void read_escape() {
    const std::uint32_t begin = at_;
    std::string decoded;
    const char c = peek_behind();
    at_ = std::min(size() - 1, at_ + 1);
    switch (c) {
      case '"':
      case '\\':
      case '/':
        decoded = c;
        break;
      case 'b':
        decoded = '\b';
        break;
      case 'f':
        decoded = '\f';
        break;
      case 'n':
        decoded = '\n';
        break;
      case 'r':
        decoded = '\r';
        break;
      case 't':
        decoded = '\t';
        break;
      case 'u':
        decoded = read_unicode(begin);
        break;
      case '\r':
        if (peek_behind() == '\n') ++at_;
        [[fallthrough]];
      case '\n':
        beyond({begin, at_ + 1}, "continued line in a string");
        break;
      default:
        beyond({begin, at_ + 1}, "unknown escape");
        if (at_ > begin) decoded = c;
    }
    builder_.replaced(decoded, {begin, at_ + 1});
  }

  std::optional<char32_t> read_hex(std::uint32_t from) const {
    if (from + 4 > size()) return std::nullopt;
    char32_t value = 0;
    for (const char c : file_.substr(from, 4)) {
      const char low = ascii::lower(c);
      if (!ascii::is_digit(c) && (low < 'a' || low > 'f')) return std::nullopt;
      value = value * 16 + static_cast<char32_t>(ascii::is_digit(c) ? c - '0' : low - 'a' + 10);
    }
    return value;
  }
  std::string read_unicode(std::uint32_t begin) {
    std::string decoded;
    auto value = read_hex(at_ + 1);
    if (!value) {
      beyond({begin, at_ + 1}, "unknown escape");
      return "u";
    }
    at_ += 4;
    if (*value >= 0xd800 && *value < 0xdc00 && file_.substr(at_ + 1, 2) == "\\u") {
      const auto low = read_hex(at_ + 3);
      if (low && *low >= 0xdc00 && *low < 0xe000) {
        value = 0x10000 + ((*value - 0xd800) << 10U) + (*low - 0xdc00);
        at_ += 6;
      }
    }
    append_utf8(decoded, *value >= 0xd800 && *value < 0xe000 ? char32_t{0xfffd} : *value);
    return decoded;
  }

  // --- space, comments, errors ---

  /// False at a comment without end.
  bool skip_space() {
    while (!done()) {
      if (ascii::is_space(peek())) {
        ++at_;
      } else if (peek() == '/' && (peek_behind() == '/' || peek_behind() == '*')) {
        if (!skip_comment()) return false;
      } else {
        return true;
      }
    }
    return true;
  }
  bool skip_comment() {
    const std::uint32_t begin = at_;
    const bool line = peek_behind() == '/';
    const std::size_t end = line ? file_.find_first_of("\r\n", at_) : file_.find("*/", at_ + 2);
    if (end == std::string_view::npos && !line) {
      fail("comment without end", 2);
      return false;
    }
    at_ = end == std::string_view::npos ? size() : static_cast<std::uint32_t>(end) + (line ? 0 : 2);
    beyond({begin, at_}, "comment");
    builder_.comment({begin, at_});
    return true;
  }

  std::uint32_t character() const { return done() ? 0 : decode_utf8(file_, at_).size; }
  void fail(std::string message, std::uint32_t bytes = 0, bool limit = false) {
    failed_ = true;
    const std::uint32_t begin = std::min(at_, size());
    builder_.error({begin, std::min(size(), begin + bytes)}, std::move(message), limit);
  }
  /// Something that JSON does not have.
  void beyond(Span at, std::string_view what) {
    if (strict_) builder_.error(at, fmt::format("{} is not JSON", what));
  }

  std::string_view file_;
  const Limits& limits_;
  bool strict_;
  bool failed_ = false;
  DataBuilder builder_;
  std::uint32_t at_ = 0;
  Span comma_;
};

}  // namespace

Data parse_json(std::string_view file, const Limits& limits, JsonDialect dialect) {
  return JsonReader(file, limits, dialect).run();
}

Data parse_json(const source::MappedText& text, const Limits& limits, JsonDialect dialect) {
  return embedded(parse_json(text.text(), limits, dialect), text);
}

}  // namespace plumbline::syntax
