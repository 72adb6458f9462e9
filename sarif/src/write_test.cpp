#include "sarif/write.h"

#include <string>
#include <utility>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "sarif/text.h"
#include "sarif_sample.h"

namespace plumbline::sarif {

namespace {

using nlohmann::ordered_json;

ordered_json read(const Run& run, const WriteOptions& options = {}) {
  ordered_json log = ordered_json::parse(write(run, options), nullptr, false);
  REQUIRE(log.is_object());
  return log;
}

ordered_json read_run(const Run& run) {
  return read(run)["runs"][0];
}

Result minimal(std::string rule) {
  Result out;
  out.rule_id = std::move(rule);
  out.message.text = "It fails.";
  return out;
}

}  // namespace

TEST_CASE("equal runs give equal bytes, and one line says the same as many") {
  CHECK(write(sample_run()) == write(sample_run()));
  CHECK(read(sample_run()) == read(sample_run(), {.indented = false}));
  CHECK(write(sample_run(), {.indented = false}).find('\n') == std::string::npos);
  CHECK(write(sample_run()).back() == '\n');
}

TEST_CASE("an empty run still has what SARIF and GitHub demand") {
  const ordered_json log = read(Run{});
  CHECK(log["version"] == "2.1.0");
  CHECK(log["runs"].size() == 1);
  CHECK(log["runs"][0]["results"] == ordered_json::array());
  CHECK(log["runs"][0]["tool"]["driver"]["rules"] == ordered_json::array());
  CHECK(log["runs"][0]["columnKind"] == "utf16CodeUnits");
}

TEST_CASE("indices are found by name and left out where the name is unknown") {
  Run run;
  run.driver.rules.resize(2);
  run.driver.rules[0].id = "A";
  run.driver.rules[1].id = "B";
  run.driver.rules[1].relationships = {{.taxonomy = "T", .taxon_id = "y"}, {.taxonomy = "T", .taxon_id = "nowhere"}};
  run.taxonomies.resize(2);
  run.taxonomies[1].name = "T";
  run.taxonomies[1].taxa.resize(2);
  run.taxonomies[1].taxa[1].id = "y";
  run.artifacts.resize(2);
  run.artifacts[1].location.uri = "b";
  run.results = {minimal("B"), minimal("C")};
  Location location;
  location.physical = PhysicalLocation{.artifact = {.uri = "b"}};
  run.results[0].locations = {location};
  location.physical->artifact.uri = "c";
  run.results[1].locations = {location};

  const ordered_json json = read_run(run);
  CHECK(json["results"][0]["ruleIndex"] == 1);
  CHECK_FALSE(json["results"][1].contains("ruleIndex"));
  CHECK(json["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["index"] == 1);
  CHECK_FALSE(json["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"].contains("index"));
  const ordered_json& targets = json["tool"]["driver"]["rules"][1]["relationships"];
  CHECK(targets[0]["target"] == ordered_json::parse(R"({"id":"y","index":1,"toolComponent":{"name":"T","index":1}})"));
  CHECK_FALSE(targets[1]["target"].contains("index"));
}

TEST_CASE("suppressions are written on all results or on none") {
  Run run;
  run.results = {minimal("A"), minimal("B")};
  CHECK_FALSE(read_run(run)["results"][0].contains("suppressions"));
  run.results[1].suppressions = {{.kind = SuppressionKind::external, .status = SuppressionStatus::under_review}};
  const ordered_json json = read_run(run);
  CHECK(json["results"][0]["suppressions"] == ordered_json::array());
  CHECK(json["results"][1]["suppressions"] == ordered_json::parse(R"([{"kind":"external","status":"underReview"}])"));
}

TEST_CASE("a region has all four numbers, and a context region needs a region") {
  Run run;
  run.results = {minimal("A")};
  Location location;
  location.physical =
      PhysicalLocation{.artifact = {.uri = "a"}, .region = {}, .context_region = {.start_line = 1, .end_line = 2}};
  run.results[0].locations = {location};
  CHECK(read_run(run)["results"][0]["locations"][0]["physicalLocation"] ==
        ordered_json::parse(R"({"artifactLocation":{"uri":"a"}})"));
  run.results[0].locations[0].physical->region = {.start_line = 2, .start_column = 3, .end_line = 2, .end_column = 5};
  CHECK(read_run(run)["results"][0]["locations"][0]["physicalLocation"]["region"] ==
        ordered_json::parse(R"({"startLine":2,"startColumn":3,"endLine":2,"endColumn":5})"));
}

TEST_CASE("an insertion has an empty region, a deletion no content") {
  Run run;
  run.results = {minimal("A")};
  const Region at{.start_line = 1, .start_column = 4, .end_line = 1, .end_column = 4};
  run.results[0].fixes = {{.changes = {{.artifact = {.uri = "a"}, .replacements = {{at, "x"}, {at, ""}}}}}};
  const ordered_json replacements = read_run(run)["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"];
  CHECK(replacements[0]["deletedRegion"]["endColumn"] == 4);
  CHECK(replacements[0]["insertedContent"]["text"] == "x");
  CHECK_FALSE(replacements[1].contains("insertedContent"));
}

TEST_CASE("security severities are strings with one decimal") {
  Run run;
  run.driver.rules.resize(1);
  run.driver.rules[0].security_severity = 5;
  CHECK(read_run(run)["tool"]["driver"]["rules"][0]["properties"] ==
        ordered_json::parse(R"({"security-severity":"5.0"})"));
}

TEST_CASE("a kind is written where it is not the default, fingerprints in the order of their names") {
  Run run;
  run.results = {minimal("A"), minimal("A")};
  run.results[1].kind = Kind::not_applicable;
  run.results[1].level = Level::none;
  run.results[1].fingerprints = {{"b/v1", "2"}, {"a/v1", "1"}};
  const ordered_json json = read_run(run);
  CHECK_FALSE(json["results"][0].contains("kind"));
  CHECK(json["results"][1]["kind"] == "notApplicable");
  CHECK(json["results"][1]["fingerprints"].dump() == R"({"a/v1":"1","b/v1":"2"})");
}

TEST_CASE("hostile text stays inside its string") {
  Run run;
  run.results = {minimal("A\",\"x\":\"\n\xff")};
  const ordered_json json = read_run(run);
  CHECK(json["results"].size() == 1);
  CHECK(json["results"][0]["ruleId"] == "A\",\"x\":\"\n\xef\xbf\xbd");
  CHECK_FALSE(json["results"][0].contains("x"));
}

}  // namespace plumbline::sarif
