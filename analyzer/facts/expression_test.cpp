#include "analyzer/facts/expression.h"

#include <doctest/doctest.h>

namespace plumbline::facts::expression {
namespace {

/// Fully bracketed, with operators in front.
std::string printed(const Expression& expression) {
  if (!expression.valid()) return "error " + (expression.errors.empty() ? "" : expression.errors[0].message);
  constexpr std::string_view names[] = {"null", "bool", "num", "str", "ctx", ".",  "[]", "*",  "call", "!",
                                        "<",    "<=",   ">",   ">=",  "==",  "!=", "&&", "||", "group"};
  std::vector<std::string> texts;
  for (const Node& node : expression.nodes) {
    std::string text(names[static_cast<std::size_t>(node.kind)]);
    if (!node.text.empty()) text = node.first_child == Node::none ? node.text : text + node.text;
    if (node.kind == Kind::call) text = node.text;
    if (node.first_child != Node::none || node.kind == Kind::call) {
      text += '(';
      for (std::uint32_t c = node.first_child; c != Node::none; c = expression.nodes[c].next)
        text += (text.back() == '(' ? "" : " ") + texts[c];
      text += ')';
    }
    texts.push_back(text);
  }
  return texts.back();
}

std::string error_at_text(std::string_view text) {
  const Expression expression = parse(text);
  return expression.errors.empty() ? "none" : std::string(expression.errors[0].at.of(text));
}

std::optional<bool> known(std::string_view text) {
  return truth(evaluate(parse(text)));
}

}  // namespace

TEST_CASE("operators bind as documented") {
  CHECK(printed(parse("a || b && c == d < e")) == "||(a &&(b ==(c <(d e))))");
  CHECK(printed(parse("!a.b == c")) == "==(!(.b(a)) c)");
  CHECK(printed(parse("a && b && c")) == "&&(&&(a b) c)");
  CHECK(printed(parse("(a || b) && !!c")) == "&&(group(||(a b)) !(!(c)))");
  CHECK(printed(parse("f(a, g(), 'it''s')[0].*.x")) == ".x(*([](f(a g() it's) 0)))");
  CHECK(printed(parse(" github.event['head-ref'] ")) == "[](.event(github) head-ref)");
  CHECK(printed(parse("a.*.b[*]")) == "*(.b(*(a)))");
  CHECK(printed(parse("matrix.os-name != -1.5e3")) == "!=(.os-name(matrix) -1.5e3)");
}

TEST_CASE("nodes span what they are made of") {
  const std::string_view text = "a.b && f( c [ 0 ] )";
  const Expression expression = parse(text);
  REQUIRE(expression.valid());
  CHECK(expression.root().span.of(text) == text);
  CHECK(expression.nodes[expression.calls.at(0).node].span.of(text) == "f( c [ 0 ] )");
  CHECK(expression.references.at(1).span.of(text) == "c [ 0 ]");
}

TEST_CASE("errors point at the place") {
  CHECK(error_at_text("a = b") == "=");
  CHECK(error_at_text("a == \"b\"") == "\"");
  CHECK(error_at_text("a b") == "b");
  CHECK(error_at_text("a ==") == "");
  CHECK(error_at_text("(a") == "(");
  CHECK(error_at_text("a)") == ")");
  CHECK(error_at_text("a[b)") == ")");
  CHECK(error_at_text("f(a,)") == ")");
  CHECK(error_at_text("a, b") == ",");
  CHECK(error_at_text("a.") == ".");
  CHECK(error_at_text("a + b") == "+");
  CHECK(error_at_text("'x") == "'");
  CHECK(error_at_text("1x") == "1x");
  CHECK(error_at_text("a && && b") == "&&");
  CHECK(parse("").errors.at(0).message == "the expression is empty");
}

TEST_CASE("references are paths, their function and whether they are computed") {
  const Expression expression = parse("contains(toJSON(github.event), Secrets['X']) && steps[matrix.id].outputs.y");
  REQUIRE(expression.references.size() == 4);
  CHECK(expression.references[0].dotted() == "github.event");
  CHECK(expression.references[0].function == "tojson");
  CHECK(expression.references[0].whole);
  CHECK(expression.references[1].dotted() == "secrets.x");
  CHECK(expression.references[1].function == "contains");
  CHECK(expression.references[2].dotted() == "matrix.id");
  CHECK(expression.references[3].dotted() == "steps.*.outputs.y");
  CHECK(expression.references[3].computed);
}

TEST_CASE("a reference reads what a pattern names") {
  const auto reads_text = [](std::string_view text, std::string_view pattern) {
    return reads(parse(text).references.at(0), pattern);
  };
  CHECK(reads_text("github.event.issue.title", "github.event.issue.title"));
  CHECK(reads_text("github.event.pages[0].page_name", "github.event.pages.*.page_name"));
  CHECK(reads_text("github.event.commits.*.message", "github.event.commits.*.message"));
  CHECK(reads_text("toJSON(github.event)", "github.event.issue.title"));
  CHECK_FALSE(reads_text("github.event", "github.event.issue.title"));
  CHECK(reads_text("github.event.client_payload.a.b", "github.event.client_payload.*"));
  CHECK_FALSE(reads_text("github.event.issue.number", "github.event.issue.title"));
  CHECK_FALSE(reads_text("github.head_ref.x", "github.head_ref"));
}

TEST_CASE("constants follow the coercions") {
  CHECK(known("true") == true);
  CHECK(known("'' == 0") == true);
  CHECK(known("'false'") == true);
  CHECK(known("null == false") == true);
  CHECK(known("'ABC' == 'abc'") == true);
  CHECK(known("'x' == 1") == false);
  CHECK(known("0x10 == 16") == true);
  CHECK(known("1 < 2 && 'b' > 'a'") == true);
  CHECK(known("a && false") == false);
  CHECK(known("a || 'x'") == true);
  CHECK_FALSE(known("a || ''").has_value());
  CHECK_FALSE(known("a == a").has_value());
  CHECK(known("!(a && '')") == true);
  CHECK(known("always()") == true);
  CHECK_FALSE(known("success()").has_value());
  CHECK(known("contains('Hello', 'LL')") == true);
  CHECK(known("format('{0}{1}', '', '') == ''") == true);
  CHECK(known("fromJSON('false')") == false);
}

TEST_CASE("a condition with text around its fence is always true") {
  CHECK(parse_condition("${{ github.ref == 'x' }} ").always == true);
  CHECK(parse_condition("${{ a }} && ${{ b }}").text_around_fence);
  CHECK_FALSE(parse_condition("${{ github.ref == 'x' }}").always.has_value());
  CHECK_FALSE(parse_condition("github.ref == 'x'").text_around_fence);
  CHECK(parse_condition("${{ false }}").always == false);
  CHECK(parse_condition("!cancelled() && x").has_status_function);
  CHECK_FALSE(parse_condition("${{ a = }} x").always.has_value());
}

TEST_CASE("fences end at the first braces outside strings") {
  const std::string_view text = "a ${{ format('}}{0}', x) }} b ${{ y";
  const auto fences = find_fences(text);
  REQUIRE(fences.size() == 2);
  CHECK(fences[0].inner.of(text) == " format('}}{0}', x) ");
  CHECK_FALSE(fences[1].closed);
}

TEST_CASE("functions and contexts are checked against what is available") {
  constexpr std::string_view contexts[] = {"github", "needs"};
  constexpr std::string_view functions[] = {"always"};
  const auto problems = [&](std::string_view text) {
    std::string all;
    for (const Error& error : check(parse(text), default_functions(), {contexts, functions}))
      all += std::string(error.at.of(text)) + ": " + error.message + "\n";
    return all;
  };
  CHECK(problems("always() && github.ref").empty());
  CHECK(problems("startWith(github.ref, 'x')") == "startWith: there is no such function; did you mean startswith?\n");
  CHECK(problems("contains(github.ref)") == "contains(github.ref): the function takes 2 arguments\n");
  CHECK(problems("hashFiles('x')") == "hashFiles: the function is not available here\n");
  CHECK(problems("secrets.X") == "secrets: this context is not available here\n");
  CHECK(problems("githib.ref") == "githib: this context is not available here; did you mean github?\n");
}

TEST_CASE("depth costs no stack") {
  const std::size_t depth = 200'000;
  CHECK(parse(std::string(depth, '(') + "a" + std::string(depth, ')')).valid());
  CHECK(known(std::string(depth, '!') + "true") == true);
  std::string chain = "a";
  for (std::size_t i = 0; i < depth; ++i) chain += ".b";
  CHECK(parse(chain).references.at(0).path.size() == depth + 1);
}

}  // namespace plumbline::facts::expression
