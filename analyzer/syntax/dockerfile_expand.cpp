#include <algorithm>
#include <limits>

#include "analyzer/syntax/dockerfile_internal.h"

namespace plumbline::syntax::dockerfile {
namespace {

using internal::VariableStart;

// Patterns are matched in time pattern × value (× value for replacements); beyond this the result counts as unknown.
constexpr std::size_t pattern_work = 4'000'000;
constexpr std::uint32_t nesting = 500;

/// `*`, `?`, `\` escapes; brackets are literal, as BuildKit has it.
struct Glob {
  struct Token {
    enum class Kind : std::uint8_t { character, any, star } kind = Kind::character;
    char character = 0;
  };
  std::vector<Token> tokens;
  bool valid = true;
};

Glob parse_glob(std::string_view pattern) {
  Glob glob;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '*') {
      glob.tokens.push_back({Glob::Token::Kind::star, 0});
    } else if (c == '?') {
      glob.tokens.push_back({Glob::Token::Kind::any, 0});
    } else if (c != '\\') {
      glob.tokens.push_back({Glob::Token::Kind::character, c});
    } else {
      const char next = i + 1 < pattern.size() ? pattern[++i] : '\0';
      if (next != '}' && next != '/' && next != '*' && next != '?' && next != '\\') glob.valid = false;
      glob.tokens.push_back({Glob::Token::Kind::character, next});
    }
  }
  return glob;
}

/// Ends of the shortest or longest match that begins at 0; none if there is none.
std::optional<std::size_t> match_front(const std::vector<Glob::Token>& tokens, std::string_view value, bool longest) {
  std::vector<char> at(tokens.size() + 1, 0);
  const auto close = [&](std::vector<char>& states) {
    for (std::size_t i = 0; i < tokens.size(); ++i)
      if (states[i] != 0 && tokens[i].kind == Glob::Token::Kind::star) states[i + 1] = 1;
  };
  at[0] = 1;
  close(at);
  std::optional<std::size_t> found;
  for (std::size_t i = 0;; ++i) {
    if (at[tokens.size()] != 0) {
      found = i;
      if (!longest) return found;
    }
    if (i == value.size()) return found;
    std::vector<char> next(tokens.size() + 1, 0);
    for (std::size_t k = 0; k < tokens.size(); ++k) {
      if (at[k] == 0) continue;
      const Glob::Token& token = tokens[k];
      if (token.kind == Glob::Token::Kind::character) {
        if (token.character == value[i]) next[k + 1] = 1;
      } else if (value[i] != '\n') {
        next[token.kind == Glob::Token::Kind::star ? k : k + 1] = 1;
      }
    }
    close(next);
    if (std::find(next.begin(), next.end(), 1) == next.end()) return found;
    at = std::move(next);
  }
}

std::string trim_match(Glob glob, std::string value, bool suffix, bool longest) {
  if (suffix) {
    std::reverse(glob.tokens.begin(), glob.tokens.end());
    std::reverse(value.begin(), value.end());
  }
  if (const auto end = match_front(glob.tokens, value, longest)) value.erase(0, *end);
  if (suffix) std::reverse(value.begin(), value.end());
  return value;
}

std::string replace_matches(const Glob& glob, std::string_view value, std::string_view replacement, bool all) {
  std::string out;
  std::size_t at = 0;
  bool done = false;
  while (at < value.size() && !done) {
    const auto end = match_front(glob.tokens, value.substr(at), true);
    if (!end || *end == 0) {
      out += value[at++];
      continue;
    }
    out += replacement;
    at += *end;
    done = !all;
  }
  return out.append(value.substr(at));
}

class Expander final : public internal::WordSink {
 public:
  Expander(std::string_view raw, const Lookup& lookup) : raw_(raw), lookup_(lookup) { frames_.emplace_back(); }

  void literal(std::uint32_t begin, std::uint32_t end) override {
    frames_.back().text += raw_.substr(begin, end - begin);
  }
  void quote() override {}
  void open(const VariableStart& start) override {
    frames_.emplace_back();
    frames_.back().start = start;
  }
  void second_operand() override {
    frames_.back().pattern = std::move(frames_.back().text);
    frames_.back().text.clear();
  }
  void close(std::uint32_t, std::uint32_t end) override {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    const std::string name(frame.start.name.of(raw_));
    const Value value = lookup_(name);
    const std::string_view written = raw_.substr(frame.start.begin, end - frame.start.begin);
    std::string text = value_of(frame, value, written);
    Frame& outer = frames_.back();
    outer.known = outer.known && frame.result_known;
    if (outer.text.empty()) {
      outer.text = std::move(text);
    } else {
      outer.text += text;
    }
  }

  Expanded finish(const std::optional<internal::WordError>& error) {
    Expanded result;
    result.text = std::move(frames_.front().text);
    result.known = frames_.front().known && !error;
    result.used_unset = used_unset_;
    result.error = error ? error->message : error_;
    return result;
  }

 private:
  struct Frame {
    VariableStart start;
    std::string text;     // the operand so far
    std::string pattern;  // of a replacement
    bool known = true;
    bool result_known = true;
  };

  std::string unknown(Frame& frame, std::string_view written) {
    frame.result_known = false;
    return std::string(written);
  }

  std::string value_of(Frame& frame, const Value& value, std::string_view written) {
    const Modifier modifier = frame.start.modifier;
    if (value.state == Value::State::unknown) return unknown(frame, written);
    const bool missing = value.state == Value::State::unset || (frame.start.colon && value.text.empty());
    const bool guarded = modifier == Modifier::default_value || modifier == Modifier::alternative;
    if (value.state == Value::State::unset && !guarded) used_unset_ = true;
    switch (modifier) {
      case Modifier::none:
        return value.text;
      case Modifier::default_value:
        frame.result_known = !missing || frame.known;
        return missing ? std::move(frame.text) : value.text;
      case Modifier::alternative:
        frame.result_known = missing || frame.known;
        return missing ? std::string() : std::move(frame.text);
      case Modifier::required:
        if (missing) error_ = "a variable that is required has no value";
        return value.text;
      default:
        break;
    }
    if (!frame.known) return unknown(frame, written);
    return patterned(frame, value.text, written);
  }

  std::string patterned(Frame& frame, const std::string& value, std::string_view written) {
    const Modifier modifier = frame.start.modifier;
    const bool replaces = modifier == Modifier::replace || modifier == Modifier::replace_all;
    const Glob glob = parse_glob(replaces ? frame.pattern : frame.text);
    const std::size_t work = (glob.tokens.size() + 1) * (value.size() + 1) * (replaces ? value.size() + 1 : 1);
    if (work > pattern_work) return unknown(frame, written);
    if (!glob.valid) {
      error_ = "the pattern holds an invalid escape";
      return value;
    }
    if (replaces) return replace_matches(glob, value, frame.text, modifier == Modifier::replace_all);
    const bool suffix = modifier == Modifier::trim_suffix || modifier == Modifier::trim_suffix_long;
    const bool longest = modifier == Modifier::trim_prefix_long || modifier == Modifier::trim_suffix_long;
    return trim_match(glob, value, suffix, longest);
  }

  std::string_view raw_;
  const Lookup& lookup_;
  std::vector<Frame> frames_;
  bool used_unset_ = false;
  std::string error_;
};

}  // namespace

Expanded expand(std::string_view raw, char escape, const Lookup& lookup) {
  Expander expander(raw, lookup);
  const auto error = internal::walk_word(raw, escape, nesting, expander);
  return expander.finish(error);
}

}  // namespace plumbline::syntax::dockerfile
