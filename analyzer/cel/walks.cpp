#include "analyzer/cel/walks.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace plumbline::cel {

using ir::Type;
using ir::TypeKind;

namespace {

class Walks {
 public:
  Walks(const Checked& checked, const WalkContext& context) : checked_(checked), ast_(checked.ast), context_(context) {}

  std::vector<ExpressionError> find() {
    struct Place {
      NodeId node;
      bool repeated;
    };
    std::vector<Place> todo{{ast_.root, context_.repeated}};
    while (!todo.empty()) {
      const Place place = todo.back();
      todo.pop_back();
      const bool walk = ast_[place.node].is(NodeKind::comprehension);
      if (walk && place.repeated) look_at(place.node);
      const auto operands = ast_.operands_of(place.node);
      for (std::size_t i = 0; i < operands.size(); ++i) {
        todo.push_back({operands[i], place.repeated || (walk && i > 0)});
      }
    }
    std::sort(found_.begin(), found_.end(),
              [](const ExpressionError& a, const ExpressionError& b) { return a.at.begin < b.at.begin; });
    return std::move(found_);
  }

 private:
  bool is_whole(NodeId owner) const {
    const Type& type = checked_[owner].type;
    return type.is(TypeKind::entity) && type.entity == context_.whole;
  }

  /// Something above what is looked at: reached through a reference, or named.
  bool is_above(NodeId owner) const {
    const Analysis& analysis = checked_[owner];
    if (!analysis.type.is(TypeKind::entity)) return false;
    if (analysis.meaning == Meaning::variable) return checked_.environment.variables[analysis.index].lazy;
    return analysis.meaning == Meaning::field;
  }

  void look_at(NodeId walk) {
    const Node& node = ast_[walk];
    const NodeId range = ast_.operand(walk, 0);
    if (checked_[range].meaning != Meaning::field || !checked_[range].type.is(TypeKind::list)) return;
    const NodeId owner = ast_.operand(range, 0);
    if (!is_whole(owner) && !is_above(owner)) return;
    std::string better;
    if (node.macro == Macro::exists) better = aggregate(owner, ast_.operand(walk, 1), node.variables[0]);
    const bool filters = node.macro != Macro::map || node.count == 3;
    if (better.empty() && filters && is_whole(owner)) {
      better = list_of(checked_[range].type.element(), ast_.operand(walk, 1), node.variables[0]);
    }
    if (better.empty()) return;
    found_.push_back({ast_[range].span, fmt::format("this walks all of '{}' again and again: use '{}', which is known",
                                                    unparse(ast_, range), better)});
  }

  /// `variable.F`; else an empty name.
  std::string_view field_of(NodeId id, std::string_view variable) const {
    if (checked_[id].meaning != Meaning::field || !ast_[id].is(NodeKind::select)) return {};
    const Node& target = ast_[ast_.operand(id, 0)];
    return target.is(NodeKind::identifier) && target.name == variable ? ast_[id].name : std::string_view();
  }

  /// The set of words that a test asks: `x in variable.F`, `variable.F.exists(…)`, or several of one joined by ||.
  std::string_view asked_set(NodeId test, std::string_view variable) const {
    const Node& node = ast_[test];
    NodeId set = no_node;
    if (node.is(NodeKind::binary) && node.op == Operator::in) set = ast_.operand(test, 1);
    if (node.is(NodeKind::comprehension) && node.macro == Macro::exists) set = ast_.operand(test, 0);
    if (set == no_node || !checked_[set].type.is(TypeKind::word_set)) return {};
    return field_of(set, variable);
  }

  std::string aggregate(NodeId owner, NodeId predicate, std::string_view variable) const {
    const Node& node = ast_[predicate];
    std::string_view asked;
    if (node.is(NodeKind::logical) && node.op == Operator::logical_or) {
      for (const NodeId operand : ast_.operands_of(predicate)) {
        const std::string_view one = asked_set(operand, variable);
        if (one.empty() || (!asked.empty() && one != asked)) return {};
        asked = one;
      }
    } else {
      asked = asked_set(predicate, variable);
    }
    if (asked.empty()) return {};
    const auto field = checked_.environment.schema->field(checked_[owner].type.entity, asked);
    if (!field || !field->type.is(TypeKind::word_set)) return {};
    return fmt::format("{}.{}", unparse(ast_, owner), asked);
  }

  /// The list of `element`s that the other side of `variable.reference == other` has.
  std::string list_of(const Type& element, NodeId predicate, std::string_view variable) const {
    std::vector<NodeId> todo{predicate};
    while (!todo.empty()) {
      const NodeId id = todo.back();
      todo.pop_back();
      const Node& node = ast_[id];
      if (node.is(NodeKind::logical) && node.op == Operator::logical_and) {
        const auto operands = ast_.operands_of(id);
        todo.insert(todo.end(), operands.begin(), operands.end());
      }
      if (!node.is(NodeKind::binary) || node.op != Operator::equal) continue;
      for (std::size_t side = 0; side < 2; ++side) {
        if (field_of(ast_.operand(id, side), variable).empty()) continue;
        std::string list = list_in(ast_.operand(id, 1 - side), element);
        if (!list.empty()) return list;
      }
    }
    return {};
  }

  std::string list_in(NodeId other, const Type& element) const {
    const Type& type = checked_[other].type;
    if (!type.is(TypeKind::entity) || !element.is(TypeKind::entity)) return {};
    const ir::SchemaView& schema = *checked_.environment.schema;
    for (const std::string_view name : schema.field_names(type.entity)) {
      const auto field = schema.field(type.entity, name);
      if (!field || !field->type.is(TypeKind::list)) continue;
      const Type listed = field->type.element();
      if (listed.is(TypeKind::entity) && listed.entity == element.entity) {
        return fmt::format("{}.{}", unparse(ast_, other), name);
      }
    }
    return {};
  }

  const Checked& checked_;
  const Ast& ast_;
  const WalkContext& context_;
  std::vector<ExpressionError> found_;
};

}  // namespace

std::vector<ExpressionError> needless_walks(const Checked& checked, const WalkContext& context) {
  return Walks(checked, context).find();
}

}  // namespace plumbline::cel
