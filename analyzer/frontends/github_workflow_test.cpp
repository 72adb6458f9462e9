#include "analyzer/frontends/github_workflow.h"

#include <doctest/doctest.h>

#include "tests/support/ir_of.h"

namespace plumbline::frontends {

namespace {

using support::IrOf;

IrOf workflow(std::string text) {
  return IrOf(".github/workflows/ci.yml", std::move(text), source::FileKind::github_workflow);
}

/// One job with one step whose lines are `step`.
IrOf one_step(std::string_view on, std::string_view step) {
  std::string text = "on: ";
  text += on;
  text += "\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - ";
  text += step;
  return workflow(std::move(text));
}

constexpr std::string_view deploy = R"(name: Ship
on:
  push:
    branches: [main]
    paths-ignore: ["docs/**"]
  schedule:
    - cron: "0 3 * * 1"
  workflow_dispatch:
permissions:
  contents: read
  id-token: write
concurrency: ship
env:
  REGION: eu-west-1
  TOKEN: ${{ secrets.TOKEN }}
jobs:
  test:
    name: Unit tests
    runs-on: ${{ matrix.os }}
    strategy:
      matrix:
        os: [ubuntu-24.04, windows-2025]
    services:
      db:
        image: postgres:16
        env:
          POSTGRES_PASSWORD: hunter22
    steps:
      - uses: actions/checkout@v4
      - run: npm test
  deploy:
    needs: [test]
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    environment:
      name: production
      url: https://shop.example
    container: node:22-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000
    permissions: write-all
    steps:
      - name: Roll out
        run: |
          kubectl -n shop apply -f k8s/
          kubectl rollout status deployment/shop
      - name: Back
        if: failure()
        run: kubectl apply -f k8s/previous/
)";

}  // namespace

TEST_CASE("the tables of knowledge are read without a mistake") {
  CHECK(workflow("on: push\njobs: {a: {runs-on: x, steps: [{uses: a/b@v1, run: 'true'}]}}\n").knowledge_errors() == 0);
}

TEST_CASE("a workflow's triggers, permissions and variables") {
  const IrOf ir = workflow(std::string(deploy));
  REQUIRE(ir.rows<ir::Pipeline>().size() == 1);
  const ir::Pipeline& pipeline = ir.rows<ir::Pipeline>()[0];
  CHECK(ir.text(pipeline.name) == "Ship");
  CHECK(ir.head(pipeline) == "Ship");
  CHECK(pipeline.kind == ir::PipelineKind::workflow);
  CHECK(IrOf::words(pipeline.trigger_kinds) == "push schedule manual");
  CHECK_FALSE(pipeline.externally_triggered);
  CHECK(pipeline.concurrency);
  REQUIRE(ir.rows<ir::Trigger>().size() == 3);
  CHECK(ir.joined(ir.rows<ir::Trigger>()[0].branches) == "main");
  CHECK(ir.joined(ir.rows<ir::Trigger>()[0].paths) == "!docs/**");
  CHECK(ir.text(ir.rows<ir::Trigger>()[1].schedule) == "0 3 * * 1");
  CHECK(pipeline.declares_permissions);
  const auto& token = ir.find<ir::Permission>("permissions.id-token");
  CHECK(token.level.value == ir::PermissionLevel::write);
  CHECK(ir.head(token) == "id-token");
  const auto& all = ir.find<ir::Permission>("jobs.deploy.permissions");
  CHECK(ir.text(all.scope) == "*");
  CHECK(ir.head(all) == "write-all");
  CHECK(ir.text(ir.find<ir::Variable>("env.REGION").value) == "eu-west-1");
  const auto& secret = ir.find<ir::Variable>("env.TOKEN");
  CHECK(secret.value.is_unknown());
  CHECK(secret.reference == ir::Reference::secret_store);
  CHECK(ir.find<ir::Variable>("jobs.test.services.db.env.POSTGRES_PASSWORD").source == ir::VariableSource::ci_env);
}

TEST_CASE("a workflow's jobs: machines of a matrix, images, environment, conditions") {
  const IrOf ir = workflow(std::string(deploy));
  const auto& test = ir.find<ir::Job>("jobs.test");
  CHECK(ir.head(test) == "test");
  CHECK(ir.text(test.name) == "Unit tests");
  CHECK(ir.joined(test.runner) == "ubuntu-24.04 windows-2025");
  CHECK(test.runner.incomplete == 0);
  CHECK(test.matrix);
  CHECK(test.timeout.is_absent());
  CHECK(IrOf::words(test.own_roles) == "test checkout");
  const auto& ship = ir.find<ir::Job>("jobs.deploy");
  CHECK(ir.joined(ship.needs_names) == "test");
  CHECK(ir.text(ship.condition) == "github.ref == 'refs/heads/main'");
  CHECK(ship.condition_constant.is_absent());
  CHECK(ship.timeout.value == 20);
  CHECK(ir.text(ship.environment) == "production");
  CHECK(ship.declares_permissions);
  CHECK(IrOf::words(ship.own_roles) == "deploy verify rollback");
  REQUIRE(ir.rows<ir::Image>().size() == 2);
  CHECK(ir.rows<ir::Image>()[0].role == ir::ImageRole::ci_service);
  CHECK(ir.head(ir.rows<ir::Image>()[0]) == "postgres:16");
  CHECK(ir.rows<ir::Image>()[1].role == ir::ImageRole::ci);
  CHECK(ir.text(ir.rows<ir::Image>()[1].tag) == "22-alpine");
}

TEST_CASE("steps: commands, shell options, the way back") {
  const IrOf ir = workflow(std::string(deploy));
  const auto& roll_out = ir.find<ir::Step>("jobs.deploy.steps[0]");
  CHECK(ir.text(roll_out.name) == "Roll out");
  CHECK(ir.head(roll_out) == "Roll out");
  CHECK(roll_out.runs_shell);
  const auto& apply = ir.find<ir::Command>("jobs.deploy.steps[0][0]");
  CHECK(ir.head(apply) == "kubectl -n shop apply -f k8s/");
  CHECK(IrOf::words(apply.own_roles) == "deploy");
  CHECK(apply.errexit);
  CHECK_FALSE(apply.pipefail);
  CHECK(IrOf::words(ir.find<ir::Command>("jobs.deploy.steps[0][1]").own_roles) == "verify");
  const auto& back = ir.find<ir::Step>("jobs.deploy.steps[1]");
  CHECK(back.runs_on_failure);
  CHECK(IrOf::words(back.own_roles) == "rollback");
  CHECK(IrOf::words(ir.find<ir::Command>("jobs.deploy.steps[1][0]").own_roles) == "rollback");
}

TEST_CASE("the shell that a step names decides how failures count") {
  const struct {
    std::string_view lines;
    bool errexit, pipefail, xtrace;
    std::size_t commands;
  } cases[] = {
      {"run: a | b\n", true, false, false, 2},
      {"run: a | b\n        shell: bash\n", true, true, false, 2},
      {"run: a | b\n        shell: sh\n", true, false, false, 2},
      {"run: a | b\n        shell: bash -x {0}\n", false, false, true, 2},
      {"run: a | b\n        shell: bash -eo pipefail {0}\n", true, true, false, 2},
      {"run: a | b\n        shell: pwsh\n", false, false, false, 0},
      {"run: a | b\n        shell: ${{ matrix.shell }}\n", false, false, false, 0},
  };
  for (const auto& each : cases) {
    CAPTURE(each.lines);
    const IrOf ir = one_step("push", each.lines);
    REQUIRE(ir.rows<ir::Command>().size() == each.commands);
    CHECK(ir.rows<ir::Step>()[0].commands.incomplete == (each.commands == 0 ? 1U : 0U));
    if (each.commands == 0) continue;
    CHECK(ir.rows<ir::Command>()[0].errexit == each.errexit);
    CHECK(ir.rows<ir::Command>()[0].pipefail == each.pipefail);
    CHECK(ir.rows<ir::Command>()[0].xtrace == each.xtrace);
  }
}

TEST_CASE("how a called action is fixed") {
  const struct {
    std::string_view uses, action, ref;
    ir::RefKind kind;
  } cases[] = {
      {"Actions/Checkout@v4", "actions/checkout", "v4", ir::RefKind::major},
      {"a/b/sub/dir@v4.1.2", "a/b/sub/dir", "v4.1.2", ir::RefKind::version},
      {"a/b@main", "a/b", "main", ir::RefKind::branch},
      {"a/b@11bd71901bbe5b1630ceea73d27597364c9af683", "a/b", "11bd71901bbe5b1630ceea73d27597364c9af683",
       ir::RefKind::commit},
      {"a/b", "a/b", "", ir::RefKind::none},
      {"./.github/actions/x", "./.github/actions/x", "", ir::RefKind::local},
      {"$/.github/actions/x", "$/.github/actions/x", "", ir::RefKind::local},
      {"docker://alpine:3.20.1", "docker://alpine:3.20.1", "3.20.1", ir::RefKind::version},
      {"a/b@${{ inputs.ref }}", "a/b", "${{ inputs.ref }}", ir::RefKind::dynamic},
  };
  for (const auto& each : cases) {
    CAPTURE(each.uses);
    const IrOf ir = one_step("push", "uses: " + std::string(each.uses) + "\n");
    const ir::Step& step = ir.rows<ir::Step>()[0];
    CHECK(ir.text(step.action) == each.action);
    CHECK(ir.text(step.action_ref) == each.ref);
    CHECK(step.ref_kind == each.kind);
    CHECK(ir.head(step) == each.uses);
  }
}

TEST_CASE("an action that runs a program does what the command does") {
  CHECK(IrOf::words(
            one_step("push", "uses: pulumi/actions@v6\n        with: {command: up}\n").rows<ir::Step>()[0].own_roles) ==
        "deploy");
  CHECK(
      IrOf::words(
          one_step("push", "uses: pulumi/actions@v6\n        with: {command: preview}\n").rows<ir::Step>()[0].own_roles)
          .empty());
  const IrOf remote =
      one_step("push", "uses: appleboy/ssh-action@v1\n        with:\n          script: helm upgrade x y\n");
  CHECK(remote.head(remote.rows<ir::Command>()[0]) == "helm upgrade x y");
  CHECK(IrOf::words(remote.rows<ir::Step>()[0].own_roles) == "deploy");
}

TEST_CASE("what can be known stands apart from what cannot") {
  const IrOf ir = one_step("push",
                           "run: make\n        name: ${{ matrix.x }}\n        continue-on-error: ${{ matrix.y }}\n"
                           "        timeout-minutes: ${{ fromJSON(vars.T) }}\n");
  const ir::Step& step = ir.rows<ir::Step>()[0];
  CHECK(step.name.is_unknown());
  CHECK(ir.at(step, step.name.cause) == "${{ matrix.x }}");
  CHECK(step.continue_on_error.is_unknown());
  CHECK(step.timeout.is_unknown());
  CHECK(step.condition.is_absent());
  CHECK(step.shell.is_absent());
}

TEST_CASE("a reusable workflow, and a job that calls one") {
  const IrOf ir = workflow(
      "on: {workflow_call: {inputs: {a: {type: string}}}}\njobs:\n  x:\n    uses: ./.github/workflows/y.yml\n"
      "    secrets: inherit\n  z:\n    if: ${{ false }}\n    uses: o/r/.github/workflows/z.yml@v1\n");
  CHECK(ir.rows<ir::Pipeline>()[0].kind == ir::PipelineKind::reusable);
  const auto& local = ir.find<ir::Job>("jobs.x");
  CHECK(local.ref_kind == ir::RefKind::local);
  CHECK(local.inherits_secrets);
  const auto& other = ir.find<ir::Job>("jobs.z");
  CHECK(other.ref_kind == ir::RefKind::major);
  CHECK(other.condition_constant.is_present());
  CHECK_FALSE(other.condition_constant.value);
  const IrOf scanned = workflow(
      "on: push\njobs:\n  s:\n    uses: google/osv-scanner-action/.github/workflows/osv-scanner-reusable.yml@v2\n");
  CHECK(IrOf::words(scanned.find<ir::Job>("jobs.s").own_roles) == "scan");
}

TEST_CASE("a composite action is a pipeline with one job") {
  const IrOf ir(".github/actions/x/action.yml",
                "name: Do\ninputs: {t: {default: '${{ github.token }}'}}\nruns:\n  using: composite\n  steps:\n"
                "    - run: cargo test\n      shell: bash\n    - uses: actions/cache@v4\n",
                source::FileKind::github_action);
  const ir::Pipeline& action = ir.rows<ir::Pipeline>()[0];
  CHECK(action.kind == ir::PipelineKind::action);
  CHECK(ir.text(action.name) == "Do");
  REQUIRE(ir.rows<ir::Job>().size() == 1);
  CHECK(IrOf::words(ir.rows<ir::Job>()[0].own_roles) == "test setup");
  CHECK(ir.find<ir::Command>("runs.steps[0][0]").pipefail);
  REQUIRE(ir.rows<ir::Expression>().size() == 1);
  CHECK(ir.head(ir.rows<ir::Expression>()[0]) == "github.token");
}

TEST_CASE("images that a workflow builds") {
  const IrOf ir = workflow(
      "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - id: meta\n        uses: docker/metadata-action@v5\n"
      "        with: {images: ghcr.io/acme/api}\n      - uses: docker/build-push-action@v6\n        with:\n"
      "          push: true\n          context: services/web\n          tags: |\n            ghcr.io/acme/web:1.2\n"
      "            ${{ steps.meta.outputs.tags }}\n      - working-directory: tools\n"
      "        run: docker buildx build --push -t acme/tools:${{ github.sha }} -f build/Dockerfile .\n");
  const auto& images = ir.rows<ir::Image>();
  REQUIRE(images.size() == 3);
  for (const ir::Image& image : images) CHECK(image.role == ir::ImageRole::builds);
  CHECK(ir.head(images[0]) == "ghcr.io/acme/web:1.2");
  CHECK(ir.path(images[0]) == "services/web/Dockerfile");
  CHECK(images[0].tag_is_literal);
  CHECK(ir.head(images[1]) == "${{ steps.meta.outputs.tags }}");
  CHECK(ir.text(images[1].repository) == "acme/api");
  CHECK_FALSE(images[1].tag_is_literal);
  CHECK(ir.head(images[2]) == "acme/tools:${{ github.sha }}");
  CHECK(ir.path(images[2]) == "tools/build/Dockerfile");
  CHECK(ir.text(images[2].repository) == "acme/tools");
  CHECK_FALSE(images[2].literal);
  CHECK(IrOf::words(ir.find<ir::Step>("jobs.a.steps[1]").own_roles) == "build publish");
  CHECK(IrOf::words(ir.find<ir::Step>("jobs.a.steps[2]").own_roles) == "build publish");
}

TEST_CASE("broken files give what can be read, and say so") {
  const IrOf ir = workflow("on: push\njobs:\n  a:\n    steps:\n      - run: \"open\n");
  CHECK(ir.rows<ir::Problem>().size() == 1);
  for (const std::string_view text :
       {"", "[]", "x", "jobs: 1", "jobs: {a: 1, b: {steps: 3}}", "on: {push: 1}\njobs:"}) {
    CAPTURE(text);
    CHECK(workflow(std::string(text)).rows<ir::Step>().empty());
  }
}

}  // namespace plumbline::frontends
