#include "analyzer/facts/duration.h"

#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "analyzer/base/ascii.h"

namespace plumbline::facts {
namespace {

struct Unit {
  std::string_view name;
  double factor = 1;
};
constexpr double second = 1e9;
// Longest first, where one begins like another.
constexpr auto go_units = std::to_array<Unit>({{"ns", 1},
                                               {"us", 1e3},
                                               {"\xc2\xb5s", 1e3},
                                               {"\xce\xbcs", 1e3},
                                               {"ms", 1e6},
                                               {"s", second},
                                               {"m", 60 * second},
                                               {"h", 3600 * second}});
constexpr auto long_units_table =
    std::to_array<Unit>({{"d", 86'400 * second}, {"w", 604'800 * second}, {"y", 31'536'000 * second}});
constexpr auto quantity_units = std::to_array<Unit>({{"n", 1e-9},
                                                     {"u", 1e-6},
                                                     {"m", 1e-3},
                                                     {"", 1},
                                                     {"k", 1e3},
                                                     {"M", 1e6},
                                                     {"G", 1e9},
                                                     {"T", 1e12},
                                                     {"P", 1e15},
                                                     {"E", 1e18},
                                                     {"Ki", 1024.0},
                                                     {"Mi", 1048576.0},
                                                     {"Gi", 1073741824.0},
                                                     {"Ti", 1099511627776.0},
                                                     {"Pi", 1125899906842624.0},
                                                     {"Ei", 1152921504606846976.0}});
constexpr auto byte_units = std::to_array<Unit>({{"", 1},
                                                 {"b", 1},
                                                 {"k", 1024.0},
                                                 {"kb", 1024.0},
                                                 {"kib", 1024.0},
                                                 {"m", 1048576.0},
                                                 {"mb", 1048576.0},
                                                 {"mib", 1048576.0},
                                                 {"g", 1073741824.0},
                                                 {"gb", 1073741824.0},
                                                 {"gib", 1073741824.0},
                                                 {"t", 1099511627776.0},
                                                 {"tb", 1099511627776.0},
                                                 {"tib", 1099511627776.0}});

Span rest(std::string_view text, std::size_t at) {
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(text.size())};
}

/// `12`, `1.5`, `.5`, `2.` at the front of `text.substr(at)`; `at` moves behind it.
std::optional<double> take_decimal(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  std::size_t digits = 0;
  bool dot = false;
  for (; at < text.size(); ++at) {
    if (ascii::is_digit(text[at])) {
      ++digits;
    } else if (text[at] == '.' && !dot) {
      dot = true;
    } else {
      break;
    }
  }
  if (digits == 0) return std::nullopt;
  std::string number(text.substr(begin, at - begin));
  if (number.front() == '.') number.insert(0, 1, '0');
  if (number.back() == '.') number += '0';
  return ascii::parse_double(number);
}

Parsed<std::int64_t> to_integer(std::string_view text, double value) {
  // 2^63: what lies below fits.
  if (!(std::fabs(value) < 9.2e18)) return error_at(rest(text, 0), "the number is too large");
  return static_cast<std::int64_t>(value);
}

const Unit* go_unit(std::string_view text, bool long_units) {
  for (const Unit& unit : go_units)
    if (text == unit.name) return &unit;
  if (!long_units) return nullptr;
  for (const Unit& unit : long_units_table)
    if (text == unit.name) return &unit;
  return nullptr;
}

/// A quantity's value in units.
Parsed<double> quantity(std::string_view text) {
  std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const auto number = take_decimal(text, at);
  if (!number) return error_at(rest(text, 0), "a quantity begins with a number");
  double value = *number;
  const std::string_view suffix = text.substr(at);
  const bool exponent = suffix.size() > 1 && (suffix[0] == 'e' || suffix[0] == 'E') &&
                        (ascii::is_digit(suffix[1]) || suffix[1] == '-' || suffix[1] == '+');
  if (exponent) {
    const auto power = ascii::parse_int(suffix[1] == '+' ? suffix.substr(2) : suffix.substr(1));
    if (!power || std::abs(*power) > 30) return error_at(rest(text, at), "this is no exponent of a quantity");
    value *= std::pow(10.0, static_cast<double>(*power));
  } else {
    const Unit* found = nullptr;
    for (const Unit& unit : quantity_units)
      if (suffix == unit.name) found = &unit;
    if (found == nullptr) return error_at(rest(text, at), "quantities have no such unit");
    value *= found->factor;
  }
  return text[0] == '-' ? -value : value;
}

}  // namespace

Parsed<std::int64_t> parse_duration(std::string_view text, bool long_units) {
  std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  if (text.substr(at) == "0") return 0;
  if (at == text.size()) return error_at(rest(text, 0), "a duration is a number and a unit");
  double total = 0;
  while (at < text.size()) {
    const std::size_t begin = at;
    const auto number = take_decimal(text, at);
    if (!number)
      return error_at({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + 1)},
                      "a duration is a number and a unit");
    const std::size_t unit_begin = at;
    while (at < text.size() && !ascii::is_digit(text[at]) && text[at] != '.') ++at;
    const std::string_view name = text.substr(unit_begin, at - unit_begin);
    const Unit* unit = go_unit(name, long_units);
    if (unit == nullptr) {
      const Span span{static_cast<std::uint32_t>(name.empty() ? begin : unit_begin), static_cast<std::uint32_t>(at)};
      return error_at(span, name.empty() ? "the unit of the duration is missing" : "durations have no such unit");
    }
    total += *number * unit->factor;
  }
  return to_integer(text, text[0] == '-' ? -total : total);
}

Parsed<std::int64_t> parse_quantity_milli(std::string_view text) {
  const auto value = quantity(text);
  if (!value) return tl::unexpected(value.error());
  return to_integer(text, std::ceil(*value * 1000 - 1e-6));
}

Parsed<std::int64_t> parse_quantity(std::string_view text) {
  const auto value = quantity(text);
  if (!value) return tl::unexpected(value.error());
  return to_integer(text, std::ceil(*value - 1e-9));
}

Parsed<std::int64_t> parse_compose_bytes(std::string_view text) {
  std::size_t at = 0;
  const auto number = take_decimal(text, at);
  if (!number) return error_at(rest(text, 0), "a size begins with a number");
  while (at < text.size() && text[at] == ' ') ++at;
  const std::string suffix = ascii::lower(text.substr(at));
  for (const Unit& unit : byte_units)
    if (suffix == unit.name) return to_integer(text, *number * unit.factor);
  return error_at(rest(text, at), "sizes have no such unit");
}

}  // namespace plumbline::facts
