#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/cel/checker.h"
#include "analyzer/cel/patterns.h"
#include "analyzer/cel/types.h"

/// The checker's part for operators, calls and macros.
namespace plumbline::cel {

using ir::Type;
using ir::TypeKind;

// NOLINTBEGIN(misc-no-recursion): bounded by max_height

namespace {

std::string no_overload_message(std::string_view name, const std::vector<std::string>& arguments) {
  return fmt::format("'{}' does not take ({})", name, fmt::join(arguments, ", "));
}

}  // namespace

/// `type` is a word or a set of words: string literals in `other` (itself, or a list's) must be of its vocabulary.
void Checker::check_words(const Type& type, NodeId other) {
  if (type.vocabulary == nullptr) return;
  const Node& node = ast_[other];
  if (node.is(NodeKind::list) || node.is(NodeKind::conditional)) {
    const auto operands = ast_.operands_of(other);
    for (std::size_t i = node.is(NodeKind::conditional) ? 1 : 0; i < operands.size(); ++i)
      check_words(type, operands[i]);
    return;
  }
  if (!node.is(NodeKind::literal) || !node.literal.is(ir::Tag::string)) return;
  const auto words = type.vocabulary->words;
  if (std::find(words.begin(), words.end(), node.literal.view()) != words.end()) return;
  const std::string_view near = ascii::nearest(node.literal.view(), {words.begin(), words.end()});
  const std::string base = fmt::format("'{}' is no {}", node.literal.view(), type.vocabulary->title);
  error(node.span, near.empty() ? fmt::format("{} ({})", base, fmt::join(words, ", "))
                                : fmt::format("{}: did you mean '{}'?", base, near));
}

Type Checker::visit_unary(NodeId id) {
  const Node& node = ast_[id];
  const Type operand = visit(ast_.operand(id, 0));
  const Function& function = operator_function(node.op);
  out_.analysis[id].function = &function;
  const auto type = call_type(function, {operand}, *out_.types);
  if (type.has_value()) return *type;
  return error(node.name_span, no_overload_message(symbol(node.op), {print(operand)}));
}

Type Checker::visit_binary(NodeId id) {
  const Node& node = ast_[id];
  const NodeId left_node = ast_.operand(id, 0);
  const NodeId right_node = ast_.operand(id, 1);
  const Type left = visit(left_node);
  const Type right = visit(right_node);
  const Function& function = operator_function(node.op);
  out_.analysis[id].function = &function;
  std::optional<Type> type = call_type(function, {left, right}, *out_.types);
  if (node.op == Operator::equal || node.op == Operator::not_equal) {
    if (!is_assignable(left, right)) type.reset();
    check_words(left, right_node);
    check_words(right, left_node);
  }
  if (node.op == Operator::in) {
    const bool listed = right.is(TypeKind::list) || right.is(TypeKind::map);
    if (listed && !is_assignable(left, right.element())) type.reset();
    if (right.is(TypeKind::word_set) && !is_assignable(left, Type(TypeKind::string))) type.reset();
    check_words(left, right_node);
    check_words(right.is(TypeKind::list) ? right.element() : right, left_node);
  }
  if (type.has_value()) return *type;
  return error(node.name_span, no_overload_message(symbol(node.op), {print(left), print(right)}));
}

void Checker::check_pattern(NodeId id) {
  const Node& pattern = ast_[id];
  if (!options_.typed || !options_.patterns || !pattern.is(NodeKind::literal) || !pattern.literal.is(ir::Tag::string)) {
    return;
  }
  const std::string problem = Pattern(pattern.literal.view()).problem();
  if (!problem.empty()) error(pattern.span, fmt::format("wrong pattern: {}", problem));
}

Type Checker::visit_call(NodeId id) {
  const Node& node = ast_[id];
  Analysis& found = out_.analysis[id];
  bool method = node.has(Node::has_target);
  std::string name(node.name);
  std::size_t first = 0;
  if (method) {  // `math.least(…)` is no method of a `math`
    const std::string space = qualified_name(ast_.operand(id, 0));
    if (!space.empty() && find_variable(space.substr(0, space.find('.'))) < 0 && is_namespace(space)) {
      name = fmt::format("{}.{}", space, node.name);
      method = false;
      first = 1;
    }
  }
  std::vector<Type> arguments;
  std::vector<std::string> printed;
  for (std::size_t i = first; i < node.count; ++i) {
    arguments.push_back(visit(ast_.operand(id, i)));
    printed.push_back(print(arguments.back()));
  }
  const Function* function = find_function(name, method);
  if (function == nullptr) {
    const Function* other = find_function(name, !method);
    if (other != nullptr) {
      return error(node.name_span, method ? fmt::format("write {}(x), not x.{}()", name, name)
                                          : fmt::format("write x.{}(), not {}(x)", name, name));
    }
    std::vector<std::string_view> names{"exists", "all", "exists_one", "filter", "map", "has"};
    for (const auto table : function_tables()) {
      for (const Function& known : table) names.push_back(known.name);
    }
    const std::string_view near = ascii::nearest(name, names);
    return error(node.name_span, near.empty() || near == name
                                     ? fmt::format("no function '{}' with these arguments", name)
                                     : fmt::format("no function '{}': did you mean '{}'?", name, near));
  }
  found.meaning = Meaning::function;
  found.function = function;
  found.index = static_cast<std::uint32_t>(first);
  if (name == "matches" && arguments.size() == 2) check_pattern(ast_.operand(id, first + 1));
  const auto type = call_type(*function, arguments, *out_.types);
  if (type.has_value()) return *type;
  return error(node.name_span, no_overload_message(name, printed));
}

void Checker::enter(const std::vector<Local>& variables) {
  locals_.insert(locals_.end(), variables.begin(), variables.end());
  out_.local_count = std::max(out_.local_count, static_cast<std::uint32_t>(locals_.size()));
  for (const Local& variable : variables) guards_.shadow(variable.name);
}

Type Checker::body(NodeId body_node, const Local& variable) {
  const std::vector<std::string> known = guards_.known();
  enter({variable});
  const Type type = visit(body_node);
  locals_.pop_back();
  guards_.restore(known);
  return type;
}

std::vector<Checker::Local> Checker::comprehension_variables(NodeId id, const Type& range) {
  const Node& node = ast_[id];
  Type key(TypeKind::integer);
  Type element;
  switch (range.kind) {
    case TypeKind::list:
      element = present(range.element());
      break;
    case TypeKind::word_set:
      element = Type::word(range.vocabulary, range.vocabulary_id);
      break;
    case TypeKind::map:
      key = present(range.element());
      element = node.variables[1].empty() ? key : present(range.mapped());
      break;
    case TypeKind::node:
      key = Type();
      element = Type(TypeKind::node);
      break;
    case TypeKind::dynamic:
      key = Type();
      break;
    default:
      error(ast_[ast_.operand(id, 0)].span, fmt::format("{} has no elements", print(range)));
      break;
  }
  if (node.variables[1].empty()) return {{node.variables[0], element}};
  return {{node.variables[0], key}, {node.variables[1], element}};
}

Type Checker::visit_comprehension(NodeId id) {
  const Node& node = ast_[id];
  const Type range = visit(ast_.operand(id, 0));
  const std::vector<Local> variables = comprehension_variables(id, range);
  if (++comprehensions_ > options_.comprehension_depth) {
    error(node.name_span,
          fmt::format("more than {} comprehensions inside of each other", options_.comprehension_depth));
  }
  const bool transforms = node.macro == Macro::map || node.macro == Macro::transform_list ||
                          node.macro == Macro::transform_map || node.macro == Macro::transform_entry;
  const std::vector<std::string> known = guards_.known();
  enter(variables);
  if (range.is(TypeKind::list)) guards_.assume_element(variables.back().name, ast_.operand(id, 0));
  Type transformed;
  if (!transforms || node.count == 3) {
    const NodeId predicate = ast_.operand(id, 1);
    expect_bool(predicate, visit(predicate));
    if (transforms) guards_.assume(predicate, true);
  }
  if (transforms) transformed = visit(ast_.operand(id, node.count - 1));
  locals_.resize(locals_.size() - variables.size());
  guards_.restore(known);
  --comprehensions_;
  return comprehension_result(node, range, variables.back().type, transformed);
}

Type Checker::comprehension_result(const Node& node, const Type& range, const Type& element, const Type& transformed) {
  switch (node.macro) {
    case Macro::filter:
      return Type::list(keep(element));
    case Macro::map:
    case Macro::transform_list:
      return Type::list(keep(transformed));
    case Macro::transform_map:
      return Type::map(range.is(TypeKind::map) ? range.first : nullptr, keep(transformed));
    case Macro::transform_entry:
      if (transformed.is(TypeKind::map) || is_dynamic(transformed)) return transformed;
      return error(node.name_span, fmt::format("expected a map of one entry, not {}", print(transformed)));
    case Macro::none:
    case Macro::exists:
    case Macro::all:
    case Macro::exists_one:
      break;
  }
  return Type(TypeKind::boolean);
}

Type Checker::visit_bind(NodeId id) {
  const Type type = visit(ast_.operand(id, 0));
  return body(ast_.operand(id, 1), {ast_[id].variables[0], type});
}

Type Checker::visit_optional_map(NodeId id) {
  const Node& node = ast_[id];
  const Type target = visit(ast_.operand(id, 0));
  if (!target.is(TypeKind::optional) && !is_dynamic(target)) {
    error(node.name_span, fmt::format("{} takes an optional, not {}", node.name, print(target)));
  }
  const Type result = body(ast_.operand(id, 1), {node.variables[0], target.element()});
  if (!node.has(Node::flat)) return Type::optional(keep(result));
  if (result.is(TypeKind::optional)) return result;
  if (!is_dynamic(result)) error(node.name_span, fmt::format("expected an optional, not {}", print(result)));
  return Type::optional(nullptr);
}

// NOLINTEND(misc-no-recursion)

}  // namespace plumbline::cel
