#include "analyzer/cel/analysis.h"
#include "analyzer/cel/compiler.h"
#include "analyzer/cel/steps.h"

/// The compiler's part that does in one step what would take several.
namespace plumbline::cel {

using ir::Tag;
using ir::Type;
using ir::TypeKind;
using ir::Value;

// NOLINTBEGIN(misc-no-recursion): bounded by max_height

std::optional<Step> Compiler::fused(NodeId id) {
  const Node& node = ast_[id];
  if (node.is(NodeKind::call)) {
    const Analysis& found = checked_[id];
    const bool matches = found.function != nullptr && found.function->name == "matches" && node.count == 2;
    if (matches) return fused_pattern(id, ast_.operand(id, 0), ast_.operand(id, 1));
    return std::nullopt;
  }
  if (!node.is(NodeKind::binary)) return std::nullopt;
  switch (node.op) {
    case Operator::in:
      return fused_in(id);
    case Operator::equal:
    case Operator::not_equal:
      if (std::optional<Step> step = fused_equality(id)) return step;
      return fused_size(id);
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal:
      return fused_size(id);
    default:
      return std::nullopt;
  }
}

std::optional<std::uint64_t> Compiler::word_bits(const Type& of, NodeId id) const {
  if (of.vocabulary == nullptr) return std::nullopt;
  return cel::word_bits(ast_, *of.vocabulary, id);
}

std::optional<Step> Compiler::fused_in(NodeId id) {
  const NodeId left = ast_.operand(id, 0);
  const NodeId right = ast_.operand(id, 1);
  Step step;
  if (type(right).is(TypeKind::word_set) && ast_[left].is(NodeKind::literal)) {
    const auto bits = word_bits(type(right), left);
    if (!bits.has_value()) return std::nullopt;
    step.a = emit(right);
    step.run = &step::words_have;
    if (const Step field = program_.steps_[step.a]; field.run == &step::local_field) {
      step = field;
      step.run = &step::local_words_have;
    }
    step.constant = Value::words(*bits, type(right).vocabulary_id);
    return step;
  }
  if (type(left).is(TypeKind::word) && ast_[right].is(NodeKind::list)) {
    const auto bits = word_bits(type(left), right);
    if (!bits.has_value()) return std::nullopt;
    step.run = &step::word_among;
    step.a = emit(left);
    step.constant = Value::words(*bits, type(left).vocabulary_id);
    return step;
  }
  return std::nullopt;
}

std::optional<Step> Compiler::fused_equality(NodeId id) {
  NodeId word = ast_.operand(id, 0);
  NodeId literal = ast_.operand(id, 1);
  if (type(literal).is(TypeKind::word)) std::swap(word, literal);
  if (!type(word).is(TypeKind::word) || !ast_[literal].is(NodeKind::literal)) return std::nullopt;
  const auto bits = word_bits(type(word), literal);
  if (!bits.has_value()) return std::nullopt;
  Step step;
  step.run = &step::word_among;
  step.a = emit(word);
  step.b = ast_[id].op == Operator::not_equal ? 1 : 0;
  step.constant = Value::words(*bits, type(word).vocabulary_id);
  return step;
}

namespace {

Operator mirrored(Operator op) {
  switch (op) {
    case Operator::less:
      return Operator::greater;
    case Operator::less_equal:
      return Operator::greater_equal;
    case Operator::greater:
      return Operator::less;
    case Operator::greater_equal:
      return Operator::less_equal;
    default:
      return op;
  }
}

}  // namespace

/// `size(x) > 0` and its like: of an incomplete list, what is visible may be enough to know.
std::optional<Step> Compiler::fused_size(NodeId id) {
  const bool compares =
      ast_[id].is(NodeKind::binary) && ast_[id].op >= Operator::less && ast_[id].op <= Operator::not_equal;
  if (!compares) return std::nullopt;
  NodeId call = ast_.operand(id, 0);
  NodeId limit = ast_.operand(id, 1);
  Operator op = ast_[id].op;
  if (ast_[limit].is(NodeKind::call)) {
    std::swap(call, limit);
    op = mirrored(op);
  }
  const Function* function = checked_[call].function;
  const bool size = ast_[call].is(NodeKind::call) && function != nullptr && function->name == "size" &&
                    ast_[call].count == 1 && ast_[limit].is(NodeKind::literal) && ast_[limit].literal.is(Tag::integer);
  if (!size) return std::nullopt;
  Step step;
  step.run = &step::compare_size;
  step.a = emit(ast_.operand(call, 0));
  step.b = static_cast<std::uint32_t>(op);
  step.constant = ast_[limit].literal;
  step.body = function->body;
  return step;
}

std::optional<Step> Compiler::fused_pattern(NodeId id, NodeId text, NodeId pattern) {
  const Node& node = ast_[pattern];
  if (!node.is(NodeKind::literal) || !node.literal.is(Tag::string) || checked_[id].index != 0) return std::nullopt;
  program_.patterns_.push_back(std::make_unique<Pattern>(node.literal.view()));
  Step step;
  step.run = &step::matches;
  step.pattern = program_.patterns_.back().get();
  step.a = emit(text);
  return step;
}

// NOLINTEND(misc-no-recursion)

}  // namespace plumbline::cel
