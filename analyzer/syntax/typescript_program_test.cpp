#include "analyzer/syntax/typescript_program.h"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "analyzer/syntax/data_verify.h"

using namespace plumbline;
using namespace plumbline::syntax;
using namespace plumbline::syntax::typescript;

namespace {

/// The value of an export as data, checked for Data's promises.
struct Exported {
  Exported(std::string_view text, std::string_view name, Dialect dialect = Dialect::tsx)
      : file(text), program(read_program_file(file, dialect)) {
    REQUIRE(program.exported(name) != nullptr);
    data = to_data(program, program.exported(name)->value);
    CHECK(find_broken_promise(data, file) == "");
  }
  DataView view() const { return {data, file, 0}; }
  std::string file;
  Program program;
  Data data;
};

}  // namespace

TEST_CASE("the dialect follows the suffix") {
  CHECK(dialect_of("app/page.tsx") == Dialect::tsx);
  CHECK(dialect_of("next.config.mts") == Dialect::typescript);
  CHECK(dialect_of("next.config.mjs") == Dialect::javascript);
}

TEST_CASE("imports of every form are listed") {
  const Program program = read_program_file(
      "import * as S from '@sentry/nextjs';\nimport d, { a as b } from './x';\nimport './side';\n"
      "import type { T } from 'next';\nconst r = require('y');\nconst { p: q } = require('z');\n",
      Dialect::typescript);
  REQUIRE(program.imports.size() == 7);
  CHECK(program.import_of("S.init")->module == "@sentry/nextjs");
  CHECK(program.import_of("S.init")->imported == "*");
  CHECK(program.import_of("d")->imported == "default");
  CHECK(program.import_of("b")->imported == "a");
  CHECK(program.imports[3].name == "");
  CHECK(program.import_of("T")->type_only);
  CHECK(program.import_of("r")->module == "y");
  CHECK(program.import_of("q")->imported == "p");
  CHECK(program.import_of("nothing") == nullptr);
}

TEST_CASE("an object literal becomes data") {
  const Exported read(
      "const host = 'h';\nconst og = { url: 'u' };\n"
      "export const metadata: Metadata = { title: \"T\\n\", n: -1, f: 1.5, 'k-e': [1, `tpl`, `t${x}`], ...rest, host,\n"
      "  run() {}, deep: { v: process.env.A! }, og, yes: true, none: null } satisfies Metadata;\n",
      "metadata");
  const DataView view = read.view();
  CHECK(view.node().has(DataNode::partial));
  CHECK(view["title"].text() == "T\n");
  CHECK(view["n"].integer() == -1);
  CHECK(view["f"].number() == 1.5);
  CHECK(view["k-e"].elements()[1].text() == "tpl");
  CHECK_FALSE(view["k-e"].elements()[1].node().has(DataNode::opaque));
  CHECK(view["k-e"].elements()[2].node().has(DataNode::opaque));
  CHECK(view["host"].text() == "h");
  CHECK(view["host"].span().of(read.file) == "host");
  CHECK(view["run"].node().has(DataNode::opaque));
  CHECK(view["deep"]["v"].text() == "process.env.A");
  CHECK(view["deep"]["v"].node().has(DataNode::opaque));
  CHECK(view["og"]["url"].text() == "u");
  CHECK(view["yes"].boolean() == true);
  CHECK(view["none"].kind() == DataKind::null);
  CHECK(view["title"].key_span().of(read.file) == "title");
  REQUIRE(read.program.environment.size() == 1);
  CHECK(read.program.environment[0].name == "A");
}

TEST_CASE("a default export by name keeps the constant's places") {
  const Exported read("const config = { a: 'b' };\nexport default config;\n", "default");
  CHECK(read.view()["a"].text() == "b");
  CHECK(read.view()["a"].span().of(read.file) == "'b'");
}

TEST_CASE("exports of every form are listed") {
  const Program program = read_program_file(
      "export default function Page() { return { title: 'g' }; }\nexport { a, b as c } from './z';\n"
      "export async function generate() { return { x: 1 }; }\nexport * from 'all';\nconst l = 1;\nexport { l as m };\n",
      Dialect::tsx);
  REQUIRE(program.exported("default") != nullptr);
  CHECK(program.exported("default")->kind == ExportKind::function);
  CHECK(program.exported("c")->kind == ExportKind::re_export);
  CHECK(program.exported("c")->module == "./z");
  CHECK(program.exported("*")->module == "all");
  CHECK(program.parsed.text_of(returned(program, program.exported("generate")->value)) == "{ x: 1 }");
  CHECK(program.parsed.text_of(program.resolve(program.exported("m")->value)) == "1");
  const Exported common("module.exports = { a: 1 };\nexports.handler = 2;\n", "default", Dialect::javascript);
  CHECK(common.view()["a"].integer() == 1);
  CHECK(common.program.exported("handler") != nullptr);
}

TEST_CASE("calls know their name and arguments") {
  const std::string file = "Sentry.init({ dsn: process.env['DSN'] });\nnew Foo<Bar>(1, wrap(cfg));\n";
  const Program program = read_program_file(file, Dialect::typescript);
  REQUIRE(program.calls.size() == 3);
  CHECK(program.calls[0].name == "Sentry.init");
  CHECK(program.calls[1].is_new);
  CHECK(program.calls[1].name == "Foo");
  CHECK(program.arguments_of(program.calls[1]).size() == 2);
  CHECK(program.calls[2].parent == 1);
  CHECK(program.environment.at(0).name == "DSN");
  CHECK(program.environment.at(0).span.of(file) == "process.env['DSN']");
}

TEST_CASE("JSX elements and their attributes") {
  const std::string file = "export default () => <html lang=\"en\"><img src={'a'} priority {...p}/></html>;\n";
  const Program program = read_program_file(file, Dialect::tsx);
  REQUIRE(program.elements.size() == 2);
  CHECK(program.elements[0].name == "html");
  CHECK(program.elements[0].span.of(file).ends_with("</html>"));
  const Data data = attributes_data(program, program.elements[1]);
  CHECK(find_broken_promise(data, file) == "");
  const DataView view(data, file, 0);
  CHECK(view["src"].text() == "a");
  CHECK(view["priority"].boolean() == true);
  CHECK(view.node().has(DataNode::partial));
  CHECK(string_value(program, program.attribute(program.elements[0], "lang")).text.text() == "en");
}

TEST_CASE("constants that name each other end") {
  const Exported circle("const a = b;\nconst b = a;\nexport default { x: a };\n", "default");
  CHECK(circle.view()["x"].node().has(DataNode::opaque));
  std::string bomb = "const c0 = [1];\n";
  for (int i = 1; i < 30; ++i) {
    const std::string before = "c" + std::to_string(i - 1);
    bomb += "const c" + std::to_string(i) + " = [" + before + "," + before + "," + before + "];\n";
  }
  bomb += "export default c29;\n";
  Limits limits;
  limits.tree_nodes = 10'000;
  const Program program = read_program_file(bomb, Dialect::typescript, limits);
  const Data data = to_data(program, program.exported("default")->value, limits);
  CHECK(data.nodes.size() <= 10'001);
  CHECK_FALSE(data.errors.empty());
  CHECK(find_broken_promise(data, bomb) == "");
}
