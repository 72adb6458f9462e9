#include "analyzer/frontends/circleci.h"

#include <doctest/doctest.h>

#include "analyzer/frontends/circleci_file.h"
#include "tests/support/ir_of.h"

namespace plumbline::frontends {

namespace {

using support::IrOf;

IrOf circle(std::string text) {
  return IrOf(".circleci/config.yml", std::move(text), source::FileKind::circleci);
}

constexpr std::string_view delivery = R"(version: 2.1
orbs:
  ecs: circleci/aws-ecs@4.0.0
  chat: circleci/slack@volatile
  other: acme/thing@1
  own:
    commands:
      greet:
        steps: [{run: echo hello}]
executors:
  node:
    docker: [{image: "cimg/node:22.11"}, {image: "postgres:16"}]
commands:
  around:
    parameters: {inner: {type: steps, default: []}}
    steps:
      - run: make prepare
      - steps: << parameters.inner >>
      - << parameters.inner >>
jobs:
  test:
    executor: node
    environment: {LEVEL: "3", TOKEN: $SECRET}
    steps:
      - checkout
      - own/greet
      - around:
          inner: [{run: npm run unit}]
      - run: npm test
      - run:
          name: Tell
          when: on_fail
          command: kubectl apply -f old/
  deploy:
    machine: {image: "ubuntu-2204:2024.01.1"}
    shell: /bin/bash -e
    steps:
      - run: |
          kubectl set image deployment/api api=<< parameters.image >>
          cat <<EOF
          text
          EOF
      - chat/notify: {event: fail}
      - nowhere
workflows:
  version: 2
  ship:
    jobs:
      - test:
          filters: {tags: {only: /^v.*/}}
      - hold: {type: approval, requires: [test]}
      - deploy:
          requires: [hold]
          context: production
          filters: {branches: {only: main}}
      - ecs/deploy-service-update:
          name: live
          requires: [{deploy: [failed]}]
      - other/do
  nightly:
    triggers: [{schedule: {cron: "0 3 * * *", filters: {branches: {only: main}}}}]
    jobs: [test]
)";

}  // namespace

TEST_CASE("each workflow is a pipeline, each of its entries a job") {
  const IrOf file = circle(std::string(delivery));
  REQUIRE(file.rows<ir::Pipeline>().size() == 2);
  const auto& ship = file.find<ir::Pipeline>("workflows.ship");
  CHECK(file.words(ship.trigger_kinds) == "push tag");
  CHECK(ship.jobs.count == 5);
  CHECK(file.words(file.find<ir::Pipeline>("workflows.nightly").trigger_kinds) == "schedule");
  const auto& deploy = file.find<ir::Job>("workflows.ship.jobs[2]");
  CHECK(file.text(deploy.id) == "deploy");
  CHECK(file.joined(deploy.needs_names) == "hold");
  CHECK(file.words(deploy.trigger_kinds) == "push");
  CHECK_FALSE(deploy.every_branch.value_or(true));
  CHECK(file.joined(deploy.runner) == "ubuntu-2204:2024.01.1");
  CHECK(file.find<ir::Job>("workflows.ship.jobs[1]").manual.value_or(false));
  CHECK(file.find<ir::Job>("workflows.ship.jobs[0]").every_branch.value_or(false));
}

TEST_CASE("commands of the file and of inline orbs stand where they are called, steps handed over included") {
  const IrOf file = circle(std::string(delivery));
  const auto& test = file.find<ir::Job>("workflows.ship.jobs[0]");
  std::string commands;
  for (const auto step : file.repo().list(test.steps)) {
    for (const auto command : file.repo().list(file.repo()[step].commands))
      commands += file.text(file.repo()[command].text) + "; ";
  }
  CHECK(commands == "echo hello; make prepare; npm run unit; npm run unit; npm test; kubectl apply -f old/; ");
  // What is deployed because something failed is the way back.
  CHECK(test.own_roles.has(ir::Role::rollback));
  CHECK_FALSE(test.own_roles.has(ir::Role::deploy));
  CHECK(file.rows<ir::Image>().size() == 2);
  // The same job in another workflow has the same steps.
  CHECK(file.find<ir::Job>("workflows.nightly.jobs[0]").steps.count == test.steps.count);
}

TEST_CASE("a published orb's job has the roles that are known, or unknown steps") {
  const IrOf file = circle(std::string(delivery));
  const auto& live = file.find<ir::Job>("workflows.ship.jobs[3]");
  CHECK(file.text(live.id) == "live");
  CHECK(live.runs_on_failure);
  CHECK(live.own_roles.has(ir::Role::rollback));
  CHECK(live.uses.empty());
  const auto& other = file.find<ir::Job>("workflows.ship.jobs[4]");
  CHECK(other.steps.incomplete == 1);
  CHECK(file.text(other.uses) == "other/do");
}

TEST_CASE("a step that calls an orb has its canonical name and how it is fixed") {
  const IrOf file = circle(std::string(delivery));
  bool notified = false;
  bool nowhere = false;
  for (const auto& step : file.rows<ir::Step>()) {
    if (file.text(step.uses) == "chat/notify") {
      notified = true;
      CHECK(file.text(step.action) == "circleci/slack/notify");
      CHECK(step.ref_kind == ir::RefKind::branch);
      CHECK(step.own_roles.has(ir::Role::notify));
    }
    if (file.text(step.uses) == "nowhere") {
      nowhere = true;
      CHECK(step.action.empty());
    }
  }
  CHECK(notified);
  CHECK(nowhere);
}

TEST_CASE("a parameter is masked while the shell is read, and a heredoc is none") {
  const IrOf file = circle(std::string(delivery));
  bool found = false;
  for (const auto& command : file.rows<ir::Command>()) {
    if (file.text(command.program) != "kubectl" || !command.own_roles.has(ir::Role::deploy)) continue;
    found = true;
    CHECK(file.text(command.text) == "kubectl set image deployment/api api=<< parameters.image >>");
    CHECK(command.errexit);
    CHECK_FALSE(command.pipefail);
  }
  CHECK(found);
  REQUIRE(file.rows<ir::Expression>().size() == 1);
  CHECK(file.joined(file.rows<ir::Expression>()[0].contexts) == "parameters.image");
  CHECK(circle_parameters("cat <<EOF\nx\nEOF").empty());
  CHECK(circle_parameters("a \\<< x >> << >> <<<\"y\"").empty());
  CHECK(circle_parameters("<<pipeline.git.branch>>").size() == 1);
}

TEST_CASE("a configuration without workflows runs its jobs by every push") {
  const IrOf file = circle(
      "version: 2\njobs:\n  build:\n    docker: [{image: \"circleci/node:10\"}]\n    steps: [checkout, {run: npm "
      "test}]\n");
  REQUIRE(file.rows<ir::Pipeline>().size() == 1);
  CHECK(file.find<ir::Job>("jobs.build").own_roles.has(ir::Role::test));
}

TEST_CASE("commands that call each other end") {
  const IrOf file =
      circle("version: 2.1\ncommands:\n  a: {steps: [b]}\n  b: {steps: [a, a]}\njobs:\n  x: {steps: [a]}\n");
  CHECK(file.find<ir::Job>("jobs.x").steps.incomplete == 1);
}

}  // namespace plumbline::frontends
