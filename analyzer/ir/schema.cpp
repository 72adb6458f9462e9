#include "analyzer/ir/schema.h"

#include <algorithm>
#include <array>

#include "analyzer/ir/schema_builder.h"
#include "analyzer/ir/schema_tables.h"

namespace plumbline::ir {

namespace {

template <std::size_t... I>
std::array<EntitySchema, entity_type_count> make_schema(std::index_sequence<I...>) {
  return {schema_of<std::tuple_element_t<I, EntityTypes>>()...};
}

const std::array<EntitySchema, entity_type_count>& entity_schemas() {
  static const auto schemas = make_schema(std::make_index_sequence<entity_type_count>());
  return schemas;
}

template <std::size_t... I>
constexpr std::array<WordList, sizeof...(I)> make_vocabularies(std::index_sequence<I...>) {
  return {word_list<std::tuple_element_t<I, VocabularyTypes>>...};
}
constexpr auto all_vocabularies = make_vocabularies(std::make_index_sequence<std::tuple_size_v<VocabularyTypes>>());

class TableSchema final : public SchemaView {
 public:
  std::optional<EntityKind> entity_kind(std::string_view name) const override {
    const auto& all = entity_schemas();
    const auto found = std::find_if(all.begin(), all.end(), [&](const EntitySchema& e) { return e.name == name; });
    if (found == all.end()) return std::nullopt;
    return static_cast<EntityKind>(found - all.begin());
  }
  std::string_view entity_name(EntityKind kind) const override { return entity_schemas()[kind].name; }
  std::optional<FieldView> field(EntityKind kind, std::string_view name) const override {
    const Field* found = find_field(kind, name);
    if (found == nullptr) return std::nullopt;
    return FieldView{found->name, found->doc, found->type, found->load};
  }
  std::vector<std::string_view> field_names(EntityKind kind) const override {
    std::vector<std::string_view> names;
    for (const Field& field : fields_of(kind)) {
      if (!field.name.empty()) names.push_back(field.name);
    }
    return names;
  }
  std::span<const WordList> vocabularies() const override { return all_vocabularies; }
};

}  // namespace

template <>
EntitySchema schema_of<DataNode>() {
  return {"node", "A value of a document: its fields are the keys of the map that it is.", {}};
}

Bounds::Bounds(const TablesView& tables, std::uint32_t file_size, std::size_t pool_size)
    : file_size_(file_size), text_size_(std::uint64_t{file_size} + pool_size), strs_(tables.strs.size()) {
  std::size_t kind = 0;
  tables.for_each([&](const auto& table) {
    rows_[kind] = table.rows.size();
    refs_[kind] = table.refs.size();
    ++kind;
  });
}

std::span<const EntitySchema> schema() {
  return entity_schemas();
}

std::span<const Field> fields_of(EntityKind kind) {
  return entity_schemas()[kind].fields;
}

const Field* find_field(EntityKind kind, std::string_view name) {
  if (name.empty()) return nullptr;
  for (const Field& field : fields_of(kind)) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

const SchemaView& schema_view() {
  static const TableSchema view;
  return view;
}

RepoView::RepoView(const RepoIr& repo) {
  repo.tables().for_each([&]<class E>(const Table<E>& table) {
    tables_.push_back({table.rows.data(), sizeof(E), static_cast<std::uint32_t>(table.rows.size())});
  });
  view_.repo = &repo;
  view_.schema = &schema_view();
  view_.tables = tables_;
  view_.node_kind = kind_of<DataNode>;
  view_.first_nodes = repo.first_nodes();
  view_.text = repo.arena_base();
}

const Entity* entity_of(const RepoIr& repo, EntityKind kind, std::uint32_t row) {
  const Entity* found = nullptr;
  std::size_t at = 0;
  repo.tables().for_each([&]<class E>(const Table<E>& table) {
    if constexpr (std::is_base_of_v<Entity, E>) {
      if (at == kind && row < table.rows.size()) found = &table.rows[row];
    }
    ++at;
  });
  return found;
}

}  // namespace plumbline::ir
