#include "analyzer/cel/compiler.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyzer/cel/steps.h"
#include "analyzer/cel/types.h"

namespace plumbline::cel {

using ir::Tag;
using ir::TypeKind;
using ir::Value;

// NOLINTBEGIN(misc-no-recursion): bounded by max_height

std::uint32_t Compiler::emit(NodeId id) {
  Step step = make(id);
  step.node = id;
  if (can_fold(id, step)) {
    const Value folded = fold(step);
    if (!folded.is(Tag::error) && !folded.is(Tag::unknown) && !folded.is(Tag::absent)) step = constant(folded);
    step.node = id;
  }
  const std::uint32_t position = push(step);
  if (!options_.traced) return position;
  Step tracing;
  tracing.run = &step::trace;
  tracing.a = position;
  tracing.node = id;
  return push(tracing);
}

Step Compiler::make(NodeId id) {
  const Node& node = ast_[id];
  if (std::optional<Step> step = options_.traced ? fused_size(id) : fused(id)) return *step;
  switch (node.kind) {
    case NodeKind::literal:
      return constant(node.literal);
    case NodeKind::identifier:
      return identifier(id);
    case NodeKind::select:
      return select(id);
    case NodeKind::has:
      return has(id);
    case NodeKind::index:
      return index(id);
    case NodeKind::call:
      return call(id);
    case NodeKind::unary:
    case NodeKind::binary:
      return function_call(*checked_[id].function, ast_.operands_of(id));
    case NodeKind::logical:
      return many(node.op == Operator::logical_and ? &step::all_of : &step::any_of, ast_.operands_of(id));
    case NodeKind::list:
      return many(&step::list, ast_.operands_of(id));
    case NodeKind::map:
      return many(&step::map, ast_.operands_of(id));
    case NodeKind::conditional:
    case NodeKind::optional_entry:
    case NodeKind::bind:
    case NodeKind::optional_map:
      return operation(id);
    case NodeKind::comprehension:
      return comprehension(id);
  }
  return failing(id, "internal");
}

Step Compiler::operation(NodeId id) {
  const Node& node = ast_[id];
  Step step;
  step.a = emit(ast_.operand(id, 0));
  if (node.count > 1) step.b = emit(ast_.operand(id, 1));
  if (node.count > 2) step.c = emit(ast_.operand(id, 2));
  switch (node.kind) {
    case NodeKind::conditional:
      step.run = &step::conditional;
      break;
    case NodeKind::optional_entry:
      step.run = &step::optional_entry;
      break;
    case NodeKind::bind:
      step.run = &step::bind;
      step.c = checked_[id].locals;
      break;
    default:
      step.run = node.has(Node::flat) ? &step::optional_flat_map : &step::optional_map;
      step.c = checked_[id].locals;
      break;
  }
  return step;
}

Step Compiler::identifier(NodeId id) {
  const Analysis& found = checked_[id];
  Step step;
  step.a = found.index;
  switch (found.meaning) {
    case Meaning::variable:
      step.run = checked_.environment.variables[found.index].lazy ? &step::lazy_variable : &step::variable;
      return step;
    case Meaning::local:
      step.run = &step::local;
      return step;
    case Meaning::type_name: {
      std::string name = unparse(ast_, id);
      if (name.starts_with('.')) name.erase(0, 1);
      return constant(Value::type(program_.constants_.copy(name)));
    }
    default:
      return failing(id, fmt::format("undeclared reference to '{}'", ast_[id].name));
  }
}

Step Compiler::select(NodeId id) {
  const Node& node = ast_[id];
  const Analysis& found = checked_[id];
  if (found.meaning == Meaning::variable || found.meaning == Meaning::type_name) return identifier(id);
  Step step;
  const NodeId target = ast_.operand(id, 0);
  const bool in_optional = type(target).is(TypeKind::optional);
  if (found.meaning == Meaning::field && !in_optional) {
    step.load = found.field.load;
    step.b = type(target).entity;
    const Analysis& base = checked_[target];
    const bool plain_variable = base.meaning == Meaning::variable && !checked_.environment.variables[base.index].lazy;
    if (!options_.traced && !node.has(Node::optional) && !found.tolerant &&
        (base.meaning == Meaning::local || plain_variable)) {
      step.run = base.meaning == Meaning::local ? &step::local_field : &step::variable_field;
      step.a = base.index;
      return step;
    }
    step.a = emit(target);
    step.run = node.has(Node::optional) ? &step::optional_field : found.tolerant ? &step::tolerant_field : &step::field;
    return step;
  }
  step.a = emit(target);
  step.constant = Value::of(node.name);
  // In documents what lies on the way of a has() may be absent; a map must have it, as CEL has it.
  const bool tolerant = found.tolerant && (found.meaning == Meaning::node_key || in_optional);
  step.run = node.has(Node::optional) ? &step::optional_select : tolerant ? &step::tolerant_select : &step::select;
  return step;
}

Step Compiler::has(NodeId id) {
  const Analysis& found = checked_[id];
  const NodeId target = ast_.operand(id, 0);
  Step step;
  step.a = emit(target);
  if (found.meaning == Meaning::field && type(target).is(TypeKind::entity)) {
    step.run = &step::has_field;
    step.load = found.field.load;
    step.b = type(target).entity;
  } else {
    step.run = &step::has_name;
    step.constant = Value::of(ast_[id].name);
  }
  return step;
}

Step Compiler::index(NodeId id) {
  Step step;
  step.a = emit(ast_.operand(id, 0));
  step.b = emit(ast_.operand(id, 1));
  const bool tolerant = checked_[id].tolerant && type(ast_.operand(id, 0)).is(TypeKind::node);
  step.run = ast_[id].has(Node::optional) ? &step::optional_index : tolerant ? &step::tolerant_index : &step::index;
  return step;
}

Step Compiler::call(NodeId id) {
  const Analysis& found = checked_[id];
  if (found.function == nullptr) {
    return failing(id, fmt::format("unbound function '{}'", ast_[id].name));
  }
  const auto operands = ast_.operands_of(id).subspan(found.index);
  const auto& overloads = found.function->overloads;
  // A count of arguments that no overload has is known here, also without type check.
  bool fits = overloads.find('+') != std::string_view::npos;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < overloads.size(); ++i) {
    if (overloads[i] == ':') {
      fits = fits || letters == operands.size();
      letters = 0;
      ++i;                                // the result
      if (i + 1 < overloads.size()) ++i;  // the blank
    } else {
      ++letters;
    }
  }
  if (!fits) return failing(id, "no such overload");
  return function_call(*found.function, operands);
}

Step Compiler::many(StepBody run, std::span<const NodeId> operands) {
  std::vector<std::uint32_t> steps;
  for (const NodeId operand : operands) steps.push_back(emit(operand));
  Step step;
  step.run = run;
  step.a = static_cast<std::uint32_t>(program_.operands_.size());
  step.b = static_cast<std::uint32_t>(steps.size());
  program_.operands_.insert(program_.operands_.end(), steps.begin(), steps.end());
  return step;
}

Step Compiler::function_call(const Function& function, std::span<const NodeId> operands) {
  Step step = many(&step::call, operands);
  step.body = function.body;
  return step;
}

Step Compiler::comprehension(NodeId id) {
  const Node& node = ast_[id];
  Step step;
  switch (node.macro) {
    case Macro::exists:
    case Macro::all:
    case Macro::exists_one:
    case Macro::filter:
      step.a = emit(ast_.operand(id, 0));
      step.b = emit(ast_.operand(id, 1));
      step.run = node.macro == Macro::exists       ? &step::exists
                 : node.macro == Macro::all        ? &step::all
                 : node.macro == Macro::exists_one ? &step::exists_one
                                                   : &step::filter;
      break;
    default: {
      std::vector<NodeId> operands{ast_.operand(id, 0), ast_.operand(id, node.count - 1)};
      if (node.count == 3) operands.push_back(ast_.operand(id, 1));
      step = many(node.macro == Macro::transform_map     ? &step::transform_map
                  : node.macro == Macro::transform_entry ? &step::transform_entry
                                                         : &step::transform_list,
                  operands);
      break;
    }
  }
  step.c = checked_[id].locals;
  step.constant = Value::of(!node.variables[1].empty());
  return step;
}

// NOLINTEND(misc-no-recursion)

std::uint32_t Compiler::push(Step step) {
  program_.steps_.push_back(step);
  return static_cast<std::uint32_t>(program_.steps_.size() - 1);
}

Step Compiler::constant(Value value) {
  Step step;
  step.run = &step::constant;
  step.constant = value;
  return step;
}

Step Compiler::failing(NodeId id, std::string_view message) {
  Step step = constant(Value::error(program_.constants_.copy(message)));
  step.node = id;
  step.constant = step::from(step, step.constant);
  return step;
}

bool Compiler::is_constant(std::uint32_t step) const {
  const Step& s = program_.steps_[step];
  return s.run == &step::constant && !s.constant.is(Tag::error);
}

/// Pure steps whose operands are all constants.
bool Compiler::can_fold(NodeId id, const Step& step) const {
  if (options_.traced) return false;
  switch (ast_[id].kind) {
    case NodeKind::unary:
    case NodeKind::binary:
    case NodeKind::call:
    case NodeKind::list:
    case NodeKind::map:
      if (step.run != &step::call && step.run != &step::list && step.run != &step::map) return false;
      return std::all_of(program_.operands_.begin() + step.a, program_.operands_.begin() + step.a + step.b,
                         [&](std::uint32_t operand) { return is_constant(operand); });
    case NodeKind::index:
      return step.run == &step::index && is_constant(step.a) && is_constant(step.b);
    case NodeKind::select:
      return step.run == &step::select && is_constant(step.a);
    default:
      return false;
  }
}

Value Compiler::fold(const Step& step) {
  constexpr std::uint64_t budget = 10'000;
  EvaluationContext context;
  context.arena = &program_.constants_;
  context.budget = budget;
  Evaluation evaluation;
  evaluation.context = &context;
  evaluation.steps = program_.steps_.data();
  evaluation.operands = program_.operands_.data();
  return step.run(step, evaluation);
}

Program compile(std::shared_ptr<const Checked> checked, CompileOptions options) {
  Program program;
  program.local_count_ = checked->local_count;
  program.type_ = checked->type();
  program.root_ = Compiler(program, *checked, options).emit(checked->ast.root);
  program.checked_ = std::move(checked);
  return program;
}

bool Program::is_constant() const {
  return steps_[root_].run == &step::constant;
}

Value Program::evaluate(std::span<const Value> variables, EvaluationContext& context) const {
  constexpr std::size_t few = 8;
  std::array<Value, few> on_stack;
  Evaluation evaluation;
  evaluation.context = &context;
  evaluation.steps = steps_.data();
  evaluation.operands = operands_.data();
  evaluation.variables = variables.data();
  evaluation.locals = local_count_ <= few ? on_stack.data() : context.arena->allocate_array<Value>(local_count_);
  const Value result = step::run(evaluation, root_);
  if (context.exhausted) return Evaluation::spent();
  return result.is(Tag::absent) ? Value::error("no such key: the value is absent") : result;
}

}  // namespace plumbline::cel
