#include "analyzer/syntax/dotenv.h"

#include <string>
#include <utility>

#include "analyzer/base/ascii.h"

namespace plumbline::syntax {

namespace {

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

class DotenvReader {
 public:
  explicit DotenvReader(std::string_view file) : file_(file) {}

  Dotenv run() && {
    if (file_.substr(0, 3) == "\xef\xbb\xbf") at_ = 3;
    while (!done()) {
      if (ascii::is_space(peek())) {
        ++at_;
      } else if (peek() == '#') {
        comment();
      } else {
        entry();
      }
    }
    return std::move(result_);
  }

 private:
  bool done() const { return at_ >= file_.size(); }
  char peek() const { return file_[at_]; }
  bool at_line_end() const { return done() || is_line_end(peek()); }
  void skip_blanks() {
    while (!done() && ascii::is_blank(peek())) ++at_;
  }
  void skip_line() {
    while (!at_line_end()) ++at_;
  }
  void comment() {
    const std::uint32_t begin = at_;
    skip_line();
    result_.comments.push_back({{begin, at_}});
  }
  void error(Span at, std::string message) {
    if (result_.errors.size() < Data::max_errors) result_.errors.push_back({at, std::move(message), false});
  }

  Span read_name() {
    const std::uint32_t begin = at_;
    while (!done() && (ascii::is_name(peek()) || peek() == '.' || peek() == '-')) ++at_;
    return {begin, at_};
  }

  void entry() {
    DotenvEntry entry;
    entry.span.begin = at_;
    entry.name = read_name();
    const std::uint32_t behind = at_;
    skip_blanks();
    if (entry.name.of(file_) == "export" && at_ > behind && !done() && ascii::is_name(peek())) {
      entry.exported = true;
      entry.name = read_name();
      skip_blanks();
    }
    if (entry.name.empty() || (!at_line_end() && peek() != '=' && peek() != ':' && peek() != '#')) {
      const std::uint32_t begin = entry.span.begin;
      skip_line();
      return error({begin, at_}, "expected NAME=value");
    }
    if (!at_line_end() && peek() != '#') {
      entry.assigned = true;
      ++at_;
      skip_blanks();
      read_value(entry);
    } else {
      entry.value_span = {entry.name.end, entry.name.end};
    }
    entry.span.end = std::max(entry.name.end, entry.value_span.end);
    result_.entries.push_back(std::move(entry));
    skip_blanks();
    if (at_line_end()) return;
    if (peek() == '#') return comment();
    const std::uint32_t begin = at_;
    skip_line();
    error({begin, at_}, "text behind the value");
  }

  void read_value(DotenvEntry& entry) {
    const char c = at_line_end() ? '\0' : peek();
    if (c == '\'' || c == '"' || c == '`') {
      entry.quote = c == '"' ? DotenvQuote::twofold : c == '\'' ? DotenvQuote::single : DotenvQuote::backtick;
      if (read_quoted(entry, c)) return;
      entry.quote = DotenvQuote::none;
    }
    const std::uint32_t begin = at_;
    std::uint32_t end = at_;
    for (; !at_line_end(); ++at_) {
      if (peek() == '#' && ascii::is_blank(file_[at_ - 1])) break;
      if (peek() == '#' && at_ == begin) break;
      if (!ascii::is_blank(peek())) end = at_ + 1;
    }
    entry.value_span = {begin, end};
    entry.value = source::MappedText::verbatim(file_, entry.value_span);
  }

  bool read_quoted(DotenvEntry& entry, char quote) {
    const std::uint32_t begin = at_;
    const bool escapes = quote == '"';
    source::MappedText::Builder value(begin + 1);
    std::uint32_t run = begin + 1;
    std::uint32_t i = run;
    for (; i < file_.size() && file_[i] != quote; ++i) {
      if (!escapes || file_[i] != '\\' || i + 1 >= file_.size()) continue;
      std::string_view decoded = file_.substr(i + 1, 1);
      switch (decoded[0]) {
        case 'n':
          decoded = "\n";
          break;
        case 'r':
          decoded = "\r";
          break;
        case 't':
          decoded = "\t";
          break;
        case '"':
        case '\\':
        case '\'':
          break;
        default:
          ++i;
          continue;  // `\$` and the rest: what expands them reads the backslash
      }
      value.verbatim(file_.substr(run, i - run), run);
      value.replaced(decoded, {i, i + 2});
      ++i;
      run = i + 1;
    }
    if (i >= file_.size()) {
      error({begin, begin + 1}, "quote without end");
      return false;
    }
    value.verbatim(file_.substr(run, i - run), run);
    entry.value = std::move(value).build();
    at_ = i + 1;
    entry.value_span = {begin, at_};
    return true;
  }

  std::string_view file_;
  std::uint32_t at_ = 0;
  Dotenv result_;
};

}  // namespace

Dotenv parse_dotenv(std::string_view file) {
  return DotenvReader(file).run();
}

}  // namespace plumbline::syntax
