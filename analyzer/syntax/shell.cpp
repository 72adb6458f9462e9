#include "analyzer/syntax/shell.h"

#include <optional>
#include <string>
#include <utility>

#include <fmt/core.h>

#include "analyzer/syntax/nesting.h"
#include "analyzer/syntax/tree_sitter.h"

namespace plumbline::syntax::shell {
namespace {

// The grammar keeps a version of its stack for each stage of a pipeline that does not end; nobody writes this many.
constexpr std::uint32_t max_bars = 400;  // and of functions without a body

std::optional<SyntaxError> refusal(std::string_view text, const Limits& limits) {
  if (text.size() > limits.shell_snippet)
    return SyntaxError{{0, 0}, fmt::format("shell text of more than {} bytes", limits.shell_snippet), true};
  if (const auto deep = find_deep_brackets(text, limits.bracket_depth))
    return SyntaxError{*deep, fmt::format("brackets nested more than {} deep", limits.bracket_depth), true};
  if (const auto word = find_long_heredoc_word(text, limits.heredoc_word, true))
    return SyntaxError{*word, fmt::format("a heredoc's word of more than {} bytes", limits.heredoc_word), true};
  if (const auto many = find_many_heredocs(text, limits.heredocs))
    return SyntaxError{*many, fmt::format("more than {} heredocs on a line", limits.heredocs), true};
  if (const auto bars = find_long_pipeline(text, max_bars))
    return SyntaxError{*bars, fmt::format("a statement of more than {} pipes", max_bars), true};
  return std::nullopt;
}

}  // namespace

Parsed parse(source::MappedText text, const Limits& limits) {
  if (auto refused = refusal(text.text(), limits)) return refused_text(std::move(text), *std::move(refused));
  return tree_sitter::parse(tree_sitter::Grammar::bash, kind_names, std::move(text), limits);
}

Parsed parse_file(std::string_view file, const Limits& limits) {
  return parse(source::MappedText::verbatim(file, {0, static_cast<std::uint32_t>(file.size())}), limits);
}

}  // namespace plumbline::syntax::shell
