#include "analyzer/cel/guards.h"

#include <algorithm>

#include <fmt/format.h>

namespace plumbline::cel {

namespace {

/// The variable that a path begins with.
std::string_view head_of(std::string_view path) {
  return path.substr(0, path.find_first_of("\x1f["));
}

}  // namespace

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
    case NodeKind::identifier: {
      // A named condition; inside a comprehension its paths could mean that one's variables.
      const Analysis& analysis = checked_[condition];
      if (truth && analysis.meaning == Meaning::variable && analysis.locals == 0) {
        assume(checked_.environment.variables[analysis.index].when_true);
      }
      return;
    }
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

std::vector<std::string> known_when_true(const Checked& checked) {
  Guards guards(checked);
  guards.assume(checked.ast.root, true);
  return guards.known();
}

namespace {

/// What the predicate of a filter says of its variable: paths behind the variable's name.
void add_filtered(const Checked& checked, NodeId filter, std::vector<std::string>& known) {
  const Node& node = checked.ast[filter];
  if (!node.is(NodeKind::comprehension) || node.macro != Macro::filter || !node.variables[1].empty()) return;
  Guards guards(checked);
  guards.assume(checked.ast.operand(filter, 1), true);
  const std::string variable = fmt::format("{}\x1f", node.variables[0]);
  for (const std::string& path : guards.known()) {
    if (path.starts_with(variable)) known.push_back(path.substr(variable.size() - 1));
  }
}

std::vector<std::string> known_of_elements(const Checked& checked, NodeId id) {
  std::vector<std::string> known;
  while (true) {
    const Node& node = checked.ast[id];
    const Analysis& analysis = checked[id];
    if (node.is(NodeKind::index) && checked[checked.ast.operand(id, 0)].type.is(ir::TypeKind::list)) {
      id = checked.ast.operand(id, 0);  // one element
      continue;
    }
    if (node.is(NodeKind::identifier) && analysis.meaning == Meaning::variable) {
      const std::vector<std::string>& named = checked.environment.variables[analysis.index].of_elements;
      known.insert(known.end(), named.begin(), named.end());
      return known;
    }
    if (!node.is(NodeKind::comprehension) || node.macro != Macro::filter) return known;
    add_filtered(checked, id, known);
    id = checked.ast.operand(id, 0);
  }
}

}  // namespace

std::vector<std::string> known_of_elements(const Checked& checked) {
  return known_of_elements(checked, checked.ast.root);
}

std::vector<std::string> known_of(std::string_view variable, const std::vector<std::string>& known) {
  std::vector<std::string> other;
  for (const std::string& path : known) {
    if (head_of(path) == variable) other.push_back(path.substr(variable.size()));
  }
  return other;
}

Variable variable_for(std::string name, const Checked& value, bool lazy) {
  return {std::move(name), value.type(), lazy, known_when_true(value), known_of_elements(value)};
}

void Guards::assume_element(std::string_view variable, NodeId list) {
  assume_of(variable, known_of_elements(checked_, list));
}

void Guards::assume_of(std::string_view variable, const std::vector<std::string>& known) {
  for (const std::string& path : known) paths_.push_back(fmt::format("{}{}", variable, path));
}

void Guards::shadow(std::string_view variable) {
  std::erase_if(paths_, [&](const std::string& path) {
    const std::string_view head = head_of(path);
    // A head that is no plain name (a call, say) may mention the variable anywhere.
    return head == variable || head.find_first_of("(). ") != std::string_view::npos;
  });
}

}  // namespace plumbline::cel
