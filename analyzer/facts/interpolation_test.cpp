#include "analyzer/facts/interpolation.h"

#include <doctest/doctest.h>

namespace plumbline::facts {

namespace {

std::optional<std::string> filled(std::string_view text) {
  return interpolate(text, [](std::string_view name) -> std::optional<std::string> {
    if (name == "A") return "1";
    if (name == "EMPTY") return "";
    return std::nullopt;
  });
}

}  // namespace

TEST_CASE("variables of a Compose value are filled in") {
  const std::pair<std::string_view, std::optional<std::string>> table[] = {
      {"plain", "plain"},       {"x$A-${A}", "x1-1"},      {"${A:-2}", "1"},
      {"${B:-2}", "2"},         {"${B-2}", "2"},           {"${EMPTY:-2}", "2"},
      {"${EMPTY-2}", ""},       {"${B:-${C:-x}}y", "xy"},  {"${B:-{}}", "{}"},
      {"$$A ${A}$$", "$A 1$"},  {"${B}", std::nullopt},    {"${B:?no}", std::nullopt},
      {"${A:?no}", "1"},        {"${A:+x}", std::nullopt}, {"${B:-${C}}", std::nullopt},
      {"$1 costs", "$1 costs"},
  };
  for (const auto& row : table) {
    CAPTURE(row.first);
    CHECK(filled(row.first) == row.second);
  }
}

TEST_CASE("a default that nests too deeply is not known") {
  std::string text = "x";
  for (int i = 0; i < 100; ++i) text = "${B:-" + text + "}";
  CHECK(filled(text) == std::nullopt);
}

TEST_CASE("every variable is found, those of a default too") {
  const std::string_view text = "a${B:-$C}/${D?why} $$E ${} ${F";
  const auto found = find_interpolations(text);
  REQUIRE(found.size() == 3);
  CHECK(found[0].name.of(text) == "B");
  CHECK(found[0].span.of(text) == "${B:-$C}");
  CHECK(found[0].operand.of(text) == "$C");
  CHECK(found[0].otherwise == Otherwise::when_empty);
  CHECK(found[1].name.of(text) == "C");
  CHECK(found[2].otherwise == Otherwise::refuses);
  CHECK(found[2].operand.of(text) == "why");
}

}  // namespace plumbline::facts
