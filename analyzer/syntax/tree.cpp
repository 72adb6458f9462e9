#include "analyzer/syntax/tree.h"

namespace plumbline::syntax {

NodeRef Tree::open(std::uint16_t kind, Span span, std::uint16_t flags) {
  nodes_.push_back({kind, flags, span, 0});
  return {static_cast<std::uint32_t>(nodes_.size() - 1)};
}

void Tree::close(NodeRef node) {
  nodes_[node.index].subtree_end = static_cast<std::uint32_t>(nodes_.size());
}

}  // namespace plumbline::syntax
