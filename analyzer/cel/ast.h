#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "analyzer/base/arena.h"
#include "analyzer/base/location.h"
#include "analyzer/ir/value.h"

namespace plumbline::cel {

/// What is wrong with an expression: a place in its text and a sentence without a capital or a period.
struct ExpressionError {
  Span at;
  std::string message;
};
template <class T>
using Expected = tl::expected<T, ExpressionError>;

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = ~0U;

enum class NodeKind : std::uint8_t {
  literal,         ///< `literal`
  identifier,      ///< `name`; `absolute` when written `.name`
  select,          ///< operand 0 . `name`; `optional` when `?.`
  has,             ///< has(operand 0 . `name`)
  index,           ///< operand 0 [ operand 1 ]; `optional` when `[?`
  call,            ///< `name`(operands); `has_target`: operand 0 . `name`(the others)
  unary,           ///< `op`
  binary,          ///< `op`
  logical,         ///< two or more operands of one && or ||
  conditional,     ///< operand 0 ? operand 1 : operand 2
  list,            ///< operands, some of them optional_entry
  map,             ///< key, value, key, value, …; a value may be an optional_entry
  optional_entry,  ///< `?` operand 0
  comprehension,   ///< `macro` over operand 0 with `variables`
  bind,            ///< cel.bind(variables[0], operand 0, operand 1)
  optional_map,    ///< operand 0 .optMap(variables[0], operand 1); `flat`: optFlatMap
};

enum class Operator : std::uint8_t {
  none,
  logical_or,
  logical_and,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  in,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  logical_not,
  negate,
};
std::string_view symbol(Operator op);

enum class Macro : std::uint8_t {
  none,
  exists,           ///< range, predicate
  all,              ///< range, predicate
  exists_one,       ///< range, predicate
  filter,           ///< range, predicate
  map,              ///< range, [predicate,] transform
  transform_list,   ///< range, [predicate,] transform; two variables
  transform_map,    ///< range, [predicate,] transform; two variables
  transform_entry,  ///< range, [predicate,] transform of map type; two variables
};

struct Node {
  enum Flag : std::uint8_t { absolute = 1, optional = 2, has_target = 4, flat = 8, quoted = 16 };
  NodeKind kind = NodeKind::literal;
  Operator op = Operator::none;
  Macro macro = Macro::none;
  std::uint8_t flags = 0;
  std::uint16_t height = 1;  ///< of the tree below, this node included
  Span span;                 ///< all of it, without parentheses around it
  Span outer;                ///< with them
  Span name_span;            ///< of the name or the (first) operator
  std::uint32_t first = 0;   ///< in Ast::operands
  std::uint32_t count = 0;
  std::string_view name;  ///< of a field, variable or function; views into the Ast
  std::string_view variables[2];
  ir::Value literal;

  bool is(NodeKind k) const { return kind == k; }
  bool has(Flag flag) const { return (flags & flag) != 0; }
};

/// A parsed expression: nodes in one vector, operands before what they belong to. Owns its text.
struct Ast {
  std::string_view text;
  std::vector<Node> nodes;
  std::vector<NodeId> operands;
  NodeId root = no_node;
  Arena storage;  ///< the text, names and decoded literals

  const Node& operator[](NodeId id) const { return nodes[id]; }
  std::span<const NodeId> operands_of(NodeId id) const {
    return std::span(operands).subspan(nodes[id].first, nodes[id].count);
  }
  NodeId operand(NodeId id, std::size_t i) const { return operands[nodes[id].first + i]; }
  std::string_view source(NodeId id) const { return nodes[id].span.of(text); }
};

/// Nesting that a parser accepts; later passes recurse within `max_height`.
inline constexpr int max_nesting = 100;
inline constexpr std::uint16_t max_height = 250;
inline constexpr std::size_t max_text = 64U << 10U;

Expected<Ast> parse(std::string_view text);

/// The expression again, in one spelling: parsing the result gives the same tree.
std::string unparse(const Ast& ast);
std::string unparse(const Ast& ast, NodeId from);

}  // namespace plumbline::cel
