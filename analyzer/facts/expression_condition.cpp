#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/expression.h"

namespace plumbline::facts::expression {
namespace {

constexpr std::uint8_t any_number = 255;
constexpr auto function_table = std::to_array<FunctionSignature>({{"contains", 2, 2},
                                                                  {"startswith", 2, 2},
                                                                  {"endswith", 2, 2},
                                                                  {"format", 1, any_number},
                                                                  {"join", 1, 2},
                                                                  {"tojson", 1, 1},
                                                                  {"fromjson", 1, 1},
                                                                  {"case", 3, any_number},
                                                                  {"hashfiles", 1, any_number, true},
                                                                  {"success", 0, any_number, true},
                                                                  {"failure", 0, any_number, true},
                                                                  {"always", 0, 0, true},
                                                                  {"cancelled", 0, 0, true}});
constexpr auto status_functions = std::to_array<std::string_view>({"success", "failure", "always", "cancelled"});

/// Where the fence that begins at `begin` has its `}}`, or npos. A string hides braces.
std::size_t fence_end(std::string_view text, std::size_t begin) {
  bool in_string = false;
  for (std::size_t at = begin; at < text.size(); ++at) {
    if (text[at] == '\'') in_string = !in_string;
    if (!in_string && text.substr(at, 2) == "}}") return at;
  }
  return std::string_view::npos;
}

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string nearest_of(std::string_view name, const std::vector<std::string_view>& names) {
  const std::string_view near = ascii::nearest(name, names);
  return near.empty() ? std::string() : fmt::format("; did you mean {}?", near);
}

void check_call(const Call& call, std::span<const FunctionSignature> functions, const Availability& available,
                std::vector<Error>& errors) {
  const auto known =
      std::find_if(functions.begin(), functions.end(), [&](const FunctionSignature& f) { return f.name == call.name; });
  if (known == functions.end()) {
    std::vector<std::string_view> names;
    for (const FunctionSignature& f : functions) names.push_back(f.name);
    errors.push_back({call.name_span, "there is no such function" + nearest_of(call.name, names)});
    return;
  }
  if (call.arguments < known->least || (known->most != any_number && call.arguments > known->most))
    errors.push_back({call.span, known->least == known->most
                                     ? fmt::format("the function takes {} arguments", known->least)
                                     : fmt::format("the function takes at least {} arguments", known->least)});
  if (known->restricted && !contains(available.functions, call.name))
    errors.push_back({call.name_span, "the function is not available here"});
}

}  // namespace

std::vector<Fence> find_fences(std::string_view text) {
  std::vector<Fence> fences;
  std::size_t at = 0;
  while ((at = text.find("${{", at)) != std::string_view::npos) {
    const std::size_t end = fence_end(text, at + 3);
    Fence fence;
    fence.closed = end != std::string_view::npos;
    const std::size_t inner_end = fence.closed ? end : text.size();
    fence.inner = {static_cast<std::uint32_t>(at + 3), static_cast<std::uint32_t>(inner_end)};
    fence.span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(fence.closed ? end + 2 : text.size())};
    at = fence.span.end;
    fences.push_back(fence);
  }
  return fences;
}

Condition parse_condition(std::string_view text) {
  Condition condition;
  const std::vector<Fence> fences = find_fences(text);
  if (fences.empty()) condition.inner.push_back({0, static_cast<std::uint32_t>(text.size())});
  for (const Fence& fence : fences) condition.inner.push_back(fence.inner);
  bool valid = true;
  for (const Span inner : condition.inner) {
    condition.expressions.push_back(parse(inner.of(text)));
    valid = valid && condition.expressions.back().valid();
    for (const Call& call : condition.expressions.back().calls)
      condition.has_status_function = condition.has_status_function || contains(status_functions, call.name);
  }
  // A block scalar's line end counts: the result is then a string that is never empty.
  condition.text_around_fence = !fences.empty() && (fences.size() > 1 || fences.front().span.size() != text.size());
  if (!valid) return condition;
  condition.always = condition.text_around_fence ? std::optional(true) : truth(evaluate(condition.expressions.front()));
  return condition;
}

std::span<const FunctionSignature> default_functions() {
  return function_table;
}

std::vector<Error> check(const Expression& expression, std::span<const FunctionSignature> functions,
                         const Availability& available) {
  std::vector<Error> errors = expression.errors;
  for (const Call& call : expression.calls) check_call(call, functions, available, errors);
  for (const Reference& reference : expression.references) {
    if (contains(available.contexts, reference.path.front())) continue;
    const Span first{reference.span.begin,
                     reference.span.begin + static_cast<std::uint32_t>(reference.path.front().size())};
    const std::vector<std::string_view> names(available.contexts.begin(), available.contexts.end());
    errors.push_back({first, "this context is not available here" + nearest_of(reference.path.front(), names)});
  }
  std::stable_sort(errors.begin(), errors.end(),
                   [](const Error& a, const Error& b) { return a.at.begin < b.at.begin; });
  return errors;
}

}  // namespace plumbline::facts::expression
