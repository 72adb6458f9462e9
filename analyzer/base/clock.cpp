#include "analyzer/base/clock.h"

#include <chrono>
#include <cstdlib>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"

namespace plumbline {
namespace {

constexpr long long seconds_a_day = 86'400;

UtcDate civil(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (!ascii::is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::string UtcDate::iso() const {
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

UtcDate utc_date(long long seconds) {
  // Years beyond four digits are no dates of ours; the clamp also keeps the calendar's arithmetic in range.
  constexpr long long last = 253'402'300'799;   // 9999-12-31
  constexpr long long first = -62'167'219'200;  // 0000-01-01
  if (seconds > last) seconds = last;
  if (seconds < first) seconds = first;
  long long days = seconds / seconds_a_day;
  if (seconds % seconds_a_day < 0) --days;
  return civil(std::chrono::sys_days(std::chrono::days(days)));
}

std::optional<UtcDate> parse_utc_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::optional<int> year = digits(text.substr(0, 4));
  const std::optional<int> month = digits(text.substr(5, 2));
  const std::optional<int> day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return UtcDate{*year, *month, *day};
}

FixedClock system_clock() {
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH"); epoch != nullptr)  // NOLINT(concurrency-mt-unsafe)
    if (const std::optional<std::int64_t> seconds = ascii::parse_int(epoch)) return FixedClock(utc_date(*seconds));
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return FixedClock(utc_date(std::chrono::duration_cast<std::chrono::seconds>(now).count()));
}

}  // namespace plumbline
