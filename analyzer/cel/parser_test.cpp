#include <string>

#include <doctest/doctest.h>

#include "analyzer/cel/ast.h"

namespace plumbline::cel {

namespace {

std::string again(std::string_view text) {
  auto ast = parse(text);
  REQUIRE_MESSAGE(ast.has_value(), std::string(text));
  return unparse(*ast);
}

ExpressionError failure(std::string_view text) {
  auto ast = parse(text);
  REQUIRE_MESSAGE(!ast.has_value(), std::string(text));
  return ast.error();
}

}  // namespace

TEST_CASE("operators bind as CEL says, and print with the parentheses that are needed") {
  CHECK(again("1+2*3") == "1 + 2 * 3");
  CHECK(again("(1+2)*3") == "(1 + 2) * 3");
  CHECK(again("1-(2-3)") == "1 - (2 - 3)");
  CHECK(again("1-2-3") == "1 - 2 - 3");
  CHECK(again("a||b&&c") == "a || b && c");
  CHECK(again("(a||b)&&c") == "(a || b) && c");
  CHECK(again("a ? b : c ? d : e") == "a ? b : c ? d : e");
  CHECK(again("(a ? b : c) ? d : e") == "(a ? b : c) ? d : e");
  CHECK(again("!(a == b)") == "!(a == b)");
  CHECK(again("!!a") == "a");
  CHECK(again("-(-1)") == "-(-1)");
  CHECK(again("(-1).f()") == "(-1).f()");
}

TEST_CASE("everything that can be written prints and reads back") {
  for (const std::string_view text : {
           "a.b.?c[0][?1].`d-e`",
           ".a",
           "f(1, 2u, 0x1F, 1.5, -2.5e10, 1e999)",
           "x.exists(i, v, i > 0 && v != null)",
           "x.map(a, a > 1, a + 1).filter(a, a in [1, 2])",
           "{\"a\": 1, ?\"b\": c.?d}",
           "[1, ?a, \"\\n\\\"\"]",
           "cel.bind(t, a + 1, t * t)",
           "a.?b.optMap(x, x + 1).orValue(2)",
           "has(a.b.c) && !has(a[\"x\"].c)",
           "b\"\\x00\\xff\" + b\"a\"",
           "math.least(1, 2)",
           "x.transformMapEntry(k, v, {v: k})",
           "-a * -b",
           "-(5)",
       }) {
    CAPTURE(text);
    const std::string once = again(text);
    CHECK(again(once) == once);
  }
}

TEST_CASE("spans cover what was written, parentheses counted on the outside") {
  const std::string_view text = "  (a + b).size() > f(c)";
  auto ast = parse(text);
  REQUIRE(ast.has_value());
  const NodeId call = ast->operand(ast->root, 0);
  CHECK(ast->source(ast->root) == "(a + b).size() > f(c)");
  CHECK(ast->source(call) == "(a + b).size()");
  CHECK(ast->source(ast->operand(call, 0)) == "a + b");
  CHECK((*ast)[ast->operand(call, 0)].outer.of(text) == "(a + b)");
  CHECK((*ast)[call].name_span.of(text) == "size");
  CHECK(ast->source(ast->operand(ast->root, 1)) == "f(c)");
}

TEST_CASE("errors say where and what") {
  CHECK(failure("a &&").at == Span{4, 4});
  CHECK(failure("a &&").message == "the expression ends too early");
  CHECK(failure("a & b").message == "use '&&'");
  CHECK(failure("a = b").message == "use '==' to compare");
  CHECK(failure("f(1, 2").message == "')' is missing at the end");
  CHECK(failure("[1 2]").at == Span{3, 4});
  CHECK(failure("let + 1").message == "'let' is a reserved word");
  CHECK(failure("has(a)").message.starts_with("has() takes a field selection"));
  CHECK(failure("x.all(1, true)").message == "expected the name of a variable");
  CHECK(failure("x.all(a, a, true)").message == "the two variables have one name");
  CHECK(failure("'abc").message == "string without an end");
  CHECK(failure("'a\\q'").at == Span{2, 4});
  CHECK(failure("9223372036854775808").message == "number out of the range of int");
  CHECK(failure("A{b: 1}").message == "messages are not supported");
  CHECK(failure("12abc").message == "malformed number");
  CHECK(failure("a b").message == "unexpected 'b'");
}

TEST_CASE("the least int can be written, one less cannot") {
  CHECK(parse("-9223372036854775808").has_value());
  CHECK(!parse("-9223372036854775809").has_value());
}

TEST_CASE("nesting ends at a limit instead of the stack's") {
  const std::string open(5000, '(');
  CHECK(failure(open).message.starts_with("nested deeper than"));
  const std::string bang(50'000, '!');
  CHECK(parse(bang + "a").has_value());
  std::string sum = "1";
  for (int i = 0; i < 1000; ++i) sum += "+1";
  CHECK(failure(sum).message.starts_with("more than 250 operations"));
  std::string conjunction = "a";
  for (int i = 0; i < 1000; ++i) conjunction += " && a";
  CHECK(parse(conjunction).has_value());
  CHECK(failure(std::string(70'000, ' ')).message == "the expression is too long");
}

}  // namespace plumbline::cel
