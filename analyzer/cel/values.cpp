#include "analyzer/cel/values.h"

#include <bit>
#include <cmath>

#include "analyzer/ir/list_element.h"
#include "analyzer/ir/nodes.h"

namespace plumbline::cel {

using ir::Tag;
using ir::Value;

Value plain_node(const Evaluation& e, Value value) {
  return ir::node_value(e.ir(), value.index);
}

bool is_list(const Evaluation& e, const Value& value) {
  return value.is(Tag::list) || value.is(Tag::word_set) ||
         (value.is(Tag::node) && ir::node_is_list(e.ir(), value.index));
}

bool is_map(const Evaluation& e, const Value& value) {
  return value.is(Tag::map) || (value.is(Tag::node) && ir::node_is_map(e.ir(), value.index));
}

bool is_incomplete(const Evaluation& e, const Value& value) {
  return value.is(Tag::node) ? ir::node_is_partial(e.ir(), value.index) : value.incomplete != 0;
}

namespace {

Value word_value(const Evaluation& e, const Value& set, int position) {
  const std::span<const std::string_view> words = e.ir().schema->vocabularies()[set.element].words;
  return Value::word(words[static_cast<std::size_t>(position)], static_cast<std::size_t>(position));
}

}  // namespace

Elements::Elements(const Evaluation& e, const Value& value) : e_(&e), value_(value) {
  switch (value.tag) {
    case Tag::list:
      kind_ = Kind::list;
      break;
    case Tag::word_set:
      kind_ = Kind::words;
      rest_ = value.unsigned_integer;
      break;
    case Tag::map:
      kind_ = Kind::map;
      break;
    case Tag::node: {
      const Value target = plain_node(e, value);
      if (!target.is(Tag::node)) break;
      parent_ = target.index;
      kind_ = ir::node_is_map(e.ir(), parent_) ? Kind::node_map : Kind::node_list;
      const auto child = ir::first_child(e.ir(), parent_);
      rest_ = child.has_value() ? std::uint64_t{*child} + 1 : 0;
      break;
    }
    default:
      break;
  }
}

bool Elements::next() {
  ++position_;
  const auto i = static_cast<std::size_t>(position_);
  switch (kind_) {
    case Kind::none:
      return false;
    case Kind::list:
      if (i >= value_.size) return false;
      element_ = ir::list_element(e_->ir(), value_, i);
      return true;
    case Kind::words:
      if (rest_ == 0) return false;
      element_ = word_value(*e_, value_, std::countr_zero(rest_));
      rest_ &= rest_ - 1;
      return true;
    case Kind::map:
      if (i >= value_.size) return false;
      element_ = value_.values()[2 * i];
      mapped_ = value_.values()[2 * i + 1];
      return true;
    case Kind::node_list:
    case Kind::node_map: {
      if (rest_ == 0) return false;
      const auto child = static_cast<std::uint32_t>(rest_ - 1);
      mapped_ = Value::node(child);
      element_ = kind_ == Kind::node_map ? Value::of(ir::node_key(e_->ir(), child)) : mapped_;
      const auto next = ir::next_child(e_->ir(), parent_, child);
      rest_ = next.has_value() ? std::uint64_t{*next} + 1 : 0;
      return true;
    }
  }
  return false;
}

std::int64_t visible_size(const Evaluation& e, const Value& value) {
  if (value.is(Tag::word_set)) return std::popcount(value.unsigned_integer);
  if (!value.is(Tag::node)) return value.size;
  std::int64_t count = 0;
  for (Elements elements(e, value); elements.next();) ++count;
  return count;
}

Value element_at(const Evaluation& e, const Value& list, std::int64_t index) {
  if (list.is(Tag::list)) return ir::list_element(e.ir(), list, static_cast<std::size_t>(index));
  Elements elements(e, list);
  while (elements.next()) {
    if (elements.position() == index) return elements.element();
  }
  return Value::absent();
}

// NOLINTNEXTLINE(misc-no-recursion): a key is a scalar, so that equals() does not come back here for it
Value lookup(Evaluation& e, const Value& map, const Value& key) {
  if (map.is(Tag::node)) {
    return key.is(Tag::string) ? ir::node_child(e.ir(), map.index, key.view()) : Value::absent();
  }
  if (!e.spend(1 + map.size / 8)) return Evaluation::spent();
  for (std::size_t i = 0; i < map.size; ++i) {
    if (equals(e, map.values()[2 * i], key).is_true()) return map.values()[2 * i + 1];
  }
  return Value::absent();
}

bool is_key(const Value& value) {
  return value.is(Tag::boolean) || value.is(Tag::integer) || value.is(Tag::unsigned_integer) || value.is(Tag::string);
}

namespace {

template <class T>
Order order(T a, T b) {
  return a < b ? Order::less : a == b ? Order::equal : Order::greater;
}

Order reversed(Order o) {
  return o == Order::less ? Order::greater : o == Order::greater ? Order::less : o;
}

/// Exact where a double can hold the integer's value; beyond 2^53 as the specification's examples have it.
Order compare_int_real(std::int64_t a, double b) {
  if (std::isnan(b)) return Order::unordered;
  if (b < -9223372036854775808.0) return Order::greater;
  if (b > 9223372036854775808.0) return Order::less;
  return order(static_cast<double>(a), b);
}

Order compare_uint_real(std::uint64_t a, double b) {
  if (std::isnan(b)) return Order::unordered;
  if (b < 0) return Order::greater;
  if (b > 18446744073709551616.0) return Order::less;
  return order(static_cast<double>(a), b);
}

Order compare_int_uint(std::int64_t a, std::uint64_t b) {
  return a < 0 ? Order::less : order(static_cast<std::uint64_t>(a), b);
}

Order compare_numbers(const Value& a, const Value& b) {
  if (a.is(Tag::integer)) {
    if (b.is(Tag::integer)) return order(a.integer, b.integer);
    if (b.is(Tag::unsigned_integer)) return compare_int_uint(a.integer, b.unsigned_integer);
    return compare_int_real(a.integer, b.real);
  }
  if (a.is(Tag::unsigned_integer)) {
    if (b.is(Tag::integer)) return reversed(compare_int_uint(b.integer, a.unsigned_integer));
    if (b.is(Tag::unsigned_integer)) return order(a.unsigned_integer, b.unsigned_integer);
    return compare_uint_real(a.unsigned_integer, b.real);
  }
  if (b.is(Tag::integer)) return reversed(compare_int_real(b.integer, a.real));
  if (b.is(Tag::unsigned_integer)) return reversed(compare_uint_real(b.unsigned_integer, a.real));
  if (std::isnan(a.real) || std::isnan(b.real)) return Order::unordered;
  return order(a.real, b.real);
}

}  // namespace

std::optional<Order> compare(const Value& a, const Value& b) {
  if (is_number(a) && is_number(b)) return compare_numbers(a, b);
  if (a.tag != b.tag) return std::nullopt;
  switch (a.tag) {
    case Tag::boolean:
      return order(a.boolean, b.boolean);
    case Tag::string:
    case Tag::bytes:
      return order(a.view().compare(b.view()), 0);
    case Tag::timestamp:
    case Tag::duration:
      return a.integer == b.integer ? order(a.size, b.size) : order(a.integer, b.integer);
    default:
      return std::nullopt;
  }
}

namespace {

// NOLINTBEGIN(misc-no-recursion): each level is one of the value's, which max_height and yaml_depth bound

Value equal_lists(Evaluation& e, const Value& a, const Value& b) {
  const bool partial = is_incomplete(e, a) || is_incomplete(e, b);
  const std::int64_t size_a = visible_size(e, a);
  const std::int64_t size_b = visible_size(e, b);
  // A complete list shorter than what is visible of the other one differs from it, whatever else is there.
  if ((size_a > size_b && !is_incomplete(e, b)) || (size_b > size_a && !is_incomplete(e, a))) return Value::of(false);
  if (partial) return Value::unknown();
  Value result = Value::of(true);
  Elements left(e, a);
  Elements right(e, b);
  while (left.next() && right.next()) {
    if (!e.spend(1)) return Evaluation::spent();
    const Value same = equals(e, left.element(), right.element());
    if (same.is_false()) return same;
    if (!same.is_true()) result = same;
  }
  return result;
}

Value equal_maps(Evaluation& e, const Value& a, const Value& b) {
  if (is_incomplete(e, a) || is_incomplete(e, b)) return Value::unknown();
  if (visible_size(e, a) != visible_size(e, b)) return Value::of(false);
  Value result = Value::of(true);
  for (Elements entries(e, a); entries.next();) {
    if (!e.spend(1)) return Evaluation::spent();
    const Value other = lookup(e, b, entries.element());
    if (other.is(Tag::absent)) return Value::of(false);
    const Value same = equals(e, entries.mapped(), other);
    if (same.is_false()) return same;
    if (!same.is_true()) result = same;
  }
  return result;
}

}  // namespace

Value equals(Evaluation& e, const Value& a_value, const Value& b_value) {
  const Value a = plain(e, a_value);
  const Value b = plain(e, b_value);
  if (a.is(Tag::unknown)) return a;
  if (b.is(Tag::unknown)) return b;
  if (is_number(a) && is_number(b)) return Value::of(compare_numbers(a, b) == Order::equal);
  if (is_list(e, a) && is_list(e, b)) return equal_lists(e, a, b);
  if (is_map(e, a) && is_map(e, b)) return equal_maps(e, a, b);
  if (a.tag != b.tag) return Value::of(false);
  switch (a.tag) {
    case Tag::null:
      return Value::of(true);
    case Tag::boolean:
      return Value::of(a.boolean == b.boolean);
    case Tag::string:
    case Tag::bytes:
    case Tag::type:
      return Value::of(a.view() == b.view());
    case Tag::timestamp:
    case Tag::duration:
      return Value::of(a.integer == b.integer && a.size == b.size);
    case Tag::entity:
      return Value::of(a.element == b.element && a.index == b.index);
    case Tag::optional:
      if (a.items == nullptr || b.items == nullptr) return Value::of(a.items == b.items);
      return equals(e, *a.values(), *b.values());
    case Tag::word_set:
    case Tag::list:
    case Tag::map:
    case Tag::node:
    case Tag::integer:
    case Tag::unsigned_integer:
    case Tag::real:
    case Tag::absent:
    case Tag::unknown:
    case Tag::error:
      return Value::of(false);
  }
  return Value::of(false);
}

// NOLINTEND(misc-no-recursion)

std::string_view type_name(const Evaluation& e, const Value& value) {
  switch (value.tag) {
    case Tag::null:
      return "null_type";
    case Tag::boolean:
      return "bool";
    case Tag::integer:
      return "int";
    case Tag::unsigned_integer:
      return "uint";
    case Tag::real:
      return "double";
    case Tag::string:
      return "string";
    case Tag::bytes:
      return "bytes";
    case Tag::list:
    case Tag::word_set:
      return "list";
    case Tag::map:
      return "map";
    case Tag::entity:
      return e.ir().schema == nullptr ? "entity" : e.ir().schema->entity_name(value.element);
    case Tag::node:
      return is_map(e, value) ? "map" : "list";
    case Tag::type:
      return "type";
    case Tag::timestamp:
      return "google.protobuf.Timestamp";
    case Tag::duration:
      return "google.protobuf.Duration";
    case Tag::optional:
      return "optional_type";
    case Tag::absent:
    case Tag::unknown:
    case Tag::error:
      break;
  }
  return "unknown";
}

}  // namespace plumbline::cel
