#pragma once

#include <string_view>
#include <vector>

#include "analyzer/frontends/frontend.h"
#include "analyzer/source/mapped_text.h"

namespace plumbline::frontends {

/// How a shell begins.
struct ShellOptions {
  bool errexit = false;
  bool pipefail = false;
  bool xtrace = false;
};
/// Takes a word of a shell's invocation: `-eux`, or `pipefail` behind `-o`. Other words change nothing.
void take_shell_option(std::string_view word, ShellOptions& options);

/// Where a shell text stands, and how its shell begins.
struct ShellPlace {
  Ref<ir::Job> job;
  Ref<ir::Step> step;
  Ref<ir::Script> script;
  std::string_view path;  ///< logical path of what holds it; a command's is this with "[i]"
  bool errexit = false;
  bool pipefail = false;
  bool xtrace = false;
};

/// A stretch of the text that another language fills in before the shell sees it: masked by a word of the same length
/// while the shell is parsed, and unmasked in the commands.
struct Filled {
  Span in_text;
  Ref<ir::Expression> expression;  ///< none where nothing is known of it
};

struct ShellEntities {
  std::vector<Ref<ir::Command>> commands;
  std::vector<Ref<ir::Variable>> variables;  ///< assigned and exported in it
  std::vector<Span> comments;                ///< in the file
  ir::EnumSet<ir::Role> roles;               ///< of all commands
  bool complete = true;                      ///< false: a syntax error or limit left some of it out
};

/// Every command in a shell text, wherever the text stands: the one way from shell to IR.
ShellEntities add_commands(const source::MappedText& text, const ShellPlace& place, const std::vector<Filled>& filled,
                           Context& context, ir::FileIrBuilder& ir);

/// A command that is written as a list of words (exec form): no shell reads it.
Ref<ir::Command> add_exec_command(const std::vector<source::MappedText>& words, const ShellPlace& place,
                                  Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
