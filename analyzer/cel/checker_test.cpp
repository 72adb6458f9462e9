#include <string>

#include <doctest/doctest.h>

#include "analyzer/cel/environment.h"
#include "analyzer/cel/test_schema.h"
#include "analyzer/ir/type.h"

namespace plumbline::cel {

namespace {

std::string type_of(std::string_view text) {
  const auto checked = check(text, test::environment());
  if (!checked) return checked.error().errors.front().message;
  return ir::print_type(checked->type(), &test::schema());
}

ExpressionError first_error(std::string_view text) {
  const auto checked = check(text, test::environment());
  REQUIRE_MESSAGE(!checked.has_value(), std::string(text));
  return checked.error().errors.front();
}

bool is_sound(std::string_view text) {
  return check(text, test::environment()).has_value();
}

}  // namespace

TEST_CASE("expressions have the types of what they read") {
  CHECK(type_of("job.steps") == "list(step)");
  CHECK(type_of("job.steps[0].roles") == "set of role");
  CHECK(type_of("job.steps.filter(s, 'test' in s.roles)") == "list(step)");
  CHECK(type_of("job.steps.map(s, s.name)") == "list(string)");
  CHECK(type_of("job.pipeline.provider") == "provider");
  CHECK(type_of("job.roles.filter(r, r != 'test')") == "list(role)");
  CHECK(type_of("job.?timeout") == "optional(int)");
  CHECK(type_of("job.?timeout.orValue(5) + 1") == "int");
  CHECK(type_of("job.labels + ['x']") == "list(string)");
  CHECK(type_of("{'a': [1]}") == "map(string, list(int))");
  CHECK(type_of("job.allow_failure ? job.name : 'none'") == "string");
  CHECK(type_of("job.labels.join(', ').split(',')") == "list(string)");
  CHECK(type_of("job.steps.first()") == "optional(step)");
}

TEST_CASE("a misspelt name is an error with its place and the nearest name") {
  const ExpressionError field = first_error("job.name == '' || job.alow_failure");
  CHECK(field.message == "job has no field 'alow_failure': did you mean 'allow_failure'?");
  CHECK(field.at == Span{22, 34});
  CHECK(first_error("jop.name == ''").message == "unknown name 'jop': did you mean 'job'?");
  CHECK(first_error("job.steps.exist(s, true)").message == "unknown name 's'");
  CHECK(first_error("job.name.startWith('a')").message == "no function 'startWith': did you mean 'startsWith'?");
  CHECK(first_error("job.steps.name == ''").message.starts_with("a list has no field 'name'"));
}

TEST_CASE("a misspelt word of a closed vocabulary is an error") {
  const ExpressionError word = first_error("job.steps.exists(s, 'deploi' in s.roles)");
  CHECK(word.message == "'deploi' is no role: did you mean 'deploy'?");
  CHECK(word.at == Span{20, 28});
  CHECK(!is_sound("job.pipeline.provider == 'githup'"));
  CHECK(!is_sound("'githup' != job.pipeline.provider"));
  CHECK(!is_sound("job.pipeline.provider in ['github', 'gitlob']"));
  CHECK(!is_sound("job.roles.exists(r, r == 'tset')"));
  CHECK(!is_sound("job.pipeline.provider == (job.allow_failure ? 'github' : 'x')"));
  CHECK(is_sound("job.pipeline.provider in ['github', 'gitlab']"));
  CHECK(is_sound("job.pipeline.provider.startsWith('git')"));
}

TEST_CASE("wrong types are errors") {
  CHECK(first_error("job.name > 5").message == "'>' does not take (string, int)");
  CHECK(first_error("job.name == 5").message == "'==' does not take (string, int)");
  CHECK(first_error("job.name && true").message == "expected bool, not string");
  CHECK(first_error("job.steps.exists(s, s.name)").message == "expected bool, not string");
  CHECK(first_error("job.allow_failure ? 1 : 'a'").message == "the branches have different types, int and string");
  CHECK(first_error("5 in job.labels").message == "'in' does not take (int, list(string))");
  CHECK(first_error("job.name.exists(c, true)").message == "string has no elements");
  CHECK(first_error("size(5)").message == "'size' does not take (int)");
  CHECK(first_error("job.labels['a']").message == "a list is indexed by int, not by string");
}

TEST_CASE("a field that may be absent must be asked for first") {
  const ExpressionError error = first_error("job.timeout > 5");
  CHECK(error.message == "'job.timeout' may be absent: ask has(job.timeout) first, or use job.?timeout.orValue(…)");
  CHECK(error.at == Span{4, 11});
  CHECK(is_sound("has(job.timeout) && job.timeout > 5"));
  CHECK(is_sound("!has(job.timeout) || job.timeout > 5"));
  CHECK(is_sound("has(job.timeout) ? job.timeout > 5 : false"));
  CHECK(is_sound("!has(job.timeout) ? false : job.timeout > 5"));
  CHECK(is_sound("(has(job.timeout) && job.allow_failure) && job.timeout > 5"));
  CHECK(is_sound("has(job.timeout) && all_jobs.exists(j, j.name == '' && job.timeout > 5)"));
  CHECK(is_sound("job.steps.map(s, has(s.timeout), s.timeout) == [1]"));
  CHECK(is_sound("job.steps.exists(s, has(s.timeout) && s.timeout > 5)"));
}

TEST_CASE("a guard holds only where it has been passed, and for what it names") {
  CHECK(!is_sound("job.timeout > 5 && has(job.timeout)"));
  CHECK(!is_sound("has(job.timeout) || job.timeout > 5"));
  CHECK(!is_sound("has(job.timeout) ? true : job.timeout > 5"));
  CHECK(!is_sound("(has(job.timeout) || job.allow_failure) && job.timeout > 5"));
  CHECK(!is_sound("!has(job.timeout) && job.timeout > 5"));
  CHECK(!is_sound("has(job.image) && job.timeout > 5"));
  CHECK(!is_sound("has(job.timeout) && all_jobs.exists(job, job.timeout > 5)"));
  CHECK(!is_sound("all_jobs.exists(j, has(j.timeout)) && all_jobs.exists(j, j.timeout > 5)"));
}

TEST_CASE("keys of documents are asked for like fields; one question covers the way") {
  CHECK(!is_sound("has(job.node) && job.node.spec == 1"));
  CHECK(is_sound("has(job.node.spec.replicas) && job.node.spec.replicas > 1"));
  CHECK(is_sound("has(job.node.spec.replicas) && has(job.node.spec.paused) && job.node[\"spec\"].paused == true"));
  CHECK(is_sound("has(job.node) && 'spec' in job.node && job.node.spec == 1"));
  CHECK(is_sound("job.?node.?spec.?replicas.orValue(1) == 1"));
}

TEST_CASE("patterns are compiled when the rule is read") {
  const ExpressionError error = first_error("job.name.matches('a(b')");
  CHECK(error.message.starts_with("wrong pattern: missing )"));
  CHECK(error.at == Span{17, 22});
  CHECK(is_sound("job.name.matches('a(b)')"));
}

TEST_CASE("comprehensions nest to a limit") {
  CHECK(is_sound("all_jobs.exists(a, a.steps.exists(b, b.name.split('').exists(c, c == a.name)))"));
  CHECK(first_error("all_jobs.exists(a, all_jobs.exists(b, all_jobs.exists(c, all_jobs.exists(d, true))))").message ==
        "more than 3 comprehensions inside of each other");
}

TEST_CASE("several errors are told at once") {
  const auto checked = check("job.nam == '' && job.timeout > 5 && 'x' in job.roles", test::environment());
  REQUIRE(!checked.has_value());
  CHECK(checked.error().errors.size() == 3);
}

TEST_CASE("dotted variables win over fields, the longest first") {
  Environment environment;
  environment.variables = {{"a.b", ir::Type(ir::TypeKind::integer), false},
                           {"a.b.c", ir::Type(ir::TypeKind::string), false}};
  const auto checked = check("a.b.c", environment);
  REQUIRE(checked.has_value());
  CHECK((*checked)[checked->ast.root].index == 1);
  CHECK(check("a.b + 1", environment).has_value());
  CHECK(!check("a.x", environment).has_value());
}

TEST_CASE("what a condition asked for need not be asked for again where it held") {
  const auto condition =
      check("job.allow_failure && has(job.timeout) && (has(job.image) || true)", test::environment());
  REQUIRE(condition.has_value());
  CheckOptions options;
  options.known = known_when_true(*condition);
  CHECK(check("job.timeout > 5", test::environment(), options).has_value());
  CHECK(!check("job.image == ''", test::environment(), options).has_value());
  CHECK(!check("all_jobs.exists(job, job.timeout > 5)", test::environment(), options).has_value());
}

TEST_CASE("a named condition says what it asked for") {
  Environment environment = test::environment();
  const auto named = check("has(job.timeout) && job.timeout > 1", environment);
  REQUIRE(named.has_value());
  environment.variables.push_back(variable_for("slow", *named, true));
  CHECK(check("slow && job.timeout > 5", environment).has_value());
  CHECK(!check("slow || job.timeout > 5", environment).has_value());
  CHECK(!check("!slow && job.timeout > 5", environment).has_value());
  CHECK(!check("all_jobs.exists(job, slow && job.timeout > 5)", environment).has_value());
}

TEST_CASE("elements of a filtered list have what the filter asked for") {
  CHECK(is_sound("all_jobs.filter(j, has(j.timeout)).exists(k, k.timeout > 5)"));
  CHECK(is_sound("all_jobs.filter(j, has(j.timeout)).filter(k, k.allow_failure).map(l, l.timeout)"));
  CHECK(!is_sound("all_jobs.filter(j, has(j.timeout)).exists(k, k.image == '')"));
  CHECK(!is_sound("all_jobs.filter(j, !has(j.timeout)).exists(k, k.timeout > 5)"));
  CHECK(!is_sound("all_jobs.map(j, j).exists(k, k.timeout > 5)"));

  Environment environment = test::environment();
  const auto list = check("all_jobs.filter(j, has(j.timeout))", environment);
  REQUIRE(list.has_value());
  environment.variables.push_back(variable_for("timed", *list, true));
  CHECK(check("timed.exists(t, t.timeout > 5)", environment).has_value());
  const auto first = check("timed[0]", environment);
  REQUIRE(first.has_value());
  environment.variables.push_back(variable_for("first", *first, true));
  CHECK(check("first.timeout > 5", environment).has_value());
  CHECK(!check("first.image == ''", environment).has_value());
}

}  // namespace plumbline::cel
