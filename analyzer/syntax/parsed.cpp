#include "analyzer/syntax/parsed.h"

#include "analyzer/base/ascii.h"

namespace plumbline::syntax {

NodeRef Parsed::child(NodeRef node, Field field) const {
  if (!node) return {};
  for (const NodeRef candidate : tree.children(node))
    if (fields[candidate.index] == field) return candidate;
  return {};
}

NodeRef Parsed::first_child(NodeRef node) const {
  if (!node || tree.children(node).empty()) return {};
  return {node.index + 1};
}

std::vector<NodeRef> Parsed::parents() const {
  std::vector<NodeRef> result(tree.size());
  for (std::uint32_t i = 0; i < tree.size(); ++i)
    for (const NodeRef inner : tree.children({i})) result[inner.index] = {i};
  return result;
}

Span Parsed::source_head(Span in_text) const {
  const std::size_t end = ascii::line_ends.find(in_text.of(text.text()));
  if (end > 0) in_text.end = in_text.begin + static_cast<std::uint32_t>(end);
  return text.to_source(in_text);
}

bool Parsed::has_error(NodeRef node) const {
  for (std::uint32_t i = node.index; i < tree[node].subtree_end; ++i) {
    const Node& inner = tree[{i}];
    if (inner.has(Node::error) || inner.has(Node::missing)) return true;
  }
  return false;
}

}  // namespace plumbline::syntax
