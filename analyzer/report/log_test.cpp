#include "analyzer/report/log.h"

#include <string>

#include <doctest/doctest.h>

#include "sample_report.h"

namespace plumbline::report {

namespace {

struct Fixture : test::SampleReport {
  Fixture() {
    const FileId file = add_file("ci.yml", "deploy\n");
    add_finding(add_rule("FC201", Severity::error, {"rollback"}), place(file, "deploy"),
                Text("'").quoted("deploy").ours("' deploys."));
    judge::GateResult gate;
    gate.id = "rollback";
    gate.title = "Rollback";
    gate.verdict = judge::GateVerdict::fail;
    gate.reason = Text("no rollback follows ").quoted("deploy");
    gate.blocked_by = {0};
    report.gates = {gate};
    report.readiness = judge::Readiness::not_ready;
  }
  std::string merged(std::string_view existing) {
    const auto result = merge_log(existing, report, "log.md");
    REQUIRE(result.has_value());
    return *result;
  }
  std::uint32_t refused_at(std::string_view existing) {
    const auto result = merge_log(existing, report, "log.md");
    REQUIRE_FALSE(result.has_value());
    return result.error().origin->at.line;
  }
};

std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the verdict comes first, then the gates") {
  const std::string log = new_log(report);
  CHECK(log.substr(0, log.find("Text in")) ==
        "# Implementation log\n<!-- plumbline:begin summary v1 -->\n**Verdict: NOT READY** - 1 of 1 gate fail, 0 "
        "unknown. "
        "0 critical, 1 error, 0 warnings, 0 notes. 1 of 1 file analysed.\n");
  CHECK(log.find("| 1 Rollback | FAIL | no rollback follows `deploy` | FC201-aaaaaa |\n") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "writing a log again changes nothing") {
  const std::string log = new_log(report);
  CHECK(merged("") == log);
  CHECK(merged(log) == log);
}

TEST_CASE_FIXTURE(Fixture, "what people write outside of the regions stays byte for byte") {
  std::string log = new_log(report);
  log = with(log, "<!-- plumbline:end notes -->", "My notes\r\n\ttabs \n<!-- plumbline:end notes -->");
  log = "Preface\r\n" + log + "\nNo line end";
  CHECK(merged(log) == log);
  const std::string stale = with(log, "1 of 1 file analysed", "garbage");
  CHECK(merged(stale) == log);
}

TEST_CASE_FIXTURE(Fixture, "a person's file keeps everything, below the regions") {
  const std::string once = merged("# Mine\n\ntext");
  CHECK(once.substr(once.size() - 13) == "\n# Mine\n\ntext");
  CHECK(once.substr(0, 35) == "<!-- plumbline:begin summary v1 -->");
  CHECK(merged(once) == once);
}

TEST_CASE_FIXTURE(Fixture, "conflict markers are taken inside of our regions only") {
  const std::string log = new_log(report);
  CHECK(merged(with(log, "| 1 Rollback", "<<<<<<< ours\n| 1\n=======\n>>>>>>> theirs\n| 1 Rollback")) == log);
  CHECK(refused_at("<<<<<<< ours\n" + log) == 1);
  const std::string quoted = "```\n<<<<<<< in a fence\n```\n" + log;
  CHECK(merged(quoted) == quoted);
}

TEST_CASE_FIXTURE(Fixture, "broken markers are refused with their line") {
  const std::string log = new_log(report);
  CHECK(refused_at(log + "<!-- plumbline:begin summary v1 -->\n<!-- plumbline:end summary -->\n") > 10);
  CHECK(refused_at("<!-- plumbline:begin summary v1 -->\n<!-- plumbline:begin details v1 -->\n") == 2);
  CHECK(refused_at("<!-- plumbline:begin summary v1 -->\nx\n") == 2);
  CHECK(refused_at("<!-- plumbline:end summary -->\n") == 1);
  CHECK(refused_at("<!-- plumbline:begin summary v9 -->\n") == 1);
  CHECK(refused_at("<!-- plumbline:begin details v1 -->\n<!-- plumbline:end details -->\n"
                   "<!-- plumbline:begin summary v1 -->\n<!-- plumbline:end summary -->\n") == 3);
}

TEST_CASE_FIXTURE(Fixture, "markers in a fence are text") {
  const std::string text = "```\n<!-- plumbline:begin summary v1 -->\n```\n";
  const std::string once = merged(text);
  CHECK(once.substr(once.size() - text.size()) == text);
  CHECK(merged(once) == once);
}

TEST_CASE_FIXTURE(Fixture, "a log stays small, and says how much it leaves out") {
  const Location at = report.verdicts.front().finding.what.labels.front().at;
  for (int i = 0; i < 3000; ++i) add_finding({0}, at, Text("x").quoted(std::string(500, 'y')));
  const std::string log = new_log(report);
  CHECK(log.size() <= 256U << 10U);
  CHECK(log.find("- and 2801 more: `plumbline check --show note`") != std::string::npos);
}

}  // namespace plumbline::report
