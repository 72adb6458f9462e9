#include "analyzer/frontends/scripts.h"

#include <doctest/doctest.h>

#include "tests/support/ir_of.h"

namespace plumbline::frontends {

using support::IrOf;

TEST_CASE("a shell file is one script, with the options of its first line") {
  const IrOf ir("ci/deploy.sh",
                "#!/usr/bin/env -S bash -ex\n# ship\nkubectl apply -f k8s\ncurl -f https://shop.example/health\n",
                source::FileKind::shell);
  REQUIRE(ir.rows<ir::Script>().size() == 1);
  CHECK(ir.text(ir.rows<ir::Script>()[0].name) == "ci/deploy.sh");
  CHECK(IrOf::words(ir.rows<ir::Script>()[0].own_roles) == "deploy verify");
  const auto& apply = ir.find<ir::Command>("ci/deploy.sh[0]");
  CHECK(ir.head(apply) == "kubectl apply -f k8s");
  CHECK(apply.errexit);
  CHECK(apply.xtrace);
  CHECK(apply.script.has_value());
  bool commented = false;
  for (const ir::Comment& comment : ir.rows<ir::Comment>()) commented = commented || ir.text(comment.text) == "ship";
  CHECK(commented);
}

TEST_CASE("a script that is named after the way back does not deploy") {
  const IrOf ir("ops/rollback.sh", "kubectl apply -f previous\n", source::FileKind::shell);
  CHECK(IrOf::words(ir.rows<ir::Script>()[0].own_roles) == "rollback");
}

TEST_CASE("npm scripts keep the place of every word, and run those before and after them") {
  const IrOf ir("package.json",
                "{\"scripts\": {\"pretest\": \"eslint .\", \"test\": \"echo \\\"x\\\" && npx jest --ci\", \"n\": 1}}",
                source::FileKind::package_json);
  REQUIRE(ir.rows<ir::Script>().size() == 2);
  const auto& test = ir.find<ir::Script>("scripts.test");
  CHECK(test.kind == ir::ScriptKind::npm);
  CHECK(ir.head(test) == "\"test\"");
  CHECK(IrOf::words(test.own_roles) == "test lint");
  CHECK(ir.head(ir.find<ir::Command>("test[0]")) == "echo \\\"x\\\"");
  CHECK(ir.head(ir.find<ir::Command>("test[1]")) == "npx jest --ci");
}

TEST_CASE("each line of a make target has its own shell; a target does what it needs") {
  const IrOf ir("Makefile",
                ".SHELLFLAGS := -eu -o pipefail -c\ndeploy: test\n\t@kubectl apply -f $(DIR)\n\t-curl -f https://x\n"
                "test:\n\tgo test ./... | tee log\n%.o: %.c\n\tcc $<\n",
                source::FileKind::makefile);
  REQUIRE(ir.rows<ir::Script>().size() == 2);
  const auto& ship = ir.find<ir::Script>("deploy");
  CHECK(ship.kind == ir::ScriptKind::make);
  CHECK(ir.head(ship) == "deploy");
  CHECK(IrOf::words(ship.own_roles) == "test deploy verify");
  CHECK(ir.head(ir.find<ir::Command>("deploy[0]")) == "kubectl apply -f $(DIR)");
  CHECK_FALSE(ir.find<ir::Command>("deploy[0]").failure_ignored);
  CHECK(ir.find<ir::Command>("deploy[1]").failure_ignored);
  CHECK(ir.find<ir::Command>("test[0]").pipefail);
}

TEST_CASE("broken scripts give what can be read") {
  for (const std::string_view text : {"", "{", "[]", "{\"scripts\": []}", "{\"scripts\": {\"a\": \"if\"}}"}) {
    CAPTURE(text);
    CHECK(IrOf("package.json", std::string(text), source::FileKind::package_json).rows<ir::Script>().size() <= 1);
    CHECK(IrOf("a.sh", std::string(text), source::FileKind::shell).rows<ir::Script>().size() == 1);
    CHECK(IrOf("Makefile", std::string(text), source::FileKind::makefile).rows<ir::Script>().size() <= 1);
  }
}

}  // namespace plumbline::frontends
