#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/limits.h"
#include "analyzer/base/location.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/data.h"

/// Dockerfiles as BuildKit reads them (its frontend/dockerfile: parser, instructions, shell), with the place of
/// everything. All spans are bytes of the file, unless said otherwise.
namespace plumbline::syntax::dockerfile {

enum class Keyword : std::uint8_t {
  from,
  run,
  cmd,
  label,
  maintainer,
  expose,
  env,
  add,
  copy,
  entrypoint,
  volume,
  user,
  workdir,
  arg,
  onbuild,
  stopsignal,
  healthcheck,
  shell,
  unknown,  ///< no instruction of that name; nothing but its text is read
};
inline constexpr std::array<std::string_view, 19> keyword_names{
    "FROM",   "RUN",  "CMD",     "LABEL", "MAINTAINER", "EXPOSE",     "ENV",         "ADD",   "COPY", "ENTRYPOINT",
    "VOLUME", "USER", "WORKDIR", "ARG",   "ONBUILD",    "STOPSIGNAL", "HEALTHCHECK", "SHELL", ""};
constexpr std::string_view name(Keyword keyword) {
  return keyword_names[static_cast<std::size_t>(keyword)];
}

/// What stands behind the name in `${NAME…}`.
enum class Modifier : std::uint8_t {
  none,
  default_value,     ///< `-` `:-`
  alternative,       ///< `+` `:+`
  required,          ///< `?` `:?`
  trim_prefix,       ///< `#`
  trim_prefix_long,  ///< `##`
  trim_suffix,       ///< `%`
  trim_suffix_long,  ///< `%%`
  replace,           ///< `/pattern/replacement`
  replace_all,       ///< `//pattern/replacement`
};

/// A variable that the builder replaces. Those inside another's operand are listed too, behind it.
struct Variable {
  std::string name;
  Span span;  ///< `$NAME` or `${NAME:-operand}`
  Span name_span;
  Modifier modifier = Modifier::none;
  bool colon = false;   ///< `:-` `:+` `:?`: an empty value counts as none
  bool nested = false;  ///< stands inside the operand of an earlier one
  std::string operand;  ///< as written; for `replace`, pattern and replacement with their `/`
  Span operand_span;    ///< empty without modifier
};

/// An argument word.
struct Word {
  source::MappedText text;          ///< quotes and escapes resolved; variables stay as written
  std::string raw;                  ///< with quotes and escapes, continuations removed: what `expand` takes
  Span span;                        ///< as written, quotes included
  bool quoted = false;              ///< somewhere in it
  std::vector<Variable> variables;  ///< empty where the builder expands nothing

  std::string_view view() const { return text.text(); }
};

/// `name=value` of ENV, LABEL and ARG, of `--mount` (there split at commas), `name` alone included.
struct Pair {
  Word key;
  Word value;
  bool has_value = false;
  Span span;
};

/// `--name=value` behind the instruction's name.
struct Flag {
  std::string name;
  Span span;
  Span name_span;  ///< without the dashes
  Word value;
  bool has_value = false;
  std::vector<Pair> options;  ///< of `--mount`: type, target, …; keys in lower case as written otherwise
};

struct Heredoc {
  std::string name;
  Span operator_span;  ///< `<<-"EOF"`, with the descriptor
  Span name_span;      ///< with quotes
  bool strip_tabs = false;
  bool expand = true;  ///< no part of the name is quoted
  bool terminated = true;
  source::MappedText body;  ///< leading tabs removed for `<<-`; with its line ends
  Span body_span;           ///< whole lines, without the terminator's
};

enum class Form : std::uint8_t {
  words,  ///< separated by blanks
  shell,  ///< `text` is for the shell
  json,   ///< JSON array of strings
};

struct Instruction {
  Keyword keyword = Keyword::unknown;
  Span keyword_span;
  Span span;       ///< from the keyword to the last argument, heredoc bodies and terminators included
  Span line_span;  ///< the keyword's own physical line, from the keyword, without line end
  std::vector<Flag> flags;
  Form form = Form::words;
  /// Begins with `[` and is not an array of strings: the builder silently takes it for shell text or words.
  bool broken_json = false;
  /// Everything behind name and flags, continuations removed. Shell form: what the shell gets, without heredoc bodies.
  source::MappedText text;
  /// JSON: the elements. FROM: image [AS name]. COPY, ADD: sources, then target. EXPOSE, VOLUME: each. WORKDIR, USER,
  /// STOPSIGNAL, MAINTAINER: one. HEALTHCHECK with JSON: of the command. Shell form: none.
  std::vector<Word> words;
  std::vector<Pair> pairs;  ///< ENV, LABEL, ARG
  bool legacy = false;      ///< `ENV key value`, `LABEL key value`
  std::vector<Heredoc> heredocs;
  std::vector<Span> blank_lines;  ///< inside a continuation: deprecated, to become an error
  /// Comments above it, without a bare `#` between: [first, first + count) of Dockerfile::comments.
  std::uint32_t first_comment = 0;
  std::uint32_t comment_count = 0;
  /// HEALTHCHECK: the word NONE or CMD. ONBUILD: none.
  std::optional<Word> type;
  bool healthcheck_none = false;
  std::uint32_t nested = ~0U;  ///< ONBUILD: index into Dockerfile::nested
  bool valid = true;           ///< an error was found in it: parts may be missing

  const Flag* flag(std::string_view flag_name) const;
  const Word* image() const;       ///< FROM
  const Word* as() const;          ///< FROM: the word AS
  const Word* stage_name() const;  ///< FROM
  const Word* target() const;      ///< COPY, ADD: the last word
};

/// `# escape=\``, `# syntax=…`, `# check=…`.
struct Directive {
  std::string name;  ///< lower case
  std::string value;
  Span span;  ///< from `#` to the value's end
  Span name_span;
  Span value_span;
};

struct Dockerfile {
  std::vector<Directive> directives;
  std::vector<Comment> comments;  ///< directives and `#!` line not included; those inside continuations are
  std::vector<Instruction> instructions;
  std::vector<Instruction> nested;  ///< what ONBUILD instructions wrap
  std::vector<SyntaxError> errors;  ///< the builder refuses these
  std::vector<SyntaxError> limits;  ///< what of ours ended something early
  char escape = '\\';
};

/// Linear in the file's size; nothing of it recurses. Never fails: the errors are in the result.
Dockerfile parse(std::string_view file, const Limits& limits = {});

/// What the shell gets of a shell-form RUN: its text with heredoc bodies and terminators behind it, or, where the text
/// is nothing but one heredoc, the body (whose `#!` then decides the interpreter).
source::MappedText script(const Instruction& instruction);

/// What a variable's name stands for while `expand` runs.
struct Value {
  enum class State : std::uint8_t { unset, set, unknown };
  State state = State::unset;
  std::string text;
};
using Lookup = std::function<Value(std::string_view name)>;

struct Expanded {
  std::string text;   ///< an unknown variable's place holds it as written
  bool known = true;  ///< false: an unknown variable took part
  bool used_unset = false;
  std::string error;  ///< ours; empty if there is none. `${X:?}` of an unset X is one
};

/// A word's value as the builder computes it. `raw` as in `Word::raw`.
Expanded expand(std::string_view raw, char escape, const Lookup& lookup);

}  // namespace plumbline::syntax::dockerfile
