#include "analyzer/judge/gates.h"

#include <fstream>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "sample_report.h"

namespace plumbline::judge {

namespace {

constexpr std::string_view yaml = R"(schema: 1
gates:
  - id: rollback
    title: Rollback
    question: Rollback procedure tested?
    guide: text
    reads: [gitlab_ci]
    applies: ['repo.jobs.exists(j, "deploy" in j.roles)']
    no_subject: nothing is deployed
    needs:
      - name: a way back
        absent: no rollback follows
        facts:
          - at: repo.jobs.filter(j, "rollback" in j.roles)
            fact: "'{at.name}' {{rolls}} back after {at.needs.map(n, n.name)}"
      - name: a drill
        absent: no drill
        absence: reserve
        facts:
          - at: repo.decisions
            fact: "declared: {at.text}"
            strength: declared
    unknown:
      - when: repo.jobs.exists(j, j.uses != "")
        reason: a pipeline is elsewhere
)";

struct Fixture : test::SampleReport {
  FileId file = add_file("ci.yml", "deploy:\nback:\n");
  std::vector<Ref<ir::Job>> jobs;
  Diagnostics diagnostics;

  Ref<ir::Job> add_job(std::string_view name, ir::Role role, std::string_view uses = "") {
    ir::Job job;
    job.file = {file.index};
    job.head = place(file, name).span;
    job.span = job.head;
    job.name = *arena.add(name);
    job.uses = *arena.add(uses);
    job.roles.add(role);
    jobs.push_back(repo->tables().add(job));
    return jobs.back();
  }
  const GateResult& judge(std::string_view gates = yaml) {
    repo->edit_repo().jobs = repo->tables().add_list(jobs);
    const GateSet set(load_gates(gates, "gates.yaml", diagnostics), "gates.yaml", diagnostics);
    for (const Diagnostic& each : diagnostics.all()) MESSAGE(each.message.joined([](std::string_view s) { return s; }));
    REQUIRE(diagnostics.empty());
    judge_gates(report, set);
    REQUIRE(report.gates.size() == 1);
    return report.gates.front();
  }
  static std::string plain(const Text& text) {
    return text.joined([](std::string_view s) { return "<" + std::string(s) + ">"; });
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a gate without a subject does not apply") {
  add_job("back", ir::Role::rollback);
  const GateResult& gate = judge();
  CHECK(gate.verdict == GateVerdict::not_applicable);
  CHECK(plain(gate.reason) == "nothing is deployed");
  CHECK(report.readiness == Readiness::ready);
  CHECK(report.evidence.empty());
}

TEST_CASE_FIXTURE(Fixture, "a gate passes by evidence, whose holes are quoted, and says what it lacks") {
  add_job("deploy", ir::Role::deploy);
  const Ref<ir::Job> back = add_job("back", ir::Role::rollback);
  repo->edit(back).needs = repo->tables().add_list(std::vector<Ref<ir::Job>>{jobs.front()});
  const GateResult& gate = judge();
  CHECK(gate.verdict == GateVerdict::pass);
  CHECK(gate.with_reservation);
  CHECK(plain(gate.reason) == "'<back>' {rolls} back after <deploy>; but no drill");
  REQUIRE(gate.evidence == std::vector<std::string>{"E1"});
  CHECK(report.evidence.front().at == Location{file, {8, 12}});
  add_evidence_digests(report);
  CHECK(report.evidence.front().digest.size() == 16);
}

TEST_CASE_FIXTURE(Fixture, "a fact that would stand here and does not fails the gate") {
  add_job("deploy", ir::Role::deploy);
  CHECK(judge().verdict == GateVerdict::fail);
  CHECK(report.readiness == Readiness::not_ready);
}

TEST_CASE_FIXTURE(Fixture, "nothing fails by absence when something was not analysed") {
  add_job("deploy", ir::Role::deploy);
  SUBCASE("a file that failed") {
    report.coverage.not_analysed.push_back({"x.yml", Code::not_analysed, "too deep", true});
    CHECK(plain(judge().reason) == "no rollback follows: <x.yml> was not analysed");
  }
  SUBCASE("a skipped file of a kind that the gate reads") {
    add_file(".gitlab-ci.yml", "a: b\n", source::FileKind::gitlab_ci);
    report.coverage.not_analysed.push_back({".gitlab-ci.yml", Code::declared_skip, "not supported", false});
    CHECK(plain(judge().reason) == "no rollback follows: <.gitlab-ci.yml> is of a kind that is not supported");
  }
  SUBCASE("a pipeline elsewhere") {
    add_job("ship", ir::Role::build, "o/r/.github/workflows/x.yml@v1");
    CHECK(plain(judge().reason) == "no rollback follows: a pipeline is elsewhere");
  }
  CHECK(report.gates.front().verdict == GateVerdict::unknown);
  CHECK(report.readiness == Readiness::incomplete);
}

TEST_CASE_FIXTURE(Fixture, "a skipped file of another kind leaves the absence provable") {
  add_job("deploy", ir::Role::deploy);
  add_file("main.tf", "", source::FileKind::terraform);
  report.coverage.not_analysed.push_back({"main.tf", Code::declared_skip, "not supported", false});
  CHECK(judge().verdict == GateVerdict::fail);
}

TEST_CASE_FIXTURE(Fixture,
                  "errors and critical findings block, accepted ones leave a reservation, warnings do neither") {
  add_job("deploy", ir::Role::deploy);
  add_job("back", ir::Role::rollback);
  const engine::RuleId rule = add_rule("FC201", Severity::error, {"rollback"});
  Verdict& verdict = add_finding(rule, place(file, "deploy"), "no way back");
  SUBCASE("an error") {
    CHECK(judge().verdict == GateVerdict::fail);
    CHECK(report.gates.front().blocked_by == std::vector<std::uint32_t>{0});
  }
  SUBCASE("a warning") {
    verdict.severity = Severity::warning;
    CHECK(judge().verdict == GateVerdict::pass);
  }
  SUBCASE("a critical warning") {
    verdict.severity = Severity::warning;
    rules.front().critical = true;
    CHECK(judge().verdict == GateVerdict::fail);
  }
  SUBCASE("accepted") {
    verdict.standing = Standing::suppressed;
    CHECK(judge().verdict == GateVerdict::pass);
    CHECK(report.gates.front().with_reservation);
  }
  SUBCASE("of another gate") {
    rules.front().gates = {"tests"};
    CHECK(judge().verdict == GateVerdict::pass);
  }
}

constexpr std::string_view by_kind = R"(schema: 1
gates:
  - id: strategy
    title: Strategy
    question: In steps?
    guide: text
    no_subject: nothing is deployed
    refuted_by: [FC201]
    needs:
      - name: services
        absent: services are replaced at once
        applies: ['repo.jobs.exists(j, "deploy" in j.roles)']
        facts:
          - at: repo.jobs.filter(j, "verify" in j.roles)
            fact: "'{at.name}' verifies"
      - name: releases
        absent: releases reach everybody at once
        applies: ['repo.jobs.exists(j, "release" in j.roles)']
        facts:
          - at: repo.jobs.filter(j, "release" in j.roles && has(j.environment))
            fact: "'{at.name}' releases to '{at.environment}'"
)";

TEST_CASE_FIXTURE(Fixture, "each need is asked for where its kind occurs, and only there") {
  SUBCASE("of no kind") {
    add_job("back", ir::Role::rollback);
    CHECK(judge(by_kind).verdict == GateVerdict::not_applicable);
  }
  SUBCASE("of one kind") {
    add_job("deploy", ir::Role::deploy);
    CHECK(plain(judge(by_kind).reason) == "services are replaced at once");
  }
  SUBCASE("what is there for one kind says nothing of another") {
    add_job("deploy", ir::Role::deploy);
    add_job("back", ir::Role::verify);
    CHECK(judge(by_kind).verdict == GateVerdict::pass);
    add_job("ship", ir::Role::release);
    CHECK(plain(judge(by_kind).reason) == "releases reach everybody at once");
  }
}

TEST_CASE_FIXTURE(Fixture, "a warning of a rule that refutes the gate blocks it, a note does not") {
  add_job("deploy", ir::Role::deploy);
  add_job("back", ir::Role::verify);
  Verdict& verdict = add_finding(add_rule("FC201", Severity::warning, {}), place(file, "deploy"), "no way back");
  CHECK(judge(by_kind).verdict == GateVerdict::fail);
  verdict.severity = Severity::note;
  CHECK(judge(by_kind).verdict == GateVerdict::pass);
}

TEST_CASE_FIXTURE(Fixture, "a rule that failed makes its gates unknown") {
  add_job("deploy", ir::Role::deploy);
  add_job("back", ir::Role::rollback);
  report.coverage.rule_failures.push_back(
      {add_rule("FC201", Severity::error, {"rollback"}), place(file, "deploy"), "x"});
  CHECK(judge().verdict == GateVerdict::unknown);
}

TEST_CASE_FIXTURE(Fixture, "only a decision that stands declares something") {
  add_job("deploy", ir::Role::deploy);
  add_job("back", ir::Role::rollback);
  ir::Decision decision;
  decision.file = {file.index};
  decision.head = {0, 6};
  decision.text = *arena.add("drills are kept elsewhere");
  const Ref<ir::Decision> ref = repo->tables().add(decision);
  repo->edit_repo().decisions = repo->tables().add_list(std::vector<Ref<ir::Decision>>{ref});
  DecisionRecord record;
  record.decision = ref;
  SUBCASE("stands") {
    record.status = DecisionRecord::Status::stands;
    report.decisions = {record};
    CHECK_FALSE(judge().with_reservation);
    CHECK(report.evidence.back().strength == Strength::declared);
  }
  SUBCASE("stale") {
    record.status = DecisionRecord::Status::stale;
    report.decisions = {record};
    CHECK(judge().with_reservation);
  }
}

TEST_CASE("optional gates do not decide") {
  GateResult pass;
  pass.verdict = GateVerdict::pass;
  GateResult fail;
  fail.verdict = GateVerdict::fail;
  CHECK(readiness_of({pass, fail}) == Readiness::not_ready);
  fail.optional = true;
  CHECK(readiness_of({pass, fail}) == Readiness::ready);
  CHECK(readiness_of({}) == Readiness::incomplete);
}

TEST_CASE("the ten gates of the project are sound, and an empty repository passes none") {
  std::ifstream in(std::string(PLUMBLINE_SOURCE) + "/rules/gates.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  Diagnostics diagnostics;
  const GateSet set(load_gates(text.str(), "gates.yaml", diagnostics), "gates.yaml", diagnostics);
  for (const Diagnostic& each : diagnostics.all()) {
    const std::string message = each.message.joined([](std::string_view s) { return s; });
    CAPTURE(each.origin->at.line);
    CHECK(message == "");
  }
  test::SampleReport sample;
  judge_gates(sample.report, set);
  REQUIRE(sample.report.gates.size() == 10);
  CHECK(sample.report.gates.front().id == "pipeline");
  CHECK(sample.report.gates.back().id == "documentation");
  for (const GateResult& gate : sample.report.gates) CHECK(gate.verdict != GateVerdict::pass);
  CHECK(sample.report.readiness == Readiness::not_ready);
}

TEST_CASE("a gate with a wrong expression is told with its place") {
  Diagnostics diagnostics;
  std::string text(yaml);
  text.replace(text.find("j.roles)']"), 7, "j.rules");
  const GateSet set(load_gates(text, "gates.yaml", diagnostics), "gates.yaml", diagnostics);
  REQUIRE_FALSE(diagnostics.empty());
  CHECK(diagnostics.all().front().origin->at.line == 8);
}

}  // namespace plumbline::judge
