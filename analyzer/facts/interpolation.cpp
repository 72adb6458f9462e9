#include "analyzer/facts/interpolation.h"

#include "analyzer/base/ascii.h"
#include "analyzer/facts/templates.h"

namespace plumbline::facts {

namespace {

Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::size_t name_end(std::string_view text, std::size_t at) {
  if (at >= text.size() || ascii::is_digit(text[at])) return at;
  while (at < text.size() && ascii::is_name(text[at])) ++at;
  return at;
}

/// Of `${NAME…}`; none when the braces hold no name or have no end.
std::optional<Interpolation> braced(std::string_view text, std::size_t at) {
  const std::size_t end = template_end(text, at);
  const std::size_t name = at + 2;
  const std::size_t behind = name_end(text, name);
  if (behind == name || end <= behind || text[end - 1] != '}') return std::nullopt;
  Interpolation found{span_of(at, end), span_of(name, behind), Otherwise::empty, span_of(end - 1, end - 1)};
  std::size_t sign = behind;
  const bool colon = text[sign] == ':';
  if (colon) ++sign;
  switch (text[sign]) {
    case '-':
      found.otherwise = colon ? Otherwise::when_empty : Otherwise::when_unset;
      break;
    case '?':
      found.otherwise = Otherwise::refuses;
      break;
    case '+':
      found.otherwise = Otherwise::replaces;
      break;
    default:
      if (sign + 1 != end) return std::nullopt;
      return found;
  }
  found.operand = span_of(sign + 1, end - 1);
  return found;
}

/// An operand may hold variables, and their operands again; deeper ones count as not known.
constexpr int deepest = 4;

std::optional<std::string> interpolate(std::string_view text, const VariableLookup& lookup, int depth);

// NOLINTNEXTLINE(misc-no-recursion): bounded by `deepest`
std::optional<std::string> value_of(std::string_view text, const Interpolation& one, const VariableLookup& lookup,
                                    int depth) {
  if (one.otherwise == Otherwise::replaces) return std::nullopt;
  std::optional<std::string> value = lookup(one.name.of(text));
  const bool takes_default = (one.otherwise == Otherwise::when_empty && (!value || value->empty())) ||
                             (one.otherwise == Otherwise::when_unset && !value);
  return takes_default ? interpolate(one.operand.of(text), lookup, depth + 1) : value;
}

// NOLINTNEXTLINE(misc-no-recursion): bounded by `deepest`
std::optional<std::string> interpolate(std::string_view text, const VariableLookup& lookup, int depth) {
  if (depth > deepest) return std::nullopt;
  std::string out;
  std::size_t done = 0;
  const auto copy = [&](std::size_t end) {
    for (; done < end; ++done) {
      out += text[done];
      if (text.substr(done, 2) == "$$") ++done;
    }
  };
  for (const Interpolation& one : find_interpolations(text)) {
    if (one.span.begin < done) continue;  // inside of one that is filled in already
    const std::optional<std::string> value = value_of(text, one, lookup, depth);
    if (!value) return std::nullopt;
    copy(one.span.begin);
    out += *value;
    done = one.span.end;
  }
  copy(text.size());
  return out;
}

}  // namespace

std::vector<Interpolation> find_interpolations(std::string_view text) {
  std::vector<Interpolation> found;
  for (std::size_t at = text.find('$'); at < text.size(); at = text.find('$', at)) {
    if (text.substr(at, 2) == "$$") {
      at += 2;
    } else if (text.substr(at, 2) == "${") {
      const std::optional<Interpolation> one = braced(text, at);
      if (one) found.push_back(*one);
      at = one ? one->name.end : at + 2;
    } else {
      const std::size_t end = name_end(text, at + 1);
      if (end > at + 1) found.push_back({span_of(at, end), span_of(at + 1, end), Otherwise::empty, span_of(end, end)});
      at = end;
    }
  }
  return found;
}

std::optional<std::string> interpolate(std::string_view text, const VariableLookup& lookup) {
  return interpolate(text, lookup, 0);
}

}  // namespace plumbline::facts
