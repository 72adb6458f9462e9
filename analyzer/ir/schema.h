#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "analyzer/ir/repo_ir.h"
#include "analyzer/ir/schema_view.h"
#include "analyzer/ir/type.h"
#include "analyzer/ir/value.h"

/// The field table: each field of each entity is declared once, and everything that must know fields reads it here:
/// the type checker, the evaluator, `plumbline schema`, `plumbline ir`, joining files and checking received blocks.
namespace plumbline::ir {

/// Counts that every index in a block must stay below.
class Bounds {
 public:
  Bounds(const TablesView& tables, std::uint32_t file_size, std::size_t pool_size);

  bool holds(Span span) const { return span.begin <= span.end && span.end <= file_size_; }
  bool holds(Str s) const {
    const std::uint64_t end = std::uint64_t{s.offset} + s.size;
    // A string lies in the file or in the pool, not across.
    return s.empty() || end <= file_size_ || (s.offset >= file_size_ && end <= text_size_);
  }
  template <class E>
  bool holds(Ref<E> ref) const {
    return !ref.has_value() || ref.index < rows_[kind_of<E>];
  }
  template <class E>
  bool holds(List<Ref<E>> list) const {
    return std::uint64_t{list.first} + list.count <= refs_[kind_of<E>];
  }
  bool holds(List<Str> list) const { return std::uint64_t{list.first} + list.count <= strs_; }

 private:
  std::uint64_t file_size_;
  std::uint64_t text_size_;
  std::uint64_t strs_;
  std::uint64_t rows_[entity_type_count] = {};
  std::uint64_t refs_[entity_type_count] = {};
};

/// Where one file's tables begin in the repository's.
struct Bases {
  std::uint32_t file_size = 0;
  std::uint32_t file_text = 0;  ///< of the file's bytes in the arena
  std::uint32_t pool_text = 0;  ///< of the block's pool in the arena
  std::uint32_t strs = 0;
  std::uint32_t rows[entity_type_count] = {};
  std::uint32_t refs[entity_type_count] = {};

  Str moved(Str s) const {
    s.offset = s.offset < file_size || s.empty() ? s.offset + file_text : s.offset - file_size + pool_text;
    return s;
  }
  template <class E>
  Ref<E> moved(Ref<E> ref) const {
    if (ref.has_value()) ref.index += rows[kind_of<E>];
    return ref;
  }
  template <class E>
  List<Ref<E>> moved(List<Ref<E>> list) const {
    list.first += refs[kind_of<E>];
    return list;
  }
  List<Str> moved(List<Str> list) const {
    list.first += strs;
    return list;
  }
};

/// Who writes a field.
enum class FieldStage : std::uint8_t {
  file,      ///< a frontend
  link,      ///< only link, when all files are there
  computed,  ///< nobody: a function of others
};

struct Field {
  std::string_view name;
  std::string_view doc;
  Type type;
  FieldStage stage = FieldStage::file;
  Value (*load)(const RepoIr&, const void* row) = nullptr;
  void (*rebase)(void* row, const Bases&) = nullptr;         ///< null: nothing to move
  bool (*verify)(const void* row, const Bounds&) = nullptr;  ///< null: every bit pattern is sound
};

struct EntitySchema {
  std::string_view name;
  std::string_view doc;
  std::span<const Field> fields;  ///< own, then the common ones; those without a name are not for CEL
};

/// By entity kind. The last is `node`, whose fields are the keys of the document.
std::span<const EntitySchema> schema();
std::span<const Field> fields_of(EntityKind kind);
/// Null when there is none.
const Field* find_field(EntityKind kind, std::string_view name);

/// The tables as CEL sees them.
const SchemaView& schema_view();

/// What an evaluation over a linked repository reads. Owns the table of tables; the repository must outlive it and not
/// change any more.
class RepoView {
 public:
  explicit RepoView(const RepoIr& repo);
  const IrView& ir() const { return view_; }

 private:
  std::vector<RowTable> tables_;
  IrView view_;
};

/// An entity's common part; null for nodes.
const Entity* entity_of(const RepoIr& repo, EntityKind kind, std::uint32_t row);

}  // namespace plumbline::ir
