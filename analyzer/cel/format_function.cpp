#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"
#include "analyzer/cel/functions.h"
#include "analyzer/cel/text.h"
#include "analyzer/cel/values.h"

/// "…".format([…]), by the specification's table of clauses.
namespace plumbline::cel {

using ir::Tag;
using ir::Value;

namespace {

/// Text, or why there is none: an unknown or an error.
using Formatted = tl::expected<std::string, Value>;

Formatted wrong_type(Evaluation& e, std::string_view expectation, const Value& value) {
  return tl::unexpected(
      e.failure(fmt::format("error during formatting: {}, was given {}", expectation, type_name(e, value))));
}

std::string with_valid_text(std::string_view bytes) {
  std::string out;
  bool replaced = false;
  for (std::size_t at = 0; at < bytes.size();) {
    const Utf8Char c = decode_utf8(bytes, at);
    if (c.valid) out += bytes.substr(at, c.size);
    if (!c.valid && !replaced) out += "\xef\xbf\xbd";
    replaced = !c.valid;
    at += c.size;
  }
  return out;
}

// NOLINTBEGIN(misc-no-recursion): each level is one of the value's, which max_height and yaml_depth bound

Formatted as_string(Evaluation& e, const Value& given);

Formatted list_as_string(Evaluation& e, const Value& list) {
  std::string out = "[";
  for (Elements elements(e, list); elements.next();) {
    auto text = as_string(e, elements.element());
    if (!text) return text;
    if (out.size() > 1) out += ", ";
    out += *text;
  }
  return out + "]";
}

Formatted map_as_string(Evaluation& e, const Value& map) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (Elements elements(e, map); elements.next();) {
    auto key = as_string(e, elements.element());
    auto value = as_string(e, elements.mapped());
    if (!key) return key;
    if (!value) return value;
    entries.emplace_back(std::move(*key), std::move(*value));
  }
  std::sort(entries.begin(), entries.end());
  std::string out = "{";
  for (const auto& [key, value] : entries) {
    if (out.size() > 1) out += ", ";
    out += fmt::format("{}: {}", key, value);
  }
  return out + "}";
}

Formatted as_string(Evaluation& e, const Value& given) {
  const Value v = plain(e, given);
  if (!e.spend(1)) return tl::unexpected(Evaluation::spent());
  if (v.is(Tag::unknown) || v.is(Tag::error)) return tl::unexpected(v);
  switch (v.tag) {
    case Tag::null:
      return "null";
    case Tag::boolean:
      return v.boolean ? "true" : "false";
    case Tag::integer:
      return fmt::format("{}", v.integer);
    case Tag::unsigned_integer:
      return fmt::format("{}", v.unsigned_integer);
    case Tag::real:
      return print_real(v.real);
    case Tag::string:
    case Tag::type:
      return std::string(v.view());
    case Tag::bytes:
      return with_valid_text(v.view());
    case Tag::timestamp:
      return print_timestamp(v);
    case Tag::duration:
      return print_duration(v);
    default:
      break;
  }
  if ((is_list(e, v) || is_map(e, v)) && is_incomplete(e, v)) return tl::unexpected(Value::unknown());
  if (is_list(e, v)) return list_as_string(e, v);
  if (is_map(e, v)) return map_as_string(e, v);
  return wrong_type(e,
                    "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, "
                    "durations, and timestamps",
                    v);
}

// NOLINTEND(misc-no-recursion)

std::string in_base(const Value& v, char clause) {
  const bool negative = v.is(Tag::integer) && v.integer < 0;
  const std::uint64_t magnitude = negative ? ~v.unsigned_integer + 1 : v.unsigned_integer;
  std::string digits;
  if (clause == 'b') digits = fmt::format("{:b}", magnitude);
  if (clause == 'o') digits = fmt::format("{:o}", magnitude);
  if (clause == 'x') digits = fmt::format("{:x}", magnitude);
  if (clause == 'X') digits = fmt::format("{:X}", magnitude);
  if (clause == 'd') digits = fmt::format("{}", magnitude);
  return (negative ? "-" : "") + digits;
}

bool is_integer(const Value& v) {
  return v.is(Tag::integer) || v.is(Tag::unsigned_integer);
}

Formatted as_hexadecimal(Evaluation& e, const Value& v, char clause) {
  if (is_integer(v)) return in_base(v, clause);
  if (!v.is(Tag::string) && !v.is(Tag::bytes)) {
    return wrong_type(e, "only integers, byte buffers, and strings can be formatted as hex", v);
  }
  if (!e.spend(v.size / 32)) return tl::unexpected(Evaluation::spent());
  std::string out;
  for (const char c : v.view()) {
    const auto byte = static_cast<unsigned char>(c);
    out += clause == 'x' ? fmt::format("{:02x}", byte) : fmt::format("{:02X}", byte);
  }
  return out;
}

Formatted as_real(Evaluation& e, const Value& v, char clause, int precision) {
  if (!is_number(v)) {
    return wrong_type(e,
                      clause == 'f' ? "fixed-point clause can only be used on doubles"
                                    : "scientific clause can only be used on doubles",
                      v);
  }
  const double d = v.is(Tag::real)      ? v.real
                   : v.is(Tag::integer) ? static_cast<double>(v.integer)
                                        : static_cast<double>(v.unsigned_integer);
  if (!std::isfinite(d)) return print_real(d);
  return clause == 'f' ? fmt::format("{:.{}f}", d, precision) : fmt::format("{:.{}e}", d, precision);
}

Formatted format_clause(Evaluation& e, char clause, int precision, const Value& given) {
  const Value v = plain(e, given);
  if (v.is(Tag::unknown)) return tl::unexpected(v);
  switch (clause) {
    case 's':
      return as_string(e, v);
    case 'd':
      if (is_integer(v)) return in_base(v, clause);
      return v.is(Tag::real) ? Formatted(print_real(v.real))
                             : wrong_type(e, "decimal clause can only be used on integers", v);
    case 'f':
    case 'e':
      return as_real(e, v, clause, precision);
    case 'b':
      if (v.is(Tag::boolean)) return v.boolean ? "1" : "0";
      return is_integer(v) ? Formatted(in_base(v, clause))
                           : wrong_type(e, "only integers and bools can be formatted as binary", v);
    case 'o':
      return is_integer(v) ? Formatted(in_base(v, clause))
                           : wrong_type(e, "octal clause can only be used on integers", v);
    case 'x':
    case 'X':
      return as_hexadecimal(e, v, clause);
    default:
      return tl::unexpected(
          e.failure(fmt::format("could not parse formatting clause: unrecognized formatting clause \"{}\"", clause)));
  }
}

constexpr int greatest_precision = 100;

/// The digits behind a clause's point; `at` moves behind them. -1 when malformed.
int parse_precision(std::string_view pattern, std::size_t& at) {
  if (at >= pattern.size() || pattern[at] != '.') return 6;
  ++at;
  int precision = -1;
  for (; at < pattern.size() && ascii::is_digit(pattern[at]); ++at) {
    precision = std::max(precision, 0) * 10 + (pattern[at] - '0');
    if (precision > greatest_precision) return -1;
  }
  return precision;
}

Value format(Evaluation& e, const Value* args, std::uint32_t) {
  if (!args[0].is(Tag::string) || !is_list(e, args[1])) return no_overload();
  const std::string_view pattern = args[0].view();
  const std::int64_t count = visible_size(e, args[1]);
  if (!e.spend(1 + pattern.size() / 16)) return Evaluation::spent();
  std::string out;
  std::int64_t used = 0;
  for (std::size_t at = 0; at < pattern.size();) {
    if (pattern[at] != '%') {
      out += pattern[at++];
      continue;
    }
    ++at;
    if (at < pattern.size() && pattern[at] == '%') {
      out += '%';
      ++at;
      continue;
    }
    const int precision = parse_precision(pattern, at);
    if (precision < 0 || at >= pattern.size()) return Value::error("could not parse formatting clause: it has no end");
    if (used >= count) {
      if (is_incomplete(e, args[1])) return Value::unknown();
      return e.failure(fmt::format("index {} out of range", used));
    }
    auto text = format_clause(e, pattern[at], precision, element_at(e, args[1], used));
    if (!text) return text.error();
    if (!e.spend(text->size() / 16)) return Evaluation::spent();
    out += *text;
    ++used;
    ++at;
  }
  return e.text(out);
}

}  // namespace

std::span<const Function> text_functions() {
  static constexpr auto table = std::to_array<Function>({{"format", true, "sl:s", &format}});
  return table;
}

}  // namespace plumbline::cel
