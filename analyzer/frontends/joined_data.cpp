#include "analyzer/frontends/joined_data.h"

#include "analyzer/facts/secret_values.h"

namespace plumbline::frontends {

syntax::Data joined_list(const std::vector<syntax::Data>& values, Span span, bool partial) {
  syntax::Data list;
  syntax::DataNode root;
  root.kind = syntax::DataKind::list;
  root.span = span;
  root.flags = syntax::DataNode::flow | (partial ? syntax::DataNode::partial : 0);
  list.nodes.push_back(root);
  for (const syntax::Data& value : values) {
    const auto base = static_cast<std::uint32_t>(list.nodes.size());
    const auto pool = static_cast<std::uint32_t>(list.pool.size());
    const auto pieces = static_cast<std::uint32_t>(list.pieces.size());
    for (syntax::DataNode node : value.nodes) {
      node.subtree_end += base;
      node.parent = node.parent == syntax::DataNode::none ? 0 : node.parent + base;
      if (node.target != syntax::DataNode::none) node.target += base;
      if (node.pieces != syntax::DataNode::none) node.pieces += pieces;
      if (!node.key.empty()) node.key.offset += pool;
      if (!node.text.empty()) node.text.offset += pool;
      list.nodes.push_back(node);
    }
    list.pool += value.pool;
    list.pieces.insert(list.pieces.end(), value.pieces.begin(), value.pieces.end());
  }
  list.nodes.front().subtree_end = static_cast<std::uint32_t>(list.nodes.size());
  return list;
}

void add_written_default(std::string_view written, ir::Variable& row, ir::FileIrBuilder& ir) {
  const auto otherwise = facts::literal_default(written);
  if (!otherwise) return;
  row.fallback = ir.str(otherwise->of(written));
  row.value = ir.str(written);
}

}  // namespace plumbline::frontends
