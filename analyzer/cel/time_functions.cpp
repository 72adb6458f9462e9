#include <array>

#include "analyzer/cel/civil.h"
#include "analyzer/cel/functions.h"

/// getFullYear() and its kin.
namespace plumbline::cel {

using ir::Tag;
using ir::Value;

namespace {

/// `pick` of the moment's date and time in the zone that the second argument names, UTC without one.
template <class Pick>
Value civil_part(const Value* args, std::uint32_t count, Pick pick) {
  if (!args[0].is(Tag::timestamp)) return no_overload();
  std::int64_t offset = 0;
  if (count == 2) {
    if (!args[1].is(Tag::string)) return no_overload();
    const std::optional<std::int64_t> zone = zone_offset(args[1].view());
    if (!zone.has_value()) return Value::error("unknown time zone: only UTC and offsets such as +02:00 are known");
    offset = *zone;
  }
  return Value::of(std::int64_t{pick(civil_from_seconds(args[0].integer + offset))});
}

Value full_year(Evaluation&, const Value* args, std::uint32_t count) {
  return civil_part(args, count, [](const CivilTime& t) { return t.year; });
}
Value month(Evaluation&, const Value* args, std::uint32_t count) {
  return civil_part(args, count, [](const CivilTime& t) { return t.month - 1; });
}
Value day_of_month(Evaluation&, const Value* args, std::uint32_t count) {
  return civil_part(args, count, [](const CivilTime& t) { return t.day - 1; });
}
Value date(Evaluation&, const Value* args, std::uint32_t count) {
  return civil_part(args, count, [](const CivilTime& t) { return t.day; });
}
Value day_of_week(Evaluation&, const Value* args, std::uint32_t count) {
  return civil_part(args, count, [](const CivilTime& t) { return t.weekday; });
}
Value day_of_year(Evaluation&, const Value* args, std::uint32_t count) {
  return civil_part(args, count, [](const CivilTime& t) { return t.day_of_year; });
}

/// Whole units of a duration, towards zero.
Value whole_units(const Value& duration, std::int64_t seconds) {
  const std::int64_t whole = duration.integer + (duration.integer < 0 && duration.size != 0 ? 1 : 0);
  return Value::of(whole / seconds);
}

Value hours(Evaluation&, const Value* args, std::uint32_t count) {
  if (args[0].is(Tag::duration) && count == 1) return whole_units(args[0], 3600);
  return civil_part(args, count, [](const CivilTime& t) { return t.hour; });
}
Value minutes(Evaluation&, const Value* args, std::uint32_t count) {
  if (args[0].is(Tag::duration) && count == 1) return whole_units(args[0], 60);
  return civil_part(args, count, [](const CivilTime& t) { return t.minute; });
}
Value seconds(Evaluation&, const Value* args, std::uint32_t count) {
  if (args[0].is(Tag::duration) && count == 1) return whole_units(args[0], 1);
  return civil_part(args, count, [](const CivilTime& t) { return t.second; });
}
Value milliseconds(Evaluation&, const Value* args, std::uint32_t count) {
  // Of a duration, as of a timestamp: those behind its whole seconds.
  if (args[0].is(Tag::duration) && count == 1) {
    const bool negative = args[0].integer < 0 && args[0].size != 0;
    const std::int64_t part = std::int64_t{args[0].size} - (negative ? 1'000'000'000 : 0);
    return Value::of(part / 1'000'000);
  }
  const std::int64_t part = args[0].is(Tag::timestamp) ? args[0].size / 1'000'000 : 0;
  return civil_part(args, count, [part](const CivilTime&) { return part; });
}

constexpr std::string_view of_moment = "t:i ts:i";
constexpr std::string_view of_both = "t:i ts:i D:i";

}  // namespace

std::span<const Function> time_functions() {
  static constexpr auto table = std::to_array<Function>({
      {"getFullYear", true, of_moment, &full_year},
      {"getMonth", true, of_moment, &month},
      {"getDayOfMonth", true, of_moment, &day_of_month},
      {"getDate", true, of_moment, &date},
      {"getDayOfWeek", true, of_moment, &day_of_week},
      {"getDayOfYear", true, of_moment, &day_of_year},
      {"getHours", true, of_both, &hours},
      {"getMinutes", true, of_both, &minutes},
      {"getSeconds", true, of_both, &seconds},
      {"getMilliseconds", true, of_both, &milliseconds},
  });
  return table;
}

}  // namespace plumbline::cel
