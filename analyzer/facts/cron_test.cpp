#include "analyzer/facts/cron.h"

#include <doctest/doctest.h>

namespace plumbline::facts {
namespace {

constexpr std::int64_t day = 1440;
constexpr std::int64_t new_year_2024 = 19'723 * day;  // a Monday

std::string error(std::string_view text, CronDialect dialect = CronDialect::posix) {
  const auto cron = parse_cron(text, dialect);
  return cron ? "none" : std::string(cron.error().at.of(text));
}

}  // namespace

TEST_CASE("a schedule's next runs are those of the calendar") {
  CHECK(next_run(*parse_cron("*/15 * * * *"), new_year_2024) == new_year_2024 + 15);
  CHECK(next_run(*parse_cron("30 5 * * *"), new_year_2024) == new_year_2024 + 330);
  CHECK(next_run(*parse_cron("0 0 * * sun"), new_year_2024) == new_year_2024 + 6 * day);
  CHECK(next_run(*parse_cron("0 0 * * 7"), new_year_2024) == new_year_2024 + 6 * day);
  CHECK(next_run(*parse_cron("0 0 29 feb *"), new_year_2024) == new_year_2024 + 59 * day);
  CHECK(next_run(*parse_cron("0 0 1 1 *"), new_year_2024) == new_year_2024 + 366 * day);
  CHECK_FALSE(next_run(*parse_cron("0 0 31 2 *"), new_year_2024));
  CHECK(next_runs(*parse_cron("0 12 1,15 * *"), new_year_2024, 3) ==
        std::vector<std::int64_t>{new_year_2024 + 720, new_year_2024 + 14 * day + 720, new_year_2024 + 31 * day + 720});
}

TEST_CASE("where day and weekday are both restricted, either is enough") {
  const auto runs = next_runs(*parse_cron("0 0 13 * 5"), new_year_2024, 2);
  CHECK(runs == std::vector<std::int64_t>{new_year_2024 + 4 * day, new_year_2024 + 11 * day});
  CHECK(next_runs(*parse_cron("0 0 */2 * 1"), new_year_2024, 1).front() == new_year_2024 + 14 * day);
}

TEST_CASE("the least interval spans midnight and gaps of days") {
  CHECK(minimum_interval(*parse_cron("*/5 * * * *")) == 5);
  CHECK(minimum_interval(*parse_cron("*/7 * * * *")) == 4);
  CHECK(minimum_interval(*parse_cron("50 23 * * *")) == day);
  CHECK(minimum_interval(*parse_cron("0,55 0,23 * * *")) == 5);
  CHECK(minimum_interval(*parse_cron("0 3 * * 1-5")) == day);
  CHECK(minimum_interval(*parse_cron("0 3 1 * *")) == 28 * day);
  CHECK(minimum_interval(*parse_cron("0 0 29 2 *")) == 1461 * day);
  CHECK_FALSE(minimum_interval(*parse_cron("0 0 30 2 *")));
}

TEST_CASE("errors point at the wrong part") {
  CHECK(error("60 * * * *") == "60");
  CHECK(error("0 0 * * 8") == "8");
  CHECK(error("0 0 0 * *") == "0");
  CHECK(error("*/0 * * * *") == "/0");
  CHECK(error("5-1 * * * *") == "5-1");
  CHECK(error("0 0 * foo *") == "foo");
  CHECK(error("0 0 * * mon-") == "");
  CHECK(error("1,,2 * * * *") == ",");
  CHECK(error("0 0 * *") == "0 0 * *");
  CHECK(error("0 0 * * * 2024") == "2024");
  CHECK(error("@daily") == "@daily");
  CHECK(error("? * * * *") == "?");
  CHECK(error("1* * * * *") == "*");
  CHECK(error("") == "");
}

TEST_CASE("Kubernetes takes macros, question marks and a time zone") {
  CHECK(parse_cron("@daily", CronDialect::kubernetes) == *parse_cron("0 0 * * *"));
  CHECK(parse_cron("TZ=Europe/Berlin 0 4 ? * *", CronDialect::kubernetes));
  CHECK(error("@every 5m", CronDialect::kubernetes) == "@every 5m");
}

}  // namespace plumbline::facts
