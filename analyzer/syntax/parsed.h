#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/data.h"
#include "analyzer/syntax/tree.h"

namespace plumbline::syntax {

/// What a node is for its parent, in the words of the grammars.
enum class Field : std::uint8_t {
  none,
  alias,
  alternative,
  argument,
  arguments,
  attribute,
  block,
  body,
  close_tag,
  condition,
  consequence,
  constructor,
  declaration,
  descriptor,
  destination,
  function,
  index,
  initializer,
  key,
  kind,
  left,
  method,
  name,
  object,
  open_tag,
  operator_,
  parameters,
  pattern,
  property,
  receiver,
  redirect,
  right,
  scope,
  source,
  type,
  value,
  variable,
};
inline constexpr std::array<std::string_view, 37> field_names{
    "",          "alias",       "alternative", "argument",    "arguments",   "attribute",  "block",       "body",
    "close_tag", "condition",   "consequence", "constructor", "declaration", "descriptor", "destination", "function",
    "index",     "initializer", "key",         "kind",        "left",        "method",     "name",        "object",
    "open_tag",  "operator",    "parameters",  "pattern",     "property",    "receiver",   "redirect",    "right",
    "scope",     "source",      "type",        "value",       "variable"};
static_assert(field_names.size() == static_cast<std::size_t>(Field::variable) + 1);

/// A parsed program with its text. Spans of nodes are bytes of `text`; those of `errors` and `limits`, of the file.
struct Parsed {
  source::MappedText text;
  Tree tree;                        ///< empty when a limit forbade parsing
  std::vector<Field> fields;        ///< of each node in its parent
  std::vector<SyntaxError> errors;  ///< the language refuses these; the rest was read
  std::vector<SyntaxError> limits;  ///< what of ours ended something early: the tree is not complete, or not there

  bool complete() const { return limits.empty(); }
  NodeRef root() const { return tree.root(); }
  Field field(NodeRef node) const { return fields[node.index]; }
  std::string_view text_of(NodeRef node) const { return tree[node].span.of(text.text()); }
  /// The node's bytes of the file.
  Span source(NodeRef node) const { return text.to_source(tree[node].span); }
  /// Its part on the line where it begins, for a caret.
  Span source_head(Span in_text) const;

  /// The first child that has this field; none if there is none, or no node.
  NodeRef child(NodeRef node, Field field) const;
  NodeRef first_child(NodeRef node) const;
  /// Of every node; none for the root.
  std::vector<NodeRef> parents() const;
  /// Is a syntax error anywhere in it?
  bool has_error(NodeRef node) const;
};

}  // namespace plumbline::syntax
