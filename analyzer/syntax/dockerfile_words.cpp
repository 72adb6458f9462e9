#include "analyzer/base/ascii.h"
#include "analyzer/syntax/dockerfile_internal.h"

namespace plumbline::syntax::dockerfile::internal {
namespace {

bool is_name_byte(char c) {
  return ascii::is_name(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// End of the variable's name that begins at `at`: a name, a number, or one special character.
std::uint32_t name_end(std::string_view raw, std::uint32_t at) {
  std::uint32_t end = at;
  if (end == raw.size()) return end;
  if (ascii::is_digit(raw[end])) {
    while (end < raw.size() && ascii::is_digit(raw[end])) ++end;
    return end;
  }
  if (std::string_view("@*#?-$!").find(raw[end]) != std::string_view::npos) return end + 1;
  while (end < raw.size() && is_name_byte(raw[end])) ++end;
  return end;
}

struct Frame {
  char stop = 0;            ///< ends the operand; none for the word itself
  bool raw = false;         ///< escapes stay: the operand is a pattern
  bool quoted = false;      ///< inside double quotes
  std::uint32_t begin = 0;  ///< of the variable
  std::uint32_t quote = 0;  ///< where the open quote stands
};

/// One walk over one word. Nested operands are frames on a stack.
class Walk {
 public:
  Walk(std::string_view raw, char escape, std::uint32_t max_depth, WordSink& sink)
      : raw_(raw), escape_(escape), max_depth_(max_depth), sink_(sink) {}

  std::optional<WordError> run() {
    frames_.push_back({});
    while (at_ < raw_.size() && !error_) {
      if (frames_.back().quoted) {
        in_double_quotes();
      } else {
        outside_quotes();
      }
    }
    if (!error_ && frames_.back().quoted)
      fail({frames_.back().quote, frames_.back().quote + 1}, "the double quote is not closed");
    if (!error_ && frames_.size() > 1)
      fail({frames_.back().begin, frames_.back().begin + 2}, "the `}` of this substitution is missing");
    return error_;
  }

 private:
  std::uint32_t size() const { return static_cast<std::uint32_t>(raw_.size()); }

  void fail(Span at, std::string message, bool limit = false) { error_ = WordError{at, std::move(message), limit}; }

  void keep(std::uint32_t count) {
    sink_.literal(at_, at_ + count);
    at_ += count;
  }

  void in_double_quotes() {
    Frame& frame = frames_.back();
    const char c = raw_[at_];
    if (c == '"') {
      frame.quoted = false;
      sink_.quote();
      ++at_;
    } else if (c == '$') {
      dollar();
    } else if (c == escape_) {
      const char next = at_ + 1 < raw_.size() ? raw_[at_ + 1] : '\0';
      const bool escapes = next == '"' || next == '$' || next == escape_;
      if (at_ + 1 == raw_.size() || (escapes && !frame.raw)) ++at_;  // dropped
      if (at_ < raw_.size()) keep(escapes && frame.raw ? 2 : 1);
    } else {
      keep(1);
    }
  }

  void outside_quotes() {
    Frame& frame = frames_.back();
    const char c = raw_[at_];
    if (frame.stop != 0 && c == frame.stop) {
      end_operand();
    } else if (c == '\'') {
      const std::size_t end = raw_.find('\'', at_ + 1);
      if (end == std::string_view::npos) return fail({at_, at_ + 1}, "the single quote is not closed");
      sink_.quote();
      ++at_;
      keep(static_cast<std::uint32_t>(end) - at_);
      ++at_;
    } else if (c == '"') {
      frame.quoted = true;
      frame.quote = at_;
      sink_.quote();
      ++at_;
    } else if (c == '$') {
      dollar();
    } else if (c == escape_) {
      if (frame.raw) sink_.literal(at_, at_ + 1);
      ++at_;
      if (at_ < raw_.size()) keep(1);
    } else {
      keep(1);
    }
  }

  void end_operand() {
    Frame& frame = frames_.back();
    if (frame.stop == '/') {
      frame.stop = '}';
      sink_.second_operand();
      ++at_;
      return;
    }
    sink_.close(at_, at_ + 1);
    ++at_;
    frames_.pop_back();
  }

  void dollar() {
    const std::uint32_t begin = at_;
    if (begin + 1 >= size() || raw_[begin + 1] != '{') {
      const std::uint32_t end = name_end(raw_, begin + 1);
      if (end == begin + 1) return keep(1);
      sink_.open({begin, {begin + 1, end}, Modifier::none, false, end});
      sink_.close(end, end);
      at_ = end;
      return;
    }
    const std::uint32_t name = begin + 2;
    if (name >= size()) return fail({begin, size()}, "the `}` of this substitution is missing");
    if (raw_[name] == '{' || raw_[name] == '}' || raw_[name] == ':')
      return fail({begin, name + 1}, "a substitution needs the name of a variable");
    const std::uint32_t end = name_end(raw_, name);
    if (end >= size()) return fail({begin, size()}, "the `}` of this substitution is missing");
    if (raw_[end] == '}') {
      sink_.open({begin, {name, end}, Modifier::none, false, end});
      sink_.close(end, end + 1);
      at_ = end + 1;
      return;
    }
    modified(begin, {name, end});
  }

  void modified(std::uint32_t begin, Span name) {
    VariableStart start{begin, name, Modifier::none, raw_[name.end] == ':', name.end + 1};
    std::uint32_t at = name.end + (start.colon ? 1 : 0);
    const char kind = at < size() ? raw_[at] : '\0';
    const bool doubled = at + 1 < size() && raw_[at + 1] == kind;
    Frame frame;
    frame.begin = begin;
    frame.stop = '}';
    switch (kind) {
      case '-':
        start.modifier = Modifier::default_value;
        break;
      case '+':
        start.modifier = Modifier::alternative;
        break;
      case '?':
        start.modifier = Modifier::required;
        break;
      case '#':
        start.modifier = doubled ? Modifier::trim_prefix_long : Modifier::trim_prefix;
        break;
      case '%':
        start.modifier = doubled ? Modifier::trim_suffix_long : Modifier::trim_suffix;
        break;
      case '/':
        start.modifier = doubled ? Modifier::replace_all : Modifier::replace;
        break;
      default:
        break;
    }
    const bool pattern = start.modifier >= Modifier::trim_prefix;
    if (start.modifier == Modifier::none || (pattern && start.colon))
      return fail({name.end, std::min(at + 1, size())}, "the builder knows no such modifier");
    if (frames_.size() > max_depth_) return fail({begin, name.end}, "substitutions are nested too deeply", true);
    frame.raw = pattern;
    if (kind == '/') frame.stop = '/';
    at += pattern && doubled ? 2 : 1;
    start.operand = at;
    sink_.open(start);
    frames_.push_back(frame);
    at_ = at;
  }

  std::string_view raw_;
  char escape_;
  std::uint32_t max_depth_;
  WordSink& sink_;
  std::uint32_t at_ = 0;
  std::vector<Frame> frames_;
  std::optional<WordError> error_;
};

/// Collects a word's decoded text and its variables.
class Decoder final : public WordSink {
 public:
  Decoder(const source::MappedText& base, Span word)
      : base_(base), word_(word), raw_(word.of(base.text())), text_(base.to_source({word.begin, word.begin}).begin) {}

  void literal(std::uint32_t begin, std::uint32_t end) override {
    if (!open_.empty() || begin == end) return;
    if (begin != kept_.end) flush();
    if (kept_.empty()) kept_ = {begin, begin};
    kept_.end = end;
  }
  void quote() override { quoted_ = true; }
  void open(const VariableStart& start) override {
    Variable variable;
    variable.name = start.name.of(raw_);
    variable.name_span = source({start.name.begin, start.name.end});
    variable.span.begin = start.begin;  // completed by close
    variable.modifier = start.modifier;
    variable.colon = start.colon;
    variable.nested = !open_.empty();
    variable.operand_span.begin = start.operand;
    open_.push_back(variables_.size());
    variables_.push_back(std::move(variable));
  }
  void second_operand() override {}
  void close(std::uint32_t operand_end, std::uint32_t end) override {
    Variable& variable = variables_[open_.back()];
    open_.pop_back();
    const Span whole{variable.span.begin, end};
    const Span operand{std::min(variable.operand_span.begin, operand_end), operand_end};
    variable.span = source(whole);
    variable.operand_span = Span{};
    if (variable.modifier != Modifier::none) {
      variable.operand = operand.of(raw_);
      variable.operand_span = source(operand);
    }
    literal(whole.begin, whole.end);
  }

  Word finish(bool failed) {
    flush();
    Word word;
    word.raw = raw_;
    word.span = base_.to_source(word_);
    word.quoted = quoted_;
    word.text = failed ? base_.slice(word_) : std::move(text_).build();
    if (!failed) word.variables = std::move(variables_);
    return word;
  }

 private:
  Span source(Span in_raw) const { return base_.to_source({word_.begin + in_raw.begin, word_.begin + in_raw.end}); }
  void flush() {
    if (!kept_.empty()) text_.append(base_.slice({word_.begin + kept_.begin, word_.begin + kept_.end}));
    kept_ = {};
  }

  const source::MappedText& base_;
  Span word_;
  std::string_view raw_;
  source::MappedText::Builder text_;
  Span kept_;
  bool quoted_ = false;
  std::vector<Variable> variables_;
  std::vector<std::size_t> open_;
};

}  // namespace

std::optional<WordError> walk_word(std::string_view raw, char escape, std::uint32_t max_depth, WordSink& sink) {
  return Walk(raw, escape, max_depth, sink).run();
}

Word make_word(const Context& context, Instruction& in, const source::MappedText& base, Span in_base, Decode decode) {
  Decoder decoder(base, in_base);
  if (decode == Decode::none) return decoder.finish(true);
  const auto error = walk_word(in_base.of(base.text()), context.out.escape, context.limits.bracket_depth, decoder);
  if (error) {
    const Span at = base.to_source({in_base.begin + error->at.begin, in_base.begin + error->at.end});
    if (error->limit) {
      context.out.limits.push_back({at, error->message});
    } else {
      context.error(in, at, error->message);
    }
  }
  return decoder.finish(error.has_value());
}

std::vector<Span> quoted_words(std::string_view text, Span part, char escape) {
  std::vector<Span> words;
  std::uint32_t at = part.begin;
  while (true) {
    while (at < part.end && ascii::is_space(text[at])) ++at;
    if (at == part.end) return words;
    const std::uint32_t begin = at;
    char quote = 0;
    for (; at < part.end && (quote != 0 || !ascii::is_space(text[at])); ++at) {
      const char c = text[at];
      if (c == escape && quote != '\'' && at + 1 < part.end) {
        ++at;
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      }
    }
    words.push_back({begin, at});
  }
}

std::vector<Span> plain_words(std::string_view text, Span part) {
  std::vector<Span> words;
  std::uint32_t at = part.begin;
  while (true) {
    while (at < part.end && ascii::is_space(text[at])) ++at;
    if (at == part.end) return words;
    const std::uint32_t begin = at;
    while (at < part.end && !ascii::is_space(text[at])) ++at;
    words.push_back({begin, at});
  }
}

Span trimmed(std::string_view text, Span part) {
  while (part.begin < part.end && ascii::is_space(text[part.begin])) ++part.begin;
  while (part.end > part.begin && ascii::is_space(text[part.end - 1])) --part.end;
  return part;
}

}  // namespace plumbline::syntax::dockerfile::internal
