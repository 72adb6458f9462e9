#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cel/environment.h"

/// What others want to know about a checked expression without evaluating it.
namespace plumbline::cel {

/// The bits that a literal word of the vocabulary stands for, or a list of such words; nothing for any other node.
std::optional<std::uint64_t> word_bits(const Ast& ast, const ir::WordList& vocabulary, NodeId id);

/// A condition that a true result needs: a field of a closed vocabulary, reached from a variable through fields, has
/// one of some words (when it is a set: contains one of them).
struct Constraint {
  std::uint32_t variable = 0;
  std::vector<ir::FieldView> fields;  ///< from the variable on, each of an entity but the last; not empty
  const ir::WordList* vocabulary = nullptr;
  bool is_set = false;
  std::uint64_t words = 0;  ///< bits in the order of the vocabulary
};

/// Constraints of the conjunction at the top: what does not meet one of them cannot give true. Never from a negation
/// of what may be unknown. Keys for an index of rules.
std::vector<Constraint> constraints(const Checked& checked);

struct FieldUse {
  ir::EntityKind entity = 0;
  std::string_view field;
  NodeId node = no_node;
  friend bool operator==(const FieldUse&, const FieldUse&) = default;
};
/// Fields that the expression reads or asks for, in source order, each place once.
std::vector<FieldUse> field_uses(const Checked& checked);
/// Variables of the environment that it reads, ascending.
std::vector<std::uint32_t> variables_used(const Checked& checked);

/// One small change that turns an expression into a different one: an operator, a literal, a quantifier.
struct Mutation {
  Span at;
  std::string replacement;
};
/// In source order. Applying one gives an expression that parses; types need not fit any more.
std::vector<Mutation> mutations(const Checked& checked);
std::string apply(std::string_view text, const Mutation& mutation);

}  // namespace plumbline::cel
