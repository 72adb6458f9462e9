#include "analyzer/syntax/yaml_scalar.h"

#include <cstring>
#include <string>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::syntax {

namespace {

/// Bytes of the line break at `at`, as libyaml knows them: CR LF, LF, CR, U+0085, U+2028, U+2029. 0 if there is none.
std::uint32_t break_size(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '\n':
      return 1;
    case '\r':
      return at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
    case '\xc2':
      return text.substr(at, 2) == "\xc2\x85" ? 2 : 0;
    case '\xe2':
      return text.substr(at, 3) == "\xe2\x80\xa8" || text.substr(at, 3) == "\xe2\x80\xa9" ? 3 : 0;
    default:
      return 0;
  }
}

/// A place that runs over the source of one scalar.
class Cursor {
 public:
  Cursor(const YamlScalar& scalar, std::uint32_t begin, std::uint32_t end)
      : file_(scalar.file.substr(0, end)), simple_(scalar.simple_breaks), at_(begin), end_(end) {}

  bool done() const { return at_ >= end_; }
  std::uint32_t at() const { return at_; }
  char peek() const { return file_[at_]; }
  bool is_blank() const { return !done() && ascii::is_blank(peek()); }
  std::uint32_t break_here() const { return done() ? 0 : break_size(file_, at_); }
  void skip(std::uint32_t bytes) { at_ += bytes; }
  std::string_view from(std::uint32_t begin) const { return file_.substr(begin, at_ - begin); }

  void skip_line() {
    if (simple_) {
      const void* found = at_ < end_ ? std::memchr(file_.data() + at_, '\n', end_ - at_) : nullptr;
      at_ = found == nullptr ? end_ : static_cast<std::uint32_t>(static_cast<const char*>(found) - file_.data());
      return;
    }
    while (!done() && break_size(file_, at_) == 0) ++at_;
  }
  std::uint32_t skip_spaces(std::uint32_t most) {
    std::uint32_t count = 0;
    while (count < most && !done() && peek() == ' ') {
      ++at_;
      ++count;
    }
    return count;
  }
  void skip_blanks() {
    while (is_blank()) ++at_;
  }

 private:
  std::string_view file_;
  bool simple_;
  std::uint32_t at_;
  std::uint32_t end_;
};

/// A break as libyaml copies it: LF for CR LF, CR and U+0085; U+2028 and U+2029 stay.
void put_break(DataBuilder& out, std::string_view file, Span at) {
  const std::string_view bytes = at.of(file);
  if (bytes == "\n" || bytes.size() == 3) {
    out.verbatim(bytes, at.begin);
  } else {
    out.replaced("\n", at);
  }
}

/// Line breaks between two pieces of folded text, not yet written. A place and a count would do if breaks were one
/// byte; there may be any number of them, so their range is read again.
struct Breaks {
  Span first;     ///< the break that ends a line; empty if there is none
  Span trailing;  ///< the blank lines behind it, with their indentation
  bool any_trailing = false;

  bool folds() const { return !first.empty() && first.size() < 3; }  // U+2028 and U+2029 stay
  void put_trailing(DataBuilder& out, std::string_view file) const {
    const std::string_view range = file.substr(0, trailing.end);
    for (std::uint32_t i = trailing.begin; i < trailing.end;) {
      const std::uint32_t size = break_size(range, i);
      if (size > 0) put_break(out, file, {i, i + size});
      i += size > 0 ? size : 1;
    }
  }
};

// --- block scalars ---------------------------------------------------------------------------------------------------

struct Header {
  char chomping = ' ';
  Span comment;
  std::uint32_t end = 0;   ///< of its line
  std::uint32_t body = 0;  ///< first byte of the line behind the header
};

Header read_header(const YamlScalar& scalar) {
  Header header;
  Cursor cursor(scalar, scalar.span.begin + 1, scalar.span.end);
  while (!cursor.done() && (cursor.peek() == '+' || cursor.peek() == '-' || ascii::is_digit(cursor.peek()))) {
    if (!ascii::is_digit(cursor.peek())) header.chomping = cursor.peek();
    cursor.skip(1);
  }
  cursor.skip_blanks();
  const std::uint32_t comment = cursor.at();
  cursor.skip_line();
  if (comment < cursor.at()) header.comment = {comment, cursor.at()};
  header.end = cursor.at();
  cursor.skip(cursor.break_here());
  header.body = cursor.at();
  return header;
}

/// The indentation that libyaml took away. It depends on the parents, but the first line with text tells: what it has
/// in the source more than in the value. Leading blank lines stand one for one in both.
std::uint32_t block_indent(const YamlScalar& scalar, std::uint32_t body) {
  std::size_t line = 0;
  while (line < scalar.value.size()) {
    const std::uint32_t size = break_size(scalar.value, line);
    if (size == 0) break;
    line += size;
  }
  if (line == scalar.value.size()) return ~0U;  // nothing but breaks: every space is indentation
  std::size_t breaks = 0;
  for (std::size_t i = 0; i < line; ++breaks) i += break_size(scalar.value, i);
  Cursor cursor(scalar, body, scalar.span.end);
  for (std::size_t i = 0; i < breaks; ++i) {
    cursor.skip_line();
    cursor.skip(cursor.break_here());
  }
  const std::uint32_t in_source = cursor.skip_spaces(~0U);
  const std::size_t text = scalar.value.find_first_not_of(' ', line);
  const std::size_t in_value = (text == std::string_view::npos ? scalar.value.size() : text) - line;
  return in_source - std::min(in_source, static_cast<std::uint32_t>(in_value));
}

/// Reads indentation and blank lines; leaves the cursor behind the indentation of the next line with text.
Span block_breaks(Cursor& cursor, std::uint32_t indent, bool& any) {
  Span range{cursor.at(), cursor.at()};
  for (;;) {
    cursor.skip_spaces(indent);
    const std::uint32_t size = cursor.break_here();
    if (size == 0) return range;
    cursor.skip(size);
    range.end = cursor.at();
    any = true;
  }
}

/// libyaml's yaml_parser_scan_block_scalar, for text that it has accepted.
void decode_block(const YamlScalar& scalar, DataBuilder& out) {
  const bool folded = scalar.style == ScalarStyle::folded;
  const Header header = read_header(scalar);
  const std::uint32_t indent = block_indent(scalar, header.body);
  Cursor cursor(scalar, header.body, scalar.span.end);
  Breaks breaks;
  breaks.trailing = block_breaks(cursor, indent, breaks.any_trailing);
  bool leading_blank = false;
  while (!cursor.done()) {
    const bool trailing_blank = cursor.is_blank();
    if (folded && breaks.folds() && !leading_blank && !trailing_blank) {
      if (!breaks.any_trailing) out.replaced(" ", breaks.first);
    } else if (!breaks.first.empty()) {
      put_break(out, scalar.file, breaks.first);
    }
    if (breaks.any_trailing) breaks.put_trailing(out, scalar.file);
    leading_blank = trailing_blank;
    const std::uint32_t line = cursor.at();
    cursor.skip_line();
    out.verbatim(cursor.from(line), line);
    const std::uint32_t size = cursor.break_here();
    breaks = {};
    breaks.first = {cursor.at(), cursor.at() + size};
    cursor.skip(size);
    breaks.trailing = block_breaks(cursor, indent, breaks.any_trailing);
  }
  if (header.chomping != '-' && !breaks.first.empty()) put_break(out, scalar.file, breaks.first);
  if (header.chomping == '+') breaks.put_trailing(out, scalar.file);
}

// --- plain and quoted scalars ----------------------------------------------------------------------------------------

std::uint32_t hex(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    value = value * 16 + static_cast<std::uint32_t>(ascii::is_digit(c) ? c - '0' : ascii::lower(c) - 'a' + 10);
  }
  return value;
}

/// What stands behind the backslash at `at`; the number of bytes with it.
std::uint32_t read_escape(std::string_view source, std::string& decoded) {
  const auto put = [&](char32_t value, std::uint32_t size) {
    append_utf8(decoded, value);
    return size;
  };
  switch (source.size() < 2 ? '\0' : source[1]) {
    case '0':
      return put(0, 2);
    case 'a':
      return put(7, 2);
    case 'b':
      return put(8, 2);
    case 't':
    case '\t':
      return put(9, 2);
    case 'n':
      return put(10, 2);
    case 'v':
      return put(11, 2);
    case 'f':
      return put(12, 2);
    case 'r':
      return put(13, 2);
    case 'e':
      return put(27, 2);
    case 'N':
      return put(0x85, 2);
    case '_':
      return put(0xa0, 2);
    case 'L':
      return put(0x2028, 2);
    case 'P':
      return put(0x2029, 2);
    case 'x':
      return put(hex(source.substr(2, 2)), 4);
    case 'u':
      return put(hex(source.substr(2, 4)), 6);
    case 'U':
      return put(hex(source.substr(2, 8)), 10);
    default:
      decoded += source.substr(1, 1);
      return 2;
  }
}

/// libyaml's scan_flow_scalar and scan_plain_scalar, for text that they have accepted: breaks fold, blanks around them
/// go.
class FlowDecoder {
 public:
  FlowDecoder(const YamlScalar& scalar, DataBuilder& out)
      : scalar_(scalar),
        out_(out),
        cursor_(scalar, scalar.span.begin + quote(scalar), scalar.span.end - quote(scalar)) {}

  void run() {
    while (!cursor_.done()) {
      put_word();
      put_space();
    }
  }

 private:
  static std::uint32_t quote(const YamlScalar& scalar) { return scalar.style == ScalarStyle::plain ? 0 : 1; }

  /// Everything up to a blank, a break or an escaped break.
  void put_word() {
    escaped_break_ = false;
    std::uint32_t begin = cursor_.at();
    const auto flush = [&] { out_.verbatim(cursor_.from(begin), begin); };
    while (!cursor_.done() && !cursor_.is_blank() && cursor_.break_here() == 0) {
      const char c = cursor_.peek();
      if (scalar_.style == ScalarStyle::single_quoted && c == '\'') {
        flush();
        out_.replaced("'", {cursor_.at(), cursor_.at() + 2});
        cursor_.skip(2);
        begin = cursor_.at();
      } else if (scalar_.style == ScalarStyle::double_quoted && c == '\\') {
        flush();
        if (skip_escaped_break()) return;
        std::string decoded;
        const std::uint32_t size = read_escape(scalar_.file.substr(cursor_.at()), decoded);
        out_.replaced(decoded, {cursor_.at(), cursor_.at() + size});
        cursor_.skip(size);
        begin = cursor_.at();
      } else {
        cursor_.skip(1);
      }
    }
    flush();
  }

  bool skip_escaped_break() {
    if (cursor_.at() + 1 >= scalar_.span.end) return false;
    const std::uint32_t size = break_size(scalar_.file.substr(0, scalar_.span.end), cursor_.at() + 1);
    if (size == 0) return false;
    cursor_.skip(1 + size);
    escaped_break_ = true;
    return true;
  }

  /// Blanks and breaks up to the next word.
  void put_space() {
    const std::uint32_t begin = cursor_.at();
    Breaks breaks;
    bool broken = escaped_break_;
    breaks.trailing = {begin, begin};
    for (;;) {
      const std::uint32_t blanks = cursor_.at();
      cursor_.skip_blanks();
      const std::uint32_t size = cursor_.break_here();
      if (size == 0) {
        if (!broken) out_.verbatim(cursor_.from(blanks), blanks);
        break;
      }
      const Span found{cursor_.at(), cursor_.at() + size};
      cursor_.skip(size);
      if (!broken) {
        breaks.first = found;
        breaks.trailing = {found.end, found.end};
        broken = true;
      } else {
        breaks.trailing.end = found.end;
        breaks.any_trailing = true;
      }
    }
    if (!broken) return;
    if (breaks.folds()) {
      if (!breaks.any_trailing) out_.replaced(" ", breaks.first);
    } else if (!breaks.first.empty()) {
      put_break(out_, scalar_.file, breaks.first);
    }
    breaks.put_trailing(out_, scalar_.file);
  }

  const YamlScalar& scalar_;
  DataBuilder& out_;
  Cursor cursor_;
  bool escaped_break_ = false;
};

}  // namespace

bool map_yaml_scalar(const YamlScalar& scalar, DataBuilder& out) {
  if (scalar.style == ScalarStyle::literal || scalar.style == ScalarStyle::folded) {
    decode_block(scalar, out);
  } else {
    FlowDecoder(scalar, out).run();
  }
  if (out.current_text() == scalar.value) return true;
  out.drop_text();
  out.replaced(scalar.value, scalar.span);
  return false;
}

YamlBlockHeader yaml_block_header(const YamlScalar& scalar) {
  const Header header = read_header(scalar);
  return {header.comment, header.end};
}

}  // namespace plumbline::syntax
