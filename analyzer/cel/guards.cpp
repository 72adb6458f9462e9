#include "analyzer/cel/guards.h"

#include <algorithm>

#include <fmt/format.h>

namespace plumbline::cel {

// NOLINTBEGIN(misc-no-recursion): bounded by max_height

void Guards::assume(NodeId condition, bool truth) {
  const Node& node = ast_[condition];
  switch (node.kind) {
    case NodeKind::has:
      if (truth) {
        // What lies on the way is present, too.
        paths_.push_back(child_path(ast_.operand(condition, 0), node.name));
        for (NodeId at = ast_.operand(condition, 0); ast_[at].is(NodeKind::select) || ast_[at].is(NodeKind::index);
             at = ast_.operand(at, 0)) {
          paths_.push_back(path(at));
        }
      }
      return;
    case NodeKind::unary:
      if (node.op == Operator::logical_not) assume(ast_.operand(condition, 0), !truth);
      return;
    case NodeKind::logical:
      if ((node.op == Operator::logical_and) == truth) {
        for (const NodeId operand : ast_.operands_of(condition)) assume(operand, truth);
      }
      return;
    case NodeKind::binary: {
      const Node& left = ast_[ast_.operand(condition, 0)];
      if (truth && node.op == Operator::in && left.is(NodeKind::literal) && left.literal.is(ir::Tag::string)) {
        paths_.push_back(child_path(ast_.operand(condition, 1), left.literal.view()));
      }
      return;
    }
    default:
      return;
  }
}

std::string Guards::path(NodeId id) const {
  const Node& node = ast_[id];
  if (node.is(NodeKind::select)) return child_path(ast_.operand(id, 0), node.name);
  if (node.is(NodeKind::index)) {
    const Node& index = ast_[ast_.operand(id, 1)];
    if (index.is(NodeKind::literal) && index.literal.is(ir::Tag::string)) {
      return child_path(ast_.operand(id, 0), index.literal.view());
    }
    return fmt::format("{}[{}]", path(ast_.operand(id, 0)), unparse(ast_, ast_.operand(id, 1)));
  }
  return unparse(ast_, id);
}

// NOLINTEND(misc-no-recursion)

std::string Guards::child_path(NodeId parent, std::string_view name) const {  // NOLINT(misc-no-recursion)
  // A key may have any character; the separator is one that no path contains otherwise.
  return fmt::format("{}\x1f{}", path(parent), name);
}

bool Guards::is_present(const std::string& path) const {
  return std::find(paths_.begin(), paths_.end(), path) != paths_.end();
}

void Guards::shadow(std::string_view variable) {
  std::erase_if(paths_, [&](const std::string& path) {
    const std::string_view head = std::string_view(path).substr(0, path.find_first_of("\x1f["));
    // A head that is no plain name (a call, say) may mention the variable anywhere.
    return head == variable || head.find_first_of("(). ") != std::string_view::npos;
  });
}

}  // namespace plumbline::cel
