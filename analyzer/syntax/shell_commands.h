#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/ids.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/location.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/data.h"
#include "analyzer/syntax/parse_cache.h"

/// What a shell script runs: a flat list of its simple commands in source order, each with what stands around it.
/// Scripts inside scripts (`bash -c '…'`, `eval "…"`, `ssh host <<EOF`) are read too. All spans are bytes of the file.
namespace plumbline::syntax::shell {

/// Options in force at a place. The walk follows `set`, in source order; a subshell's changes end with it.
struct State {
  bool errexit = false;
  bool pipefail = false;
  bool xtrace = false;
  bool nounset = false;
  friend bool operator==(const State&, const State&) = default;
};
/// Of a script that starts with `#!/bin/bash -e`, or is started by words like `bash -eo pipefail`: `words` as written.
State state_of_invocation(std::string_view words, State initial = {});

enum class Inside : std::uint16_t {
  if_condition = 1,
  if_body = 2,
  else_body = 4,  ///< of elif too
  loop_condition = 8,
  loop_body = 16,  ///< while, until, for
  case_item = 32,
  function = 64,
  subshell = 128,
  group = 256,  ///< `{ … }`
  command_substitution = 512,
  process_substitution = 1024,
  nested_shell = 2048,   ///< text given to `sh -c`, `eval`, `ssh`
  heredoc_shell = 4096,  ///< heredoc fed to a shell
  remote = 8192,         ///< through ssh
};
struct InsideSet {
  std::uint16_t bits = 0;
  constexpr bool has(Inside value) const { return (bits & static_cast<std::uint16_t>(value)) != 0; }
  constexpr bool empty() const { return bits == 0; }
  constexpr InsideSet with(Inside value) const {
    return {static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(value))};
  }
  friend constexpr bool operator==(InsideSet, InsideSet) = default;
};

/// What stands between a command and the one before it in the same list.
enum class Connector : std::uint8_t { none, newline, semicolon, ampersand, and_if, or_if, pipe, pipe_both };

/// Why a failure of a command does not end, and is not the result of, the script. The first that applies, outermost
/// first.
enum class Ignored : std::uint8_t {
  no,
  or_true,       ///< `|| true`, `|| :`, `|| echo …`: what stands behind `||` cannot fail
  condition,     ///< of `if`, `while`, `until`: looked at
  or_handled,    ///< `|| other`: something else runs instead
  negated,       ///< `! command`
  pipeline,      ///< not the last of a pipeline, without pipefail
  background,    ///< `command &`
  substitution,  ///< `$(…)` in an argument, `<(…)`: its status goes nowhere
  unchecked,     ///< without errexit, and something else runs next without looking at `$?`
};

/// `$NAME`, `${NAME…}` in a word.
struct VariableUse {
  Str name;  ///< `1`, `@`, `?` too
  Span span;
  bool quoted = false;
  bool guarded = false;  ///< has an operator: `${X:-default}`, `${X:?message}` …
};

struct Word {
  Span span;
  Str text;                     ///< literal: what the program gets; else as written, quotes included
  bool literal = false;         ///< no expansion, no masked stretch
  bool quoted = false;          ///< some part of it
  bool has_glob = false;        ///< an unquoted `*`, `?` or `[`
  bool substitutes = false;     ///< holds `$(…)`, a backquote or `<(…)`
  bool masked = false;          ///< touches a stretch that differs from `Options::original`
  std::uint32_t first_use = 0;  ///< in Script::uses
  std::uint32_t use_count = 0;
};

enum class RedirectionKind : std::uint8_t {
  in,             ///< `<`
  out,            ///< `>` `>|`
  append,         ///< `>>`
  both,           ///< `&>`
  both_append,    ///< `&>>`
  duplicate_in,   ///< `<&`
  duplicate_out,  ///< `>&`
  close,          ///< `<&-` `>&-`
  heredoc,        ///< `<<`
  heredoc_dash,   ///< `<<-`
  herestring,     ///< `<<<`
};
struct Redirection {
  static constexpr std::uint32_t none = ~0U;
  RedirectionKind kind = RedirectionKind::out;
  std::int16_t descriptor = -1;  ///< -1: the operator's own
  bool expands = false;          ///< heredoc: its word is not quoted
  Word target;                   ///< heredoc: its word
  Span span;
  std::uint32_t body = none;  ///< heredoc: in Script::bodies
};

struct Assignment {
  enum class Kind : std::uint8_t { plain, exported, local, readonly, declared, environment };
  static constexpr std::uint32_t none = ~0U;
  Kind kind = Kind::plain;  ///< environment: `A=b command`
  bool append = false;      ///< `+=`
  bool has_value = true;    ///< false: `export NAME`
  bool array = false;
  Str name;
  Span name_span;
  Word value;
  Span span;
  InsideSet inside;
  std::uint32_t command = none;      ///< environment and declarations: the command it belongs to
  std::uint32_t before_command = 0;  ///< index of the next command
};

struct Function {
  Str name;
  Span name_span;
  Span span;
  std::uint32_t first_command = 0;  ///< its commands: [first, first + count)
  std::uint32_t command_count = 0;
};

struct Command {
  static constexpr std::uint32_t none = ~0U;

  std::uint32_t first_word = 0;  ///< program and arguments: [first, first + count) of Script::words
  std::uint32_t word_count = 0;  ///< 0: redirections alone. `[[ … ]]` and `(( … ))`: the bracket, then all inside
  /// Words before the program that is really run: 2 in `sudo -E make test`; `env A=b`, `timeout 5`, `exec`, … too.
  std::uint32_t wrapper_count = 0;
  std::uint32_t first_assignment = 0;  ///< `A=b command`, or what `export`, `local`, … declare
  std::uint32_t assignment_count = 0;
  std::uint32_t first_redirection = 0;
  std::uint32_t redirection_count = 0;

  Span span;  ///< from program to last argument
  Span head;  ///< its part on the first line
  Str text;   ///< from program to last argument, as written

  std::uint32_t pipeline = 0;  ///< number of its pipeline, unique in the script; a command alone is one too
  std::uint16_t pipeline_index = 0;
  std::uint16_t pipeline_size = 1;
  bool negated = false;
  bool background = false;
  Connector connector = Connector::none;
  Ignored ignored = Ignored::no;
  State state;
  InsideSet inside;
  std::uint32_t function = none;  ///< in Script::functions, the innermost
  std::uint32_t owner = none;     ///< the command that holds it: in a substitution, or as text given to a shell
  std::uint8_t depth = 0;         ///< scripts around it

  bool failure_ignored() const { return ignored != Ignored::no; }
};

struct Script {
  std::vector<Command> commands;
  std::vector<Word> words;
  std::vector<VariableUse> uses;
  std::vector<Assignment> assignments;
  std::vector<Redirection> redirections;
  std::vector<Function> functions;
  std::vector<source::MappedText> bodies;  ///< of heredocs, as the program reads them, expansions as written
  std::vector<Span> comments;              ///< in the source, in order; not those inside heredocs
  std::string pool;                        ///< what every `Str` here points into
  std::vector<SyntaxError> errors;
  std::vector<SyntaxError> limits;
  State final_state;
  std::uint32_t pipeline_count = 0;

  std::string_view text(Str s) const { return std::string_view(pool).substr(s.offset, s.size); }
  std::string_view text(const Word& word) const { return text(word.text); }
  std::span<const Word> words_of(const Command& c) const { return {words.data() + c.first_word, c.word_count}; }
  /// Behind the program.
  std::span<const Word> arguments(const Command& c) const {
    return c.word_count == 0 ? std::span<const Word>() : words_of(c).subspan(1);
  }
  /// The words from the program that is really run.
  std::span<const Word> effective(const Command& c) const { return words_of(c).subspan(c.wrapper_count); }
  /// What is really run: empty when it is not literal or there is none.
  std::string_view program(const Command& c) const {
    return effective(c).empty() || !effective(c)[0].literal ? std::string_view() : text(effective(c)[0]);
  }
  std::span<const Assignment> assignments_of(const Command& c) const {
    return {assignments.data() + c.first_assignment, c.assignment_count};
  }
  std::span<const Redirection> redirections_of(const Command& c) const {
    return {redirections.data() + c.first_redirection, c.redirection_count};
  }
  std::span<const VariableUse> uses_of(const Word& w) const { return {uses.data() + w.first_use, w.use_count}; }
};

struct Options {
  State initial;
  /// What the text was before expressions of another language in it were masked; same length, or empty. Words and
  /// `text` show it.
  std::string_view original;
  /// Is the script's last status looked at by who runs it? False only for texts whose result is thrown away.
  bool status_matters = true;
  ParseCache* cache = nullptr;  ///< of shell texts; none: every text is parsed
};

/// Never fails: errors and limits are in the result.
Script read_commands(const source::MappedText& text, const Options& options = {}, const Limits& limits = {});
Script read_file(std::string_view file, const Options& options = {}, const Limits& limits = {});

}  // namespace plumbline::syntax::shell
