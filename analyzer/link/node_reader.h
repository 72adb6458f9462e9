#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/ir/nodes.h"

namespace plumbline::link {

/// Reads a document of the IR by keys. An absent one has no children and no text.
class NodeReader {
 public:
  NodeReader() = default;
  NodeReader(const ir::IrView& ir, std::uint32_t node) : ir_(&ir), node_(node) {}

  explicit operator bool() const { return node_.has_value(); }
  NodeReader operator[](std::string_view key) const {
    if (!node_ || !ir::node_is_map(*ir_, *node_)) return {};
    const ir::Value value = ir::node_child(*ir_, *node_, key);
    return value.is(ir::Tag::node) ? NodeReader(*ir_, value.index) : NodeReader();
  }
  std::vector<NodeReader> elements() const {
    std::vector<NodeReader> all;
    if (!is_list()) return all;
    for (auto child = ir::first_child(*ir_, *node_); child; child = ir::next_child(*ir_, *node_, *child))
      all.emplace_back(*ir_, *child);
    return all;
  }
  bool is_list() const { return node_ && ir::node_is_list(*ir_, *node_); }
  bool is_map() const { return node_ && ir::node_is_map(*ir_, *node_); }
  /// Of a string; empty for anything else.
  std::string_view text() const {
    if (!node_) return {};
    const ir::Value value = ir::node_value(*ir_, *node_);
    return value.is(ir::Tag::string) ? value.view() : std::string_view();
  }
  /// Of any scalar, as text.
  std::string scalar_text() const {
    if (!node_) return {};
    const ir::Value value = ir::node_value(*ir_, *node_);
    if (value.is(ir::Tag::integer)) return std::to_string(value.integer);
    return value.is(ir::Tag::string) ? std::string(value.view()) : std::string();
  }

 private:
  const ir::IrView* ir_ = nullptr;
  std::optional<std::uint32_t> node_;
};

}  // namespace plumbline::link
