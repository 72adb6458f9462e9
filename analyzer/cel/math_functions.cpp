#include <array>
#include <cmath>
#include <limits>

#include "analyzer/cel/functions.h"
#include "analyzer/cel/values.h"

/// The math extension.
namespace plumbline::cel {

using ir::Tag;
using ir::Value;

namespace {

/// The argument that is `wanted` than all others; a single list stands for its elements.
Value extreme(Evaluation& e, const Value* args, std::uint32_t count, Order wanted) {
  Value best = Value::absent();
  const auto take = [&](const Value& candidate) {
    if (!is_number(candidate)) return false;
    if (best.is(Tag::absent) || compare(candidate, best) == wanted) best = candidate;
    return true;
  };
  if (count == 1 && is_list(e, args[0])) {
    if (is_incomplete(e, args[0])) return Value::unknown();
    for (Elements elements(e, args[0]); elements.next();) {
      if (!e.spend(1)) return Evaluation::spent();
      if (!take(plain(e, elements.element()))) return no_overload();
    }
    return best.is(Tag::absent) ? Value::error("the list is empty") : best;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!take(args[i])) return no_overload();
  }
  return best.is(Tag::absent) ? no_overload() : best;
}

Value greatest(Evaluation& e, const Value* args, std::uint32_t count) {
  return extreme(e, args, count, Order::greater);
}
Value least(Evaluation& e, const Value* args, std::uint32_t count) {
  return extreme(e, args, count, Order::less);
}

template <class Apply>
Value of_real(const Value& v, Apply apply) {
  return v.is(Tag::real) ? Value::of(apply(v.real)) : no_overload();
}
Value ceil(Evaluation&, const Value* args, std::uint32_t) {
  return of_real(args[0], [](double d) { return std::ceil(d); });
}
Value floor(Evaluation&, const Value* args, std::uint32_t) {
  return of_real(args[0], [](double d) { return std::floor(d); });
}
Value round(Evaluation&, const Value* args, std::uint32_t) {
  return of_real(args[0], [](double d) { return std::round(d); });
}
Value trunc(Evaluation&, const Value* args, std::uint32_t) {
  return of_real(args[0], [](double d) { return std::trunc(d); });
}
Value is_nan(Evaluation&, const Value* args, std::uint32_t) {
  return of_real(args[0], [](double d) { return std::isnan(d); });
}
Value is_inf(Evaluation&, const Value* args, std::uint32_t) {
  return of_real(args[0], [](double d) { return std::isinf(d); });
}
Value is_finite(Evaluation&, const Value* args, std::uint32_t) {
  return of_real(args[0], [](double d) { return std::isfinite(d); });
}

Value abs(Evaluation&, const Value* args, std::uint32_t) {
  const Value& v = args[0];
  if (v.is(Tag::unsigned_integer)) return v;
  if (v.is(Tag::real)) return Value::of(std::fabs(v.real));
  if (!v.is(Tag::integer)) return no_overload();
  if (v.integer == std::numeric_limits<std::int64_t>::min()) return Value::error("integer overflow");
  return Value::of(v.integer < 0 ? -v.integer : v.integer);
}

Value sign(Evaluation&, const Value* args, std::uint32_t) {
  const Value& v = args[0];
  if (v.is(Tag::unsigned_integer)) return Value::of(std::uint64_t{v.unsigned_integer == 0 ? 0U : 1U});
  if (v.is(Tag::integer)) return Value::of(std::int64_t{v.integer < 0 ? -1 : v.integer == 0 ? 0 : 1});
  if (!v.is(Tag::real)) return no_overload();
  if (std::isnan(v.real)) return v;
  return Value::of(v.real < 0 ? -1.0 : v.real == 0 ? 0.0 : 1.0);
}

Value sqrt(Evaluation&, const Value* args, std::uint32_t) {
  const Value& v = args[0];
  if (v.is(Tag::real)) return Value::of(std::sqrt(v.real));
  if (v.is(Tag::integer)) return Value::of(std::sqrt(static_cast<double>(v.integer)));
  return v.is(Tag::unsigned_integer) ? Value::of(std::sqrt(static_cast<double>(v.unsigned_integer))) : no_overload();
}

template <class Apply>
Value of_bits(const Value& a, const Value& b, Apply apply) {
  if (a.tag != b.tag || (!a.is(Tag::integer) && !a.is(Tag::unsigned_integer))) return no_overload();
  const std::uint64_t bits = apply(a.unsigned_integer, b.unsigned_integer);
  return a.is(Tag::integer) ? Value::of(static_cast<std::int64_t>(bits)) : Value::of(bits);
}
Value bit_and(Evaluation&, const Value* args, std::uint32_t) {
  return of_bits(args[0], args[1], [](std::uint64_t a, std::uint64_t b) { return a & b; });
}
Value bit_or(Evaluation&, const Value* args, std::uint32_t) {
  return of_bits(args[0], args[1], [](std::uint64_t a, std::uint64_t b) { return a | b; });
}
Value bit_xor(Evaluation&, const Value* args, std::uint32_t) {
  return of_bits(args[0], args[1], [](std::uint64_t a, std::uint64_t b) { return a ^ b; });
}
Value bit_not(Evaluation&, const Value* args, std::uint32_t) {
  return of_bits(args[0], args[0], [](std::uint64_t a, std::uint64_t) { return ~a; });
}

/// Shifts fill with zeros, also those of negative numbers.
template <class Apply>
Value shift(const Value* args, Apply apply) {
  if (!args[1].is(Tag::integer) || (!args[0].is(Tag::integer) && !args[0].is(Tag::unsigned_integer))) {
    return no_overload();
  }
  if (args[1].integer < 0) return Value::error("negative offset of a shift");
  const std::uint64_t bits = args[1].integer > 63 ? 0 : apply(args[0].unsigned_integer, args[1].integer);
  return args[0].is(Tag::integer) ? Value::of(static_cast<std::int64_t>(bits)) : Value::of(bits);
}
Value shift_left(Evaluation&, const Value* args, std::uint32_t) {
  return shift(args, [](std::uint64_t bits, std::int64_t by) { return bits << static_cast<unsigned>(by); });
}
Value shift_right(Evaluation&, const Value* args, std::uint32_t) {
  return shift(args, [](std::uint64_t bits, std::int64_t by) { return bits >> static_cast<unsigned>(by); });
}

constexpr std::string_view any_numbers = "i:i u:u d:d l:* i+:i u+:u d+:d *+:*";

}  // namespace

std::span<const Function> math_functions() {
  static constexpr auto table = std::to_array<Function>({
      {"math.greatest", false, any_numbers, &greatest},
      {"math.least", false, any_numbers, &least},
      {"math.ceil", false, "d:d", &ceil},
      {"math.floor", false, "d:d", &floor},
      {"math.round", false, "d:d", &round},
      {"math.trunc", false, "d:d", &trunc},
      {"math.isNaN", false, "d:b", &is_nan},
      {"math.isInf", false, "d:b", &is_inf},
      {"math.isFinite", false, "d:b", &is_finite},
      {"math.abs", false, "i:i u:u d:d", &abs},
      {"math.sign", false, "i:i u:u d:d", &sign},
      {"math.sqrt", false, "i:d u:d d:d", &sqrt},
      {"math.bitAnd", false, "ii:i uu:u", &bit_and},
      {"math.bitOr", false, "ii:i uu:u", &bit_or},
      {"math.bitXor", false, "ii:i uu:u", &bit_xor},
      {"math.bitNot", false, "i:i u:u", &bit_not},
      {"math.bitShiftLeft", false, "ii:i ui:u", &shift_left},
      {"math.bitShiftRight", false, "ii:i ui:u", &shift_right},
  });
  return table;
}

}  // namespace plumbline::cel
