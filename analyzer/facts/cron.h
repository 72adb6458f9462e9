#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/facts/parsed.h"

namespace plumbline::facts {

/// posix: five fields, names, lists, ranges, steps: GitHub's and GitLab's. kubernetes: also `@daily` and the like, `?`,
/// and a leading `TZ=`/`CRON_TZ=`.
enum class CronDialect : std::uint8_t { posix, kubernetes };

/// Times as sets of bits, bit n for value n.
struct Cron {
  std::uint64_t minutes = 0;
  std::uint32_t hours = 0;
  std::uint32_t days = 0;      ///< 1…31
  std::uint32_t months = 0;    ///< 1…12
  std::uint32_t weekdays = 0;  ///< 0…6, 0 = Sunday
  bool every_day = false;      ///< the field begins with `*`: then only `weekdays` restricts
  bool every_weekday = false;
  friend bool operator==(const Cron&, const Cron&) = default;
};

Parsed<Cron> parse_cron(std::string_view text, CronDialect dialect = CronDialect::posix);

/// Minutes since 1970-01-01T00:00Z of the first run behind `after`, within 28 years; none if it never runs.
std::optional<std::int64_t> next_run(const Cron& cron, std::int64_t after);
std::vector<std::int64_t> next_runs(const Cron& cron, std::int64_t after, std::size_t count);
/// Least number of minutes between two runs, over a whole cycle of weekdays and leap years; none if there are no two.
std::optional<std::int64_t> minimum_interval(const Cron& cron);

}  // namespace plumbline::facts
