#include "analyzer/cel/walks.h"

#include <string>

#include <doctest/doctest.h>

#include "analyzer/cel/test_schema.h"

namespace plumbline::cel {

namespace {

/// A pipeline stands for everything: its jobs are all jobs.
std::vector<std::string> walks(std::string_view text, bool repeated = true) {
  Environment environment = test::environment();
  environment.variables.push_back({"everything", ir::Type::of_entity(test::pipeline_kind), false});
  const auto checked = check(text, environment);
  REQUIRE_MESSAGE(checked.has_value(), std::string(text));
  std::vector<std::string> found;
  for (const ExpressionError& error : needless_walks(*checked, {test::pipeline_kind, repeated})) {
    const std::size_t from = error.message.find("use '") + 5;
    found.push_back(error.message.substr(from, error.message.find('\'', from) - from));
  }
  return found;
}

using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("a walk that an aggregate answers is refused and names it") {
  CHECK(walks("job.pipeline.jobs.exists(j, 'test' in j.roles)") == Found{"job.pipeline.roles"});
  CHECK(walks("!everything.jobs.exists(j, 'test' in j.roles || 'build' in j.roles)") == Found{"everything.roles"});
  CHECK(walks("everything.jobs.exists(j, j.roles.exists(r, r in ['test', 'build']))") == Found{"everything.roles"});
}

TEST_CASE("a walk for those that point to something is refused and names its list") {
  CHECK(walks("everything.jobs.filter(j, j.pipeline == job.pipeline && j.allow_failure).size() > 1") ==
        Found{"job.pipeline.jobs"});
  CHECK(walks("everything.jobs.exists(j, job.pipeline == j.pipeline)") == Found{"job.pipeline.jobs"});
}

TEST_CASE("once for all is cheap, and inside of another walk it is not") {
  CHECK(walks("everything.jobs.exists(j, 'test' in j.roles)", false).empty());
  CHECK(walks("all_jobs.exists(k, k.pipeline.jobs.exists(j, 'test' in j.roles))", false) == Found{"k.pipeline.roles"});
  CHECK(walks("everything.jobs.filter(j, true).exists(k, k.allow_failure)", false).empty());
}

TEST_CASE("a walk that no field answers stays") {
  for (const std::string_view text : {
           "job.steps.exists(s, 'test' in s.roles)",                                // its own steps: linear
           "job.pipeline.jobs.exists(j, 'test' in j.roles && j.allow_failure)",     // of one and the same job
           "job.pipeline.jobs.exists(j, 'test' in j.roles && 'build' in j.roles)",  // of one and the same job
           "job.pipeline.jobs.all(j, 'test' in j.roles)",
           "everything.jobs.exists(j, j.name == job.name)",
           "everything.jobs.exists(j, j == job)",
       }) {
    CAPTURE(text);
    CHECK(walks(text).empty());
  }
}

}  // namespace plumbline::cel
