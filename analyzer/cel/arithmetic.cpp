#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

#include "analyzer/cel/civil.h"
#include "analyzer/cel/functions.h"
#include "analyzer/cel/values.h"

/// Operators on numbers, text, lists and times.
namespace plumbline::cel {

using ir::Tag;
using ir::Value;

namespace {

Value overflow() {
  return Value::error("integer overflow");
}
Value divided_by_zero() {
  return Value::error("divide by zero");
}

__extension__ using Wide = __int128;
constexpr Wide nanoseconds = 1'000'000'000;

Wide total(const Value& time) {
  return Wide{time.integer} * nanoseconds + time.size;
}

/// A timestamp or duration of so many nanoseconds, if it is in range.
Value time_value(Tag tag, Wide value) {
  Wide seconds = value / nanoseconds;
  Wide rest = value % nanoseconds;
  if (rest < 0) {
    rest += nanoseconds;
    --seconds;
  }
  const auto whole = static_cast<std::int64_t>(seconds);
  const auto part = static_cast<std::uint32_t>(rest);
  if (tag == Tag::timestamp) {
    if (whole < least_second || whole > greatest_second) return Value::error("timestamp out of range");
    return Value::timestamp(whole, part);
  }
  if (value > longest_duration * nanoseconds || value < -longest_duration * nanoseconds) {
    return Value::error("duration out of range");
  }
  return Value::duration(whole, part);
}

Value join_text(Evaluation& e, const Value& a, const Value& b) {
  const std::size_t size = std::size_t{a.size} + b.size;
  if (size > std::numeric_limits<std::uint32_t>::max()) return Value::error("text too long");
  if (!e.spend(1 + size / 64)) return Evaluation::spent();
  char* joined = e.arena().allocate_array<char>(size + 1);
  std::copy_n(a.text, a.size, joined);
  std::copy_n(b.text, b.size, joined + a.size);
  return a.is(Tag::bytes) ? Value::bytes({joined, size}) : Value::of(std::string_view(joined, size));
}

Value join_lists(Evaluation& e, const Value& a, const Value& b) {
  const auto size = static_cast<std::size_t>(visible_size(e, a) + visible_size(e, b));
  if (!e.spend(1 + size / 4)) return Evaluation::spent();
  Value* values = e.arena().allocate_array<Value>(size + 1);
  std::size_t count = 0;
  for (Elements left(e, a); left.next();) values[count++] = left.element();
  for (Elements right(e, b); right.next();) values[count++] = right.element();
  return Value::list(values, count, is_incomplete(e, a) || is_incomplete(e, b));
}

Value add(Evaluation& e, const Value* args, std::uint32_t) {
  const Value& a = args[0];
  const Value& b = args[1];
  if (is_list(e, a) && is_list(e, b)) return join_lists(e, a, b);
  const bool times = (a.is(Tag::timestamp) || a.is(Tag::duration)) && (b.is(Tag::timestamp) || b.is(Tag::duration));
  if (times && !(a.is(Tag::timestamp) && b.is(Tag::timestamp))) {
    const bool moment = a.is(Tag::timestamp) || b.is(Tag::timestamp);
    return time_value(moment ? Tag::timestamp : Tag::duration, total(a) + total(b));
  }
  if (a.tag != b.tag) return no_overload();
  if (a.is(Tag::integer)) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a.integer, b.integer, &sum) ? overflow() : Value::of(sum);
  }
  if (a.is(Tag::unsigned_integer)) {
    std::uint64_t sum = 0;
    return __builtin_add_overflow(a.unsigned_integer, b.unsigned_integer, &sum) ? overflow() : Value::of(sum);
  }
  if (a.is(Tag::real)) return Value::of(a.real + b.real);
  if (a.is(Tag::string) || a.is(Tag::bytes)) return join_text(e, a, b);
  return no_overload();
}

Value subtract(Evaluation&, const Value* args, std::uint32_t) {
  const Value& a = args[0];
  const Value& b = args[1];
  if (a.is(Tag::timestamp) && b.is(Tag::timestamp)) return time_value(Tag::duration, total(a) - total(b));
  if ((a.is(Tag::timestamp) || a.is(Tag::duration)) && b.is(Tag::duration)) {
    return time_value(a.tag, total(a) - total(b));
  }
  if (a.tag != b.tag) return no_overload();
  if (a.is(Tag::integer)) {
    std::int64_t difference = 0;
    return __builtin_sub_overflow(a.integer, b.integer, &difference) ? overflow() : Value::of(difference);
  }
  if (a.is(Tag::unsigned_integer)) {
    std::uint64_t difference = 0;
    return __builtin_sub_overflow(a.unsigned_integer, b.unsigned_integer, &difference) ? overflow()
                                                                                       : Value::of(difference);
  }
  return a.is(Tag::real) ? Value::of(a.real - b.real) : no_overload();
}

Value multiply(Evaluation&, const Value* args, std::uint32_t) {
  const Value& a = args[0];
  const Value& b = args[1];
  if (a.tag != b.tag) return no_overload();
  if (a.is(Tag::integer)) {
    std::int64_t product = 0;
    return __builtin_mul_overflow(a.integer, b.integer, &product) ? overflow() : Value::of(product);
  }
  if (a.is(Tag::unsigned_integer)) {
    std::uint64_t product = 0;
    return __builtin_mul_overflow(a.unsigned_integer, b.unsigned_integer, &product) ? overflow() : Value::of(product);
  }
  return a.is(Tag::real) ? Value::of(a.real * b.real) : no_overload();
}

Value divide(Evaluation&, const Value* args, std::uint32_t) {
  const Value& a = args[0];
  const Value& b = args[1];
  if (a.tag != b.tag) return no_overload();
  if (a.is(Tag::integer)) {
    if (b.integer == 0) return divided_by_zero();
    if (b.integer == -1 && a.integer == std::numeric_limits<std::int64_t>::min()) return overflow();
    return Value::of(a.integer / b.integer);
  }
  if (a.is(Tag::unsigned_integer)) {
    return b.unsigned_integer == 0 ? divided_by_zero() : Value::of(a.unsigned_integer / b.unsigned_integer);
  }
  if (!a.is(Tag::real)) return no_overload();
  if (b.real != 0) return Value::of(a.real / b.real);
  // As IEEE 754 has it, said explicitly: dividing by zero is undefined in C++.
  if (a.real == 0 || std::isnan(a.real) || std::isnan(b.real)) {
    return Value::of(std::numeric_limits<double>::quiet_NaN());
  }
  const bool negative = std::signbit(a.real) != std::signbit(b.real);
  return Value::of(negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity());
}

Value modulo(Evaluation&, const Value* args, std::uint32_t) {
  const Value& a = args[0];
  const Value& b = args[1];
  if (a.is(Tag::integer) && b.is(Tag::integer)) {
    if (b.integer == 0) return Value::error("modulus by zero");
    if (b.integer == -1 && a.integer == std::numeric_limits<std::int64_t>::min()) return overflow();
    return Value::of(a.integer % b.integer);
  }
  if (a.is(Tag::unsigned_integer) && b.is(Tag::unsigned_integer)) {
    return b.unsigned_integer == 0 ? Value::error("modulus by zero")
                                   : Value::of(a.unsigned_integer % b.unsigned_integer);
  }
  return no_overload();
}

Value negate(Evaluation&, const Value* args, std::uint32_t) {
  if (args[0].is(Tag::integer)) {
    return args[0].integer == std::numeric_limits<std::int64_t>::min() ? overflow() : Value::of(-args[0].integer);
  }
  return args[0].is(Tag::real) ? Value::of(-args[0].real) : no_overload();
}

Value logical_not(Evaluation&, const Value* args, std::uint32_t) {
  return args[0].is(Tag::boolean) ? Value::of(!args[0].boolean) : no_overload();
}

template <Order... Wanted>
Value relation(Evaluation&, const Value* args, std::uint32_t) {
  const std::optional<Order> found = compare(args[0], args[1]);
  return found.has_value() ? Value::of(((*found == Wanted) || ...)) : no_overload();
}

Value equal(Evaluation& e, const Value* args, std::uint32_t) {
  return equals(e, args[0], args[1]);
}

Value not_equal(Evaluation& e, const Value* args, std::uint32_t) {
  const Value same = equals(e, args[0], args[1]);
  return same.is(Tag::boolean) ? Value::of(!same.boolean) : same;
}

Value contains_element(Evaluation& e, const Value* args, std::uint32_t) {
  const Value& container = args[1];
  if (is_map(e, container)) {
    const Value found = lookup(e, container, args[0]);
    if (found.is(Tag::unknown)) return found;
    return Value::of(!found.is(Tag::absent));
  }
  if (!is_list(e, container)) return no_overload();
  Value result = is_incomplete(e, container) ? Value::unknown() : Value::of(false);
  for (Elements elements(e, container); elements.next();) {
    if (!e.spend(1)) return Evaluation::spent();
    const Value same = equals(e, args[0], elements.element());
    if (same.is_true()) return same;
    if (same.is(Tag::unknown)) result = same;
  }
  return result;
}

constexpr std::string_view ordered = "ii:b iu:b id:b ui:b uu:b ud:b di:b du:b dd:b ss:b yy:b bb:b tt:b DD:b";

}  // namespace

std::span<const Function> arithmetic_functions() {
  static constexpr auto table = std::to_array<Function>({
      {"_+_", false, "ii:i uu:u dd:d ss:s yy:y ll:S tD:t Dt:t DD:D", &add},
      {"_-_", false, "ii:i uu:u dd:d tt:D tD:t DD:D", &subtract},
      {"_*_", false, "ii:i uu:u dd:d", &multiply},
      {"_/_", false, "ii:i uu:u dd:d", &divide},
      {"_%_", false, "ii:i uu:u", &modulo},
      {"-_", false, "i:i d:d", &negate},
      {"!_", false, "b:b", &logical_not},
      {"_<_", false, ordered, &relation<Order::less>},
      {"_<=_", false, ordered, &relation<Order::less, Order::equal>},
      {"_>_", false, ordered, &relation<Order::greater>},
      {"_>=_", false, ordered, &relation<Order::greater, Order::equal>},
      {"_==_", false, "**:b", &equal},
      {"_!=_", false, "**:b", &not_equal},
      {"_in_", false, "*l:b *m:b", &contains_element},
  });
  return table;
}

}  // namespace plumbline::cel
