#include "sarif/limits.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "sarif/text.h"
#include "sarif/write.h"
#include "sarif_sample.h"

namespace plumbline::sarif {

namespace {

Result result(std::string rule, Level level, std::string uri, std::uint32_t line) {
  Result out;
  out.rule_id = std::move(rule);
  out.level = level;
  out.message.text = fmt::format("Line {}.", line);
  Location location;
  location.physical = PhysicalLocation{.artifact = {.uri = std::move(uri)},
                                       .region = {.start_line = line, .start_column = 1, .end_line = line}};
  out.locations = {location};
  return out;
}

Rule rule(std::string id, Precision precision) {
  Rule out;
  out.id = std::move(id);
  out.precision = precision;
  return out;
}

std::vector<std::string> texts(const Run& run) {
  std::vector<std::string> out;
  for (const Result& r : run.results) {
    out.push_back(fmt::format("{} {}:{}", r.rule_id, r.locations.front().physical->artifact.uri,
                              r.locations.front().physical->region.start_line));
  }
  return out;
}

Location numbered(std::uint32_t id) {
  Location out;
  out.id = id;
  return out;
}

}  // namespace

TEST_CASE("a run within the limits is left as it is") {
  Run run = sample_run();
  const std::string before = write(run);
  CHECK_FALSE(apply_limits(run).any());
  CHECK(write(run) == before);
}

TEST_CASE("of too many results the weightiest stay, in their order") {
  Run run;
  run.driver.rules = {rule("LOW", Precision::low), rule("SURE", Precision::very_high)};
  run.results = {result("SURE", Level::note, "a", 1), result("LOW", Level::error, "a", 2),
                 result("SURE", Level::error, "b", 9), result("SURE", Level::error, "b", 3),
                 result("SURE", Level::error, "a", 7)};
  run.results.back().suppressions.emplace_back();
  Run three = run;
  CHECK(apply_limits(three, {.results = 3}) == Omitted{.results = 2});
  CHECK(texts(three) == std::vector<std::string>{"LOW a:2", "SURE b:9", "SURE b:3"});
  Run one = run;
  CHECK(apply_limits(one, {.results = 1}).results == 4);
  CHECK(texts(one) == std::vector<std::string>{"SURE b:3"});
}

TEST_CASE("of too many rules those with results stay") {
  Run run;
  for (const char* id : {"A", "B", "C", "D"}) run.driver.rules.push_back(rule(id, Precision::high));
  run.results = {result("D", Level::error, "a", 1)};
  CHECK(apply_limits(run, {.rules = 2}) == Omitted{.rules = 2});
  REQUIRE(run.driver.rules.size() == 2);
  CHECK(run.driver.rules[0].id == "A");
  CHECK(run.driver.rules[1].id == "D");
}

TEST_CASE("related locations that the message links to stay, and no link is left without its place") {
  Run run;
  run.results = {result("A", Level::error, "a", 1)};
  Result& first = run.results.front();
  for (std::uint32_t id = 1; id <= 6; ++id) first.related_locations.push_back(numbered(id));
  first.message.text = "See [five](5), [six](6) and [two](2).";
  Run three = run;
  CHECK(apply_limits(three, {.locations = 3}) == Omitted{.locations = 3});
  CHECK(three.results.front().message.text == first.message.text);
  Run two = run;
  CHECK(apply_limits(two, {.locations = 2}) == Omitted{.locations = 4});
  CHECK(two.results.front().message.text == "See [five](5), six and [two](2).");
}

TEST_CASE("flows are cut as a whole and never left empty") {
  Run run;
  run.results = {result("A", Level::error, "a", 1)};
  const ThreadFlow flow{.locations = std::vector<ThreadFlowLocation>(3)};
  run.results.front().code_flows = {{.thread_flows = {flow, flow}}, {.thread_flows = {flow}}};
  CHECK(apply_limits(run, {.thread_flow_locations = 4}) == Omitted{.thread_flow_locations = 5});
  const std::vector<CodeFlow>& flows = run.results.front().code_flows;
  REQUIRE(flows.size() == 1);
  REQUIRE(flows.front().thread_flows.size() == 2);
  CHECK(flows.front().thread_flows.back().locations.size() == 1);
}

TEST_CASE("tags and texts of rules are cut") {
  Run run;
  run.driver.rules = {rule("A", Precision::high)};
  Rule& first = run.driver.rules.front();
  for (int i = 0; i < 12; ++i) first.tags.push_back(fmt::format("t{}", i));
  first.name = std::string(300, 'n');
  first.full_description.text = std::string(2000, 'd');
  CHECK(apply_limits(run) == Omitted{.tags = 2, .texts = 2});
  CHECK(first.tags.back() == "t9");
  CHECK(first.name == shortened(std::string(300, 'n'), 255));
  CHECK(first.full_description.text == std::string(1023, 'd') + "\xe2\x80\xa6");
}

TEST_CASE("results are sorted by URI, line, column, rule and message") {
  Run run;
  run.results = {result("B", Level::error, "b", 1), result("B", Level::error, "a", 10),
                 result("A", Level::note, "a", 10), result("Z", Level::note, "a", 9)};
  sort_results(run);
  CHECK(texts(run) == std::vector<std::string>{"Z a:9", "A a:10", "B a:10", "B b:1"});
}

}  // namespace plumbline::sarif
