#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"
#include "analyzer/cel/civil.h"
#include "analyzer/cel/functions.h"
#include "analyzer/cel/text.h"
#include "analyzer/cel/values.h"

/// int(), uint(), double(), string(), bytes(), bool(), type(), dyn(), timestamp(), duration().
namespace plumbline::cel {

using ir::Tag;
using ir::Value;

namespace {

template <class Integer>
Value parse_integer(std::string_view text) {
  Integer value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem == std::errc::result_out_of_range) return Value::error("range error: the number is too large");
  if (problem != std::errc() || end != text.data() + text.size()) return Value::error("not an integer");
  return Value::of(value);
}

Value to_int(Evaluation&, const Value* args, std::uint32_t) {
  const Value& v = args[0];
  switch (v.tag) {
    case Tag::integer:
      return v;
    case Tag::unsigned_integer:
      if (v.unsigned_integer > (~std::uint64_t{0} >> 1U)) return Value::error("range error: too large for int");
      return Value::of(static_cast<std::int64_t>(v.unsigned_integer));
    case Tag::real:
      // Both ends are excluded: a double at them does not tell which integer was meant.
      if (!(v.real > -9223372036854775808.0 && v.real < 9223372036854775808.0)) {
        return Value::error("range error: not in the range of int");
      }
      return Value::of(static_cast<std::int64_t>(v.real));
    case Tag::string:
      return parse_integer<std::int64_t>(v.view());
    case Tag::timestamp:
      return Value::of(v.integer);
    case Tag::duration:
      return Value::of(v.integer + (v.integer < 0 && v.size != 0 ? 1 : 0));
    default:
      return no_overload();
  }
}

Value to_uint(Evaluation&, const Value* args, std::uint32_t) {
  const Value& v = args[0];
  switch (v.tag) {
    case Tag::unsigned_integer:
      return v;
    case Tag::integer:
      if (v.integer < 0) return Value::error("range error: a negative number is no uint");
      return Value::of(static_cast<std::uint64_t>(v.integer));
    case Tag::real:
      if (!(v.real >= 0 && v.real < 18446744073709551616.0))
        return Value::error("range error: not in the range of uint");
      return Value::of(static_cast<std::uint64_t>(v.real));
    case Tag::string:
      return parse_integer<std::uint64_t>(v.view());
    default:
      return no_overload();
  }
}

Value to_double(Evaluation&, const Value* args, std::uint32_t) {
  const Value& v = args[0];
  switch (v.tag) {
    case Tag::real:
      return v;
    case Tag::integer:
      return Value::of(static_cast<double>(v.integer));
    case Tag::unsigned_integer:
      return Value::of(static_cast<double>(v.unsigned_integer));
    case Tag::string: {
      std::string_view text = v.view();
      if (text.starts_with('+')) text.remove_prefix(1);
      double value = 0;
      const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (problem != std::errc() || end != text.data() + text.size()) return Value::error("not a number");
      return Value::of(value);
    }
    default:
      return no_overload();
  }
}

Value to_string(Evaluation& e, const Value* args, std::uint32_t) {
  const Value& v = args[0];
  switch (v.tag) {
    case Tag::string:
      return v;
    case Tag::boolean:
      return Value::of(v.boolean ? std::string_view("true") : std::string_view("false"));
    case Tag::integer:
      return e.text(fmt::format("{}", v.integer));
    case Tag::unsigned_integer:
      return e.text(fmt::format("{}", v.unsigned_integer));
    case Tag::real:
      return e.text(print_real(v.real));
    case Tag::bytes:
      return find_invalid_utf8(v.view()) == std::string_view::npos ? Value::of(v.view())
                                                                   : Value::error("invalid UTF-8 in bytes");
    case Tag::timestamp:
      return e.text(print_timestamp(v));
    case Tag::duration:
      return e.text(print_duration(v));
    default:
      return no_overload();
  }
}

Value to_bytes(Evaluation&, const Value* args, std::uint32_t) {
  return args[0].is(Tag::bytes) || args[0].is(Tag::string) ? Value::bytes(args[0].view()) : no_overload();
}

Value to_bool(Evaluation&, const Value* args, std::uint32_t) {
  if (args[0].is(Tag::boolean)) return args[0];
  if (!args[0].is(Tag::string)) return no_overload();
  static constexpr std::array<std::string_view, 5> yes{"1", "t", "true", "TRUE", "True"};
  static constexpr std::array<std::string_view, 5> no{"0", "f", "false", "FALSE", "False"};
  for (std::size_t i = 0; i < yes.size(); ++i) {
    if (args[0].view() == yes[i]) return Value::of(true);
    if (args[0].view() == no[i]) return Value::of(false);
  }
  return Value::error("type conversion error: not a bool");
}

Value to_type(Evaluation& e, const Value* args, std::uint32_t) {
  return Value::type(type_name(e, args[0]));
}

Value to_dyn(Evaluation&, const Value* args, std::uint32_t) {
  return args[0];
}

Value to_timestamp(Evaluation&, const Value* args, std::uint32_t) {
  const Value& v = args[0];
  if (v.is(Tag::timestamp)) return v;
  if (v.is(Tag::integer)) {
    if (v.integer < least_second || v.integer > greatest_second) return Value::error("timestamp out of range");
    return Value::timestamp(v.integer, 0);
  }
  if (!v.is(Tag::string)) return no_overload();
  return parse_timestamp(v.view()).value_or(Value::error("not a timestamp of RFC 3339 between the years 1 and 9999"));
}

Value to_duration(Evaluation&, const Value* args, std::uint32_t) {
  const Value& v = args[0];
  if (v.is(Tag::duration)) return v;
  if (v.is(Tag::integer)) {
    if (v.integer < -longest_duration || v.integer > longest_duration) return Value::error("duration out of range");
    return Value::duration(v.integer, 0);
  }
  if (!v.is(Tag::string)) return no_overload();
  return parse_duration(v.view()).value_or(Value::error("not a duration, or out of range"));
}

}  // namespace

std::span<const Function> conversion_functions() {
  static constexpr auto table = std::to_array<Function>({
      {"int", false, "i:i u:i d:i s:i t:i D:i", &to_int},
      {"uint", false, "u:u i:u d:u s:u", &to_uint},
      {"double", false, "d:d i:d u:d s:d", &to_double},
      {"string", false, "s:s b:s i:s u:s d:s y:s t:s D:s", &to_string},
      {"bytes", false, "y:y s:y", &to_bytes},
      {"bool", false, "b:b s:b", &to_bool},
      {"type", false, "*:T", &to_type},
      {"dyn", false, "*:*", &to_dyn},
      {"timestamp", false, "t:t s:t i:t", &to_timestamp},
      {"duration", false, "D:D s:D i:D", &to_duration},
  });
  return table;
}

}  // namespace plumbline::cel
