#include "analyzer/syntax/shell_decode.h"

#include <cstdint>
#include <utility>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"

namespace plumbline::syntax::shell {
namespace {

enum class Quote : std::uint8_t { none, single, twofold, ansi };

bool starts_expansion(std::string_view text, std::size_t i) {
  if (text[i] == '`') return true;
  if (text[i] != '$' || i + 1 >= text.size()) return false;
  const char next = text[i + 1];
  return ascii::is_name(next) || std::string_view("{([@*#?$!-").find(next) != std::string_view::npos;
}

/// Reads a word piece by piece: bytes taken as they are, and sequences that stand for other bytes.
class Reader {
 public:
  explicit Reader(std::string_view word) : word_(word) {}

  struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;    ///< of the source read
    std::size_t copy = 0;   ///< bytes from here to `end` are taken as they are, unless `value` is set
    bool replaced = false;  ///< `value` stands for all of it
    std::string value;
  };

  bool next(Piece& piece) {
    while (at_ < word_.size()) {
      piece = {at_, at_ + 1, at_, false, {}};
      if (!skip_quote() && read(piece)) return true;
    }
    return false;
  }
  bool in_single() const { return quote_ == Quote::single || quote_ == Quote::ansi; }
  Quote quote() const { return quote_; }

 private:
  // Is a quote opened or closed here?
  bool skip_quote() {
    const char c = word_[at_];
    if (quote_ == Quote::none) {
      if (c == '$' && at_ + 1 < word_.size() && (word_[at_ + 1] == '\'' || word_[at_ + 1] == '"')) {
        quote_ = word_[at_ + 1] == '"' ? Quote::twofold : Quote::ansi;
        at_ += 2;
        return true;
      }
      if (c != '\'' && c != '"') return false;
      quote_ = c == '"' ? Quote::twofold : Quote::single;
    } else {
      if (c != (quote_ == Quote::twofold ? '"' : '\'')) return false;
      quote_ = Quote::none;
    }
    ++at_;
    return true;
  }

  // False when what was read leaves nothing.
  bool read(Piece& piece) {
    const char c = word_[at_];
    if (c != '\\' || quote_ == Quote::single || at_ + 1 >= word_.size()) {
      ++at_;
      return true;
    }
    const char next = word_[at_ + 1];
    if (quote_ == Quote::ansi) return read_ansi(piece);
    if (quote_ == Quote::twofold && std::string_view("$`\"\\\n").find(next) == std::string_view::npos) {
      ++at_;  // the backslash stays
      return true;
    }
    at_ += 2;
    piece.end = at_;
    piece.copy = at_ - 1;
    piece.replaced = true;
    piece.value = next == '\n' ? std::string() : std::string(1, next);
    return !piece.value.empty();
  }

  bool read_ansi(Piece& piece) {
    constexpr std::string_view letters = "abeEfnrtv\\'\"?";
    constexpr std::string_view values = "\a\b\x1b\x1b\f\n\r\t\v\\'\"?";
    const char next = word_[at_ + 1];
    at_ += 2;
    if (const std::size_t known = letters.find(next); known != std::string_view::npos) {
      piece.value = values[known];
    } else if (next == 'x' || next == 'u' || next == 'U') {
      append_utf8(piece.value, read_number(16, next == 'x' ? 2 : next == 'u' ? 4 : 8, next == 'x'));
    } else if (next >= '0' && next <= '7') {
      --at_;
      append_utf8(piece.value, read_number(8, 3, true));
    } else {
      piece.value = {'\\', next};
    }
    piece.end = at_;
    piece.replaced = true;
    return true;
  }

  char32_t read_number(std::uint32_t base, int digits, bool byte) {
    std::uint32_t value = 0;
    for (; digits > 0 && at_ < word_.size(); --digits, ++at_) {
      const char c = ascii::lower(word_[at_]);
      const std::uint32_t digit = ascii::is_digit(c)       ? static_cast<std::uint32_t>(c - '0')
                                  : (c >= 'a' && c <= 'f') ? static_cast<std::uint32_t>(c - 'a') + 10
                                                           : 16;
      if (digit >= base) break;
      value = value * base + digit;
    }
    return byte ? value & 0xffU : value > 0x10ffff ? 0xfffd : value;
  }

  std::string_view word_;
  std::size_t at_ = 0;
  Quote quote_ = Quote::none;
};

Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// Collects an Extract, stretches that are taken as they are in one piece each.
class Extraction {
 public:
  explicit Extraction(const Shown& script, std::uint32_t at)
      : script_(script), builder_(script.text->to_source({at, at}).begin) {}

  void take(Span span) {
    if (!pending_.empty() && pending_.end == span.begin) {
      pending_.end = span.end;
      return;
    }
    flush();
    pending_ = span;
  }
  void replace(std::string_view value, Span span) {
    flush();
    builder_.replaced(value, script_.text->to_source(span));
    original_ += value;
  }
  Extract finish() && {
    flush();
    return {std::move(builder_).build(), std::move(original_)};
  }

 private:
  void flush() {
    if (pending_.empty()) return;
    builder_.append(script_.text->slice(pending_));
    original_ += script_.of(pending_);
    pending_ = {};
  }

  const Shown& script_;
  source::MappedText::Builder builder_;
  std::string original_;
  Span pending_;
};

}  // namespace

WordShape shape_of(std::string_view word) {
  WordShape shape;
  Quote quote = Quote::none;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (quote == Quote::single || quote == Quote::ansi) {
      if (c == '\\' && quote == Quote::ansi) ++i;
      if (c == '\'') quote = Quote::none;
      continue;
    }
    if (c == '\\') {
      shape.plain = false;
      ++i;
    } else if (c == '\'' && quote == Quote::none) {
      quote = i > 0 && word[i - 1] == '$' ? Quote::ansi : Quote::single;
      shape.quoted = true;
      shape.plain = false;
    } else if (c == '"') {
      quote = quote == Quote::none ? Quote::twofold : Quote::none;
      shape.quoted = true;
      shape.plain = false;
    } else if (starts_expansion(word, i)) {
      shape.literal = false;
    } else if (quote == Quote::none) {
      if (c == '*' || c == '?' || c == '[') shape.has_glob = true;
      if ((c == '<' || c == '>') && i + 1 < word.size() && word[i + 1] == '(') shape.literal = false;
    }
  }
  return shape;
}

void decode_literal(std::string_view written, std::string_view shown, std::string& out) {
  Reader reader(written);
  Reader::Piece piece;
  while (reader.next(piece)) {
    if (piece.replaced)
      out += piece.value;
    else
      out += shown.substr(piece.copy, piece.end - piece.copy);
  }
}

Extract extract_word(const Shown& script, Span word) {
  const std::string_view written = word.of(script.text->text());
  Extraction extraction(script, word.begin);
  Reader reader(written);
  Reader::Piece piece;
  while (reader.next(piece)) {
    const Span span = span_of(word.begin + piece.begin, word.begin + piece.end);
    if (piece.replaced)
      extraction.replace(piece.value, span);
    else
      extraction.take(span);
  }
  return std::move(extraction).finish();
}

Extract extract_heredoc(const Shown& script, Span body, bool strip_tabs, bool expands) {
  const std::string_view text = script.text->text();
  Extraction extraction(script, body.begin);
  bool line_start = true;
  for (std::size_t i = body.begin; i < body.end; ++i) {
    const char c = text[i];
    if (line_start && strip_tabs && c == '\t') continue;
    line_start = c == '\n';
    const bool escape = expands && c == '\\' && i + 1 < body.end &&
                        std::string_view("$`\\\n").find(text[i + 1]) != std::string_view::npos;
    if (!escape) {
      extraction.take(span_of(i, i + 1));
      continue;
    }
    ++i;
    if (text[i] != '\n') extraction.replace(text.substr(i, 1), span_of(i - 1, i + 1));
  }
  return std::move(extraction).finish();
}

}  // namespace plumbline::syntax::shell
