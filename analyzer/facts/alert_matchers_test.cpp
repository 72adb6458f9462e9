#include "analyzer/facts/alert_matchers.h"

#include <doctest/doctest.h>

namespace plumbline::facts {

namespace {

std::string read(std::string_view text) {
  const auto all = parse_alert_matchers(text);
  if (!all) return "no";
  std::string out;
  for (const AlertMatcher& one : *all) out += one.text() + ";";
  return out;
}

}  // namespace

TEST_CASE("matchers are read with and without quotes, braces and blanks") {
  CHECK(read("severity=critical") == "severity=\"critical\";");
  CHECK(read(R"( severity =~ "page|critical" )") == "severity=~\"page|critical\";");
  CHECK(read(R"({team!="db", env!~"dev.*",})") == R"(team!="db";env!~"dev.*";)");
  CHECK(read("env=") == "env=\"\";");
  CHECK(read(R"("a.b"="x \"y\"")") == R"(a.b="x \"y\"";)");
}

TEST_CASE("what is no list of matchers is not taken for one") {
  for (const std::string_view text :
       {"", "{}", "severity", "=x", "a=\"open", "{a=b", "a=b c=\"d\"", "a=\"b\" c=\"d\"", "\"\"=x"}) {
    CAPTURE(text);
    CHECK(read(text) == "no");
  }
}

TEST_CASE("a matcher accepts the whole value, and takes an absent label for an empty one") {
  const auto accepts = [](std::string_view matcher, std::string_view value) {
    return parse_alert_matchers(matcher)->front().accepts(value);
  };
  CHECK(accepts("a=b", "b"));
  CHECK_FALSE(accepts("a=b", "bb"));
  CHECK(accepts("a!=b", ""));
  CHECK(accepts("a=~\"b|c.*\"", "cd"));
  CHECK_FALSE(accepts("a=~\"b|c\"", "xb"));
  CHECK(accepts("a!~\"b.+\"", "b"));
  CHECK_FALSE(accepts("a!~\"b.*\"", "b"));
  CHECK(accepts("a=\"\"", ""));
  CHECK_FALSE(accepts("a=~\"(\"", "("));
}

TEST_CASE("a comparison of single samples is told from one over a range of time") {
  for (const std::string_view text : {"up == 0", "node_load1 > 5 # high", "count(up{job!=\"x\"}) by (job) < 2",
                                      "a / b >= 0.9", "probe_success{target=\"time:x\"} != 1"}) {
    CAPTURE(text);
    CHECK(compares_single_samples(text));
  }
  for (const std::string_view text :
       {"rate(errors_total[5m]) > 1", "absent(up)", "up", "up{a!=\"b\"}", "job:errors:rate5m > 1",
        "cert_expiry - time() < 3600", "hour() > 8 and up == 0", "\"a > b\"", "ALERTS == 1", "x > x offset 1h"}) {
    CAPTURE(text);
    CHECK_FALSE(compares_single_samples(text));
  }
}

}  // namespace plumbline::facts
