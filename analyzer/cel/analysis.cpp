#include "analyzer/cel/analysis.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analyzer/cel/lexer.h"
#include "analyzer/cel/text.h"

namespace plumbline::cel {

using ir::Tag;
using ir::TypeKind;

namespace {

std::optional<std::uint64_t> word_bit(const Node& node, const ir::WordList& vocabulary) {
  if (!node.is(NodeKind::literal) || !node.literal.is(Tag::string)) return std::nullopt;
  const auto found = std::find(vocabulary.words.begin(), vocabulary.words.end(), node.literal.view());
  if (found == vocabulary.words.end() || vocabulary.words.size() > 64) return std::nullopt;
  return std::uint64_t{1} << static_cast<unsigned>(found - vocabulary.words.begin());
}

}  // namespace

std::optional<std::uint64_t> word_bits(const Ast& ast, const ir::WordList& vocabulary, NodeId id) {
  const Node& node = ast[id];
  if (!node.is(NodeKind::list)) return word_bit(node, vocabulary);
  std::uint64_t bits = 0;
  for (const NodeId operand : ast.operands_of(id)) {
    const auto one = word_bit(ast[operand], vocabulary);
    if (!one.has_value()) return std::nullopt;
    bits |= *one;
  }
  return bits;
}

namespace {

/// `field` of a closed vocabulary against `literal`.
std::optional<Constraint> constrain(const Checked& checked, NodeId field, NodeId literal) {
  const ir::Type& type = checked[field].type;
  if (!type.is(TypeKind::word) && !type.is(TypeKind::word_set)) return std::nullopt;
  const auto bits = word_bits(checked.ast, *type.vocabulary, literal);
  if (!bits.has_value()) return std::nullopt;
  Constraint constraint;
  constraint.vocabulary = type.vocabulary;
  constraint.is_set = type.is(TypeKind::word_set);
  constraint.words = *bits;
  NodeId at = field;
  while (checked[at].meaning == Meaning::field && checked.ast[at].is(NodeKind::select) &&
         !checked.ast[at].has(Node::optional)) {
    constraint.fields.push_back(checked[at].field);
    at = checked.ast.operand(at, 0);
  }
  if (constraint.fields.empty() || checked[at].meaning != Meaning::variable) return std::nullopt;
  std::reverse(constraint.fields.begin(), constraint.fields.end());
  constraint.variable = checked[at].index;
  return constraint;
}

bool same_fields(const std::vector<ir::FieldView>& a, const std::vector<ir::FieldView>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const ir::FieldView& x, const ir::FieldView& y) { return x.load == y.load; });
}

std::optional<Constraint> test_of(const Checked& checked, NodeId id) {
  const Node& node = checked.ast[id];
  if (!node.is(NodeKind::binary)) return std::nullopt;
  const NodeId left = checked.ast.operand(id, 0);
  const NodeId right = checked.ast.operand(id, 1);
  if (node.op == Operator::equal) {
    if (checked[left].type.is(TypeKind::word)) return constrain(checked, left, right);
    return checked[right].type.is(TypeKind::word) ? constrain(checked, right, left) : std::nullopt;
  }
  if (node.op != Operator::in) return std::nullopt;
  if (checked[right].type.is(TypeKind::word_set)) return constrain(checked, right, left);
  return checked[left].type.is(TypeKind::word) && checked.ast[right].is(NodeKind::list)
             ? constrain(checked, left, right)
             : std::nullopt;
}

/// A test, or several of one field joined by ||.
std::optional<Constraint> alternative_of(const Checked& checked, NodeId id) {
  const Node& node = checked.ast[id];
  if (!node.is(NodeKind::logical) || node.op != Operator::logical_or) return test_of(checked, id);
  std::optional<Constraint> joined;
  for (const NodeId operand : checked.ast.operands_of(id)) {
    const auto one = test_of(checked, operand);
    if (!one.has_value()) return std::nullopt;
    if (!joined.has_value()) {
      joined = one;
    } else if (joined->variable == one->variable && same_fields(joined->fields, one->fields)) {
      joined->words |= one->words;
    } else {
      return std::nullopt;
    }
  }
  return joined;
}

}  // namespace

std::vector<Constraint> constraints(const Checked& checked) {
  std::vector<Constraint> found;
  std::vector<NodeId> todo{checked.ast.root};
  while (!todo.empty()) {
    const NodeId id = todo.back();
    todo.pop_back();
    const Node& node = checked.ast[id];
    if (node.is(NodeKind::logical) && node.op == Operator::logical_and) {
      const auto operands = checked.ast.operands_of(id);
      todo.insert(todo.end(), operands.rbegin(), operands.rend());
    } else if (auto constraint = alternative_of(checked, id)) {
      found.push_back(std::move(*constraint));
    }
  }
  return found;
}

std::vector<FieldUse> field_uses(const Checked& checked) {
  std::vector<FieldUse> uses;
  for (NodeId id = 0; id < checked.ast.nodes.size(); ++id) {
    if (checked[id].meaning != Meaning::field) continue;
    ir::Type target = checked[checked.ast.operand(id, 0)].type;
    if (target.is(TypeKind::optional)) target = target.element();
    uses.push_back({target.entity, checked[id].field.name, id});
  }
  std::stable_sort(uses.begin(), uses.end(), [&](const FieldUse& a, const FieldUse& b) {
    return checked.ast[a.node].name_span.begin < checked.ast[b.node].name_span.begin;
  });
  return uses;
}

std::vector<std::uint32_t> variables_used(const Checked& checked) {
  std::vector<std::uint32_t> used;
  for (const Analysis& analysis : checked.analysis) {
    if (analysis.meaning == Meaning::variable) used.push_back(analysis.index);
  }
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  return used;
}

namespace {

constexpr auto operator_changes = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"==", "!="},
    {"!=", "=="},
    {"<", ">="},
    {"<=", ">"},
    {">", "<="},
    {">=", "<"},
    {"&&", "||"},
    {"||", "&&"},
});

/// Words that each literal is compared with: by literal, a vocabulary.
std::vector<const ir::WordList*> compared_words(const Checked& checked) {
  std::vector<const ir::WordList*> words(checked.ast.nodes.size(), nullptr);
  for (NodeId id = 0; id < checked.ast.nodes.size(); ++id) {
    const Node& node = checked.ast[id];
    if (!node.is(NodeKind::binary)) continue;
    for (std::size_t side = 0; side < 2; ++side) {
      const ir::WordList* vocabulary = checked[checked.ast.operand(id, side)].type.vocabulary;
      if (vocabulary == nullptr) continue;
      const NodeId other = checked.ast.operand(id, 1 - side);
      words[other] = vocabulary;
      if (!checked.ast[other].is(NodeKind::list)) continue;
      for (const NodeId element : checked.ast.operands_of(other)) words[element] = vocabulary;
    }
  }
  return words;
}

std::string changed_literal(const ir::Value& literal, const ir::WordList* vocabulary) {
  switch (literal.tag) {
    case Tag::boolean:
      return literal.boolean ? "false" : "true";
    case Tag::integer:
      return print_literal(ir::Value::of(literal.integer < 1'000'000 ? literal.integer + 1 : literal.integer - 1));
    case Tag::real:
      return print_literal(ir::Value::of(literal.real + 1));
    case Tag::string: {
      if (vocabulary == nullptr) return quote(fmt::format("{}~", literal.view()));
      const auto found = std::find(vocabulary->words.begin(), vocabulary->words.end(), literal.view());
      const auto next = found == vocabulary->words.end() || found + 1 == vocabulary->words.end()
                            ? vocabulary->words.begin()
                            : found + 1;
      return quote(*next);
    }
    default:
      return {};
  }
}

std::string_view changed_quantifier(Macro macro) {
  switch (macro) {
    case Macro::exists:
      return "all";
    case Macro::all:
    case Macro::exists_one:
      return "exists";
    default:
      return {};
  }
}

}  // namespace

std::vector<Mutation> mutations(const Checked& checked) {
  const Ast& ast = checked.ast;
  std::vector<Mutation> found;
  const auto tokens = tokenize(ast.text);
  if (!tokens) return found;  // cannot be: it has been parsed
  for (const Token& token : *tokens) {
    for (const auto& [from, to] : operator_changes) {
      if (token.is(from)) found.push_back({token.span, std::string(to)});
    }
  }
  const std::vector<const ir::WordList*> words = compared_words(checked);
  for (NodeId id = 0; id < ast.nodes.size(); ++id) {
    const Node& node = ast[id];
    if (node.is(NodeKind::literal)) {
      std::string changed = changed_literal(node.literal, words[id]);
      if (!changed.empty()) found.push_back({node.span, std::move(changed)});
    }
    if (node.is(NodeKind::unary) && node.op == Operator::logical_not) {
      found.push_back({node.span, fmt::format("({})", unparse(ast, ast.operand(id, 0)))});
    }
    if (node.is(NodeKind::binary) && node.op == Operator::in) {
      found.push_back({node.span, fmt::format("!({})", unparse(ast, id))});
    }
    if (node.is(NodeKind::comprehension)) {
      if (const std::string_view changed = changed_quantifier(node.macro); !changed.empty()) {
        found.push_back({node.name_span, std::string(changed)});
      }
      if (node.macro == Macro::filter) found.push_back({ast[ast.operand(id, 1)].outer, "true"});
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Mutation& a, const Mutation& b) { return a.at.begin < b.at.begin; });
  return found;
}

std::string apply(std::string_view text, const Mutation& mutation) {
  std::string out(text.substr(0, mutation.at.begin));
  out += mutation.replacement;
  out += text.substr(mutation.at.end);
  return out;
}

}  // namespace plumbline::cel
