#include "analyzer/ir/nodes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "analyzer/base/ascii.h"

namespace plumbline::ir {

using syntax::DataKind;
using syntax::DataNode;

namespace {

constexpr int alias_budget = 100;
constexpr std::size_t merge_budget = 64;  // maps looked into for one key

std::string_view text_of(const IrView& ir, Str s) {
  return s.empty() ? std::string_view() : std::string_view(ir.text + s.offset, s.size);
}

/// Through aliases; none when undefined or cyclic.
std::optional<std::uint32_t> resolved(const IrView& ir, std::uint32_t node) {
  for (int i = 0; i < alias_budget; ++i) {
    const DataNode& row = node_row(ir, node);
    if (row.kind != DataKind::alias) return node;
    if (row.target == DataNode::none) return std::nullopt;
    node = row.target;
  }
  return std::nullopt;
}

Value unknown_at(const IrView& ir, std::uint32_t node) {
  return Value::unknown(node_location(ir, node));
}

Value integer_value(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) base = 16;
  if (text.starts_with("0o")) base = 8;
  if (text.starts_with("0b")) base = 2;
  if (base != 10) text.remove_prefix(2);
  std::uint64_t magnitude = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), magnitude, base);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return Value::of(text);
  constexpr auto limit = std::uint64_t{1} << 63U;
  if (negative) {
    if (magnitude > limit) return Value::error("integer out of range");
    return Value::of(static_cast<std::int64_t>(~magnitude + 1));
  }
  return magnitude < limit ? Value::of(static_cast<std::int64_t>(magnitude)) : Value::of(magnitude);
}

Value real_value(std::string_view text) {
  const std::string lower = ascii::lower(text);
  if (lower == ".nan") return Value::of(std::numeric_limits<double>::quiet_NaN());
  if (lower == ".inf" || lower == "+.inf") return Value::of(std::numeric_limits<double>::infinity());
  if (lower == "-.inf") return Value::of(-std::numeric_limits<double>::infinity());
  const std::optional<double> parsed = ascii::parse_double(text);
  return parsed.has_value() ? Value::of(*parsed) : Value::of(text);
}

bool truth(std::string_view text) {
  const char first = text.empty() ? 'n' : ascii::lower(text.front());
  return first == 't' || first == 'y' || ascii::equal_ignoring_case(text, "on");
}

struct Lookup {
  std::optional<std::uint32_t> found;
  bool partial = false;  // some map that was looked into lacks children
};

/// `map` is resolved and a map. Breadth first, so that a map's own keys win over merged ones.
Lookup find_key(const IrView& ir, std::uint32_t map, std::string_view key) {
  Lookup result;
  std::array<std::uint32_t, merge_budget> todo{map};
  std::size_t count = 1;
  const auto enqueue = [&](std::uint32_t node) {
    const std::optional<std::uint32_t> target = resolved(ir, node);
    if (!target.has_value() || count == todo.size()) {
      result.partial = true;
    } else {
      todo[count++] = *target;
    }
  };
  for (std::size_t i = 0; i < count; ++i) {
    const DataNode& row = node_row(ir, todo[i]);
    if (row.kind == DataKind::list) {  // of maps to merge
      for (auto child = first_child(ir, todo[i]); child; child = next_child(ir, todo[i], *child)) enqueue(*child);
      continue;
    }
    if (row.kind != DataKind::map) continue;
    if (row.has(DataNode::partial)) result.partial = true;
    for (auto child = first_child(ir, todo[i]); child; child = next_child(ir, todo[i], *child)) {
      const std::string_view name = node_key(ir, *child);
      if (name == key) {
        result.found = child;
        return result;
      }
      if (name == "<<") enqueue(*child);
    }
  }
  return result;
}

}  // namespace

const DataNode& node_row(const IrView& ir, std::uint32_t node) {
  return *static_cast<const DataNode*>(ir.tables[ir.node_kind].row(node));
}

std::string_view node_key(const IrView& ir, std::uint32_t node) {
  return text_of(ir, node_row(ir, node).key);
}

Location node_location(const IrView& ir, std::uint32_t node) {
  const auto after = std::upper_bound(ir.first_nodes.begin(), ir.first_nodes.end(), node);
  FileId file;
  if (after != ir.first_nodes.begin()) file.index = static_cast<std::uint32_t>(after - ir.first_nodes.begin() - 1);
  return {file, node_row(ir, node).span};
}

std::optional<std::uint32_t> first_child(const IrView& ir, std::uint32_t node) {
  if (node_row(ir, node).subtree_end <= node + 1) return std::nullopt;
  return node + 1;
}

std::optional<std::uint32_t> next_child(const IrView& ir, std::uint32_t parent, std::uint32_t child) {
  const std::uint32_t next = node_row(ir, child).subtree_end;
  if (next <= child || next >= node_row(ir, parent).subtree_end) return std::nullopt;
  return next;
}

Value node_value(const IrView& ir, std::uint32_t node) {
  const std::optional<std::uint32_t> target = resolved(ir, node);
  if (!target.has_value()) return unknown_at(ir, node);
  const DataNode& row = node_row(ir, *target);
  if (row.is_scalar() && row.has(DataNode::opaque)) return unknown_at(ir, node);
  const std::string_view text = text_of(ir, row.text);
  switch (row.kind) {
    case DataKind::null:
      return Value::null();
    case DataKind::boolean:
      return Value::of(truth(text));
    case DataKind::integer:
      return integer_value(text);
    case DataKind::floating:
      return real_value(text);
    case DataKind::string:
      return Value::of(text);
    case DataKind::map:
    case DataKind::list:
      return Value::node(*target);
    case DataKind::alias:
      break;  // resolved
  }
  return unknown_at(ir, node);
}

bool node_is_map(const IrView& ir, std::uint32_t node) {
  const std::optional<std::uint32_t> target = resolved(ir, node);
  return target.has_value() && node_row(ir, *target).kind == DataKind::map;
}

bool node_is_list(const IrView& ir, std::uint32_t node) {
  const std::optional<std::uint32_t> target = resolved(ir, node);
  return target.has_value() && node_row(ir, *target).kind == DataKind::list;
}

bool node_is_partial(const IrView& ir, std::uint32_t node) {
  const std::optional<std::uint32_t> target = resolved(ir, node);
  return !target.has_value() || node_row(ir, *target).has(DataNode::partial);
}

Value node_child(const IrView& ir, std::uint32_t node, std::string_view key) {
  const std::optional<std::uint32_t> target = resolved(ir, node);
  if (!target.has_value()) return unknown_at(ir, node);
  const DataNode& row = node_row(ir, *target);
  if (row.kind != DataKind::map) {
    return row.is_scalar() && row.has(DataNode::opaque) ? unknown_at(ir, node) : Value::error("not a map");
  }
  const Lookup lookup = find_key(ir, *target, key);
  if (lookup.found.has_value()) return Value::node(*lookup.found);
  return lookup.partial ? Value::unknown({node_location(ir, node).file, {}}) : Value::absent();
}

Value node_element(const IrView& ir, std::uint32_t node, std::int64_t index) {
  const std::optional<std::uint32_t> target = resolved(ir, node);
  if (!target.has_value()) return unknown_at(ir, node);
  const DataNode& row = node_row(ir, *target);
  if (row.kind != DataKind::list) {
    return row.is_scalar() && row.has(DataNode::opaque) ? unknown_at(ir, node) : Value::error("not a list");
  }
  std::int64_t at = 0;
  for (auto child = first_child(ir, *target); child; child = next_child(ir, *target, *child)) {
    if (at++ == index) return Value::node(*child);
  }
  return row.has(DataNode::partial) ? unknown_at(ir, node) : Value::error("index out of range");
}

Value node_size(const IrView& ir, std::uint32_t node) {
  const std::optional<std::uint32_t> target = resolved(ir, node);
  if (!target.has_value()) return unknown_at(ir, node);
  const DataNode& row = node_row(ir, *target);
  if (row.has(row.is_scalar() ? DataNode::opaque : DataNode::partial)) return unknown_at(ir, node);
  if (row.is_scalar()) return Value::error("not a map or list");
  std::int64_t count = 0;
  for (auto child = first_child(ir, *target); child; child = next_child(ir, *target, *child)) ++count;
  return Value::of(count);
}

}  // namespace plumbline::ir
