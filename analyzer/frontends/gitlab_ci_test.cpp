#include "analyzer/frontends/gitlab_ci.h"

#include <doctest/doctest.h>

#include "analyzer/frontends/gitlab_conditions.h"
#include "tests/support/ir_of.h"

namespace plumbline::frontends {

namespace {

using support::IrOf;

IrOf gitlab(std::string text) {
  return IrOf(".gitlab-ci.yml", std::move(text), source::FileKind::gitlab_ci);
}

constexpr std::string_view delivery = R"(stages: [build, test, deploy]
default:
  image: node:22
  before_script: [npm ci]
variables:
  REGION: eu-west-1
  TOKEN: $DEPLOY_TOKEN
.deploy:
  stage: deploy
  variables: {TARGET: none, KEEP: "1"}
  script:
    - set +e
    - kubectl apply -f k8s/
    - !reference [.notify, script]
.notify:
  script:
    - curl -fsS https://chat.example.org/hook
test:
  script:
    - |
      npm run build
      npm test
  allow_failure: {exit_codes: 2}
review:
  extends: .deploy
  environment: {name: review/$CI_COMMIT_REF_SLUG, on_stop: stop}
  rules:
    - if: $CI_MERGE_REQUEST_IID
production:
  extends: [.notify, .deploy]
  variables: {TARGET: live}
  environment: production
  when: manual
  only: [main]
  needs: [test, {job: ghost, optional: true}]
  after_script: [echo done]
)";

}  // namespace

TEST_CASE("a job has what it takes over, the last base first, maps joined and lists replaced") {
  const IrOf file = gitlab(std::string(delivery));
  const auto& job = file.find<ir::Job>("jobs.production");
  CHECK(file.text(job.stage) == "deploy");
  CHECK(file.text(job.environment) == "production");
  CHECK(file.words(job.own_roles) == "deploy verify dependencies");
  const auto steps = file.repo().list(job.steps);
  REQUIRE(steps.size() == 3);
  const auto commands = file.repo().list(file.repo()[steps[1]].commands);
  REQUIRE(commands.size() == 3);
  CHECK(file.text(file.repo()[commands[1]].text) == "kubectl apply -f k8s/");
  CHECK(file.text(file.repo()[commands[2]].text) == "curl -fsS https://chat.example.org/hook");
  // An option set in one entry of the list holds in the next.
  CHECK(file.repo()[commands[0]].errexit);
  CHECK_FALSE(file.repo()[commands[1]].errexit);
  std::string variables;
  for (const auto variable : file.repo().list(job.variables))
    variables += file.text(file.repo()[variable].name) + "=" + file.text(file.repo()[variable].value) + " ";
  CHECK(variables == "TARGET=live KEEP=1 ");
  CHECK(job.needs_names.incomplete == 1);
  CHECK(file.joined(job.needs_names) == "test");
}

TEST_CASE("what stands once is one command, however many jobs take it over") {
  const IrOf file = gitlab(std::string(delivery));
  std::size_t deploys = 0;
  for (const auto& command : file.rows<ir::Command>()) {
    if (file.text(command.program) == "kubectl") ++deploys;
  }
  CHECK(deploys == 1);
  CHECK(file.find<ir::Job>("jobs..deploy").is_private);
  CHECK(file.find<ir::Job>("jobs..deploy").own_roles.empty());
}

TEST_CASE("a job says for which runs it is there and who starts it") {
  const IrOf file = gitlab(std::string(delivery));
  const auto& review = file.find<ir::Job>("jobs.review");
  CHECK(file.words(review.trigger_kinds) == "pull_request");
  CHECK(review.every_branch.is_present());
  CHECK_FALSE(review.every_branch.value);
  CHECK(review.manual.is_absent());
  CHECK(file.text(review.environment) == "review/$CI_COMMIT_REF_SLUG");
  const auto& production = file.find<ir::Job>("jobs.production");
  CHECK(production.manual.value_or(false));
  CHECK(production.allow_failure.value_or(false));  // it waits for a person and holds nothing up
  CHECK_FALSE(production.every_branch.value_or(true));
  const auto& test = file.find<ir::Job>("jobs.test");
  CHECK(test.every_branch.value_or(false));
  CHECK(test.allow_failure.is_unknown());
  CHECK(test.after_stages);
}

TEST_CASE("a block scalar in a script has its own places") {
  const IrOf file = gitlab(std::string(delivery));
  const auto& test = file.find<ir::Job>("jobs.test");
  const auto script = file.repo().list(test.steps)[1];
  const auto commands = file.repo().list(file.repo()[script].commands);
  REQUIRE(commands.size() == 2);
  CHECK(file.head(file.repo()[commands[1]]) == "npm test");
}

TEST_CASE("what another file may hold is unknown, not absent") {
  const IrOf file = gitlab(
      "include: [{template: Jobs/SAST.gitlab-ci.yml}, {local: /ci/base.yml}]\n"
      "job:\n  extends: .elsewhere\n");
  const auto& pipeline = file.find<ir::Pipeline>("pipeline");
  CHECK(pipeline.includes_elsewhere);
  CHECK(file.joined(pipeline.include_paths) == "ci/base.yml");
  CHECK(file.words(pipeline.own_roles) == "scan");
  CHECK(pipeline.jobs.incomplete == 1);
  const auto& job = file.find<ir::Job>("jobs.job");
  CHECK(job.environment.is_unknown());
  CHECK(job.allow_failure.is_unknown());
  CHECK(job.every_branch.is_unknown());
  CHECK(job.steps.incomplete == 1);
  CHECK(job.condition_constant.is_absent());
}

TEST_CASE("circles of extends and references end") {
  const IrOf file =
      gitlab(".a:\n  extends: .b\n  script: [!reference [.a, script]]\n.b:\n  extends: .a\njob:\n  extends: .a\n");
  CHECK(file.find<ir::Job>("jobs.job").steps.incomplete == 1);
}

TEST_CASE("images of jobs and services keep their place and the first that uses them") {
  const IrOf file = gitlab(
      "image: ruby:3.3\na: {script: [rake]}\nb:\n  script: [rake]\n  services:\n"
      "    - {name: \"docker:27-dind\", variables: {DOCKER_TLS_CERTDIR: \"\"}}\n");
  REQUIRE(file.rows<ir::Image>().size() == 2);
  CHECK(file.head(file.rows<ir::Image>()[0]) == "ruby:3.3");
  CHECK(file.rows<ir::Image>()[1].role == ir::ImageRole::ci_service);
}

TEST_CASE("a pipeline starts for what its rules let through") {
  const IrOf file = gitlab(
      "workflow:\n  rules:\n    - if: $CI_COMMIT_TAG\n      when: never\n    - if: $CI_COMMIT_BRANCH\n"
      "job:\n  script: [make]\n  only: [tags]\n");
  const auto& pipeline = file.find<ir::Pipeline>("pipeline");
  CHECK(file.words(pipeline.trigger_kinds) == "push schedule manual api");
  const auto& job = file.find<ir::Job>("jobs.job");
  CHECK_FALSE(job.trigger_kinds.has(ir::TriggerKind::tag));
}

TEST_CASE("conditions are decided as far as a run decides them") {
  struct Row {
    std::string_view text;
    GitlabRun run;
    Truth truth;
  };
  const Row rows[] = {
      {"$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", GitlabRun::branch_push, Truth::no},
      {"$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", GitlabRun::default_push, Truth::yes},
      {"$CI_COMMIT_BRANCH == 'main'", GitlabRun::default_push, Truth::yes},
      {"$CI_COMMIT_BRANCH == 'develop'", GitlabRun::default_push, Truth::maybe},
      {"$CI_COMMIT_BRANCH == 'develop'", GitlabRun::branch_push, Truth::no},
      {"$CI_COMMIT_BRANCH != \"main\"", GitlabRun::branch_push, Truth::yes},
      {"$CI_COMMIT_TAG", GitlabRun::tag, Truth::yes},
      {"$CI_COMMIT_TAG =~ /^v/", GitlabRun::tag, Truth::maybe},
      {"$CI_COMMIT_TAG =~ /^v/", GitlabRun::branch_push, Truth::no},
      {"$CI_COMMIT_TAG == null", GitlabRun::branch_push, Truth::yes},
      {"$CI_PIPELINE_SOURCE == \"merge_request_event\"", GitlabRun::merge_request, Truth::yes},
      {"$CI_PIPELINE_SOURCE == \"schedule\" || ($CI_COMMIT_TAG && $FLAG)", GitlabRun::schedule, Truth::yes},
      {"($CI_PIPELINE_SOURCE == \"web\" || $FLAG) && $CI_COMMIT_TAG", GitlabRun::web, Truth::no},
      {"$FLAG == \"1\"", GitlabRun::branch_push, Truth::maybe},
      {"$CI_COMMIT_BRANCH =~ /.*/", GitlabRun::branch_push, Truth::yes},
      {"$CI_PIPELINE_SOURCE == \"trigger\"", GitlabRun::api, Truth::maybe},
      {"$CI_PIPELINE_SOURCE == \"schedule\"", GitlabRun::api, Truth::no},
      {"$CI_COMMIT_BRANCH ==", GitlabRun::branch_push, Truth::maybe},
      {")", GitlabRun::branch_push, Truth::maybe},
      {"/a\\", GitlabRun::branch_push, Truth::maybe},
      {"", GitlabRun::branch_push, Truth::maybe},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(gitlab_condition(row.text, row.run) == row.truth);
  }
}

TEST_CASE("words of only and except are kinds of runs, branches or patterns") {
  CHECK(gitlab_ref("tags", GitlabRun::tag) == Truth::yes);
  CHECK(gitlab_ref("tags", GitlabRun::branch_push) == Truth::no);
  CHECK(gitlab_ref("branches", GitlabRun::branch_push) == Truth::yes);
  CHECK(gitlab_ref("main", GitlabRun::branch_push) == Truth::no);
  CHECK(gitlab_ref("main@group/project", GitlabRun::default_push) == Truth::yes);
  CHECK(gitlab_ref("/^release-/", GitlabRun::branch_push) == Truth::maybe);
  CHECK(gitlab_ref("merge_requests", GitlabRun::merge_request) == Truth::yes);
  CHECK(gitlab_ref("schedules", GitlabRun::default_push) == Truth::no);
}

}  // namespace plumbline::frontends
