#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyzer/cel/ast.h"
#include "analyzer/cel/text.h"

namespace plumbline::cel {

namespace {

// What a node binds like; higher binds tighter.
int power(const Node& node) {
  switch (node.kind) {
    case NodeKind::conditional:
      return 0;
    case NodeKind::logical:
      return node.op == Operator::logical_or ? 1 : 2;
    case NodeKind::binary:
      switch (node.op) {
        case Operator::add:
        case Operator::subtract:
          return 4;
        case Operator::multiply:
        case Operator::divide:
        case Operator::modulo:
          return 5;
        default:
          return 3;
      }
    case NodeKind::unary:
      return 6;
    case NodeKind::literal: {
      // `-1.foo` would read as a minus in front of `1.foo`.
      const bool negative = (node.literal.is(ir::Tag::integer) && node.literal.integer < 0) ||
                            (node.literal.is(ir::Tag::real) && node.literal.real < 0);
      return negative ? 6 : 8;
    }
    case NodeKind::identifier:
    case NodeKind::select:
    case NodeKind::has:
    case NodeKind::index:
    case NodeKind::call:
    case NodeKind::list:
    case NodeKind::map:
    case NodeKind::optional_entry:
    case NodeKind::comprehension:
    case NodeKind::bind:
    case NodeKind::optional_map:
      return 8;
  }
  return 8;
}

class Printer {
 public:
  explicit Printer(const Ast& ast) : ast_(ast) {}

  // NOLINTBEGIN(misc-no-recursion): bounded by max_height
  std::string print(NodeId id, int least) {
    const Node& node = ast_[id];
    const std::string text = bare(id, node);
    return power(node) < least ? fmt::format("({})", text) : text;
  }

 private:
  std::string bare(NodeId id, const Node& node) {
    const auto operand = [&](std::size_t i, int least) { return print(ast_.operand(id, i), least); };
    switch (node.kind) {
      case NodeKind::literal:
        return print_literal(node.literal);
      case NodeKind::identifier:
        return fmt::format("{}{}", node.has(Node::absolute) ? "." : "", node.name);
      case NodeKind::select:
        return fmt::format("{}.{}{}", operand(0, 8), node.has(Node::optional) ? "?" : "", field(node));
      case NodeKind::has:
        return fmt::format("has({}.{})", operand(0, 8), field(node));
      case NodeKind::index:
        return fmt::format("{}[{}{}]", operand(0, 8), node.has(Node::optional) ? "?" : "", operand(1, 0));
      case NodeKind::call:
        if (!node.has(Node::has_target)) {
          return fmt::format("{}{}({})", node.has(Node::absolute) ? "." : "", node.name, join(id, 0));
        }
        return fmt::format("{}.{}({})", operand(0, 8), node.name, join(id, 1));
      case NodeKind::unary: {
        // Two signs in a row, or a sign and a negative number, would read as none.
        const Node& inner = ast_[ast_.operand(id, 0)];
        const bool number = inner.is(NodeKind::literal) && node.op == Operator::negate;
        return fmt::format("{}{}", symbol(node.op), number ? fmt::format("({})", operand(0, 0)) : operand(0, 7));
      }
      case NodeKind::binary:
        return fmt::format("{} {} {}", operand(0, power(node)), symbol(node.op), operand(1, power(node) + 1));
      case NodeKind::logical: {
        std::string text;
        for (std::size_t i = 0; i < node.count; ++i) {
          if (i != 0) text += fmt::format(" {} ", symbol(node.op));
          text += operand(i, power(node) + 1);
        }
        return text;
      }
      case NodeKind::conditional:
        return fmt::format("{} ? {} : {}", operand(0, 1), operand(1, 1), operand(2, 0));
      case NodeKind::list:
        return fmt::format("[{}]", join(id, 0));
      case NodeKind::map:
        return map(id, node);
      case NodeKind::optional_entry:
        return fmt::format("?{}", operand(0, 0));
      case NodeKind::comprehension: {
        std::string variables(node.variables[0]);
        if (!node.variables[1].empty()) variables += fmt::format(", {}", node.variables[1]);
        return fmt::format("{}.{}({}, {})", operand(0, 8), node.name, variables, join(id, 1));
      }
      case NodeKind::bind:
        return fmt::format("cel.bind({}, {})", node.variables[0], join(id, 0));
      case NodeKind::optional_map:
        return fmt::format("{}.{}({}, {})", operand(0, 8), node.name, node.variables[0], operand(1, 0));
    }
    return {};
  }

  std::string map(NodeId id, const Node& node) {
    std::string text = "{";
    for (std::size_t i = 0; i < node.count; i += 2) {
      if (i != 0) text += ", ";
      const NodeId value = ast_.operand(id, i + 1);
      const bool optional = ast_[value].is(NodeKind::optional_entry);
      text += fmt::format("{}{}: {}", optional ? "?" : "", print(ast_.operand(id, i), 0),
                          print(optional ? ast_.operand(value, 0) : value, 0));
    }
    return text + "}";
  }

  std::string join(NodeId id, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < ast_[id].count; ++i) {
      if (i != from) text += ", ";
      text += print(ast_.operand(id, i), 0);
    }
    return text;
  }
  // NOLINTEND(misc-no-recursion)

  static std::string field(const Node& node) {
    return node.has(Node::quoted) ? fmt::format("`{}`", node.name) : std::string(node.name);
  }

  const Ast& ast_;
};

}  // namespace

std::string unparse(const Ast& ast) {
  return unparse(ast, ast.root);
}

std::string unparse(const Ast& ast, NodeId from) {
  return Printer(ast).print(from, 0);
}

}  // namespace plumbline::cel
