#include <array>

#include "analyzer/cel/functions.h"
#include "analyzer/cel/values.h"

/// optional.of() and what optionals can be asked. optMap and optFlatMap are macros.
namespace plumbline::cel {

using ir::Tag;
using ir::Value;

namespace {

Value some(Evaluation& e, const Value& value) {
  Value* kept = e.arena().allocate_array<Value>(1);
  *kept = value;
  return Value::optional(kept);
}

bool is_zero(const Evaluation& e, const Value& v) {
  switch (v.tag) {
    case Tag::null:
      return true;
    case Tag::boolean:
      return !v.boolean;
    case Tag::integer:
    case Tag::unsigned_integer:
      return v.integer == 0;
    case Tag::real:
      return v.real == 0;
    case Tag::string:
    case Tag::bytes:
      return v.size == 0;
    case Tag::list:
    case Tag::word_set:
    case Tag::map:
    case Tag::node:
      return visible_size(e, v) == 0;
    case Tag::timestamp:
    case Tag::duration:
      return v.integer == 0 && v.size == 0;
    case Tag::optional:
      return v.items == nullptr;
    case Tag::entity:
    case Tag::type:
    case Tag::absent:
    case Tag::unknown:
    case Tag::error:
      return false;
  }
  return false;
}

Value of(Evaluation& e, const Value* args, std::uint32_t) {
  return some(e, args[0]);
}
Value none(Evaluation&, const Value*, std::uint32_t) {
  return Value::optional(nullptr);
}
Value of_non_zero(Evaluation& e, const Value* args, std::uint32_t) {
  return is_zero(e, args[0]) ? Value::optional(nullptr) : some(e, args[0]);
}
Value has_value(Evaluation&, const Value* args, std::uint32_t) {
  return args[0].is(Tag::optional) ? Value::of(args[0].items != nullptr) : no_overload();
}
Value value_of(Evaluation&, const Value* args, std::uint32_t) {
  if (!args[0].is(Tag::optional)) return no_overload();
  return args[0].items == nullptr ? Value::error("optional.none() has no value") : *args[0].values();
}
Value or_value(Evaluation&, const Value* args, std::uint32_t) {
  if (!args[0].is(Tag::optional)) return no_overload();
  return args[0].items == nullptr ? args[1] : *args[0].values();
}
Value or_optional(Evaluation&, const Value* args, std::uint32_t) {
  if (!args[0].is(Tag::optional) || !args[1].is(Tag::optional)) return no_overload();
  return args[0].items == nullptr ? args[1] : args[0];
}

}  // namespace

std::span<const Function> optional_functions() {
  static constexpr auto table = std::to_array<Function>({
      {"optional.of", false, "*:O", &of},
      {"optional.none", false, ":o", &none},
      {"optional.ofNonZeroValue", false, "*:O", &of_non_zero},
      {"hasValue", true, "o:b", &has_value},
      {"value", true, "o:E", &value_of},
      {"orValue", true, "o*:E", &or_value},
      {"or", true, "oo:S", &or_optional},
  });
  return table;
}

}  // namespace plumbline::cel
