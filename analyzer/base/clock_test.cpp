#include "analyzer/base/clock.h"

#include <cstdlib>

#include <doctest/doctest.h>

using namespace plumbline;

TEST_CASE("seconds become the UTC date they fall on, before 1970 too") {
  CHECK(utc_date(0).iso() == "1970-01-01");
  CHECK(utc_date(-1).iso() == "1969-12-31");
  CHECK(utc_date(951'782'400).iso() == "2000-02-29");
  CHECK(utc_date(951'782'399).iso() == "2000-02-28");
  CHECK(utc_date(1'798'761'599).iso() == "2026-12-31");
  CHECK(utc_date(9'223'372'036'854'775'807).iso() == "9999-12-31");
}

TEST_CASE("only a day that exists is a date") {
  CHECK(parse_utc_date("2027-03-31") == UtcDate{2027, 3, 31});
  CHECK(parse_utc_date("2028-02-29") == UtcDate{2028, 2, 29});
  for (const char* wrong : {"2027-02-29", "2027-13-01", "2027-00-10", "2027-1-10", "27-01-10", "2027/01/10",
                            "2027-01-1x", "2027-01-010", "", "-027-01-01"}) {
    CAPTURE(wrong);
    CHECK(!parse_utc_date(wrong));
  }
  CHECK(UtcDate{2026, 12, 31} < UtcDate{2027, 1, 1});
}

TEST_CASE("SOURCE_DATE_EPOCH sets the day, and is passed over when it is no number") {
  setenv("SOURCE_DATE_EPOCH", "86400", 1);
  CHECK(system_clock().today().iso() == "1970-01-02");
  setenv("SOURCE_DATE_EPOCH", "tomorrow", 1);
  CHECK(system_clock().today() > UtcDate{2024, 1, 1});
  unsetenv("SOURCE_DATE_EPOCH");
  CHECK(system_clock().today() > UtcDate{2024, 1, 1});
}
