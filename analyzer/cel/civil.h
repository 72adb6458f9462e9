#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/ir/value.h"

namespace plumbline::cel {

/// A moment of the proleptic Gregorian calendar.
struct CivilTime {
  std::int64_t year = 1970;
  std::int64_t month = 1;  ///< from 1
  std::int64_t day = 1;    ///< from 1
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
  std::int64_t day_of_year = 0;  ///< from 0
  std::int64_t weekday = 4;      ///< 0 is Sunday
};

CivilTime civil_from_seconds(std::int64_t seconds);
std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day);

inline constexpr std::int64_t least_second = -62135596800;     ///< 0001-01-01T00:00:00Z
inline constexpr std::int64_t greatest_second = 253402300799;  ///< 9999-12-31T23:59:59Z
inline constexpr std::int64_t longest_duration = 9223372036;   ///< seconds either way: what 64 bits of nanoseconds hold

/// RFC 3339; a timestamp, or empty.
std::optional<ir::Value> parse_timestamp(std::string_view text);
/// `1h30m`, `-1.5s`, `100ms`; a duration, or empty.
std::optional<ir::Value> parse_duration(std::string_view text);
/// Seconds east of UTC of `+02:00`, `-05:30`, `02:00`, `UTC`; empty for anything else: names of the time zone database
/// would make a verdict depend on the machine.
std::optional<std::int64_t> zone_offset(std::string_view zone);

}  // namespace plumbline::cel
