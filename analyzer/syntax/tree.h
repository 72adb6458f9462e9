#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"

namespace plumbline::syntax {

/// A node of a lossless tree: 16 bytes, spans in the parsed text. `kind` is a value of the language's own enum.
struct Node {
  enum Flag : std::uint16_t { named = 1, error = 2, missing = 4, partial = 8 };

  std::uint16_t kind = 0;
  std::uint16_t flags = 0;
  Span span;
  std::uint32_t subtree_end = 0;  ///< index behind the last descendant

  bool has(Flag flag) const { return (flags & flag) != 0; }
};
static_assert(sizeof(Node) == 16);

/// Index of a node in its tree.
struct NodeRef {
  static constexpr std::uint32_t none = ~0U;
  std::uint32_t index = none;
  constexpr explicit operator bool() const { return index != none; }
  friend constexpr auto operator<=>(NodeRef, NodeRef) = default;
};

/// Nodes in preorder in one vector: children of i begin at i + 1 and each next sibling at `subtree_end`. Nothing about
/// it recurses, not even freeing it.
class Tree {
 public:
  class Children {
   public:
    class Iterator {
     public:
      Iterator(const Tree* tree, std::uint32_t at) : tree_(tree), at_(at) {}
      NodeRef operator*() const { return {at_}; }
      Iterator& operator++() {
        at_ = tree_->nodes_[at_].subtree_end;
        return *this;
      }
      friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

     private:
      const Tree* tree_;
      std::uint32_t at_;
    };
    Children(const Tree* tree, std::uint32_t begin, std::uint32_t end) : tree_(tree), begin_(begin), end_(end) {}
    Iterator begin() const { return {tree_, begin_}; }
    Iterator end() const { return {tree_, end_}; }
    bool empty() const { return begin_ == end_; }

   private:
    const Tree* tree_;
    std::uint32_t begin_;
    std::uint32_t end_;
  };

  bool empty() const { return nodes_.empty(); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }
  NodeRef root() const { return {nodes_.empty() ? NodeRef::none : 0}; }
  const Node& operator[](NodeRef node) const { return nodes_[node.index]; }
  Children children(NodeRef node) const { return {this, node.index + 1, nodes_[node.index].subtree_end}; }

  /// Opens a node as the last child of the open one; every `open` needs its `close`.
  NodeRef open(std::uint16_t kind, Span span, std::uint16_t flags = 0);
  void close(NodeRef node);
  Node& edit(NodeRef node) { return nodes_[node.index]; }
  void reserve(std::size_t nodes) { nodes_.reserve(nodes); }

 private:
  std::vector<Node> nodes_;
};

}  // namespace plumbline::syntax
