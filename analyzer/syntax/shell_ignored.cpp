#include "analyzer/syntax/shell_ignored.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "analyzer/syntax/shell.h"

namespace plumbline::syntax::shell {
namespace {

enum class Fallback : std::uint8_t { cannot_fail, fails, other };

constexpr std::array<std::string_view, 6> harmless{"true", ":", "echo", "printf", "continue", "break"};

/// What a command does when it stands behind `||`: its own text decides.
Fallback fallback_of_command(std::string_view text) {
  const std::size_t space = text.find_first_of(" \t\n");
  const std::string_view program = text.substr(0, space);
  if (program == "false") return Fallback::fails;
  if (program == "exit" || program == "return") {
    const std::size_t at = text.find_first_not_of(" \t", std::min(program.size(), text.size()));
    const std::string_view status = at == std::string_view::npos ? std::string_view() : text.substr(at);
    return status == "0" ? Fallback::cannot_fail : Fallback::fails;
  }
  return std::find(harmless.begin(), harmless.end(), program) == harmless.end() ? Fallback::other
                                                                                : Fallback::cannot_fail;
}

/// Of a compound command: one that fails makes it fail; only if all are harmless it is.
Fallback fallback_of(const Parsed& script, NodeRef node) {
  if (kind(script, node) == Kind::command) return fallback_of_command(script.text_of(node));
  if (kind(script, node) != Kind::compound_statement && kind(script, node) != Kind::subshell) return Fallback::other;
  Fallback result = Fallback::cannot_fail;
  for (std::uint32_t i = node.index + 1; i < script.tree[node].subtree_end; ++i) {
    if (kind(script, {i}) != Kind::command) continue;
    const Fallback one = fallback_of_command(script.text_of({i}));
    if (one == Fallback::fails) return one;
    if (one == Fallback::other) result = one;
  }
  return result;
}

bool is_pipe(Link link) {
  return link == Link::pipe || link == Link::pipe_both;
}

}  // namespace

Ignored judge_failure(const Parsed& script, const std::vector<Element>& row, std::size_t i,
                      const Surroundings& around) {
  std::size_t last_of_pipeline = i;
  while (last_of_pipeline + 1 < row.size() && is_pipe(row[last_of_pipeline + 1].link)) ++last_of_pipeline;
  std::size_t first_of_pipeline = i;
  while (is_pipe(row[first_of_pipeline].link) && first_of_pipeline > 0) --first_of_pipeline;

  std::size_t next_or = last_of_pipeline + 1;
  while (next_or < row.size() && row[next_or].link != Link::or_if && row[next_or].link != Link::newline) ++next_or;
  const bool has_or = next_or < row.size() && row[next_or].link == Link::or_if;
  const Fallback fallback = has_or ? fallback_of(script, row[next_or].node) : Fallback::fails;
  if (has_or && fallback == Fallback::cannot_fail) return Ignored::or_true;
  if (row[first_of_pipeline].negated) return Ignored::negated;
  if (i != last_of_pipeline && !around.state.pipefail) return Ignored::pipeline;
  if (around.background) return Ignored::background;
  if (has_or) return fallback == Fallback::other ? Ignored::or_handled : Ignored::no;
  const bool guards = last_of_pipeline + 1 < row.size() && row[last_of_pipeline + 1].link == Link::and_if;
  bool row_goes_on = false;  // behind a line end that the grammar swallowed
  for (std::size_t k = last_of_pipeline + 1; k < row.size(); ++k) row_goes_on |= row[k].link == Link::newline;
  if ((around.followed || row_goes_on) && (!around.state.errexit || guards)) return Ignored::unchecked;
  return Ignored::no;
}

}  // namespace plumbline::syntax::shell
