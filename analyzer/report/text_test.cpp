#include "analyzer/report/text.h"

#include <string>

#include <doctest/doctest.h>

#include "analyzer/report/frame.h"
#include "sample_report.h"

namespace plumbline::report {

namespace {

constexpr std::string_view workflow =
    "name: ship\njobs:\n  deploy:\n    steps:\n      - run: kubectl apply -f k8s/\n        continue: x\n";

std::string one_line_frame(std::string_view text, std::string_view words, std::uint32_t width = 100) {
  const source::SourceFile file("f", text);
  const auto begin = static_cast<std::uint32_t>(text.find(words));
  FrameStyle style;
  style.width = width;
  style.gutter = 1;
  return frame(file, {{{begin, begin + static_cast<std::uint32_t>(words.size())}, "here", true}}, style);
}

}  // namespace

TEST_CASE("a finding is shown with its places, the why, the help and how to accept it") {
  test::SampleReport sample;
  const FileId ci = sample.add_file("ci.yml", workflow);
  const FileId api = sample.add_file("k8s/api.yaml", "a: 1\nstrategy: {type: RollingUpdate}\n");
  const engine::RuleId rule = sample.add_rule("FC201", Severity::error, {"rollback"});
  judge::Verdict& verdict = sample.add_finding(rule, sample.place(ci, "kubectl apply -f k8s/"),
                                               Text("'").quoted("deploy").ours("' deploys."), "deploys here");
  verdict.finding.what.labels.push_back({sample.place(ci, "deploy"), "in this job", false});
  verdict.finding.what.labels.push_back({sample.place(api, "strategy"), "the workload it changes", false});
  judge::GateResult gate;
  gate.id = "rollback";
  gate.verdict = judge::GateVerdict::fail;
  sample.report.gates = {gate};
  sample.report.readiness = judge::Readiness::not_ready;
  CHECK(emit_text(sample.report, {}) == R"(error[FC201] FALSE_COMPLETION  'deploy' deploys.
 --> ci.yml:5:14
  |
3 |   deploy:
  |   ------ in this job
...
5 |       - run: kubectl apply -f k8s/
  |              ^^^^^^^^^^^^^^^^^^^^^ deploys here
 ::: k8s/api.yaml:2:1
2 | strategy: {type: RollingUpdate}
  | -------- the workload it changes
  = why: a failed rollout stays half done until somebody notices.
  = help: add a step with `if: failure()` that goes back.
  = gate: rollback | accept: # plumbline: ignore[FC201] -- <reason> | plumbline explain FC201

Found 1 finding (1 error) in 1 of 2 files.
Gates: 0 pass, 1 fail (rollback). Not production-ready.
)");
  CHECK(emit_concise(sample.report, {}) == R"(ci.yml:5:14: error: 'deploy' deploys. [FC201]
Found 1 finding (1 error) in 1 of 2 files.
Gates: 0 pass, 1 fail (rollback). Not production-ready.
)");
}

TEST_CASE("more than five equal findings of a file are one with its places") {
  test::SampleReport sample;
  const FileId file = sample.add_file("ci.yml", "a\nb\nc\nd\ne\nf\ng\n");
  const engine::RuleId rule = sample.add_rule("FC201");
  for (const char* each : {"a", "b", "c", "d", "e"}) sample.add_finding(rule, sample.place(file, each), "m");
  const auto headers = [&] {
    const std::string out = emit_text(sample.report, {});
    std::size_t count = 0;
    for (std::size_t at = out.find("error["); at != std::string::npos; at = out.find("error[", at + 1)) ++count;
    return count;
  };
  CHECK(headers() == 5);
  sample.add_finding(rule, sample.place(file, "f"), "m");
  CHECK(headers() == 1);
  CHECK(emit_text(sample.report, {}).find("= also: 5 more in this file: 2:1, 3:1, 4:1, 5:1, 6:1\n") !=
        std::string::npos);
}

TEST_CASE("a clean run says what it looked at; an incomplete one says so before") {
  test::SampleReport sample;
  sample.add_file("ci.yml", "a");
  sample.add_rule("FC201");
  CHECK(emit_text(sample.report, {}) == "No findings in 1 file (1 rule).\n");
  sample.add_file("big.yml", "a");
  sample.report.coverage.analysed = 1;
  sample.report.coverage.not_analysed.push_back({"big.yml", Code::limit_hit, "too large", true});
  CHECK(emit_text(sample.report, {}) ==
        "INCOMPLETE: 1 of 2 files not analysed\n  big.yml: too large [limit-hit]\n"
        "No findings in the 1 file analysed (1 rule).\n");
}

TEST_CASE("accepted findings and those below the threshold are counted") {
  test::SampleReport sample;
  const FileId file = sample.add_file("ci.yml", "abc");
  const engine::RuleId rule = sample.add_rule("FC201");
  sample.add_finding(rule, sample.place(file, "a"), "m").standing = judge::Standing::suppressed;
  sample.report.verdicts.back().acceptance = judge::Acceptance{{}, "plumbline", "because", "", true};
  sample.add_finding(rule, sample.place(file, "b"), "m").standing = judge::Standing::baselined;
  sample.add_finding(rule, sample.place(file, "c"), "m").severity = Severity::note;
  CHECK(emit_text(sample.report, {}) ==
        "No findings in 1 file (1 rule); 1 accepted (1 suppressed, 1 by a comment added here), 1 in baseline; "
        "1 below warning not shown.\n");
}

TEST_CASE("carets stand under tabs, wide and escaped characters") {
  CHECK(one_line_frame("\ta: b\n", "b") == "1 |     a: b\n  |        ^ here\n");
  CHECK(one_line_frame("x\ta\n", "a") == "1 | x   a\n  |     ^ here\n");
  CHECK(one_line_frame("\u6f22\u5b57: b\n", "b") == "1 | \u6f22\u5b57: b\n  |       ^ here\n");
  CHECK(one_line_frame("\u6f22\u5b57: b\n", "\u5b57") == "1 | \u6f22\u5b57: b\n  |   ^^ here\n");
  CHECK(one_line_frame("e\u0301x\n", "x") == "1 | e\u0301x\n  |  ^ here\n");
  CHECK(one_line_frame("\x1b[2Jx\n", "x") == "1 | \\x1b[2Jx\n  |        ^ here\n");
  CHECK(one_line_frame("##[error]x\n", "x") == "1 | #\\x23[error]x\n  |             ^ here\n");
  CHECK(one_line_frame("\xef\xbb\xbf"
                       "ab\n",
                       "b") == "1 | ab\n  |  ^ here\n");
}

TEST_CASE("a long line is cut around the caret") {
  const std::string text = std::string(200, 'a') + "X" + std::string(200, 'b') + "\n";
  const std::string shown = one_line_frame(text, "X", 40);
  const std::size_t end = shown.find('\n');
  CHECK(shown.substr(0, end).find("\u2026aaa") != std::string::npos);
  CHECK(shown.substr(0, end).find("aXb") != std::string::npos);
  // The caret stands under the X: both lines have one character more than bytes before it (the ellipsis is three).
  CHECK(shown.find('X') - 2 == shown.find('^') - (end + 1));
}

TEST_CASE("a span of several lines has a bar") {
  const source::SourceFile file("f", "a:\n  b\n  c\nd\n");
  FrameStyle style;
  style.gutter = 1;
  CHECK(frame(file, {{{0, 10}, "all", true}}, style) == "1 | / a:\n2 | |   b\n3 | |   c\n  | |___^ all\n");
}

TEST_CASE("of a line of megabytes the part around the place is looked at") {
  for (const std::string& head : {std::string(), std::string(1'500'000, 'a'), std::string(1'000'000, '\t')}) {
    for (const std::string& tail : {std::string(), std::string(1'500'000, 'b')}) {
      test::SampleReport sample;
      const FileId file = sample.add_file("a", head + "WORD" + tail);
      sample.add_finding(sample.add_rule("FC201"), sample.place(file, "WORD"), Text("m"));
      const std::string text = emit(sample.report, Format::text);
      CHECK(text.size() < 5000);
      CHECK(text.find("WORD") != std::string::npos);
      CHECK(text.find("^^^^") != std::string::npos);
    }
  }
  test::SampleReport sample;
  std::string marks = "a";
  for (int i = 0; i < 100'000; ++i) marks += "\u0301";
  const FileId file = sample.add_file("a", marks);
  sample.add_finding(sample.add_rule("FC201"), sample.place(file, "a"), Text("m"));
  CHECK(emit(sample.report, Format::text).size() < 5000);
}

}  // namespace plumbline::report
