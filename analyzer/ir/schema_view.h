#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/ir/type.h"
#include "analyzer/ir/value.h"

namespace plumbline::ir {

class RepoIr;

/// What the checker and the evaluator need of one field. `load` returns `Value::absent()` where an optional field has
/// no value, `Value::unknown(cause)` where the file says something that cannot be known here. It allocates nothing.
struct FieldView {
  std::string_view name;
  std::string_view doc;
  Type type;
  Value (*load)(const RepoIr&, const void* row) = nullptr;
};

/// The field table as CEL sees it. The real one is the IR's; tests have their own.
class SchemaView {
 public:
  SchemaView() = default;
  SchemaView(const SchemaView&) = delete;
  SchemaView& operator=(const SchemaView&) = delete;
  virtual ~SchemaView() = default;

  virtual std::optional<EntityKind> entity_kind(std::string_view name) const = 0;
  virtual std::string_view entity_name(EntityKind kind) const = 0;
  virtual std::optional<FieldView> field(EntityKind kind, std::string_view name) const = 0;
  /// For suggestions and completion.
  virtual std::vector<std::string_view> field_names(EntityKind kind) const = 0;
  /// By vocabulary id.
  virtual std::span<const WordList> vocabularies() const = 0;
};

/// Rows of one entity, as bytes.
struct RowTable {
  const void* rows = nullptr;
  std::uint32_t stride = 0;
  std::uint32_t count = 0;

  const void* row(std::uint32_t index) const { return static_cast<const char*>(rows) + std::size_t{stride} * index; }
};

/// What an evaluation reads, made once for a repository's IR; everything in it outlives the evaluation. All empty for
/// an expression that reads no IR.
struct IrView {
  const RepoIr* repo = nullptr;
  const SchemaView* schema = nullptr;
  std::span<const RowTable> tables;            ///< by entity kind; nodes: `syntax::DataNode`
  EntityKind node_kind = Value::node_element;  ///< position of the nodes in `tables`
  std::span<const std::uint32_t> first_nodes;  ///< of each file, ascending
  const char* text = nullptr;                  ///< what a `Str` is an offset into
};

}  // namespace plumbline::ir
