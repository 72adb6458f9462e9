#include "analyzer/cel/analysis.h"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "analyzer/cel/test_schema.h"

namespace plumbline::cel {

namespace {

Checked checked(std::string_view text) {
  auto result = check(text, test::environment());
  REQUIRE_MESSAGE(result.has_value(), std::string(text));
  return std::move(*result);
}

std::vector<std::string> mutated(std::string_view text) {
  const Checked expression = checked(text);
  std::vector<std::string> out;
  for (const Mutation& mutation : mutations(expression)) out.push_back(apply(text, mutation));
  return out;
}

}  // namespace

TEST_CASE("the conjunction at the top gives keys for an index") {
  const Checked expression = checked(
      "job.pipeline.provider in ['github', 'circleci'] && job.name != '' && ('test' in job.roles || 'build' in "
      "job.roles)");
  const std::vector<Constraint> found = constraints(expression);
  REQUIRE(found.size() == 2);
  REQUIRE(found[0].fields.size() == 2);
  CHECK(found[0].fields[0].name == "pipeline");
  CHECK(found[0].fields[1].name == "provider");
  CHECK(found[0].words == 0b101);
  CHECK(!found[0].is_set);
  REQUIRE(found[1].fields.size() == 1);
  CHECK(found[1].fields[0].name == "roles");
  CHECK(found[1].words == 0b011);
  CHECK(found[1].is_set);
  CHECK(found[1].variable == 0);
}

TEST_CASE("what does not have to hold gives no key") {
  for (const std::string_view text : {
           "job.pipeline.provider == 'github' || job.allow_failure",
           "!(job.pipeline.provider == 'github')",
           "job.pipeline.provider != 'github'",
           "job.steps.exists(s, 'test' in s.roles)",
           "!('test' in job.roles)",
           "job.pipeline.provider == 'github' || 'test' in job.roles",
           "job.allow_failure ? job.pipeline.provider == 'github' : true",
       }) {
    CAPTURE(text);
    CHECK(constraints(checked(text)).empty());
  }
}

TEST_CASE("uses of fields and variables are listed") {
  const Checked expression = checked("all_jobs.exists(j, has(j.timeout) && j.pipeline.provider == 'github')");
  std::vector<std::string_view> fields;
  for (const FieldUse& use : field_uses(expression)) fields.push_back(use.field);
  CHECK(fields == std::vector<std::string_view>{"timeout", "pipeline", "provider"});
  CHECK(field_uses(expression)[2].entity == test::pipeline_kind);
  CHECK(variables_used(expression) == std::vector<std::uint32_t>{1});
}

TEST_CASE("operators, literals and quantifiers are changed one at a time") {
  CHECK(mutated("job.name == 'a'") == std::vector<std::string>{"job.name != 'a'", "job.name == \"a~\""});
  CHECK(mutated("!job.allow_failure") == std::vector<std::string>{"(job.allow_failure)"});
  std::vector<std::string> quantified = mutated("job.steps.exists(s, 'test' in s.roles)");
  std::sort(quantified.begin(), quantified.end());
  CHECK(quantified == std::vector<std::string>{"job.steps.all(s, 'test' in s.roles)",
                                               "job.steps.exists(s, !(\"test\" in s.roles))",
                                               "job.steps.exists(s, \"deploy\" in s.roles)"});
  CHECK(mutated("size(job.steps) > 2 && true") ==
        std::vector<std::string>{"size(job.steps) <= 2 && true", "size(job.steps) > 3 && true",
                                 "size(job.steps) > 2 || true", "size(job.steps) > 2 && false"});
}

TEST_CASE("every mutation parses and differs") {
  for (const std::string_view text : {
           "(job.name == 'a' || size(job.steps) >= 1) && !(job.steps.filter(s, (s.name != '')).size() < 3)",
           "job.labels.map(l, l + 'x').exists_one(l, l in ['a', 'b']) ? -1 < 0 : 1.5 <= 2.0",
       }) {
    const std::string original = unparse(checked(text).ast);
    for (const std::string& changed : mutated(text)) {
      CAPTURE(changed);
      const auto ast = parse(changed);
      REQUIRE(ast.has_value());
      CHECK(unparse(*ast) != original);
    }
  }
}

}  // namespace plumbline::cel
