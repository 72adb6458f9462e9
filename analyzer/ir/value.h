#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "analyzer/base/ids.h"
#include "analyzer/base/location.h"

namespace plumbline::ir {

/// Index of an entity's type in the field table.
using EntityKind = std::uint8_t;

enum class Tag : std::uint8_t {
  null,
  boolean,
  integer,
  unsigned_integer,
  real,
  string,
  bytes,
  list,
  map,
  word_set,   ///< of a closed vocabulary, as bits; behaves as a list of strings
  entity,     ///< row of a table
  node,       ///< row of the table of nodes: behaves as the scalar, map or list that it is
  type,       ///< a type's name as a value
  timestamp,  ///< seconds since 1970 and nanoseconds
  duration,   ///< seconds, rounded down, and nanoseconds
  optional,
  absent,   ///< only from a field's `load`: has no value
  unknown,  ///< cannot be known here; carries the place that is the cause
  error,
};

/// How the elements of a list lie in memory.
enum class ListForm : std::uint8_t {
  values,  ///< `const Value*`
  refs,    ///< `const Ref<E>*`, that is std::uint32_t; `element` is the entity's kind, or `node_element`
  strs,    ///< `const Str*`
};

/// A CEL value: 16 bytes, copied freely. Text and elements are views into the IR, the program or an arena, which must
/// outlive it. Construct by the functions; read the member that the tag allows.
struct Value {
  Tag tag = Tag::null;
  /// entity: its kind. list of refs: the elements' kind. string: position in its vocabulary + 1, 0 outside of one.
  /// word_set: its vocabulary's index.
  std::uint8_t element = 0;
  ListForm form = ListForm::values;
  std::uint8_t incomplete = 0;  ///< list, word_set: there may be elements that are not visible here
  /// Bytes of a string, elements of a list, entries of a map, nanoseconds, the file of an unknown's cause.
  std::uint32_t size = 0;
  union {
    std::int64_t integer = 0;
    std::uint64_t unsigned_integer;  ///< also the bits of a word_set, and an unknown's span (begin low, end high)
    bool boolean;
    double real;
    const char* text;     ///< string, bytes, type, error
    const void* items;    ///< list: by form; map: `const Value*`, key and value in turn; optional: `const Value*`
    std::uint32_t index;  ///< entity, node: its row
  };

  static constexpr Value null() { return {}; }
  static constexpr Value of(bool b) {
    Value v = tagged(Tag::boolean);
    v.boolean = b;
    return v;
  }
  static constexpr Value of(std::int64_t i) {
    Value v = tagged(Tag::integer);
    v.integer = i;
    return v;
  }
  static constexpr Value of(std::uint64_t u) {
    Value v = tagged(Tag::unsigned_integer);
    v.unsigned_integer = u;
    return v;
  }
  static constexpr Value of(double d) {
    Value v = tagged(Tag::real);
    v.real = d;
    return v;
  }
  static constexpr Value of(std::string_view s) { return text_of(Tag::string, s); }
  static constexpr Value bytes(std::string_view s) { return text_of(Tag::bytes, s); }
  static constexpr Value type(std::string_view name) { return text_of(Tag::type, name); }
  /// `position` of `word` in its vocabulary.
  static constexpr Value word(std::string_view word, std::size_t position) {
    Value v = text_of(Tag::string, word);
    v.element = static_cast<std::uint8_t>(position + 1);
    return v;
  }
  static constexpr Value words(std::uint64_t bits, std::uint8_t vocabulary, bool incomplete = false) {
    Value v = tagged(Tag::word_set);
    v.unsigned_integer = bits;
    v.element = vocabulary;
    v.incomplete = incomplete ? 1 : 0;
    return v;
  }
  static constexpr Value list(const Value* values, std::size_t count, bool incomplete = false) {
    return list_of(ListForm::values, values, count, incomplete);
  }
  /// `refs`: rows of entity `kind`.
  static constexpr Value entities(const void* refs, std::size_t count, EntityKind kind, bool incomplete = false) {
    Value v = list_of(ListForm::refs, refs, count, incomplete);
    v.element = kind;
    return v;
  }
  static constexpr Value nodes(const void* refs, std::size_t count, bool incomplete = false) {
    return entities(refs, count, node_element, incomplete);
  }
  static constexpr Value strings(const Str* strs, std::size_t count, bool incomplete = false) {
    return list_of(ListForm::strs, strs, count, incomplete);
  }
  /// `entries`: key and value in turn, 2 × `count`.
  static constexpr Value map(const Value* entries, std::size_t count) {
    Value v = tagged(Tag::map);
    v.items = entries;
    v.size = static_cast<std::uint32_t>(count);
    return v;
  }
  static constexpr Value entity(EntityKind kind, std::uint32_t row) {
    Value v = tagged(Tag::entity);
    v.element = kind;
    v.unsigned_integer = 0;
    v.index = row;
    return v;
  }
  static constexpr Value node(std::uint32_t row) {
    Value v = tagged(Tag::node);
    v.index = row;
    return v;
  }
  static constexpr Value timestamp(std::int64_t seconds, std::uint32_t nanoseconds) {
    return time_of(Tag::timestamp, seconds, nanoseconds);
  }
  static constexpr Value duration(std::int64_t seconds, std::uint32_t nanoseconds) {
    return time_of(Tag::duration, seconds, nanoseconds);
  }
  /// Null: none.
  static constexpr Value optional(const Value* value) {
    Value v = tagged(Tag::optional);
    v.items = value;
    return v;
  }
  static constexpr Value absent() { return tagged(Tag::absent); }
  /// An empty span says that nothing is written there, so that not even presence is known.
  static constexpr Value unknown(Location cause = {}) {
    Value v = tagged(Tag::unknown);
    v.size = cause.file.index;
    v.unsigned_integer = cause.span.begin | std::uint64_t{cause.span.end} << 32U;
    return v;
  }
  /// `message`: a literal, or text in the evaluation's arena.
  static constexpr Value error(std::string_view message) { return text_of(Tag::error, message); }

  static constexpr std::uint8_t node_element = 0xff;  ///< of a list of refs: they are nodes

  constexpr bool is(Tag t) const { return tag == t; }
  constexpr bool is_true() const { return tag == Tag::boolean && boolean; }
  constexpr bool is_false() const { return tag == Tag::boolean && !boolean; }
  /// Text of a string, bytes, type or error.
  constexpr std::string_view view() const { return {text, size}; }
  constexpr const Value* values() const { return static_cast<const Value*>(items); }
  constexpr Location cause() const {
    return {{size},
            {static_cast<std::uint32_t>(unsigned_integer), static_cast<std::uint32_t>(unsigned_integer >> 32U)}};
  }

 private:
  static constexpr Value tagged(Tag t) {
    Value v;
    v.tag = t;
    return v;
  }
  static constexpr Value text_of(Tag t, std::string_view s) {
    Value v = tagged(t);
    v.text = s.data();
    v.size = static_cast<std::uint32_t>(s.size());
    return v;
  }
  static constexpr Value list_of(ListForm form, const void* items, std::size_t count, bool incomplete) {
    Value v = tagged(Tag::list);
    v.form = form;
    v.items = items;
    v.size = static_cast<std::uint32_t>(count);
    v.incomplete = incomplete ? 1 : 0;
    return v;
  }
  static constexpr Value time_of(Tag t, std::int64_t seconds, std::uint32_t nanoseconds) {
    Value v = tagged(t);
    v.integer = seconds;
    v.size = nanoseconds;
    return v;
  }
};
static_assert(sizeof(Value) == 16);
static_assert(std::is_trivially_copyable_v<Value>);

}  // namespace plumbline::ir
