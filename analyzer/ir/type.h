#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/ir/value.h"

namespace plumbline::ir {

/// A closed vocabulary: the words of an enum, in the order of its values.
struct WordList {
  std::string_view title;
  std::span<const std::string_view> words;
};

enum class TypeKind : std::uint8_t {
  dynamic,  ///< anything; decided when evaluated
  null,
  boolean,
  integer,
  unsigned_integer,
  real,
  string,
  bytes,
  list,      ///< of `first`
  map,       ///< from `first` to `second`
  word,      ///< a string of `vocabulary`
  word_set,  ///< a list of strings of `vocabulary`
  entity,    ///< of kind `entity`
  node,      ///< a value of a document
  type,
  timestamp,
  duration,
  optional,  ///< of `first`
};

/// A CEL type. Its parameters are types that live as long as it does: constants, or in the checked expression.
struct Type {
  TypeKind kind = TypeKind::dynamic;
  EntityKind entity = 0;
  std::uint8_t vocabulary_id = 0;  ///< index in the schema's vocabularies
  bool maybe_absent = false;       ///< a field that may have no value: to be guarded
  const WordList* vocabulary = nullptr;
  const Type* first = nullptr;  ///< null: dynamic
  const Type* second = nullptr;

  constexpr Type() = default;
  constexpr explicit Type(TypeKind k) : kind(k) {}
  static constexpr Type list(const Type* of) {
    Type type(TypeKind::list);
    type.first = of;
    return type;
  }
  static constexpr Type map(const Type* from, const Type* to) {
    Type type(TypeKind::map);
    type.first = from;
    type.second = to;
    return type;
  }
  static constexpr Type optional(const Type* of) {
    Type type(TypeKind::optional);
    type.first = of;
    return type;
  }
  static constexpr Type of_entity(EntityKind kind) {
    Type type(TypeKind::entity);
    type.entity = kind;
    return type;
  }
  static constexpr Type word(const WordList* vocabulary, std::uint8_t id) {
    Type type(TypeKind::word);
    type.vocabulary = vocabulary;
    type.vocabulary_id = id;
    return type;
  }
  static constexpr Type word_set(const WordList* vocabulary, std::uint8_t id) {
    Type type = word(vocabulary, id);
    type.kind = TypeKind::word_set;
    return type;
  }
  constexpr Type or_absent() const {
    Type type = *this;
    type.maybe_absent = true;
    return type;
  }

  constexpr bool is(TypeKind k) const { return kind == k; }
  /// Parameter, dynamic when unsaid.
  constexpr Type element() const { return first == nullptr ? Type() : *first; }
  constexpr Type mapped() const { return second == nullptr ? Type() : *second; }
};

/// Structural; `maybe_absent` does not count.
bool same_type(const Type& a, const Type& b);

class SchemaView;

/// As a user reads it: `list(step)`, `set of role`, `int?`. Entities have no name without a schema.
std::string print_type(const Type& type, const SchemaView* schema = nullptr);

}  // namespace plumbline::ir
