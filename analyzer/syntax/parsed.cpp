#include "analyzer/syntax/parsed.h"

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

bool Parsed::has_error(NodeRef node) const {
  for (std::uint32_t i = node.index; i < tree[node].subtree_end; ++i) {
    const Node& inner = tree[{i}];
    if (inner.has(Node::error) || inner.has(Node::missing)) return true;
  }
  return false;
}

}  // namespace plumbline::syntax
