#include <cstdlib>
#include <memory>
#include <new>
#include <string>

#include <doctest/doctest.h>

#include "analyzer/cel/print.h"
#include "analyzer/cel/program.h"
#include "analyzer/cel/test_schema.h"

namespace {

std::size_t allocation_count = 0;  // of this test binary, which has one thread

}  // namespace

// Counting replacements: the default ones behave like this, without the count.
void* operator new(std::size_t size) {
  ++allocation_count;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocation_count;
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace plumbline::cel {

namespace {

using ir::Tag;
using ir::Value;
using syntax::DataKind;
using syntax::DataNode;

constexpr std::uint64_t build = 1;
constexpr std::uint64_t deploy = 4;

/// One pipeline with two jobs: "ci" builds, "cd" deploys.
struct Fixture {
  test::World world;
  Arena arena;
  std::vector<std::uint32_t> all{0, 1};

  Fixture() {
    world.pipelines = {{0, {0, 1}}};
    world.steps = {{"compile", build, {}}, {"ship", deploy, {}}};
    world.jobs.resize(2);
    world.jobs[0].name = "ci";
    world.jobs[0].steps = {0};
    world.jobs[0].roles = build;
    world.jobs[0].timeout.value = 10;
    world.jobs[0].labels = {world.add_text("linux"), world.add_text("x64")};
    world.jobs[1].name = "cd";
    world.jobs[1].steps = {0, 1};
    world.jobs[1].roles = build | deploy;
    world.jobs[1].image.unknown = Span{40, 50};
  }

  std::shared_ptr<const Checked> checked(std::string_view text) {
    auto result = check(text, test::environment());
    const std::string problem = result ? std::string() : result.error().errors.front().message;
    CAPTURE(text);
    REQUIRE(problem == "");
    return std::make_shared<const Checked>(std::move(*result));
  }
  Value run(std::string_view text, std::uint32_t job, EvaluationContext& context) {
    context.arena = &arena;
    context.ir = world.view();
    const Program program = compile(checked(text), {});
    const std::array<Value, 2> variables{Value::entity(test::job_kind, job),
                                         Value::entities(all.data(), all.size(), test::job_kind)};
    const Value fast = program.evaluate(variables, context);
    // The traced program has other steps for the same expression.
    EvaluationContext again = context;
    again.budget = 1'000'000;
    again.exhausted = false;
    const Value traced = compile(checked(text), {true}).evaluate(variables, again);
    if (!context.exhausted) CHECK(print_value(context.ir, traced) == print_value(context.ir, fast));
    return fast;
  }
  std::string run(std::string_view text, std::uint32_t job = 1) {
    EvaluationContext context;
    const Value value = run(text, job, context);
    return print_value(context.ir, value);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "fields, lists, sets and words are read") {
  CHECK(run("job.name") == "\"cd\"");
  CHECK(run("job.steps.map(s, s.name)") == "[\"compile\", \"ship\"]");
  CHECK(run("job.steps.exists(s, 'deploy' in s.roles) && !job.allow_failure") == "true");
  CHECK(run("job.steps.exists(s, 'deploy' in s.roles)", 0) == "false");
  CHECK(run("job.roles") == "[\"build\", \"deploy\"]");
  CHECK(run("size(job.roles) == 2 && job.roles[1] == 'deploy'") == "true");
  CHECK(run("job.roles == ['build', 'deploy']") == "true");
  CHECK(run("job.pipeline.provider == 'github' && job.pipeline.provider in ['gitlab', 'github']") == "true");
  CHECK(run("job.pipeline.provider != 'github'") == "false");
  CHECK(run("job.pipeline.provider + '!'") == "\"github!\"");
  CHECK(run("job.labels.join('-')", 0) == "\"linux-x64\"");
  CHECK(run("'x64' in job.labels", 0) == "true");
  CHECK(run("job.pipeline.jobs.exists(j, j == job)") == "true");
  CHECK(run("all_jobs.filter(j, 'deploy' in j.roles)") == "[job 1]");
}

TEST_CASE_FIXTURE(Fixture, "absent fields are asked for") {
  CHECK(run("has(job.timeout)", 0) == "true");
  CHECK(run("has(job.timeout)", 1) == "false");
  CHECK(run("has(job.timeout) && job.timeout > 5", 0) == "true");
  CHECK(run("has(job.timeout) && job.timeout > 5", 1) == "false");
  CHECK(run("job.?timeout.orValue(7)", 1) == "7");
}

TEST_CASE_FIXTURE(Fixture, "an unknown value makes unknown what depends on it, and nothing else") {
  CHECK(run("has(job.image)") == "true");
  CHECK(run("has(job.image) && job.image == 'a'") == "unknown");
  CHECK(run("has(job.image) && job.image == 'a' && job.name == 'x'") == "false");
  CHECK(run("has(job.image) && job.image == 'a' || job.name == 'cd'") == "true");
  CHECK(run("has(job.image) && (job.image == 'a' ? true : false)") == "unknown");
  CHECK(run("has(job.image) ? job.image.startsWith('a') : false") == "unknown");
  EvaluationContext context;
  CHECK(run("has(job.image) && job.image.startsWith('a')", 1, context).cause() == Location{{0}, {40, 50}});
}

TEST_CASE_FIXTURE(Fixture, "unknown comes before error") {
  CHECK(run("has(job.image) && (job.image == 'a' || 1 / size(job.labels) == 1)") == "unknown");
  CHECK(run("has(job.image) && 1 / size(job.labels) == 1").starts_with("error: divide by zero"));
  CHECK(run("has(job.image) && job.image + string(1 / size(job.labels)) == ''") == "unknown");
}

TEST_CASE_FIXTURE(Fixture, "presence is unknown where nothing is written that could be it") {
  world.jobs[1].timeout.unknown = Span{};
  CHECK(run("has(job.timeout)") == "unknown");
}

TEST_CASE_FIXTURE(Fixture, "an incomplete list answers what its visible part can answer") {
  world.jobs[1].steps_incomplete = true;
  CHECK(run("job.steps.exists(s, 'deploy' in s.roles)") == "true");
  CHECK(run("job.steps.exists(s, 'test' in s.roles)") == "unknown");
  CHECK(run("job.steps.all(s, 'build' in s.roles)") == "false");
  CHECK(run("job.steps.all(s, s.name != '')") == "unknown");
  CHECK(run("size(job.steps)") == "unknown");
  CHECK(run("size(job.steps) > 1") == "true");
  CHECK(run("size(job.steps) > 2") == "unknown");
  CHECK(run("0 == size(job.steps)") == "false");
  CHECK(run("size(job.steps) <= 1") == "false");
  CHECK(run("job.steps.filter(s, 'deploy' in s.roles)") == "[step 1, …]");
  CHECK(run("size(job.steps.filter(s, 'test' in s.roles)) == 0") == "unknown");
  CHECK(run("job.steps == []") == "false");
  CHECK(run("job.steps.exists_one(s, s.name == 'ship')") == "unknown");
  CHECK(run("job.steps.exists_one(s, s.name != '')") == "false");
  CHECK(run("job.steps[1].name") == "\"ship\"");
  CHECK(run("job.steps[2].name") == "unknown");
  world.jobs[1].roles_incomplete = true;
  CHECK(run("'deploy' in job.roles") == "true");
  CHECK(run("'test' in job.roles") == "unknown");
}

TEST_CASE_FIXTURE(Fixture, "a filter keeps what is sure and says that there may be more") {
  world.steps[0].timeout.unknown = Span{1, 2};
  world.steps[1].timeout.value = 30;
  CHECK(run("job.steps.filter(s, has(s.timeout) && s.timeout > 20)") == "[step 1, …]");
  CHECK(run("job.steps.filter(s, has(s.timeout) && s.timeout > 20).exists(s, s.name == 'ship')") == "true");
  CHECK(run("job.steps.filter(s, has(s.timeout) && s.timeout > 40).exists(s, true)") == "unknown");
}

TEST_CASE_FIXTURE(Fixture, "documents are read as what they hold") {
  const std::uint32_t root = world.add_node(DataKind::map, "");
  const std::uint32_t spec = world.add_node(DataKind::map, "spec");
  world.add_node(DataKind::integer, "replicas", "3");
  world.add_node(DataKind::boolean, "paused", "true");
  world.add_node(DataKind::string, "image", "${{ x }}", DataNode::opaque);
  const std::uint32_t args = world.add_node(DataKind::list, "args");
  world.add_node(DataKind::string, "", "-v");
  world.add_node(DataKind::string, "", "run");
  const auto end = static_cast<std::uint32_t>(world.nodes.size());
  for (const std::uint32_t open : {root, spec, args}) world.nodes[open].subtree_end = end;
  world.jobs[1].node = root;
  CHECK(run("has(job.node.spec.replicas) && job.node.spec.replicas == 3") == "true");
  CHECK(run("has(job.node.spec.replicas) && job.node.spec.replicas + 1 > 3") == "true");
  CHECK(run("has(job.node.spec.paused) && job.node.spec.paused") == "true");
  CHECK(run("has(job.node.spec.missing.deeper)") == "false");
  CHECK(run("has(job.node.spec.missing.deeper)", 0) == "false");
  CHECK(run("has(job.node.spec.image) && job.node.spec.image == 'a'") == "unknown");
  CHECK(run("has(job.node.spec.args) && '-v' in job.node.spec.args && job.node.spec.args[1] == 'run'") == "true");
  CHECK(run("has(job.node.spec.args) && job.node.spec.args.exists(a, a.startsWith('-'))") == "true");
  CHECK(run("has(job.node.spec.args) && size(job.node.spec.args) == 2") == "true");
  CHECK(run("has(job.node.spec) && job.node.spec.exists(key, key == 'paused')") == "true");
  CHECK(run("has(job.node.spec) && type(job.node.spec) == map") == "true");
  CHECK(run("job.?node.?spec.?nothing.orValue(5)") == "5");
  CHECK(run("has(job.node.spec.args) && job.node.spec.args == ['-v', 'run']") == "true");
}

TEST_CASE_FIXTURE(Fixture, "an error names the place that it came from") {
  EvaluationContext context;
  const std::string_view text = "job.name == 'cd' && 10 / size(job.labels) > 1";
  const Value error = run(text, 1, context);
  REQUIRE(error.is(Tag::error));
  CHECK(error.view() == "divide by zero");
  CHECK(checked(text)->ast.source(error_origin(error)) == "10 / size(job.labels)");
}

TEST_CASE_FIXTURE(Fixture, "the end of the budget is unknown, and told") {
  EvaluationContext context;
  context.budget = 3;
  CHECK(run("all_jobs.all(a, all_jobs.all(b, a.name != ''))", 1, context).is(Tag::unknown));
  CHECK(context.exhausted);
  EvaluationContext enough;
  enough.budget = 6;
  CHECK(run("all_jobs.all(a, all_jobs.all(b, a.name != ''))", 1, enough).is_true());
  CHECK(!enough.exhausted);
  EvaluationContext text;
  text.budget = 500;
  const std::string_view doubling =
      "lists.range(30).map(i, ['aaaaaaaaaaaaaaaaaaaa'].map(s, s.replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')))"
      ".exists(l, l == [])";
  CHECK(run(doubling, 1, text).is(Tag::unknown));
}

TEST_CASE_FIXTURE(Fixture, "a warm evaluation allocates nothing on the heap") {
  const Program program = compile(
      checked("job.steps.exists(s, 'deploy' in s.roles) && !job.allow_failure && job.name.matches('c.') && "
              "size(job.steps.filter(s, s.name.startsWith('s'))) > 0 && job.pipeline.provider in ['github', 'gitlab']"),
      {});
  EvaluationContext context;
  context.arena = &arena;
  context.ir = world.view();
  const std::array<Value, 2> variables{Value::entity(test::job_kind, 1),
                                       Value::entities(all.data(), all.size(), test::job_kind)};
  REQUIRE(program.evaluate(variables, context).is_true());
  arena.reset();
  const std::size_t before = allocation_count;
  const Value again = program.evaluate(variables, context);
  const std::size_t after = allocation_count;
  CHECK(again.is_true());
  CHECK(after == before);
}

TEST_CASE_FIXTURE(Fixture, "constants are computed once, when compiled") {
  CHECK(compile(checked("1 + 2 * 3 == 7 ? 'a' : 'b'"), {}).step_count() > 0);
  CHECK(compile(checked("size([1, 2, 3].map(x, x)) + 1"), {}).is_constant() == false);
  CHECK(compile(checked("'a' + 'b'"), {}).is_constant());
  CHECK(compile(checked("{'a': [1, 2]}['a'][1]"), {}).is_constant());
  CHECK(!compile(checked("1 / 0"), {}).is_constant());
}

TEST_CASE_FIXTURE(Fixture, "a trace has the values of the parts") {
  const auto expression = checked("job.name == 'cd' && job.steps.exists(s, s.name == 'ship')");
  EvaluationContext context;
  context.arena = &arena;
  context.ir = world.view();
  Trace trace;
  context.trace = &trace;
  const std::array<Value, 2> variables{Value::entity(test::job_kind, 1), Value::null()};
  CHECK(compile(expression, {true}).evaluate(variables, context).is_true());
  std::vector<std::string> names;
  for (const Trace::Entry& entry : trace.entries) {
    if (expression->ast.source(entry.node) == "s.name") names.push_back(print_value(context.ir, entry.value));
  }
  CHECK(names == std::vector<std::string>{"\"compile\"", "\"ship\""});
}

TEST_CASE_FIXTURE(Fixture, "a lazy variable is asked for when it is read, and only then") {
  Environment environment = test::environment();
  environment.variables.push_back({"deploys", ir::Type(ir::TypeKind::boolean), true});
  auto result = check("job.name == 'cd' && deploys", environment);
  REQUIRE(result.has_value());
  const Program program = compile(std::make_shared<const Checked>(std::move(*result)), {});
  EvaluationContext context;
  context.arena = &arena;
  context.ir = world.view();
  int asked = 0;
  context.user = &asked;
  context.lazy = [](EvaluationContext&, void* user, std::uint32_t variable) {
    ++*static_cast<int*>(user);
    return Value::of(variable == 2);
  };
  std::array<Value, 3> variables{Value::entity(test::job_kind, 0), Value::null(), Value::absent()};
  CHECK(program.evaluate(variables, context).is_false());
  CHECK(asked == 0);
  variables[0] = Value::entity(test::job_kind, 1);
  CHECK(program.evaluate(variables, context).is_true());
  CHECK(asked == 1);
}

}  // namespace plumbline::cel
