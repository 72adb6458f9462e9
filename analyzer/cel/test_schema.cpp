#include "analyzer/cel/test_schema.h"

#include <algorithm>

namespace plumbline::cel::test {

using ir::FieldView;
using ir::RepoIr;
using ir::Type;
using ir::TypeKind;
using ir::Value;

namespace {

constexpr std::array<ir::WordList, 2> vocabularies{ir::WordList{"role", roles}, ir::WordList{"provider", providers}};
constexpr Type string_type(TypeKind::string);
constexpr Type integer_type(TypeKind::integer);
constexpr Type boolean_type(TypeKind::boolean);
constexpr Type step_type = Type::of_entity(step_kind);
constexpr Type job_type = Type::of_entity(job_kind);
constexpr Type roles_type = Type::word_set(&vocabularies[0], 0);

const StepRow& step(const void* row) {
  return *static_cast<const StepRow*>(row);
}
const JobRow& job(const void* row) {
  return *static_cast<const JobRow*>(row);
}
const PipelineRow& pipeline(const void* row) {
  return *static_cast<const PipelineRow*>(row);
}

template <class T>
Value load(const Perhaps<T>& perhaps) {
  if (perhaps.unknown.has_value()) return Value::unknown({{0}, *perhaps.unknown});
  return perhaps.value.has_value() ? Value::of(*perhaps.value) : Value::absent();
}

const std::array<FieldView, 3> pipeline_fields{
    FieldView{"provider", "", Type::word(&vocabularies[1], 1),
              [](const RepoIr&, const void* row) {
                const std::uint8_t word = pipeline(row).provider;
                return Value::word(providers[word], word);
              }},
    FieldView{"jobs", "", Type::list(&job_type),
              [](const RepoIr&, const void* row) {
                const auto& jobs = pipeline(row).jobs;
                return Value::entities(jobs.data(), jobs.size(), job_kind);
              }},
    FieldView{"roles", "", roles_type,
              [](const RepoIr&, const void* row) { return Value::words(pipeline(row).roles, 0); }},
};

const std::array<FieldView, 9> job_fields{
    FieldView{"name", "", string_type, [](const RepoIr&, const void* row) { return Value::of(job(row).name); }},
    FieldView{"steps", "", Type::list(&step_type),
              [](const RepoIr&, const void* row) {
                const JobRow& j = job(row);
                return Value::entities(j.steps.data(), j.steps.size(), step_kind, j.steps_incomplete);
              }},
    FieldView{"allow_failure", "", boolean_type,
              [](const RepoIr&, const void* row) { return Value::of(job(row).allow_failure); }},
    FieldView{"timeout", "", integer_type.or_absent(),
              [](const RepoIr&, const void* row) { return load(job(row).timeout); }},
    FieldView{"image", "", string_type.or_absent(),
              [](const RepoIr&, const void* row) { return load(job(row).image); }},
    FieldView{
        "roles", "", roles_type,
        [](const RepoIr&, const void* row) { return Value::words(job(row).roles, 0, job(row).roles_incomplete); }},
    FieldView{"pipeline", "", Type::of_entity(pipeline_kind),
              [](const RepoIr&, const void* row) { return Value::entity(pipeline_kind, job(row).pipeline); }},
    FieldView{
        "labels", "", Type::list(&string_type),
        [](const RepoIr&, const void* row) { return Value::strings(job(row).labels.data(), job(row).labels.size()); }},
    FieldView{"node", "", Type(TypeKind::node).or_absent(),
              [](const RepoIr&, const void* row) {
                return job(row).node.has_value() ? Value::node(*job(row).node) : Value::absent();
              }},
};

const std::array<FieldView, 3> step_fields{
    FieldView{"name", "", string_type, [](const RepoIr&, const void* row) { return Value::of(step(row).name); }},
    FieldView{"roles", "", roles_type, [](const RepoIr&, const void* row) { return Value::words(step(row).roles, 0); }},
    FieldView{"timeout", "", integer_type.or_absent(),
              [](const RepoIr&, const void* row) { return load(step(row).timeout); }},
};

constexpr std::array<std::string_view, 4> names{"pipeline", "job", "step", "node"};

class Schema : public ir::SchemaView {
 public:
  std::optional<ir::EntityKind> entity_kind(std::string_view name) const override {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<ir::EntityKind>(found - names.begin());
  }
  std::string_view entity_name(ir::EntityKind kind) const override { return names[kind]; }
  std::optional<FieldView> field(ir::EntityKind kind, std::string_view name) const override {
    for (const FieldView& field : fields(kind)) {
      if (field.name == name) return field;
    }
    return std::nullopt;
  }
  std::vector<std::string_view> field_names(ir::EntityKind kind) const override {
    std::vector<std::string_view> result;
    for (const FieldView& field : fields(kind)) result.push_back(field.name);
    return result;
  }
  std::span<const ir::WordList> vocabularies() const override { return test::vocabularies; }

 private:
  static std::span<const FieldView> fields(ir::EntityKind kind) {
    if (kind == pipeline_kind) return pipeline_fields;
    if (kind == job_kind) return job_fields;
    return kind == step_kind ? std::span<const FieldView>(step_fields) : std::span<const FieldView>();
  }
};

}  // namespace

const ir::SchemaView& schema() {
  static const Schema instance;
  return instance;
}

Str World::add_text(std::string_view s) {
  const Str result{static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(s.size())};
  text += s;
  return result;
}

std::uint32_t World::add_node(syntax::DataKind kind, std::string_view key, std::string_view value, int flags) {
  syntax::DataNode node;
  node.kind = kind;
  node.key = add_text(key);
  node.text = add_text(value);
  node.flags = static_cast<std::uint8_t>(flags);
  node.subtree_end = static_cast<std::uint32_t>(nodes.size() + 1);
  node.span = {node.subtree_end, node.subtree_end + 1};
  nodes.push_back(node);
  return node.subtree_end - 1;
}

ir::IrView World::view() {
  const auto table = [](const auto& rows) {
    return ir::RowTable{rows.data(), static_cast<std::uint32_t>(sizeof(rows[0])),
                        static_cast<std::uint32_t>(rows.size())};
  };
  tables = {table(pipelines), table(jobs), table(steps), table(nodes)};
  // The loaders above never look at it; the real IR is not known here.
  static const std::uint64_t no_ir = 0;
  ir::IrView ir;
  ir.repo = reinterpret_cast<const RepoIr*>(&no_ir);
  ir.schema = &schema();
  ir.tables = tables;
  ir.node_kind = node_kind;
  ir.first_nodes = first_nodes;
  ir.text = text.data();
  return ir;
}

Environment environment() {
  Environment result;
  result.schema = &schema();
  result.variables = {{"job", job_type, false}, {"all_jobs", Type::list(&job_type), false}};
  return result;
}

}  // namespace plumbline::cel::test
