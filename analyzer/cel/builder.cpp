#include "analyzer/cel/builder.h"

#include <algorithm>

#include <fmt/format.h>

namespace plumbline::cel {

namespace {

struct MacroShape {
  std::string_view name;
  Macro macro;
  std::size_t variables;
  std::size_t bodies;  ///< arguments behind the variables
};
constexpr auto macro_shapes = std::to_array<MacroShape>({
    {"exists", Macro::exists, 1, 1},
    {"exists", Macro::exists, 2, 1},
    {"all", Macro::all, 1, 1},
    {"all", Macro::all, 2, 1},
    {"exists_one", Macro::exists_one, 1, 1},
    {"existsOne", Macro::exists_one, 1, 1},
    {"exists_one", Macro::exists_one, 2, 1},
    {"existsOne", Macro::exists_one, 2, 1},
    {"filter", Macro::filter, 1, 1},
    {"map", Macro::map, 1, 1},
    {"map", Macro::map, 1, 2},
    {"transformList", Macro::transform_list, 2, 1},
    {"transformList", Macro::transform_list, 2, 2},
    {"transformMap", Macro::transform_map, 2, 1},
    {"transformMap", Macro::transform_map, 2, 2},
    {"transformMapEntry", Macro::transform_entry, 2, 1},
    {"transformMapEntry", Macro::transform_entry, 2, 2},
});

}  // namespace

Expected<NodeId> Builder::add(Node node, std::span<const NodeId> operands) {
  node.first = static_cast<std::uint32_t>(ast_.operands.size());
  node.count = static_cast<std::uint32_t>(operands.size());
  if (node.span.empty() && !operands.empty()) node.span = ast_[operands.front()].outer;
  for (const NodeId id : operands) {
    const Node& operand = ast_[id];
    node.span.begin = std::min(node.span.begin, operand.outer.begin);
    node.span.end = std::max(node.span.end, operand.outer.end);
    node.height = std::max(node.height, static_cast<std::uint16_t>(operand.height + 1));
  }
  node.outer = node.span;
  if (node.height > max_height) {
    return tl::unexpected(
        ExpressionError{node.span, fmt::format("more than {} operations on top of each other", max_height)});
  }
  ast_.operands.insert(ast_.operands.end(), operands.begin(), operands.end());
  ast_.nodes.push_back(node);
  return static_cast<NodeId>(ast_.nodes.size() - 1);
}

Expected<NodeId> Builder::literal(Span span, ir::Value value) {
  Node node;
  node.kind = NodeKind::literal;
  node.span = span;
  node.literal = value;
  return add(node, {});
}

Expected<std::string_view> Builder::variable(NodeId id) const {
  const Node& node = ast_[id];
  if (node.is(NodeKind::identifier) && !node.has(Node::absolute)) return node.name;
  return tl::unexpected(ExpressionError{node.span, "expected the name of a variable"});
}

Expected<NodeId> Builder::add_has(Node node, std::span<const NodeId> operands) {
  const Node& argument = ast_[operands.front()];
  if (!argument.is(NodeKind::select) || argument.has(Node::optional)) {
    return tl::unexpected(ExpressionError{argument.span, "has() takes a field selection such as has(x.field)"});
  }
  node.kind = NodeKind::has;
  node.name = argument.name;
  node.name_span = argument.name_span;
  node.flags = argument.flags & Node::quoted;
  return add(node, {ast_.operand(operands.front(), 0)});
}

Expected<NodeId> Builder::add_comprehension(Node node, std::span<const NodeId> operands, Macro macro,
                                            std::size_t variables) {
  node.kind = NodeKind::comprehension;
  node.macro = macro;
  std::vector<NodeId> kept{operands.front()};
  for (std::size_t i = 0; i < variables; ++i) {
    auto name = variable(operands[1 + i]);
    if (!name) return tl::unexpected(std::move(name.error()));
    node.variables[i] = *name;
  }
  if (variables == 2 && node.variables[0] == node.variables[1]) {
    return tl::unexpected(ExpressionError{ast_[operands[2]].span, "the two variables have one name"});
  }
  kept.insert(kept.end(), operands.begin() + 1 + static_cast<std::ptrdiff_t>(variables), operands.end());
  return add(node, kept);
}

Expected<NodeId> Builder::add_bind(Node node, std::span<const NodeId> operands) {
  node.kind = NodeKind::bind;
  auto name = variable(operands[1]);
  if (!name) return tl::unexpected(std::move(name.error()));
  node.variables[0] = *name;
  return add(node, {operands[2], operands[3]});
}

Expected<NodeId> Builder::add_call(Node node, std::span<const NodeId> operands) {
  const bool method = node.has(Node::has_target);
  if (!method) {
    if (node.name == "has" && operands.size() == 1) return add_has(node, operands);
    return add(node, operands);
  }
  const Node& target = ast_[operands.front()];
  node.span.begin = target.outer.begin;
  if (node.name == "bind" && operands.size() == 4 && target.is(NodeKind::identifier) && target.name == "cel") {
    return add_bind(node, operands);
  }
  for (const MacroShape& shape : macro_shapes) {
    // Of the shapes with the same number of arguments, `map(x, p, t)` has one variable, `exists(i, v, p)` two.
    if (shape.name == node.name && operands.size() == 1 + shape.variables + shape.bodies) {
      return add_comprehension(node, operands, shape.macro, shape.variables);
    }
  }
  if ((node.name == "optMap" || node.name == "optFlatMap") && operands.size() == 3) {
    if (node.name == "optFlatMap") node.flags |= Node::flat;
    node.kind = NodeKind::optional_map;
    auto name = variable(operands[1]);
    if (!name) return tl::unexpected(std::move(name.error()));
    node.variables[0] = *name;
    return add(node, {operands[0], operands[2]});
  }
  return add(node, operands);
}

}  // namespace plumbline::cel
