#include "analyzer/source/wildmatch.h"

#include <array>
#include <optional>
#include <utility>

#include "analyzer/base/ascii.h"

namespace plumbline::source {
namespace {

using Set = std::bitset<256>;

constexpr unsigned char byte(char c) {
  return static_cast<unsigned char>(c);
}

constexpr bool printable(char c) {
  return c >= ' ' && c <= '~';
}

// As git's own character table has them, which knows neither form feed nor vertical tab as space.
constexpr std::array<std::pair<std::string_view, bool (*)(char)>, 12> classes{{
    {"alnum", [](char c) { return ascii::is_alnum(c); }},
    {"alpha", [](char c) { return ascii::is_alpha(c); }},
    {"blank", [](char c) { return ascii::is_blank(c); }},
    {"cntrl", [](char c) { return byte(c) < ' ' || byte(c) == 0x7f; }},
    {"digit", [](char c) { return ascii::is_digit(c); }},
    {"graph", [](char c) { return printable(c) && c != ' '; }},
    {"lower", [](char c) { return ascii::is_lower(c); }},
    {"print", [](char c) { return printable(c); }},
    {"punct", [](char c) { return printable(c) && c != ' ' && !ascii::is_alnum(c); }},
    {"space", [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }},
    {"upper", [](char c) { return ascii::is_upper(c); }},
    {"xdigit", [](char c) { return ascii::is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }},
}};

bool add_class(std::string_view name, Set& set) {
  for (const auto& [known, contains] : classes) {
    if (known != name) continue;
    for (int value = 0; value < 128; ++value)
      if (contains(static_cast<char>(value))) set.set(static_cast<std::size_t>(value));
    return true;
  }
  return false;
}

/// The inside of `[…]`, by git's reading: a `]` in first place is a member, `-` between two members is a range unless
/// what is before it ended a range or a class, a backslash takes the next byte as it is.
class SetReader {
 public:
  SetReader(std::string_view pattern, std::size_t at) : pattern_(pattern), at_(at) {}

  /// From behind the `[`; nothing when git would refuse the pattern.
  std::optional<Set> read() {
    const bool negated = current() == '!' || current() == '^';
    if (negated) ++at_;
    do {
      if (!member()) return std::nullopt;
      ++at_;
    } while (current() != ']');
    ++at_;
    return negated ? ~set_ : set_;
  }
  std::size_t end() const { return at_; }

 private:
  /// NUL at the end: a pattern has none inside.
  char current() const { return peek(0); }
  char peek(std::size_t ahead) const { return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0'; }

  /// One member; leaves `at_` on its last byte.
  bool member() {
    const char c = current();
    if (c == '\0') return false;
    if (c == '\\') {
      ++at_;
      if (current() == '\0') return false;
      return single(current());
    }
    if (c == '-' && previous_ != '\0' && peek(1) != '\0' && peek(1) != ']') return range();
    if (c == '[' && peek(1) == ':') return named();
    return single(c);
  }

  bool single(char c) {
    set_.set(byte(c));
    previous_ = c;
    return true;
  }

  bool range() {
    ++at_;
    if (current() == '\\') ++at_;
    if (current() == '\0') return false;
    for (unsigned value = byte(previous_); value <= byte(current()); ++value) set_.set(value);
    previous_ = '\0';
    return true;
  }

  bool named() {
    const std::size_t begin = at_ + 2;
    const std::size_t close = pattern_.find(']', begin);
    if (close == std::string_view::npos) return false;
    if (close == begin || pattern_[close - 1] != ':') return single('[');
    if (!add_class(pattern_.substr(begin, close - 1 - begin), set_)) return false;
    at_ = close;
    previous_ = '\0';
    return true;
  }

  std::string_view pattern_;
  std::size_t at_;
  Set set_;
  char previous_ = '\0';
};

}  // namespace

class Wildmatch::Compiler {
 public:
  Compiler(std::string_view pattern, Wildmatch& out) : pattern_(pattern), out_(out) {}

  void run() {
    while (at_ < pattern_.size()) {
      const char c = pattern_[at_];
      if (c == '*') {
        stars();
      } else if (c == '?') {
        add(Op::any);
        ++at_;
      } else if (c == '[') {
        set();
      } else if (c == '\\') {
        if (at_ + 1 == pattern_.size()) return never();
        add(Op::byte, pattern_[at_ + 1]);
        at_ += 2;
      } else {
        add(Op::byte, c);
        ++at_;
      }
    }
  }

 private:
  void add(Op op, char c = 0, std::uint32_t index = 0) {
    out_.tokens_.push_back({op, c, index});
    if (op == Op::byte || op == Op::any || op == Op::set) ++out_.least_size_;
  }
  void never() {
    add(Op::never);
    at_ = pattern_.size();
  }

  void set() {
    SetReader reader(pattern_, at_ + 1);
    std::optional<Set> members = reader.read();
    if (!members) return never();
    members->reset(byte('/'));
    add(Op::set, 0, static_cast<std::uint32_t>(out_.sets_.size()));
    out_.sets_.push_back(*members);
    at_ = reader.end();
  }

  void stars() {
    const std::size_t begin = at_;
    while (at_ < pattern_.size() && pattern_[at_] == '*') ++at_;
    const std::string_view rest = pattern_.substr(at_);
    const bool at_part_start = begin == 0 || pattern_[begin - 1] == '/';
    const bool crosses = at_ - begin > 1 && at_part_start;
    if (crosses && rest.empty()) return add(Op::everything);
    if (crosses && rest.front() == '/') {
      ++at_;
      return add(Op::directories);
    }
    if (crosses && rest.starts_with("\\/")) return add(Op::anything_upto);
    add(Op::star);
  }

  std::string_view pattern_;
  Wildmatch& out_;
  std::size_t at_ = 0;
};

Wildmatch::Wildmatch(std::string_view pattern) {
  Compiler(pattern, *this).run();
}

bool Wildmatch::one(const Token& token, char c) const {
  switch (token.op) {
    case Op::byte:
      return token.byte == c;
    case Op::any:
      return c != '/';
    case Op::set:
      return sets_[token.set][byte(c)];
    case Op::star:
    case Op::everything:
    case Op::directories:
    case Op::anything_upto:
    case Op::never:
      return false;
  }
  return false;
}

// Going back to the last star of each of the two sorts is enough. A later star can take whatever an earlier one of the
// same sort could have given up, and what crosses folders can take whatever a star inside a folder could have: so of
// two ways to reach a star the one that has used less text is never worse.
bool Wildmatch::matches(std::string_view text) const {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  if (text.size() < least_size_) return false;
  std::size_t token = 0;
  std::size_t at = 0;
  std::size_t star = none;  // token behind the last star inside a folder, and the text it has not taken
  std::size_t star_at = 0;
  std::size_t deep = none;  // the same of the last star that crosses folders
  std::size_t deep_at = 0;
  while (true) {
    if (token == tokens_.size()) {
      if (at == text.size()) return true;
    } else {
      const Token& current = tokens_[token];
      if (current.op == Op::everything) return true;
      if (current.op == Op::star) {
        star = ++token;
        star_at = at;
        continue;
      }
      if (current.op == Op::directories || current.op == Op::anything_upto) {
        deep = ++token;
        deep_at = at;
        star = none;
        if (current.op == Op::directories) continue;  // may stand for nothing
      } else if (at < text.size() && one(current, text[at])) {
        ++token;
        ++at;
        continue;
      }
    }
    // A mismatch, or the end of one of the two.
    if (star != none && star_at < text.size() && text[star_at] != '/') {
      token = star;
      at = ++star_at;
      continue;
    }
    if (deep == none) return false;
    const std::size_t slash = text.find('/', deep_at);
    if (slash == std::string_view::npos) return false;
    deep_at = slash + 1;
    star = none;
    token = deep;
    // The slash itself is the next token of `**\/`, and part of `**/`.
    at = tokens_[deep - 1].op == Op::anything_upto ? slash : slash + 1;
  }
}

}  // namespace plumbline::source
