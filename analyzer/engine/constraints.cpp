#include "analyzer/engine/constraints.h"

#include <algorithm>

namespace plumbline::engine {

namespace {

using cel::Checked;
using cel::NodeId;
using cel::NodeKind;

/// Fields from the subject (variable 0) to `id`; empty when it is something else.
std::vector<ir::FieldView> chain_from_subject(const Checked& checked, NodeId id) {
  std::vector<ir::FieldView> chain;
  while (true) {
    const cel::Node& node = checked.ast[id];
    const cel::Analysis& analysis = checked[id];
    if (node.is(NodeKind::identifier)) {
      const bool subject = analysis.meaning == cel::Meaning::variable && analysis.index == 0;
      if (!subject) return {};
      std::reverse(chain.begin(), chain.end());
      return chain;
    }
    if (!node.is(NodeKind::select) || node.has(cel::Node::optional) || analysis.meaning != cel::Meaning::field)
      return {};
    chain.push_back(analysis.field);
    id = checked.ast.operand(id, 0);
  }
}

std::optional<std::size_t> position(const ir::Type& type, const cel::Node& literal) {
  if (!literal.is(NodeKind::literal) || !literal.literal.is(ir::Tag::string) || type.vocabulary == nullptr)
    return std::nullopt;
  const auto words = type.vocabulary->words;
  const auto found = std::find(words.begin(), words.end(), literal.literal.view());
  if (found == words.end() || found - words.begin() >= 256) return std::nullopt;
  return static_cast<std::size_t>(found - words.begin());
}

void allow(Constraint& constraint, std::size_t word) {
  constraint.words[word / 64] |= std::uint64_t{1} << (word % 64);
}

std::optional<Constraint> equality(const Checked& checked, NodeId field, NodeId value) {
  Constraint constraint;
  constraint.chain = chain_from_subject(checked, field);
  if (constraint.chain.empty() || !constraint.chain.back().type.is(ir::TypeKind::word)) return std::nullopt;
  const auto word = position(constraint.chain.back().type, checked.ast[value]);
  if (!word) return std::nullopt;
  allow(constraint, *word);
  return constraint;
}

std::optional<Constraint> membership(const Checked& checked, NodeId value, NodeId container) {
  Constraint constraint;
  const cel::Node& list = checked.ast[container];
  if (list.is(NodeKind::list)) {  // field in ["a", "b"]
    constraint.chain = chain_from_subject(checked, value);
    if (constraint.chain.empty() || !constraint.chain.back().type.is(ir::TypeKind::word)) return std::nullopt;
    for (const NodeId element : checked.ast.operands_of(container)) {
      const auto word = position(constraint.chain.back().type, checked.ast[element]);
      if (!word) return std::nullopt;
      allow(constraint, *word);
    }
    return constraint;
  }
  constraint.chain = chain_from_subject(checked, container);  // "a" in field
  if (constraint.chain.empty() || !constraint.chain.back().type.is(ir::TypeKind::word_set)) return std::nullopt;
  const auto word = position(constraint.chain.back().type, checked.ast[value]);
  if (!word) return std::nullopt;
  allow(constraint, *word);
  return constraint;
}

}  // namespace

std::vector<Constraint> constraints_of(const cel::Checked& condition) {
  std::vector<Constraint> found;
  std::vector<NodeId> todo{condition.ast.root};
  while (!todo.empty()) {
    const NodeId id = todo.back();
    todo.pop_back();
    const cel::Node& node = condition.ast[id];
    if (node.is(NodeKind::logical) && node.op == cel::Operator::logical_and) {
      for (const NodeId operand : condition.ast.operands_of(id)) todo.push_back(operand);
      continue;
    }
    if (!node.is(NodeKind::binary)) continue;
    const NodeId left = condition.ast.operand(id, 0);
    const NodeId right = condition.ast.operand(id, 1);
    std::optional<Constraint> constraint;
    if (node.op == cel::Operator::equal) {
      constraint = equality(condition, left, right);
      if (!constraint) constraint = equality(condition, right, left);
    } else if (node.op == cel::Operator::in) {
      constraint = membership(condition, left, right);
    }
    if (constraint) found.push_back(std::move(*constraint));
  }
  return found;
}

}  // namespace plumbline::engine
