#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/syntax/dockerfile_internal.h"

namespace plumbline::syntax::dockerfile::internal {
namespace {

/// `# name = value`, or none. The value runs to the line's end without blanks there.
std::optional<Directive> directive_in(std::string_view file, Span line) {
  std::uint32_t at = line.begin;
  const auto skip_blanks = [&] {
    while (at < line.end && ascii::is_space(file[at])) ++at;
  };
  if (at == line.end || file[at] != '#') return std::nullopt;
  Directive directive;
  directive.span.begin = at++;
  skip_blanks();
  directive.name_span.begin = at;
  while (at < line.end && ascii::is_alnum(file[at])) ++at;
  directive.name_span.end = at;
  if (directive.name_span.empty() || ascii::is_digit(file[directive.name_span.begin])) return std::nullopt;
  skip_blanks();
  if (at == line.end || file[at] != '=') return std::nullopt;
  ++at;
  skip_blanks();
  directive.value_span = {at, line.end};
  while (directive.value_span.end > at && ascii::is_space(file[directive.value_span.end - 1]))
    --directive.value_span.end;
  if (directive.value_span.empty()) return std::nullopt;
  directive.span.end = directive.value_span.end;
  directive.name = ascii::lower(directive.name_span.of(file));
  if (directive.name != "syntax" && directive.name != "escape" && directive.name != "check") return std::nullopt;
  return directive;
}

void take_escape(const Context& context, const Directive& directive) {
  const std::string_view value = directive.value_span.of(context.file);
  if (value == "\\" || value == "`") {
    context.out.escape = value[0];
  } else {
    context.out.errors.push_back({directive.value_span, "the escape character is either a backslash or a backtick"});
  }
}

}  // namespace

std::uint32_t read_directives(const Context& context) {
  const std::string_view file = context.file;
  std::uint32_t begin = file.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  Lines lines(file, begin);
  // A `#!` line is skipped where the front end is looked for, but ends the zone for the escape character.
  const bool script = file.substr(begin, 2) == "#!";
  if (script) begin = lines.next().end;
  while (!lines.done()) {
    Span line = lines.content(lines.next());
    while (line.begin < line.end && ascii::is_space(file[line.begin])) ++line.begin;
    auto directive = directive_in(file, line);
    if (!directive || (script && directive->name == "escape")) break;
    const auto same = [&](const Directive& earlier) { return earlier.name == directive->name; };
    if (std::any_of(context.out.directives.begin(), context.out.directives.end(), same)) {
      context.out.errors.push_back({directive->name_span, "the directive stands here a second time"});
    } else if (directive->name == "escape") {
      take_escape(context, *directive);
    } else {
      // Only what stands before the first blank is read of the others.
      const std::size_t blank = directive->value_span.of(file).find(' ');
      if (blank != std::string_view::npos)
        directive->value_span.end = directive->value_span.begin + static_cast<std::uint32_t>(blank);
    }
    directive->value = directive->value_span.of(file);
    context.out.directives.push_back(std::move(*directive));
    begin = lines.offset();
  }
  return begin;
}

}  // namespace plumbline::syntax::dockerfile::internal
