#include "analyzer/cel/checker.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/cel/types.h"

namespace plumbline::cel {

using ir::Type;
using ir::TypeKind;

// Recursion in this file and in checker_calls.cpp is bounded by max_height.
// NOLINTBEGIN(misc-no-recursion)

Type Checker::error(Span at, std::string message) {
  constexpr std::size_t enough = 20;
  if (options_.typed && errors_.size() < enough) errors_.push_back({at, std::move(message)});
  return Type();
}

Type Checker::visit(NodeId id) {
  Analysis& found = out_.analysis[id];
  found.locals = static_cast<std::uint8_t>(locals_.size());
  found.tolerant = std::exchange(tolerant_, false);
  const Type type = visit_kind(id);
  out_.analysis[id].type = type;
  return type;
}

Type Checker::visit_kind(NodeId id) {
  const Node& node = ast_[id];
  switch (node.kind) {
    case NodeKind::literal:
      return literal_type(node.literal);
    case NodeKind::identifier:
      return visit_identifier(id);
    case NodeKind::select:
      return visit_select(id);
    case NodeKind::has:
      return visit_has(id);
    case NodeKind::index:
      return visit_index(id);
    case NodeKind::call:
      return visit_call(id);
    case NodeKind::unary:
      return visit_unary(id);
    case NodeKind::binary:
      return visit_binary(id);
    case NodeKind::logical:
      return visit_logical(id);
    case NodeKind::conditional:
      return visit_conditional(id);
    case NodeKind::list:
      return visit_list(id);
    case NodeKind::map:
      return visit_map(id);
    case NodeKind::optional_entry:
      return visit_entry(id);
    case NodeKind::comprehension:
      return visit_comprehension(id);
    case NodeKind::bind:
      return visit_bind(id);
    case NodeKind::optional_map:
      return visit_optional_map(id);
  }
  return Type();
}

bool Checker::is_local(std::string_view name) const {
  return std::any_of(locals_.begin(), locals_.end(), [&](const Local& local) { return local.name == name; });
}

int Checker::find_variable(std::string_view name) const {
  const auto& variables = out_.environment.variables;
  const auto found =
      std::find_if(variables.begin(), variables.end(), [&](const Variable& v) { return v.name == name; });
  return found == variables.end() ? -1 : static_cast<int>(found - variables.begin());
}

Type Checker::visit_identifier(NodeId id) {
  const Node& node = ast_[id];
  Analysis& found = out_.analysis[id];
  if (!node.has(Node::absolute)) {
    for (std::size_t i = locals_.size(); i-- > 0;) {
      if (locals_[i].name != node.name) continue;
      found.meaning = Meaning::local;
      found.index = static_cast<std::uint32_t>(i);
      return locals_[i].type;
    }
  }
  if (resolve_qualified(id)) return found.type;
  std::vector<std::string_view> names;
  for (const Local& local : locals_) names.push_back(local.name);
  for (const Variable& variable : out_.environment.variables) names.emplace_back(variable.name);
  const std::string_view near = ascii::nearest(node.name, names);
  return error(node.span, near.empty() ? fmt::format("unknown name '{}'", node.name)
                                       : fmt::format("unknown name '{}': did you mean '{}'?", node.name, near));
}

/// `a.b.c` when nothing but names and points is there; else empty.
std::string Checker::qualified_name(NodeId id) const {
  const Node& node = ast_[id];
  if (node.is(NodeKind::identifier))
    return is_local(node.name) && !node.has(Node::absolute) ? "" : std::string(node.name);
  if (!node.is(NodeKind::select) || node.has(Node::optional) || node.has(Node::quoted)) return "";
  const std::string target = qualified_name(ast_.operand(id, 0));
  return target.empty() ? "" : fmt::format("{}.{}", target, node.name);
}

/// Is the whole chain the name of a variable or of a type?
bool Checker::resolve_qualified(NodeId id) {
  const std::string name = qualified_name(id);
  if (name.empty()) return false;
  Analysis& found = out_.analysis[id];
  if (const int variable = find_variable(name); variable >= 0) {
    found.meaning = Meaning::variable;
    found.index = static_cast<std::uint32_t>(variable);
    found.type = present(out_.environment.variables[found.index].type);
    return true;
  }
  if (!is_type_name(name)) return false;
  found.meaning = Meaning::type_name;
  found.type = Type(TypeKind::type);
  return true;
}

Type Checker::guarded(NodeId id, const Type& type, const std::string& path) {
  if (!type.maybe_absent || out_.analysis[id].tolerant || guards_.is_present(path)) return present(type);
  out_.analysis[id].unguarded = true;
  const Node& node = ast_[id];
  const std::string text = unparse(ast_, id);
  const std::string target = unparse(ast_, ast_.operand(id, 0));
  if (node.is(NodeKind::index)) {
    error(node.span, fmt::format("'{0}' may be absent: ask with {1} in {2} first, or use {2}[?{1}].orValue(…)", text,
                                 unparse(ast_, ast_.operand(id, 1)), target));
  } else {
    error(node.name_span,
          fmt::format("'{0}' may be absent: ask has({0}) first, or use {1}.?{2}.orValue(…)", text, target, node.name));
  }
  return present(type);
}

/// Type of the field `name` of a target, and in the analysis what it means.
Type Checker::field_type(NodeId id, const Type& target) {
  const Node& node = ast_[id];
  Analysis& found = out_.analysis[id];
  found.meaning = Meaning::map_key;
  switch (target.kind) {
    case TypeKind::dynamic:
      return Type();
    case TypeKind::map:
      return target.mapped();
    case TypeKind::node:
      found.meaning = Meaning::node_key;
      return Type(TypeKind::node).or_absent();
    case TypeKind::entity:
      break;
    case TypeKind::list:
    case TypeKind::word_set:
      return error(node.name_span, fmt::format("a list has no field '{}': use exists(), all() or an index", node.name));
    default:
      return error(node.name_span, fmt::format("{} has no fields", print(target)));
  }
  const ir::SchemaView& schema = *out_.environment.schema;
  const std::optional<ir::FieldView> field = schema.field(target.entity, node.name);
  if (field.has_value()) {
    found.meaning = Meaning::field;
    found.field = *field;
    return field->type;
  }
  const std::string_view near = ascii::nearest(node.name, schema.field_names(target.entity));
  const std::string base = fmt::format("{} has no field '{}'", schema.entity_name(target.entity), node.name);
  return error(node.name_span, near.empty() ? base : fmt::format("{}: did you mean '{}'?", base, near));
}

Type Checker::visit_select(NodeId id) {
  const Node& node = ast_[id];
  if (resolve_qualified(id)) return out_.analysis[id].type;
  // On the way of a has(), and behind `.?`, what is absent has no fields either.
  tolerant_ = out_.analysis[id].tolerant;
  const Type target = visit(ast_.operand(id, 0));
  if (target.is(TypeKind::optional)) {
    const Type inner = field_type(id, target.element());
    return Type::optional(keep(present(inner)));
  }
  const Type type = field_type(id, target);
  if (node.has(Node::optional)) return Type::optional(keep(present(type)));
  return guarded(id, type, guards_.path(id));
}

Type Checker::visit_has(NodeId id) {
  tolerant_ = true;
  const Type target = visit(ast_.operand(id, 0));
  field_type(id, target.is(TypeKind::optional) ? target.element() : target);
  return Type(TypeKind::boolean);
}

Type Checker::index_type(NodeId id, const Type& target, const Type& index) {
  const Node& node = ast_[id];
  const NodeId index_node = ast_.operand(id, 1);
  switch (target.kind) {
    case TypeKind::dynamic:
      return Type();
    case TypeKind::node: {
      // Only a key that is written here can be asked for before.
      const bool key = ast_[index_node].is(NodeKind::literal) && is_text(index);
      return key ? Type(TypeKind::node).or_absent() : Type(TypeKind::node);
    }
    case TypeKind::list:
    case TypeKind::word_set:
      if (!is_assignable(index, Type(TypeKind::integer))) {
        return error(ast_[index_node].span, fmt::format("a list is indexed by int, not by {}", print(index)));
      }
      if (target.is(TypeKind::word_set)) return Type::word(target.vocabulary, target.vocabulary_id);
      return target.element();
    case TypeKind::map:
      if (!is_assignable(index, target.element()) && !index.is(TypeKind::real) && !index.is(TypeKind::integer) &&
          !index.is(TypeKind::unsigned_integer)) {
        return error(ast_[index_node].span,
                     fmt::format("the map's keys are {}, not {}", print(target.element()), print(index)));
      }
      return target.mapped();
    default:
      return error(node.span, fmt::format("{} cannot be indexed", print(target)));
  }
}

Type Checker::visit_index(NodeId id) {
  const bool tolerant = out_.analysis[id].tolerant;
  tolerant_ = tolerant;
  const Type target = visit(ast_.operand(id, 0));
  const Type index = visit(ast_.operand(id, 1));
  if (target.is(TypeKind::optional)) {
    return Type::optional(keep(present(index_type(id, target.element(), index))));
  }
  const Type type = index_type(id, target, index);
  if (ast_[id].has(Node::optional)) return Type::optional(keep(present(type)));
  return guarded(id, type, guards_.path(id));
}

void Checker::expect_bool(NodeId id, const Type& type) {
  if (!is_assignable(type, Type(TypeKind::boolean))) {
    error(ast_[id].span, fmt::format("expected bool, not {}", print(type)));
  }
}

Type Checker::visit_logical(NodeId id) {
  const std::size_t mark = guards_.mark();
  const bool all = ast_[id].op == Operator::logical_and;
  for (const NodeId operand : ast_.operands_of(id)) {
    expect_bool(operand, visit(operand));
    guards_.assume(operand, all);
  }
  guards_.forget(mark);
  return Type(TypeKind::boolean);
}

Type Checker::visit_conditional(NodeId id) {
  const NodeId condition = ast_.operand(id, 0);
  expect_bool(condition, visit(condition));
  const std::size_t mark = guards_.mark();
  guards_.assume(condition, true);
  const Type yes = visit(ast_.operand(id, 1));
  guards_.forget(mark);
  guards_.assume(condition, false);
  const Type no = visit(ast_.operand(id, 2));
  guards_.forget(mark);
  if (!is_assignable(yes, no)) {
    return error(ast_[id].name_span,
                 fmt::format("the branches have different types, {} and {}", print(yes), print(no)));
  }
  return join(yes, no);
}

Type Checker::visit_entry(NodeId id) {
  const Type type = visit(ast_.operand(id, 0));
  if (type.is(TypeKind::optional)) return type.element();
  if (is_dynamic(type)) return Type();
  return error(ast_[id].span, fmt::format("an entry with '?' takes an optional, not {}", print(type)));
}

Type Checker::visit_list(NodeId id) {
  std::optional<Type> element;
  for (const NodeId operand : ast_.operands_of(id)) {
    const Type type = visit(operand);
    element = element.has_value() ? join(*element, type) : present(type);
  }
  return Type::list(element.has_value() ? keep(*element) : nullptr);
}

Type Checker::visit_map(NodeId id) {
  std::optional<Type> key;
  std::optional<Type> mapped;
  for (std::size_t i = 0; i < ast_[id].count; i += 2) {
    const NodeId key_node = ast_.operand(id, i);
    const Type key_type = visit(key_node);
    const Type value_type = visit(ast_.operand(id, i + 1));
    const bool sound = is_dynamic(key_type) || is_text(key_type) || key_type.is(TypeKind::boolean) ||
                       key_type.is(TypeKind::integer) || key_type.is(TypeKind::unsigned_integer);
    if (!sound) error(ast_[key_node].span, fmt::format("unsupported key type {}", print(key_type)));
    key = key.has_value() ? join(*key, key_type) : present(key_type);
    mapped = mapped.has_value() ? join(*mapped, value_type) : present(value_type);
  }
  return Type::map(key.has_value() ? keep(*key) : nullptr, mapped.has_value() ? keep(*mapped) : nullptr);
}

// NOLINTEND(misc-no-recursion)

tl::expected<Checked, CheckFailure> check(Ast ast, Environment environment, CheckOptions options) {
  Checked checked;
  checked.ast = std::move(ast);
  checked.environment = std::move(environment);
  checked.analysis.resize(checked.ast.nodes.size());
  checked.types = std::make_unique<std::deque<Type>>();
  Checker checker(checked, std::move(options));
  checker.run();
  std::vector<ExpressionError> errors = checker.take_errors();
  if (!errors.empty()) return tl::unexpected(CheckFailure{std::move(errors)});
  return checked;
}

tl::expected<Checked, CheckFailure> check(std::string_view text, Environment environment, CheckOptions options) {
  auto ast = parse(text);
  if (!ast) return tl::unexpected(CheckFailure{{std::move(ast.error())}});
  return check(std::move(*ast), std::move(environment), std::move(options));
}

}  // namespace plumbline::cel
