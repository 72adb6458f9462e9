#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/ir/schema_view.h"
#include "analyzer/syntax/data.h"

/// How a `node` entity behaves in CEL: as the map, list or scalar that it is. All follow aliases and, in maps, merge
/// keys (`<<`, the map's own keys first), with a budget against cycles. An undefined alias, a scalar that holds an
/// expression, and what a partial collection may lack are unknown, with the node as the cause.
namespace plumbline::ir {

/// A scalar's value; a map or a list stays a node (of the alias's target).
Value node_value(const IrView& ir, std::uint32_t node);
/// A map's value by key, still a node; absent without it; unknown when a partial map may have it; an error for what
/// is no map.
Value node_child(const IrView& ir, std::uint32_t node, std::string_view key);
/// A list's element, still a node; an error outside of it.
Value node_element(const IrView& ir, std::uint32_t node, std::int64_t index);
/// Elements of a list, entries of a map.
Value node_size(const IrView& ir, std::uint32_t node);
bool node_is_map(const IrView& ir, std::uint32_t node);
bool node_is_list(const IrView& ir, std::uint32_t node);
/// Are children missing (a syntax error, a limit, a spread)?
bool node_is_partial(const IrView& ir, std::uint32_t node);
/// The file that the node stands in and its span there.
Location node_location(const IrView& ir, std::uint32_t node);

/// Children of a map or list in source order, without merged maps' own: `first`, then `next` until none.
std::optional<std::uint32_t> first_child(const IrView& ir, std::uint32_t node);
std::optional<std::uint32_t> next_child(const IrView& ir, std::uint32_t parent, std::uint32_t child);
std::string_view node_key(const IrView& ir, std::uint32_t node);
const syntax::DataNode& node_row(const IrView& ir, std::uint32_t node);

}  // namespace plumbline::ir
