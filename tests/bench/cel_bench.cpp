#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "analyzer/base/check.h"
#include "analyzer/base/text_arena.h"
#include "analyzer/cel/program.h"
#include "analyzer/ir/repo_ir.h"
#include "analyzer/ir/schema.h"

/// One condition on each of many jobs of eight steps; time is for one job.
namespace {

using plumbline::Arena;
using plumbline::Ref;
using plumbline::TextArena;
namespace cel = plumbline::cel;
namespace ir = plumbline::ir;

constexpr std::uint32_t job_count = 20'000;
constexpr std::uint32_t steps_a_job = 8;

struct Jobs {
  TextArena text{1U << 24U};
  ir::RepoIr repo{text};
  std::unique_ptr<ir::RepoView> view;

  Jobs() {
    ir::Tables& tables = repo.tables();
    const auto pipeline = tables.add(ir::Pipeline{});
    for (std::uint32_t i = 0; i < job_count; ++i) {
      std::vector<Ref<ir::Step>> steps;
      for (std::uint32_t j = 0; j < steps_a_job; ++j) {
        ir::Step step;
        step.roles.add(static_cast<ir::Role>((i + j) % 4));
        // A third of the jobs deploys, in one of its steps.
        if (i % 3 == 0 && j == i % steps_a_job) step.roles.add(ir::Role::deploy);
        steps.push_back(tables.add(step));
      }
      ir::Job job;
      job.name = repo.add_text("job");
      job.pipeline = pipeline;
      job.steps = tables.add_list(steps);
      job.timeout = std::int64_t{i % 60};
      tables.add(job);
    }
    view = std::make_unique<ir::RepoView>(repo);
  }
};

void evaluate(benchmark::State& state, std::string_view condition) {
  static const Jobs jobs;
  cel::Environment environment;
  environment.schema = &ir::schema_view();
  environment.variables = {{"job", ir::Type::of_entity(ir::kind_of<ir::Job>), false}};
  auto checked = cel::check(condition, environment);
  PLUMBLINE_CHECK(checked.has_value(), "the condition is sound");
  const cel::Program program = cel::compile(std::make_shared<const cel::Checked>(std::move(*checked)));
  Arena arena;
  cel::EvaluationContext context;
  context.arena = &arena;
  context.ir = jobs.view->ir();
  std::uint32_t row = 0;
  for (auto _ : state) {
    context.budget = 1'000'000;
    const std::array<ir::Value, 1> variables{ir::Value::entity(ir::kind_of<ir::Job>, row)};
    benchmark::DoNotOptimize(program.evaluate(variables, context));
    arena.reset();
    row = row + 1 == job_count ? 0 : row + 1;
  }
}

void typical(benchmark::State& state) {
  evaluate(state, "job.steps.exists(s, \"deploy\" in s.roles) && !job.?allow_failure.orValue(false)");
}
void filtered(benchmark::State& state) {
  evaluate(state, "size(job.steps.filter(s, \"deploy\" in s.roles)) > 0 && has(job.timeout) && job.timeout > 30");
}
void text(benchmark::State& state) {
  evaluate(state, "job.name.startsWith(\"job\") && !job.name.matches(\"deploy|release\")");
}
void compiled(benchmark::State& state) {
  cel::Environment environment;
  environment.schema = &ir::schema_view();
  environment.variables = {{"job", ir::Type::of_entity(ir::kind_of<ir::Job>), false}};
  for (auto _ : state) {
    auto checked =
        cel::check("job.steps.exists(s, \"deploy\" in s.roles) && has(job.timeout) && job.timeout > 30", environment);
    PLUMBLINE_CHECK(checked.has_value(), "the condition is sound");
    benchmark::DoNotOptimize(cel::compile(std::make_shared<const cel::Checked>(std::move(*checked))));
  }
}

BENCHMARK(typical);
BENCHMARK(filtered);
BENCHMARK(text);
BENCHMARK(compiled);

}  // namespace

BENCHMARK_MAIN();
