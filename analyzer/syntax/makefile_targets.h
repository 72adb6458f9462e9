#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/data.h"

namespace plumbline::syntax {

struct MakeWord {
  std::string text;
  Span span;
};

/// One line that make hands to a shell, with its continuation lines. `$$` has become `$`.
struct MakeRecipeLine {
  source::MappedText text;       ///< without prefixes, without the tabs at the start of continuation lines
  std::vector<Span> references;  ///< in `text`: `$(NAME)`, `${NAME}`, `$@`: make's, not the shell's
  bool silent = false;           ///< `@`
  bool failure_ignored = false;  ///< `-`
  bool always = false;           ///< `+`
  Span span;                     ///< in the file, with prefixes
};

struct MakeRule {
  std::vector<MakeWord> targets;
  std::vector<MakeWord> prerequisites;  ///< order-only ones too
  std::vector<MakeRecipeLine> recipe;
  bool phony = false;
  Span span;  ///< to the end of its recipe
};

struct MakeVariable {
  Span name;
  Span value;  ///< as written, with continuation lines
};

/// What links need of a Makefile: which target runs which commands. Both branches of a conditional are read; functions
/// and includes are not followed.
struct Makefile {
  std::vector<MakeRule> rules;
  std::vector<MakeVariable> variables;
  std::vector<MakeWord> includes;
  std::vector<Comment> comments;
};

Makefile parse_makefile(std::string_view file);

}  // namespace plumbline::syntax
