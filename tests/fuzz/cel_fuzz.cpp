#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/base/text_arena.h"
#include "analyzer/cel/analysis.h"
#include "analyzer/cel/print.h"
#include "analyzer/cel/program.h"
#include "analyzer/ir/repo_ir.h"
#include "analyzer/ir/schema.h"

// Any text as an expression: spans lie inside of it, printing then parsing is stable, evaluation ends within its budget
// and says the same with and without fused and folded steps.

namespace {

using plumbline::Arena;
using plumbline::TextArena;
using plumbline::ir::Value;
namespace cel = plumbline::cel;
namespace ir = plumbline::ir;

void expect(bool holds) {
  if (!holds) std::abort();
}

/// A repository of one job with one step that deploys.
struct World {
  TextArena text{1U << 20U};
  ir::RepoIr repo{text};
  std::unique_ptr<ir::RepoView> view;

  World() {
    ir::Tables& tables = repo.tables();
    const auto pipeline = tables.add(ir::Pipeline{});
    const auto job = tables.add(ir::Job{});
    const auto step = tables.add(ir::Step{});
    tables[step].roles.add(ir::Role::deploy);
    tables[step].job = job;
    tables[job].name = repo.add_text("deploy");
    tables[job].pipeline = pipeline;
    tables[job].timeout = ir::Maybe<std::int64_t>::unknown({3, 9});
    const std::array<plumbline::Ref<ir::Step>, 1> steps{step};
    tables[job].steps = tables.add_list(std::span<const plumbline::Ref<ir::Step>>(steps), true);
    view = std::make_unique<ir::RepoView>(repo);
  }
};

void check_tree(const cel::Ast& ast) {
  for (const cel::Node& node : ast.nodes) {
    expect(node.span.begin <= node.span.end && node.span.end <= ast.text.size());
    expect(node.outer.contains(node.span) && node.outer.end <= ast.text.size());
    expect(node.name_span.begin <= node.name_span.end && node.name_span.end <= ast.text.size());
  }
  const std::string printed = cel::unparse(ast);
  const auto again = cel::parse(printed);
  if (!again) {  // parentheses that printing needs may nest deeper than reading allows, and text may grow
    expect(printed.size() > cel::max_text || again.error().message.starts_with("nested deeper"));
    return;
  }
  expect(again->nodes.size() == ast.nodes.size());
  expect(cel::unparse(*again) == printed);
}

std::string evaluate(const std::shared_ptr<const cel::Checked>& checked, bool traced, const World& world) {
  const cel::Program program = cel::compile(checked, {traced});
  Arena arena;
  cel::EvaluationContext context;
  context.arena = &arena;
  context.ir = world.view->ir();
  context.budget = 20'000;
  cel::Trace trace;
  context.trace = &trace;
  const std::array<Value, 2> list{Value::of(std::int64_t{1}), Value::of(std::string_view("a"))};
  const std::array<Value, 3> variables{Value::entity(ir::kind_of<ir::Job>, 0), Value::list(list.data(), 2),
                                       Value::of(std::string_view("text"))};
  const Value value = program.evaluate(variables, context);
  // How much an evaluation costs is no part of what it says.
  return context.exhausted ? "exhausted" : cel::print_value(context.ir, value);
}

}  // namespace

// libFuzzer's entry point, whose name is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto ast = cel::parse(text);
  if (!ast) {
    expect(ast.error().at.begin <= ast.error().at.end && ast.error().at.end <= text.size());
    return 0;
  }
  check_tree(*ast);
  cel::Environment environment;
  environment.schema = &ir::schema_view();
  environment.variables = {{"job", ir::Type::of_entity(ir::kind_of<ir::Job>), false},
                           {"x", ir::Type(), false},
                           {"s", ir::Type(ir::TypeKind::string), false}};
  for (const bool typed : {true, false}) {
    auto checked = cel::check(text, environment, {typed, true, 3});
    if (!checked) {
      for (const cel::ExpressionError& error : checked.error().errors) expect(error.at.end <= text.size());
      continue;
    }
    const auto shared = std::make_shared<const cel::Checked>(std::move(*checked));
    if (typed) {
      for (const cel::Mutation& mutation : cel::mutations(*shared)) expect(mutation.at.end <= text.size());
      cel::constraints(*shared);
    }
    const std::string fast = evaluate(shared, false, world);
    const std::string traced = evaluate(shared, true, world);
    expect(fast == traced || fast == "exhausted" || traced == "exhausted");
  }
  return 0;
}
