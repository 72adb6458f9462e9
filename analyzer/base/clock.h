#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace plumbline {

struct UtcDate {
  int year = 1970;
  int month = 1;
  int day = 1;

  /// `2027-03-31`
  std::string iso() const;
  friend constexpr auto operator<=>(UtcDate, UtcDate) = default;
};

/// The date of seconds since 1970-01-01 UTC, also before it.
UtcDate utc_date(long long seconds);
/// `YYYY-MM-DD`, of a day that exists.
std::optional<UtcDate> parse_utc_date(std::string_view text);

/// The only way to ask what day it is: whatever expires is judged by UTC date.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual UtcDate today() const = 0;
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(UtcDate date) : date_(date) {}
  UtcDate today() const override { return date_; }

 private:
  UtcDate date_;
};

/// Today, or the day of SOURCE_DATE_EPOCH if that is a number of seconds. Read once, when made.
FixedClock system_clock();

}  // namespace plumbline
