#include "analyzer/cel/print.h"

#include <fmt/format.h>

#include "analyzer/cel/text.h"
#include "analyzer/cel/values.h"

namespace plumbline::cel {

using ir::Tag;
using ir::Value;

namespace {

constexpr std::int64_t shown_elements = 100;
constexpr int shown_depth = 20;

std::string print(Evaluation& e, const Value& given, int depth);

std::string print_elements(Evaluation& e, const Value& value, int depth) {  // NOLINT(misc-no-recursion): shown_depth
  const bool map = is_map(e, value);
  std::string out = map ? "{" : "[";
  bool cut = is_incomplete(e, value) || depth == 0;
  for (Elements elements(e, value); depth > 0 && elements.next();) {
    if (elements.position() != 0) out += ", ";
    if (elements.position() == shown_elements) {
      cut = true;
      break;
    }
    out += print(e, elements.element(), depth - 1);
    if (map) out += fmt::format(": {}", print(e, elements.mapped(), depth - 1));
  }
  if (cut) out += out.size() == 1 || out.ends_with(", ") ? "…" : ", …";
  return out + (map ? "}" : "]");
}

std::string print(Evaluation& e, const Value& given, int depth) {  // NOLINT(misc-no-recursion): shown_depth
  const Value v = plain(e, given);
  if (is_list(e, v) || is_map(e, v)) return print_elements(e, v, depth);
  switch (v.tag) {
    case Tag::entity:
      return fmt::format("{} {}", type_name(e, v), v.index);
    case Tag::type:
      return std::string(v.view());
    case Tag::timestamp:
      return fmt::format("timestamp(\"{}\")", print_timestamp(v));
    case Tag::duration:
      return fmt::format("duration(\"{}\")", print_duration(v));
    case Tag::optional:
      return v.items == nullptr ? "optional.none()" : fmt::format("optional.of({})", print(e, *v.values(), depth - 1));
    case Tag::absent:
      return "absent";
    case Tag::unknown:
      return "unknown";
    case Tag::error:
      return fmt::format("error: {}", v.view());
    default:
      return print_literal(v);
  }
}

}  // namespace

std::string print_value(const ir::IrView& ir, const Value& value) {
  EvaluationContext context;
  context.ir = ir;
  Evaluation evaluation;
  evaluation.context = &context;
  return print(evaluation, value, shown_depth);
}

}  // namespace plumbline::cel
