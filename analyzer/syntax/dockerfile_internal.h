#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/syntax/dockerfile.h"

/// What the files of the Dockerfile parser share. Not for others.
namespace plumbline::syntax::dockerfile::internal {

/// Where a parse stands.
struct Context {
  std::string_view file;
  const Limits& limits;
  Dockerfile& out;

  void error(Instruction& in, Span at, std::string message) const {
    in.valid = false;
    out.errors.push_back({at, std::move(message)});
  }
};

/// Physical lines, separated by LF as BuildKit has it.
class Lines {
 public:
  explicit Lines(std::string_view file, std::uint32_t begin) : file_(file), at_(begin) {}

  bool done() const { return at_ >= file_.size(); }
  std::uint32_t offset() const { return at_; }
  /// The next line with its end.
  Span next();
  /// The line without the LF and CRs at its end.
  Span content(Span line) const;

 private:
  std::string_view file_;
  std::uint32_t at_;
};

/// An instruction with its continuation lines joined.
struct LogicalLine {
  source::MappedText text;
  std::vector<Span> blank_lines;
  Span first;  ///< the first physical line's content
};

/// Reads the lines that belong to the one that begins with `first`; comments inside go to `out.comments`.
LogicalLine read_logical_line(const Context& context, Lines& lines, Span first);
/// Directives at the top; returns where the first line behind them begins.
std::uint32_t read_directives(const Context& context);

/// What `walk_word` meets. Offsets are bytes of the word.
struct VariableStart {
  std::uint32_t begin = 0;
  Span name;
  Modifier modifier = Modifier::none;
  bool colon = false;
  std::uint32_t operand = 0;  ///< where the operand begins
};
class WordSink {
 public:
  WordSink() = default;
  WordSink(const WordSink&) = delete;
  WordSink& operator=(const WordSink&) = delete;
  virtual ~WordSink() = default;
  virtual void literal(std::uint32_t begin, std::uint32_t end) = 0;
  virtual void quote() = 0;
  virtual void open(const VariableStart& variable) = 0;
  virtual void second_operand() = 0;
  /// `operand_end` is the operand's, `end` the variable's.
  virtual void close(std::uint32_t operand_end, std::uint32_t end) = 0;
};
struct WordError {
  Span at;
  std::string message;
  bool limit = false;
};
/// The builder's reading of quotes, escapes and variables (its shell/lex.go).
std::optional<WordError> walk_word(std::string_view raw, char escape, std::uint32_t max_depth, WordSink& sink);

enum class Decode : std::uint8_t {
  none,       ///< the text is the value
  expanding,  ///< quotes, escapes and variables are the builder's
};
/// The word at `in_base`. Errors of its quoting or variables are reported for `in`.
Word make_word(const Context& context, Instruction& in, const source::MappedText& base, Span in_base, Decode decode);
/// Words between blanks where quotes protect blanks (ENV, LABEL, ARG).
std::vector<Span> quoted_words(std::string_view text, Span part, char escape);
/// Words between blanks, whatever quotes there are.
std::vector<Span> plain_words(std::string_view text, Span part);
Span trimmed(std::string_view text, Span part);

/// Elements of a JSON array of strings.
struct JsonArray {
  bool array = false;       ///< valid JSON and an array
  bool all_strings = true;  ///< otherwise the builder refuses it
  Span offender;            ///< first element that is no string, in the text
  std::vector<source::MappedText> elements;
  std::vector<Span> spans;  ///< with quotes, in the text
};
JsonArray parse_json_array(const source::MappedText& base, Span part);

/// Flags at the front of `part`; returns where the arguments begin.
std::uint32_t read_flags(const Context& context, Instruction& in, const source::MappedText& line, Span part);
/// Names, repeats and values of the flags that the instruction allows.
void check_flags(const Context& context, Instruction& in);

/// Heredocs that the line announces.
std::vector<Heredoc> announced_heredocs(const source::MappedText& line);
/// Is the whole of `text` one heredoc word?
bool is_heredoc_word(std::string_view text);
/// Reads their bodies.
void read_heredocs(const Context& context, Instruction& in, Lines& lines);

/// Everything from the keyword on. ONBUILD appends what it wraps to `out.nested`.
void read_instruction(const Context& context, Instruction& in, const source::MappedText& line, Span part);

}  // namespace plumbline::syntax::dockerfile::internal
