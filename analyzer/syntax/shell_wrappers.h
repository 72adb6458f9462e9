#pragma once

#include <cstdint>
#include <optional>

#include "analyzer/syntax/shell_commands.h"

/// Commands that run other commands: which word is the program really run, which word is a script.
namespace plumbline::syntax::shell {

/// Words before the program that `sudo`, `env`, `timeout` and their like run.
std::uint32_t count_wrappers(const Script& script, const Command& command);

/// A shell that is started by a command, in this or, as `docker exec app sh -c …`, another place.
struct ShellStart {
  std::uint32_t program = 0;                 ///< word index in the command
  std::optional<std::uint32_t> script_word;  ///< `-c` text, the argument of `eval`, of `ssh host '…'`
  bool reads_input = false;                  ///< takes its script from standard input, a heredoc perhaps
  bool remote = false;                       ///< ssh
  bool same_shell = false;                   ///< eval: the options in force stay
  State state;
};
std::optional<ShellStart> find_shell_start(const Script& script, const Command& command);

}  // namespace plumbline::syntax::shell
