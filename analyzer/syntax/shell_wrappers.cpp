#include "analyzer/syntax/shell_wrappers.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "analyzer/base/ascii.h"

namespace plumbline::syntax::shell {
namespace {

std::string_view base_name(std::string_view program) {
  const std::size_t slash = program.rfind('/');
  return slash == std::string_view::npos ? program : program.substr(slash + 1);
}

bool is_shell(std::string_view program) {
  constexpr std::array<std::string_view, 6> shells{"sh", "bash", "dash", "ash", "zsh", "ksh"};
  return std::find(shells.begin(), shells.end(), base_name(program)) != shells.end();
}

/// A program whose operand is a command line, with its options that take a word of their own.
struct Wrapper {
  std::string_view name;
  std::string_view options_with_value;  ///< letters
  std::uint32_t operands = 0;           ///< own operands before the command: the duration of `timeout`
  bool assignments = false;             ///< `A=b` before the command
};
constexpr std::array<Wrapper, 14> wrappers{{{"sudo", "ugphCDRTr", 0, true},
                                            {"doas", "uC", 0, false},
                                            {"env", "uSC", 0, true},
                                            {"exec", "a", 0, false},
                                            {"command", "", 0, false},
                                            {"builtin", "", 0, false},
                                            {"nohup", "", 0, false},
                                            {"time", "fo", 0, false},
                                            {"nice", "n", 0, false},
                                            {"ionice", "cnp", 0, false},
                                            {"setsid", "", 0, false},
                                            {"stdbuf", "ioe", 0, false},
                                            {"timeout", "ks", 1, false},
                                            {"xargs", "IinPLsdEa", 0, false}}};

bool is_assignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  return equals != 0 && equals != std::string_view::npos &&
         std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals), ascii::is_name);
}

/// Index behind a wrapper's own words, from the word after its name.
std::uint32_t skip_wrapper(const Script& script, std::span<const Word> words, std::uint32_t at,
                           const Wrapper& wrapper) {
  for (; at < words.size(); ++at) {
    const std::string_view word = script.text(words[at]);
    if (word == "--") {
      ++at;
      break;
    }
    if (wrapper.assignments && is_assignment(word)) continue;
    if (word.size() < 2 || word[0] != '-') break;
    const bool long_option = word[1] == '-';
    if (!long_option && word.size() == 2 && wrapper.options_with_value.find(word[1]) != std::string_view::npos) ++at;
  }
  return at + wrapper.operands;
}

/// The options of a shell's invocation, from the word behind its name.
ShellStart read_invocation(const Script& script, std::span<const Word> words, std::uint32_t program) {
  ShellStart start;
  start.program = program;
  start.reads_input = true;
  for (std::uint32_t i = program + 1; i < words.size(); ++i) {
    const std::string_view word = script.text(words[i]);
    const bool option = word.size() > 1 && (word[0] == '-' || word[0] == '+');
    if (!option) {
      start.reads_input = start.reads_input && (word == "-" || word == "/dev/stdin");
      return start;
    }
    if (word.starts_with("--")) continue;
    start.state = state_of_invocation(word, start.state);
    const bool takes_name = word.find('o') != std::string_view::npos;
    if (takes_name && i + 1 < words.size()) {
      const std::string_view option_name = script.text(words[++i]);
      if (word[0] == '-' && option_name == "pipefail") start.state.pipefail = true;
      if (word[0] == '-' && option_name == "errexit") start.state.errexit = true;
      if (word[0] == '-' && option_name == "xtrace") start.state.xtrace = true;
    }
    if (word.find('s') != std::string_view::npos) return start;  // what follows are the script's own arguments
    if (word.find('c') == std::string_view::npos) continue;
    start.reads_input = false;
    if (i + 1 < words.size()) start.script_word = i + 1;
    return start;
  }
  return start;
}

std::optional<ShellStart> read_ssh(const Script& script, std::span<const Word> words, std::uint32_t program) {
  constexpr std::string_view with_value = "BbcDEeFIiJLlmOoPpQRSWw";
  std::uint32_t at = program + 1;
  for (; at < words.size(); ++at) {
    const std::string_view word = script.text(words[at]);
    if (word.size() < 2 || word[0] != '-') break;
    if (word.size() == 2 && with_value.find(word[1]) != std::string_view::npos) ++at;
  }
  ++at;  // the host
  ShellStart start;
  start.program = program;
  start.remote = true;
  start.reads_input = at >= words.size();
  if (at + 1 == words.size() && words[at].quoted) start.script_word = at;
  // `ssh host bash -s <<EOF`: the shell there reads it.
  for (std::uint32_t i = at; i < words.size(); ++i) {
    if (!words[i].literal || !is_shell(script.text(words[i]))) continue;
    ShellStart inner = read_invocation(script, words, i);
    inner.remote = true;
    return inner;
  }
  return start;
}

}  // namespace

State state_of_invocation(std::string_view words, State initial) {
  State state = initial;
  std::size_t at = 0;
  bool name_follows = false;
  bool on = true;
  while (at < words.size()) {
    while (at < words.size() && ascii::is_space(words[at])) ++at;
    std::size_t end = at;
    while (end < words.size() && !ascii::is_space(words[end])) ++end;
    const std::string_view word = words.substr(at, end - at);
    at = end;
    if (name_follows) {
      if (word == "errexit") state.errexit = on;
      if (word == "pipefail") state.pipefail = on;
      if (word == "xtrace") state.xtrace = on;
      if (word == "nounset") state.nounset = on;
      name_follows = false;
      continue;
    }
    if (word.size() < 2 || (word[0] != '-' && word[0] != '+') || word[1] == '-') continue;
    on = word[0] == '-';
    for (const char c : word.substr(1)) {
      if (c == 'e') state.errexit = on;
      if (c == 'x') state.xtrace = on;
      if (c == 'u') state.nounset = on;
      if (c == 'o') name_follows = true;
    }
  }
  return state;
}

std::uint32_t count_wrappers(const Script& script, const Command& command) {
  const std::span<const Word> words = script.words_of(command);
  std::uint32_t at = 0;
  while (at < words.size() && words[at].literal) {
    const std::string_view name = base_name(script.text(words[at]));
    const auto* wrapper =
        std::find_if(wrappers.begin(), wrappers.end(), [&](const Wrapper& w) { return w.name == name; });
    if (wrapper == wrappers.end()) return at;
    const std::uint32_t next = skip_wrapper(script, words, at + 1, *wrapper);
    if (next >= words.size()) return at;  // `env` alone, `exec 2>&1`
    at = next;
  }
  return at < words.size() ? at : 0;
}

std::optional<ShellStart> find_shell_start(const Script& script, const Command& command) {
  const std::span<const Word> words = script.words_of(command);
  const std::string_view program = script.program(command);
  if (program.empty()) return std::nullopt;
  if (program == "eval" || program == "trap") {
    ShellStart start;
    start.program = command.wrapper_count;
    start.same_shell = true;
    const std::uint32_t at = command.wrapper_count + 1;
    if (program == "eval" ? words.size() == at + 1 : words.size() > at + 1) start.script_word = at;
    return start;
  }
  if (base_name(program) == "ssh") return read_ssh(script, words, command.wrapper_count);
  if (program == "echo" || program == "printf") return std::nullopt;
  for (std::uint32_t i = command.wrapper_count; i < words.size(); ++i) {
    if (!words[i].literal || words[i].quoted || !is_shell(script.text(words[i]))) continue;
    ShellStart start = read_invocation(script, words, i);
    // In the middle of a command line only what is clearly one: `docker exec app sh -c '…'`, `… -- sh <<EOF`.
    if (i == command.wrapper_count || start.script_word || i + 1 == words.size()) return start;
  }
  return std::nullopt;
}

}  // namespace plumbline::syntax::shell
