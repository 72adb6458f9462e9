#include "analyzer/report/delivery_graph.h"

#include <vector>

#include <doctest/doctest.h>

#include "sample_report.h"

namespace plumbline::report {

namespace {

struct Fixture : test::SampleReport {
  Ref<ir::Pipeline> pipeline;
  Fixture() {
    ir::Pipeline row;
    row.name = *arena.add("ship");
    row.trigger_kinds.add(ir::TriggerKind::push);
    pipeline = repo->tables().add(row);
  }
  Ref<ir::Job> job(std::string_view name, ir::Role role, const std::vector<Ref<ir::Job>>& needs = {}) {
    ir::Job row;
    row.name = *arena.add(name);
    row.pipeline = pipeline;
    row.roles.add(role);
    row.needs = repo->tables().add_list(needs);
    return repo->tables().add(row);
  }
  std::string graph(std::size_t limit = 60) { return delivery_graph(report, limit); }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "nothing delivers: nothing is drawn") {
  job("greet", ir::Role::setup);
  CHECK(graph().empty());
}

TEST_CASE_FIXTURE(Fixture, "jobs stand in the order of their needs, in their environment, with their way back") {
  const Ref<ir::Job> build = job("build", ir::Role::build);
  const Ref<ir::Job> deploy = job("deploy", ir::Role::deploy, {build});
  repo->edit(deploy).environment = *arena.add("production");
  repo->edit(deploy).platform_rolls_back = true;
  CHECK(graph() ==
        "```mermaid\nflowchart LR\n"
        "  J0[\"build<br/>build\"]\n"
        "  subgraph E0[\"production\"]\n"
        "  J1[\"deploy<br/>deploy\"]\n"
        "  end\n"
        "  P0([\"ship<br/>push\"])\n"
        "  B1([\"goes back\"])\n"
        "  P0 --> J0\n"
        "  J0 --> J1\n"
        "  J1 -.->|by itself| B1\n"
        "```\n");
}

TEST_CASE_FIXTURE(Fixture, "a job that never runs is left out; what delivers comes before what only checks") {
  const Ref<ir::Job> off = job("off", ir::Role::deploy);
  repo->edit(off).condition_constant = false;
  job("test", ir::Role::test);
  job("deploy", ir::Role::deploy);
  const std::string drawn = graph(1);
  CHECK(drawn.find("deploy<br/>") != std::string::npos);
  CHECK(drawn.find("off<br/>") == std::string::npos);
  CHECK(drawn.find("test<br/>") == std::string::npos);
  CHECK(drawn.find("and 1 more") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a rollback on failure is drawn from the job that fails") {
  const Ref<ir::Job> deploy = job("deploy", ir::Role::deploy);
  const Ref<ir::Job> back = job("back", ir::Role::rollback, {deploy});
  repo->edit(back).condition = *arena.add("${{ failure() }}");
  CHECK(graph().find("  J0 -.->|on failure| J1\n") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "alerts that go the same way are one node, with the channels of their receiver") {
  ir::Receiver receiver;
  receiver.name = *arena.add("pager");
  receiver.channels = repo->tables().add_list(std::vector<Str>{*arena.add("pagerduty")});
  const Ref<ir::Receiver> pager = repo->tables().add(receiver);
  for (int i = 0; i < 2; ++i) {
    ir::Alert alert;
    alert.receivers = repo->tables().add_list(std::vector<Ref<ir::Receiver>>{pager});
    repo->tables().add(alert);
  }
  repo->tables().add(ir::Alert());
  const std::string drawn = graph();
  CHECK(drawn.find("  A0([\"2 alerts\"])\n  R0[\"pager<br/>pagerduty\"]\n") != std::string::npos);
  CHECK(drawn.find("A([\"1 alert, to whom is not here\"])") != std::string::npos);
}

TEST_CASE("a label cannot end, mark up or hide anything") {
  CHECK(mermaid_label("a\"]; x```<b>#35;&%") == "a#34;#93;#59; x#96;#96;#96;#60;b#62;#35;35#59;#38;#37;");
  CHECK(mermaid_label("a\nb").find('\n') == std::string::npos);
  CHECK(mermaid_label("Grüße") == "Grüße");
}

}  // namespace plumbline::report
