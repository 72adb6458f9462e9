#pragma once

#include <initializer_list>
#include <span>
#include <string>

#include "analyzer/cel/ast.h"

namespace plumbline::cel {

/// Adds nodes to an Ast: keeps spans and heights right and expands macros.
class Builder {
 public:
  explicit Builder(Ast& ast) : ast_(ast) {}

  /// The node's span is widened to its operands'. An error when the tree becomes too high.
  Expected<NodeId> add(Node node, std::span<const NodeId> operands);
  Expected<NodeId> add(Node node, std::initializer_list<NodeId> operands) {
    return add(node, std::span(operands.begin(), operands.size()));
  }
  /// A call, or what the macro of that name stands for.
  Expected<NodeId> add_call(Node node, std::span<const NodeId> operands);
  Expected<NodeId> literal(Span span, ir::Value value);

  std::string_view keep(std::string_view text) { return ast_.storage.copy(text); }
  void parenthesize(NodeId id, Span outer) { ast_.nodes[id].outer = outer; }
  const Node& node(NodeId id) const { return ast_[id]; }
  NodeId operand(NodeId id) const { return ast_.operand(id, 0); }

 private:
  Expected<NodeId> add_has(Node node, std::span<const NodeId> operands);
  Expected<NodeId> add_comprehension(Node node, std::span<const NodeId> operands, Macro macro, std::size_t variables);
  Expected<NodeId> add_bind(Node node, std::span<const NodeId> operands);
  Expected<std::string_view> variable(NodeId id) const;

  Ast& ast_;
};

}  // namespace plumbline::cel
