#include "analyzer/facts/cron.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "analyzer/base/ascii.h"

namespace plumbline::facts {
namespace {

constexpr auto month_names = std::to_array<std::string_view>(
    {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"});
constexpr auto day_names = std::to_array<std::string_view>({"sun", "mon", "tue", "wed", "thu", "fri", "sat"});

struct Field {
  int least, most;
  std::span<const std::string_view> names;
  int first_name;  ///< value of the first name
};
constexpr auto fields = std::to_array<Field>(
    {{0, 59, {}, 0}, {0, 23, {}, 0}, {1, 31, {}, 0}, {1, 12, month_names, 1}, {0, 7, day_names, 0}});

struct Macro {
  std::string_view name, meaning;
};
constexpr auto macros = std::to_array<Macro>({{"@yearly", "0 0 1 1 *"},
                                              {"@annually", "0 0 1 1 *"},
                                              {"@monthly", "0 0 1 * *"},
                                              {"@weekly", "0 0 * * 0"},
                                              {"@daily", "0 0 * * *"},
                                              {"@midnight", "0 0 * * *"},
                                              {"@hourly", "0 * * * *"}});

/// One field of the text.
class FieldReader {
 public:
  FieldReader(std::string_view text, Span part, const Field& field, bool question)
      : text_(text.substr(0, part.end)), at_(part.begin), part_(part), field_(field), question_(question) {}

  Parsed<std::uint64_t> read() {
    std::uint64_t bits = 0;
    while (true) {
      const auto item = read_item();
      if (!item) return item;
      bits |= *item;
      if (at_ == part_.end) return bits;
      if (text_[at_] != ',') return error_at(here(), "this cannot stand in a field of a schedule");
      ++at_;
    }
  }

 private:
  Span here() const { return {std::min(at_, part_.end), std::min(at_ + 1, part_.end)}; }

  Parsed<int> value() {
    const std::uint32_t begin = at_;
    while (at_ < part_.end && ascii::is_alnum(text_[at_])) ++at_;
    const std::string word = ascii::lower(text_.substr(begin, at_ - begin));
    const Span span{begin, std::max(at_, std::min(begin + 1, part_.end))};
    if (word.empty()) return error_at(span, "a value is missing");
    const auto name = std::find(field_.names.begin(), field_.names.end(), word);
    if (name != field_.names.end()) return static_cast<int>(name - field_.names.begin()) + field_.first_name;
    const auto number = word.size() <= 9 ? ascii::parse_int(word) : std::nullopt;
    if (!number) return error_at(span, "this is neither a number nor a name of this field");
    if (*number < field_.least || *number > field_.most)
      return error_at(span, "the value is outside the field's range");
    return static_cast<int>(*number);
  }

  Parsed<int> step() {
    if (at_ == part_.end || text_[at_] != '/') return 1;
    const std::uint32_t begin = ++at_;
    while (at_ < part_.end && ascii::is_digit(text_[at_])) ++at_;
    const auto number = at_ - begin <= 9 ? ascii::parse_int(text_.substr(begin, at_ - begin)) : std::nullopt;
    if (!number || *number < 1) return error_at({begin - 1, at_}, "a step is a number above 0");
    return static_cast<int>(*number);
  }

  Parsed<std::uint64_t> read_item() {
    const std::uint32_t begin = at_;
    int low = field_.least;
    int high = field_.most;
    const bool star = at_ < part_.end && (text_[at_] == '*' || (question_ && text_[at_] == '?'));
    if (star) {
      ++at_;
    } else {
      const auto first = value();
      if (!first) return tl::unexpected(first.error());
      low = high = *first;
      if (at_ < part_.end && text_[at_] == '-') {
        ++at_;
        const auto last = value();
        if (!last) return tl::unexpected(last.error());
        high = *last;
        if (high < low) return error_at({begin, at_}, "the range ends before it begins");
      } else if (at_ < part_.end && text_[at_] == '/') {
        high = field_.most;
      }
    }
    const auto by = step();
    if (!by) return tl::unexpected(by.error());
    std::uint64_t bits = 0;
    for (int v = low; v <= high; v += *by) bits |= std::uint64_t{1} << static_cast<unsigned>(v);
    return bits;
  }

  std::string_view text_;
  std::uint32_t at_;
  Span part_;
  const Field& field_;
  bool question_;
};

std::vector<Span> words(std::string_view text) {
  std::vector<Span> found;
  std::uint32_t at = 0;
  while (true) {
    while (at < text.size() && ascii::is_space(text[at])) ++at;
    if (at == text.size()) return found;
    const std::uint32_t begin = at;
    while (at < text.size() && !ascii::is_space(text[at])) ++at;
    found.push_back({begin, at});
  }
}

/// Days since 1970-01-01 to year, month, day (the civil calendar of Howard Hinnant's date algorithms).
struct Date {
  int month, day, weekday;
};
Date date_of(std::int64_t days) {
  const std::int64_t z = days + 719'468;
  const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
  const std::int64_t doe = z - era * 146'097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const std::int64_t weekday = ((days + 4) % 7 + 7) % 7;
  return {static_cast<int>(mp < 10 ? mp + 3 : mp - 9), static_cast<int>(doy - (153 * mp + 2) / 5 + 1),
          static_cast<int>(weekday)};
}

bool has(std::uint64_t bits, int value) {
  return (bits >> static_cast<unsigned>(value) & 1U) != 0;
}

bool runs_on(const Cron& cron, std::int64_t day) {
  const Date date = date_of(day);
  if (!has(cron.months, date.month)) return false;
  const bool by_day = has(cron.days, date.day);
  const bool by_weekday = has(cron.weekdays, date.weekday);
  // POSIX: where both are restricted, either is enough.
  return cron.every_day || cron.every_weekday ? by_day && by_weekday : by_day || by_weekday;
}

std::vector<int> times_of_day(const Cron& cron) {
  std::vector<int> times;
  for (int hour = 0; hour < 24; ++hour) {
    if (!has(cron.hours, hour)) continue;
    for (int minute = 0; minute < 60; ++minute)
      if (has(cron.minutes, minute)) times.push_back(hour * 60 + minute);
  }
  return times;
}

constexpr std::int64_t cycle_days = 28 * 365 + 7 + 1;
constexpr std::int64_t minutes_per_day = 1440;

}  // namespace

Parsed<Cron> parse_cron(std::string_view text, CronDialect dialect) {
  std::vector<Span> parts = words(text);
  const bool kubernetes = dialect == CronDialect::kubernetes;
  if (kubernetes && !parts.empty()) {
    const std::string_view first = parts.front().of(text);
    if (first.rfind("TZ=", 0) == 0 || first.rfind("CRON_TZ=", 0) == 0) parts.erase(parts.begin());
  }
  if (parts.size() == 1 && text[parts.front().begin] == '@') {
    for (const Macro& macro : macros)
      if (kubernetes && ascii::equal_ignoring_case(parts.front().of(text), macro.name))
        return parse_cron(macro.meaning);
    return error_at(parts.front(), "this schedule takes five fields");
  }
  if (parts.size() != fields.size()) {
    const Span at =
        parts.size() > fields.size() ? parts[fields.size()] : Span{0, static_cast<std::uint32_t>(text.size())};
    return error_at(at, "a schedule has five fields: minute, hour, day, month, weekday");
  }
  std::array<std::uint64_t, fields.size()> bits{};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto read = FieldReader(text, parts[i], fields[i], kubernetes).read();
    if (!read) return tl::unexpected(read.error());
    bits[i] = *read;
  }
  Cron cron;
  cron.minutes = bits[0];
  cron.hours = static_cast<std::uint32_t>(bits[1]);
  cron.days = static_cast<std::uint32_t>(bits[2]);
  cron.months = static_cast<std::uint32_t>(bits[3]);
  cron.weekdays = static_cast<std::uint32_t>((bits[4] | bits[4] >> 7U) & 0x7fU);
  cron.every_day = text[parts[2].begin] == '*' || text[parts[2].begin] == '?';
  cron.every_weekday = text[parts[4].begin] == '*' || text[parts[4].begin] == '?';
  return cron;
}

std::optional<std::int64_t> next_run(const Cron& cron, std::int64_t after) {
  const std::vector<std::int64_t> runs = next_runs(cron, after, 1);
  return runs.empty() ? std::nullopt : std::optional(runs.front());
}

std::vector<std::int64_t> next_runs(const Cron& cron, std::int64_t after, std::size_t count) {
  std::vector<std::int64_t> runs;
  const std::vector<int> times = times_of_day(cron);
  if (times.empty()) return runs;
  const std::int64_t first = (after >= 0 ? after : after - (minutes_per_day - 1)) / minutes_per_day;
  for (std::int64_t day = first; runs.size() < count && day <= first + cycle_days; ++day) {
    if (!runs_on(cron, day)) continue;
    for (const int time : times) {
      const std::int64_t run = day * minutes_per_day + time;
      if (run > after && runs.size() < count) runs.push_back(run);
    }
  }
  return runs;
}

std::optional<std::int64_t> minimum_interval(const Cron& cron) {
  const std::vector<int> times = times_of_day(cron);
  if (times.empty()) return std::nullopt;
  std::optional<std::int64_t> day_gap;
  std::optional<std::int64_t> last;
  for (std::int64_t day = 0; day <= cycle_days; ++day) {
    if (!runs_on(cron, day)) continue;
    if (last) day_gap = std::min(day_gap.value_or(day - *last), day - *last);
    last = day;
  }
  if (!last) return std::nullopt;
  std::optional<std::int64_t> least;
  if (day_gap) least = *day_gap * minutes_per_day + times.front() - times.back();
  for (std::size_t i = 1; i < times.size(); ++i) {
    const std::int64_t gap = times[i] - times[i - 1];
    least = std::min(least.value_or(gap), gap);
  }
  return least;
}

}  // namespace plumbline::facts
