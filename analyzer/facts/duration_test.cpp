#include "analyzer/facts/duration.h"

#include <doctest/doctest.h>

namespace plumbline::facts {

TEST_CASE("durations add their parts") {
  CHECK(parse_duration("1h30m") == 5400 * nanoseconds_per_second);
  CHECK(parse_duration("1.5s") == 1'500'000'000);
  CHECK(parse_duration("-2ms") == -2'000'000);
  CHECK(parse_duration("0") == 0);
  CHECK(parse_duration("100us") == 100'000);
  CHECK(parse_duration("1d12h", true) == 36 * 3600 * nanoseconds_per_second);
  CHECK(parse_duration("30") == error_at({0, 2}, "the unit of the duration is missing"));
  CHECK(parse_duration("5 s") == error_at({1, 3}, "durations have no such unit"));
  CHECK(parse_duration("1d") == error_at({1, 2}, "durations have no such unit"));
  CHECK_FALSE(parse_duration(""));
  CHECK_FALSE(parse_duration("s"));
  CHECK_FALSE(parse_duration("99999999999999999999h"));
}

TEST_CASE("quantities are read as Kubernetes reads them") {
  CHECK(parse_quantity_milli("500m") == 500);
  CHECK(parse_quantity_milli("2") == 2000);
  CHECK(parse_quantity_milli("0.1") == 100);
  CHECK(parse_quantity("1Gi") == 1073741824);
  CHECK(parse_quantity("128M") == 128'000'000);
  CHECK(parse_quantity("1e3") == 1000);
  CHECK(parse_quantity("1E") == 1'000'000'000'000'000'000);
  CHECK(parse_quantity("100m") == 1);
  CHECK(parse_quantity("12GB") == error_at({2, 4}, "quantities have no such unit"));
  CHECK_FALSE(parse_quantity("Gi"));
  CHECK_FALSE(parse_quantity("1Zi"));
  CHECK_FALSE(parse_quantity("100E"));
}

TEST_CASE("sizes of Compose have units of either case") {
  CHECK(parse_compose_bytes("512m") == 512 * 1024 * 1024);
  CHECK(parse_compose_bytes("1.5GB") == 1610612736);
  CHECK(parse_compose_bytes("100") == 100);
  CHECK_FALSE(parse_compose_bytes("1x"));
}

}  // namespace plumbline::facts
