#include "analyzer/frontends/github_expressions.h"

#include <doctest/doctest.h>

#include "tests/support/ir_of.h"

namespace plumbline::frontends {

namespace {

using support::IrOf;

IrOf steps(std::string_view on, std::string_view list) {
  std::string text = "on: ";
  text += on;
  text += "\njobs:\n  a:\n    runs-on: x\n    steps:\n";
  text += list;
  return IrOf(".github/workflows/x.yml", std::move(text), source::FileKind::github_workflow);
}

const ir::Expression& only(const IrOf& ir) {
  REQUIRE(ir.rows<ir::Expression>().size() == 1);
  return ir.rows<ir::Expression>()[0];
}

}  // namespace

TEST_CASE("a word inside an expression inside a script maps to its own bytes") {
  for (const std::string_view header : {"|", ">", "|-", ">+"}) {
    for (const std::string_view end : {"\n", "\r\n"}) {
      std::string list;
      for (const std::string_view line :
           {std::string("      - run: ") + std::string(header), std::string("          true"),
            std::string("          echo é ${{ github.head_ref }} end"), std::string("          echo done")}) {
        list += line;
        list += end;
      }
      CAPTURE(list);
      const IrOf ir = steps("pull_request", list);
      const ir::Expression& row = only(ir);
      CHECK(ir.head(row) == "github.head_ref");
      CHECK(ir.span(row) == "${{ github.head_ref }}");
      CHECK(ir.text(row.text) == "github.head_ref");
      CHECK(row.place == ir::Place::run);
      bool held = false;
      for (const ir::Command& command : ir.rows<ir::Command>()) {
        if (ir.repo().list(command.expressions).empty()) continue;
        held = true;
        CHECK(ir.text(command.program) == (header[0] == '|' ? "echo" : "true"));
        CHECK(ir.span(command).find("${{ github.head_ref }}") != std::string::npos);
      }
      CHECK(held);
    }
  }
}

TEST_CASE("quotes of YAML do not move an expression's place") {
  const IrOf ir = steps("push", "      - run: \"echo \\\"a\\\" \\u00e9 ${{ github.sha }}\"\n");
  CHECK(ir.head(only(ir)) == "github.sha");
}

TEST_CASE("only what the workflow's events fill is untrusted") {
  const struct {
    std::string_view on, expression;
    std::string_view path;
  } cases[] = {
      {"pull_request_target", "github.event.pull_request.title", "github.event.pull_request.title"},
      {"push", "github.event.pull_request.title", ""},
      {"issue_comment", "github.event.comment.body", "github.event.comment.body"},
      {"push", "github.event.comment.body", ""},
      {"[push, pull_request]", "github.head_ref || github.ref_name", "github.head_ref"},
      {"pull_request", "github.head_ref == 'main'", ""},
      {"pull_request", "contains(github.head_ref, 'x')", ""},
      {"pull_request", "github.head_ref && 'x'", ""},
      {"pull_request", "format('{0}', github.head_ref)", "github.head_ref"},
      {"pull_request", "github.event.pull_request.number", ""},
      {"pull_request", "github.sha", ""},
      {"workflow_call", "github.event.issue.title", "github.event.issue.title"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.on);
    CAPTURE(each.expression);
    const IrOf ir = steps(each.on, "      - run: echo ${{ " + std::string(each.expression) + " }}\n");
    CHECK(only(ir).untrusted == !each.path.empty());
    CHECK(ir.text(only(ir).untrusted_path) == each.path);
  }
}

TEST_CASE("text that outsiders write stays theirs through env and outputs") {
  const IrOf ir = steps("issues",
                        "      - env: {T: '${{ github.event.issue.title }}'}\n        run: echo ${{ env.T }}\n"
                        "      - run: echo ${{ env.T }}\n");
  REQUIRE(ir.rows<ir::Expression>().size() == 3);
  CHECK(ir.rows<ir::Expression>()[1].untrusted);
  CHECK(ir.text(ir.rows<ir::Expression>()[1].untrusted_path) == "github.event.issue.title");
  CHECK_FALSE(ir.rows<ir::Expression>()[2].untrusted);
  const IrOf outputs = steps("pull_request",
                             "      - id: files\n        uses: tj-actions/changed-files@v46\n"
                             "      - run: echo ${{ steps.files.outputs.all_changed_files }}\n");
  CHECK(only(outputs).untrusted);
}

TEST_CASE("conditions with and without a fence, and with text around one") {
  const struct {
    std::string_view written;
    bool failure, always;
    std::string_view head;
  } cases[] = {
      {"failure()", true, false, "failure()"},
      {"${{ always() }}", false, true, "always()"},
      {"'!cancelled()'", false, true, "!cancelled()"},
      {"'!failure()'", false, false, "!failure()"},
      {"failure() && github.ref == 'x'", true, false, "failure() && github.ref == 'x'"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.written);
    const IrOf ir = steps("push", "      - if: " + std::string(each.written) + "\n        run: x\n");
    CHECK(ir.rows<ir::Step>()[0].runs_on_failure == each.failure);
    CHECK(ir.rows<ir::Step>()[0].always_runs == each.always);
    CHECK(only(ir).place == ir::Place::condition);
    CHECK(ir.head(only(ir)) == each.head);
    CHECK(only(ir).valid);
  }
  const IrOf around =
      steps("push", "      - if: |\n          ${{ github.ref == 'x' }}\n          && true\n        run: x\n");
  CHECK(only(around).constant.is_present());
  CHECK(only(around).constant.value);
}

TEST_CASE("expressions that GitHub refuses say why") {
  for (const std::string_view written : {"${{ github.ref == \"x\" }}", "${{ a b }}", "${{ secrets.X + 1 }}", "${{ open",
                                         "${{ failure() }}", "${{ nosuch.x }}", "${{ contains('a') }}"}) {
    CAPTURE(written);
    const IrOf ir = steps(
        "push", "      - run: \"echo '" +
                    std::string(written == "${{ github.ref == \"x\" }}" ? "${{ github.ref == \\\"x\\\" }}" : written) +
                    "'\"\n");
    CHECK_FALSE(only(ir).valid);
    CHECK_FALSE(ir.text(only(ir).error).empty());
  }
}

TEST_CASE("an expression anywhere has its place") {
  const IrOf ir(
      ".github/workflows/x.yml",
      "name: n\nrun-name: ${{ github.actor }}\non: push\nenv: {A: '${{ vars.A }}'}\njobs:\n  a:\n"
      "    name: ${{ matrix.n }}\n    runs-on: ${{ matrix.r }}\n    environment: ${{ vars.E }}\n"
      "    container: node:${{ matrix.v }}\n    steps:\n      - uses: a/b@v1\n        with: {x: '${{ vars.W }}'}\n"
      "      - uses: actions/github-script@v7\n        with: {script: 'f(${{ vars.S }})'}\n",
      source::FileKind::github_workflow);
  std::string places;
  for (const ir::Expression& row : ir.rows<ir::Expression>()) {
    places += std::string(ir::name(row.place)) + ":" + ir.text(row.text) + " ";
    CHECK(row.valid);
  }
  CHECK(places ==
        "env:vars.A name:github.actor image:matrix.v name:matrix.n runner:matrix.r environment:vars.E "
        "with:vars.W run:vars.S ");
}

}  // namespace plumbline::frontends
