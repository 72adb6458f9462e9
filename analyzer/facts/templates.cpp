#include "analyzer/facts/templates.h"

#include <array>

#include "analyzer/base/ascii.h"

namespace plumbline::facts {
namespace {

struct Bracket {
  std::string_view open, close;
  char inner = 0;  ///< counts, so that `${a:-${b}}` ends at its own brace
};
constexpr auto brackets = std::to_array<Bracket>({
    {"${{", "}}"},
    {"{{", "}}"},
    {"<%", "%>"},
    {"#{", "}", '{'},
    {"${", "}", '{'},
    {"$(", ")", '('},
    {"$[[", "]]"},
    {"%(", ")s"},
});

std::size_t bracket_end(std::string_view text, std::size_t begin, const Bracket& bracket) {
  std::size_t depth = 1;
  for (std::size_t at = begin + bracket.open.size(); at < text.size(); ++at) {
    if (bracket.inner != 0 && text[at] == bracket.inner) ++depth;
    if (text.substr(at, bracket.close.size()) != bracket.close) continue;
    if (bracket.inner == 0 || --depth == 0) return at + bracket.close.size();
  }
  return text.size();
}

std::size_t name_end(std::string_view text, std::size_t at) {
  while (at < text.size() && ascii::is_name(text[at])) ++at;
  return at;
}

/// `$$` is a dollar sign (Compose, make) and begins nothing; other bytes stand alone.
std::size_t escape_size(std::string_view text, std::size_t at) {
  return text.substr(at, 2) == "$$" ? 2 : 1;
}

/// What brackets and names begin with; all other text is passed over quickly.
constexpr ascii::Set openers("$<{#%");
static_assert([] {
  for (const Bracket& bracket : brackets)
    if (!openers.has(bracket.open.front())) return false;
  return true;
}());

}  // namespace

std::size_t template_end(std::string_view text, std::size_t at) {
  for (const Bracket& bracket : brackets)
    if (text[at] == bracket.open.front() && text.substr(at, bracket.open.size()) == bracket.open)
      return bracket_end(text, at, bracket);
  if (text[at] != '$' || at + 1 >= text.size()) return at;
  const char next = text[at + 1];
  if (ascii::is_digit(next) || next == '@' || next == '*') return at + 2;  // a script's own arguments
  return ascii::is_alpha(next) || next == '_' ? name_end(text, at + 1) : at;
}

std::vector<Span> find_templates(std::string_view text) {
  std::vector<Span> found;
  for (std::size_t at = openers.find(text); at < text.size(); at = openers.find(text, at)) {
    const std::size_t end = template_end(text, at);
    if (end == at) {
      at += escape_size(text, at);
      continue;
    }
    found.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    at = end;
  }
  return found;
}

bool has_template(std::string_view text) {
  for (std::size_t at = openers.find(text); at < text.size(); at = openers.find(text, at + escape_size(text, at)))
    if (template_end(text, at) != at) return true;
  return false;
}

}  // namespace plumbline::facts
