#pragma once

#include <cstdint>
#include <optional>

#include "analyzer/cel/evaluation.h"
#include "analyzer/ir/value.h"

/// What values of all kinds have in common: elements, equality, order.
namespace plumbline::cel {

/// A scalar of a document as a plain scalar (or unknown); everything else as it is.
inline ir::Value plain(const Evaluation& e, ir::Value value);
ir::Value plain_node(const Evaluation& e, ir::Value value);

bool is_list(const Evaluation& e, const ir::Value& value);  ///< also word sets and lists of documents
bool is_map(const Evaluation& e, const ir::Value& value);
inline bool is_number(const ir::Value& v) {
  return v.is(ir::Tag::integer) || v.is(ir::Tag::unsigned_integer) || v.is(ir::Tag::real);
}
/// May there be elements that are not visible?
bool is_incomplete(const Evaluation& e, const ir::Value& value);

/// Walks a list's elements, or a map's keys, without copying them.
class Elements {
 public:
  Elements(const Evaluation& e, const ir::Value& value);
  /// False at the end.
  bool next();
  ir::Value element() const { return element_; }  ///< list: the element; map: the key
  ir::Value mapped() const { return mapped_; }    ///< map: the key's value
  std::int64_t position() const { return position_; }

 private:
  enum class Kind : std::uint8_t { none, list, words, map, node_list, node_map };
  const Evaluation* e_;
  ir::Value value_;
  ir::Value element_;
  ir::Value mapped_;
  Kind kind_ = Kind::none;
  std::int64_t position_ = -1;
  std::uint64_t rest_ = 0;  // words: bits not visited yet; node lists: the next child + 1
  std::uint32_t parent_ = 0;
};

/// Number of visible elements; of a map its entries.
std::int64_t visible_size(const Evaluation& e, const ir::Value& value);
/// Element of a list that is inside of it.
ir::Value element_at(const Evaluation& e, const ir::Value& list, std::int64_t index);
/// Value by key; absent without it.
ir::Value lookup(Evaluation& e, const ir::Value& map, const ir::Value& key);

/// true, false or unknown. Values of different types differ; numbers compare by value.
ir::Value equals(Evaluation& e, const ir::Value& a, const ir::Value& b);
enum class Order : std::uint8_t { less, equal, greater, unordered };
/// Of numbers among each other, and of two strings, bytes, bools, timestamps or durations; else empty.
std::optional<Order> compare(const ir::Value& a, const ir::Value& b);
/// Key types that maps may have.
bool is_key(const ir::Value& value);

/// Name of its type as CEL's type() says it.
std::string_view type_name(const Evaluation& e, const ir::Value& value);

inline ir::Value plain(const Evaluation& e, ir::Value value) {
  return value.is(ir::Tag::node) ? plain_node(e, value) : value;
}

}  // namespace plumbline::cel
