#include "analyzer/ir/repo_ir.h"

#include <algorithm>

#include "analyzer/base/memory.h"
#include "analyzer/ir/schema.h"

namespace plumbline::ir {

RepoIr::RepoIr(TextArena& arena) : arena_(&arena) {
  tables_.add(Repo{});
}

namespace {

void rebase(DataNode& node, const Bases& bases) {
  const std::uint32_t base = bases.rows[kind_of<DataNode>];
  node.subtree_end += base;
  if (node.parent != DataNode::none) node.parent += base;
  if (node.target != DataNode::none) node.target += base;
  node.key = bases.moved(node.key);
  node.text = bases.moved(node.text);
}

template <class E>
void join(Table<E>& into, const TableView<E>& from, const Bases& bases) {
  if (from.rows.empty()) return;
  const std::size_t first = into.rows.size();
  into.rows.insert(into.rows.end(), from.rows.begin(), from.rows.end());
  if constexpr (std::is_same_v<E, DataNode>) {
    for (std::size_t i = first; i < into.rows.size(); ++i) rebase(into.rows[i], bases);
  } else {
    for (std::size_t i = first; i < into.rows.size(); ++i) {
      E& row = into.rows[i];
      row.file = bases.moved(row.file);
      row.path = bases.moved(row.path);
    }
    for (const Field& field : fields_of(kind_of<E>)) {
      if (field.rebase == nullptr) continue;
      for (std::size_t i = first; i < into.rows.size(); ++i) field.rebase(&into.rows[i], bases);
    }
  }
  for (const Ref<E> ref : from.refs) into.refs.push_back(bases.moved(ref));
}

}  // namespace

void RepoIr::reserve(const BlockCounts& counts, std::size_t files) {
  std::size_t kind = 0;
  tables_.for_each([&](auto& table) {
    table.rows.reserve(table.rows.size() + counts.rows[kind]);
    table.refs.reserve(table.refs.size() + counts.refs[kind]);
    ++kind;
  });
  tables_.strs.reserve(tables_.strs.size() + counts.strs);
  file_texts_.reserve(files);
  node_begins_.reserve(files);
}

Ref<File> RepoIr::add(const LoadedFile& file, const VerifiedIr& ir) {
  Bases bases;
  bases.file_size = ir.file_size;
  bases.file_text = file.text.offset;
  const std::optional<Str> pool = arena_->add(ir.pool);
  if (!pool.has_value()) return add_not_analysed(file);
  bases.pool_text = pool->offset;
  bases.strs = static_cast<std::uint32_t>(tables_.strs.size());
  std::size_t kind = 0;
  tables_.for_each([&](const auto& table) {
    bases.rows[kind] = static_cast<std::uint32_t>(table.rows.size());
    bases.refs[kind] = static_cast<std::uint32_t>(table.refs.size());
    ++kind;
  });
  node_begins_.push_back(bases.rows[kind_of<DataNode>]);
  tables_.for_each([&]<class E>(Table<E>& table) { join(table, ir.tables.template table<E>(), bases); });
  for (const Str s : ir.tables.strs) tables_.strs.push_back(bases.moved(s));
  file_texts_.push_back(file.text);
  return {static_cast<std::uint32_t>(file_count() - 1)};
}

Ref<File> RepoIr::add_not_analysed(const LoadedFile& file) {
  File row;
  row.file = {static_cast<std::uint32_t>(file_count())};
  row.span = {0, file.text.size};
  row.kind = file.kind;
  row.name = add_text(file.path);
  row.path = row.name;
  row.analysed = false;
  node_begins_.push_back(static_cast<std::uint32_t>(rows<DataNode>().size()));
  file_texts_.push_back(file.text);
  return tables_.add(row);
}

Str RepoIr::add_text(std::string_view text) {
  const std::optional<Str> added = arena_->add(text);
  if (!added.has_value()) out_of_memory();
  return *added;
}

Ref<File> RepoIr::file_of_node(Ref<DataNode> node) const {
  const auto after = std::upper_bound(node_begins_.begin(), node_begins_.end(), node.index);
  return {static_cast<std::uint32_t>(after - node_begins_.begin() - 1)};
}

}  // namespace plumbline::ir
