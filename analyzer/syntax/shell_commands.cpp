#include "analyzer/syntax/shell_commands.h"

#include <optional>
#include <utility>

#include "analyzer/base/check.h"
#include "analyzer/syntax/shell.h"
#include "analyzer/syntax/shell_walk.h"

namespace plumbline::syntax::shell {

Script read_commands(const source::MappedText& text, const Options& options, const Limits& limits) {
  PLUMBLINE_CHECK(options.original.empty() || options.original.size() == text.text().size(), "a mask keeps the length");
  Script script;
  script.final_state = options.initial;
  std::optional<Parsed> known = options.cache == nullptr ? std::nullopt : options.cache->find(text);
  Parsed parsed = known ? *std::move(known) : parse(text, limits);
  if (options.cache != nullptr && !known) options.cache->keep(parsed);
  script.errors = std::move(parsed.errors);
  script.limits = std::move(parsed.limits);
  script.pool.reserve(2 * text.text().size());
  const std::string_view original = options.original.empty() ? parsed.text.text() : options.original;
  Walk walk(parsed, {&parsed.text, original}, script, limits, options.initial);
  Context context;
  context.followed = !options.status_matters;
  walk.run(context);
  script.final_state = walk.state();
  for (std::uint32_t i = 0; i < parsed.tree.size(); ++i)
    if (kind(parsed, {i}) == Kind::comment) script.comments.push_back(parsed.source({i}));
  return script;
}

Script read_file(std::string_view file, const Options& options, const Limits& limits) {
  const std::size_t line_end = file.find('\n');
  Options with_shebang = options;
  if (file.starts_with("#!")) with_shebang.initial = state_of_invocation(file.substr(0, line_end), options.initial);
  return read_commands(source::MappedText::verbatim(file, {0, static_cast<std::uint32_t>(file.size())}), with_shebang,
                       limits);
}

}  // namespace plumbline::syntax::shell
