#include "analyzer/cel/civil.h"

#include "analyzer/base/ascii.h"

namespace plumbline::cel {

// Days and dates by Howard Hinnant's algorithms (chrono-Compatible Low-Level Date Algorithms).
std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CivilTime civil_from_seconds(std::int64_t seconds) {
  CivilTime result;
  std::int64_t days = seconds / 86400;
  std::int64_t rest = seconds % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  result.hour = rest / 3600;
  result.minute = rest / 60 % 60;
  result.second = rest % 60;
  result.weekday = days >= -4 ? (days + 4) % 7 : (days + 5) % 7 + 6;
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  result.day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  result.month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  result.year = year_of_era + era * 400 + (result.month <= 2 ? 1 : 0);
  result.day_of_year = days - days_from_civil(result.year, 1, 1);
  return result;
}

namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool done() const { return at_ == text_.size(); }
  bool accept(char c) {
    if (at_ >= text_.size() || ascii::upper(text_[at_]) != c) return false;
    ++at_;
    return true;
  }
  /// Exactly `count` digits.
  std::optional<std::int64_t> digits(std::size_t count) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i, ++at_) {
      if (at_ >= text_.size() || !ascii::is_digit(text_[at_])) return std::nullopt;
      value = value * 10 + (text_[at_] - '0');
    }
    return value;
  }
  /// As many digits as there are, as nanoseconds; at least one.
  std::optional<std::uint32_t> fraction() {
    std::uint32_t value = 0;
    std::uint32_t unit = 100'000'000;
    const std::size_t begin = at_;
    for (; at_ < text_.size() && ascii::is_digit(text_[at_]); ++at_, unit /= 10) {
      value += unit * static_cast<std::uint32_t>(text_[at_] - '0');
    }
    if (at_ == begin) return std::nullopt;
    return value;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::int64_t days_in(std::int64_t year, std::int64_t month) {
  constexpr std::int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/// `+hh:mm`, `-hh:mm`, and without a sign when `sign_optional`.
std::optional<std::int64_t> numeric_offset(Reader& reader, bool sign_optional) {
  std::int64_t sign = 1;
  if (reader.accept('-')) {
    sign = -1;
  } else if (!reader.accept('+') && !sign_optional) {
    return std::nullopt;
  }
  const auto hours = reader.digits(2);
  if (!hours || !reader.accept(':')) return std::nullopt;
  const auto minutes = reader.digits(2);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

}  // namespace

std::optional<ir::Value> parse_timestamp(std::string_view text) {
  Reader reader(text);
  const auto year = reader.digits(4);
  if (!year || !reader.accept('-')) return std::nullopt;
  const auto month = reader.digits(2);
  if (!month || !reader.accept('-')) return std::nullopt;
  const auto day = reader.digits(2);
  if (!day || !reader.accept('T')) return std::nullopt;
  const auto hour = reader.digits(2);
  if (!hour || !reader.accept(':')) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute || !reader.accept(':')) return std::nullopt;
  const auto second = reader.digits(2);
  if (!second) return std::nullopt;
  std::uint32_t nanoseconds = 0;
  if (reader.accept('.')) {
    const auto fraction = reader.fraction();
    if (!fraction) return std::nullopt;
    nanoseconds = *fraction;
  }
  std::int64_t offset = 0;
  if (!reader.accept('Z')) {
    const auto parsed = numeric_offset(reader, false);
    if (!parsed) return std::nullopt;
    offset = *parsed;
  }
  const bool sound = reader.done() && *month >= 1 && *month <= 12 && *day >= 1 && *day <= days_in(*year, *month) &&
                     *hour <= 23 && *minute <= 59 && *second <= 59;
  if (!sound) return std::nullopt;
  const std::int64_t seconds =
      days_from_civil(*year, *month, *day) * 86400 + *hour * 3600 + *minute * 60 + *second - offset;
  if (seconds < least_second || seconds > greatest_second) return std::nullopt;
  return ir::Value::timestamp(seconds, nanoseconds);
}

std::optional<ir::Value> parse_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return ir::Value::duration(0, 0);
  if (text.empty()) return std::nullopt;
  // In nanoseconds; a sum may pass 64 bits before it is refused.
  __extension__ using Wide = __int128;
  constexpr Wide second = 1'000'000'000;
  Wide total = 0;
  while (!text.empty()) {
    Wide whole = 0;
    Wide fraction = 0;
    Wide scale = 1;
    std::size_t digits = 0;
    bool point = false;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
      if (text[at] == '.' && !point) {
        point = true;
      } else if (ascii::is_digit(text[at])) {
        ++digits;
        if (!point) whole = whole * 10 + (text[at] - '0');
        if (point && scale < 1'000'000'000'000'000) {
          fraction = fraction * 10 + (text[at] - '0');
          scale *= 10;
        }
        if (whole > longest_duration * second) return std::nullopt;
      } else {
        break;
      }
    }
    if (digits == 0) return std::nullopt;
    text.remove_prefix(at);
    Wide unit = 0;
    std::size_t width = 1;
    if (text.starts_with("ns") || text.starts_with("us") || text.starts_with("ms")) {
      unit = text.front() == 'n' ? 1 : text.front() == 'u' ? 1'000 : 1'000'000;
      width = 2;
    } else if (text.starts_with("\xc2\xb5s") || text.starts_with("\xce\xbcs")) {
      unit = 1'000;
      width = 3;
    } else if (text.starts_with('h') || text.starts_with('m') || text.starts_with('s')) {
      unit = text.front() == 'h' ? 3600 * second : text.front() == 'm' ? 60 * second : second;
    } else {
      return std::nullopt;
    }
    text.remove_prefix(width);
    total += whole * unit + fraction * unit / scale;
    if (total > longest_duration * second) return std::nullopt;
  }
  if (negative) total = -total;
  Wide seconds = total / second;
  Wide rest = total % second;
  if (rest < 0) {
    rest += second;
    --seconds;
  }
  return ir::Value::duration(static_cast<std::int64_t>(seconds), static_cast<std::uint32_t>(rest));
}

std::optional<std::int64_t> zone_offset(std::string_view zone) {
  if (zone == "UTC" || zone == "Etc/UTC" || zone == "GMT" || zone.empty()) return 0;
  Reader reader(zone);
  const auto offset = numeric_offset(reader, true);
  return reader.done() ? offset : std::nullopt;
}

}  // namespace plumbline::cel
