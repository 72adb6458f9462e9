#include "analyzer/ir/nodes.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace plumbline::ir {

namespace {

using syntax::DataKind;
using syntax::DataNode;

/// A document built by hand: `add` a node, then its children, then `close` it.
struct Document {
  std::string text;
  std::vector<DataNode> nodes;
  std::vector<std::uint32_t> first_nodes{0};
  std::vector<RowTable> tables;

  Str str(std::string_view s) {
    const Str result{static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(s.size())};
    text += s;
    return result;
  }
  std::uint32_t add(DataKind kind, std::string_view key, std::string_view value = "", int flags = 0) {
    DataNode node;
    node.kind = kind;
    node.key = str(key);
    node.text = str(value);
    node.flags = static_cast<std::uint8_t>(flags);
    node.subtree_end = static_cast<std::uint32_t>(nodes.size() + 1);
    node.span = {10 * node.subtree_end, 10 * node.subtree_end + 5};
    nodes.push_back(node);
    return node.subtree_end - 1;
  }
  void close(std::uint32_t node) { nodes[node].subtree_end = static_cast<std::uint32_t>(nodes.size()); }
  IrView view() {
    tables = {{nodes.data(), sizeof(DataNode), static_cast<std::uint32_t>(nodes.size())}};
    IrView ir;
    ir.tables = tables;
    ir.node_kind = 0;
    ir.first_nodes = first_nodes;
    ir.text = text.data();
    return ir;
  }
};

}  // namespace

TEST_CASE("scalars load as what they say") {
  Document document;
  const auto add = [&](DataKind kind, std::string_view text) { return document.add(kind, "k", text); };
  const std::uint32_t number = add(DataKind::integer, "-0x1F");
  const std::uint32_t real = add(DataKind::floating, "1.5");
  const std::uint32_t yes = add(DataKind::boolean, "Yes");
  const std::uint32_t off = add(DataKind::boolean, "off");
  const std::uint32_t text = add(DataKind::string, "on");
  const std::uint32_t nothing = add(DataKind::null, "~");
  const IrView ir = document.view();
  CHECK(node_value(ir, number).integer == -31);
  CHECK(node_value(ir, real).real == 1.5);
  CHECK(node_value(ir, yes).is_true());
  CHECK(node_value(ir, off).is_false());
  CHECK(node_value(ir, text).view() == "on");
  CHECK(node_value(ir, nothing).is(Tag::null));
}

TEST_CASE("a map's own key wins over a merged one, and a merged one is found") {
  Document document;
  const std::uint32_t base = document.add(DataKind::map, "base");
  document.add(DataKind::string, "image", "old");
  document.add(DataKind::string, "user", "app");
  document.close(base);
  const std::uint32_t map = document.add(DataKind::map, "service");
  const std::uint32_t merge = document.add(DataKind::alias, "<<", "base");
  document.nodes[merge].target = base;
  document.add(DataKind::string, "image", "new");
  document.close(map);
  const IrView ir = document.view();
  CHECK(node_value(ir, node_child(ir, map, "image").index).view() == "new");
  CHECK(node_value(ir, node_child(ir, map, "user").index).view() == "app");
  CHECK(node_child(ir, map, "port").is(Tag::absent));
  CHECK(node_size(ir, map).integer == 2);
}

TEST_CASE("what cannot be known is unknown, with the place that is the cause") {
  Document document;
  document.first_nodes = {0, 1};
  document.add(DataKind::string, "first file", "x");
  const std::uint32_t map = document.add(DataKind::map, "m", "", DataNode::partial);
  const std::uint32_t opaque = document.add(DataKind::string, "image", "${{ x }}", DataNode::opaque);
  document.close(map);
  const std::uint32_t dangling = document.add(DataKind::alias, "a", "none");
  const IrView ir = document.view();
  CHECK(node_value(ir, opaque).is(Tag::unknown));
  CHECK(node_value(ir, opaque).cause() == Location{{1}, {30, 35}});
  CHECK(node_value(ir, dangling).is(Tag::unknown));
  CHECK(node_child(ir, map, "missing").is(Tag::unknown));
  CHECK(node_child(ir, map, "missing").cause().span.empty());
  CHECK(node_child(ir, map, "image").is(Tag::node));
  CHECK(node_size(ir, map).is(Tag::unknown));
}

TEST_CASE("aliases in a circle are unknown and end") {
  Document document;
  const std::uint32_t one = document.add(DataKind::alias, "a");
  const std::uint32_t two = document.add(DataKind::alias, "b");
  document.nodes[one].target = two;
  document.nodes[two].target = one;
  const std::uint32_t map = document.add(DataKind::map, "m");
  const std::uint32_t merge = document.add(DataKind::alias, "<<");
  document.nodes[merge].target = map;
  document.close(map);
  const IrView ir = document.view();
  CHECK(node_value(ir, one).is(Tag::unknown));
  CHECK(node_child(ir, map, "k").is(Tag::unknown));
}

TEST_CASE("a list is read by position") {
  Document document;
  const std::uint32_t list = document.add(DataKind::list, "l");
  const std::uint32_t inner = document.add(DataKind::map, "");
  document.add(DataKind::string, "a", "1");
  document.close(inner);
  document.add(DataKind::string, "", "second");
  document.close(list);
  const IrView ir = document.view();
  CHECK(node_value(ir, node_element(ir, list, 1).index).view() == "second");
  CHECK(node_element(ir, list, 2).is(Tag::error));
  CHECK(node_element(ir, list, -1).is(Tag::error));
  CHECK(node_child(ir, list, "a").is(Tag::error));
}

}  // namespace plumbline::ir
