#include "analyzer/ir/json.h"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analyzer/ir/list_element.h"
#include "analyzer/ir/nodes.h"
#include "analyzer/source/line_index.h"

namespace plumbline::ir {

namespace {

using Json = nlohmann::ordered_json;

/// One pass over the tables of a repository. Line indexes are made once a file.
class Dump {
 public:
  explicit Dump(const IrView& ir) : ir_(ir), repo_(*ir.repo) {}

  const source::LineIndex& lines(std::uint32_t file) {
    const auto found = lines_.find(file);
    if (found != lines_.end()) return found->second;
    return lines_.emplace(file, source::LineIndex(repo_.file_text({file}))).first->second;
  }

  std::string place(Location at) {
    if (!at.file.has_value() || at.file.index >= repo_.file_count()) return "?";
    const std::string_view text = repo_.file_text({at.file.index});
    const LineColumn where = lines(at.file.index).locate(at.span.begin, text);
    return fmt::format("{}:{}:{}", repo_.text(repo_.rows<File>()[at.file.index].name), where.line, where.column);
  }

  std::string reference(EntityKind kind, std::uint32_t row) const {
    return fmt::format("{}#{}", schema()[kind].name, row);
  }

  Json scalar(const Value& value) {
    switch (value.tag) {
      case Tag::null:
        return nullptr;
      case Tag::boolean:
        return value.boolean;
      case Tag::integer:
        return value.integer;
      case Tag::unsigned_integer:
        return value.unsigned_integer;
      case Tag::real:
        return value.real;
      case Tag::string:
      case Tag::type:
        return std::string(value.view());
      case Tag::unknown:
        return Json{{"unknown", place(value.cause())}};
      case Tag::error:
        return Json{{"error", std::string(value.view())}};
      case Tag::timestamp:
        return Json{{"seconds", value.integer}, {"nanoseconds", value.size}};
      case Tag::duration:
        return fmt::format("{}.{:09}s", value.integer, value.size);
      default:
        return nullptr;
    }
  }

  Json words(const Value& value) {
    Json all = Json::array();
    const auto list = ir_.schema->vocabularies()[value.element].words;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if ((value.unsigned_integer >> i & 1U) != 0) all.push_back(std::string(list[i]));
    }
    return all;
  }

  /// `deep`: entities in full form, as a query prints them; else as references. The depth of values that expressions
  /// make is bounded by the depth of expressions.
  Json value(const Value& v, bool deep) {  // NOLINT(misc-no-recursion)
    switch (v.tag) {
      case Tag::word_set:
        return words(v);
      case Tag::entity:
        return deep ? entity(v.element, v.index) : Json(reference(v.element, v.index));
      case Tag::node:
        return deep ? node(v.index) : Json(reference(ir_.node_kind, v.index));
      case Tag::optional:
        return v.items == nullptr ? Json(nullptr) : value(*v.values(), deep);
      case Tag::list: {
        Json all = Json::array();
        for (std::uint32_t i = 0; i < v.size; ++i) all.push_back(value(list_element(ir_, v, i), deep));
        return all;
      }
      case Tag::map: {
        Json all = Json::object();
        for (std::uint32_t i = 0; i < v.size; ++i) {
          const Json key = value(v.values()[2 * i], deep);
          all[key.is_string() ? key.get<std::string>() : key.dump()] = value(v.values()[2 * i + 1], deep);
        }
        return all;
      }
      default:
        return scalar(v);
    }
  }

  Json entity(EntityKind kind, std::uint32_t row) {
    const auto& common = *static_cast<const Entity*>(ir_.tables[kind].row(row));
    return Json{{"entity", schema()[kind].name},
                {"at", place({{common.file.index}, common.head})},
                {"path", std::string(repo_.text(common.path))},
                {"head", std::string(common.head.of(repo_.file_text(common.file)))}};
  }

  Json node(std::uint32_t row) {
    const Value plain = node_value(ir_, row);
    if (!plain.is(Tag::node)) return scalar(plain);
    return Json{
        {"entity", "node"},
        {"at", place(node_location(ir_, row))},
        {"text", std::string(node_location(ir_, row).span.of(repo_.file_text({node_location(ir_, row).file.index})))}};
  }

  bool runs_through(Location at, const DumpFilter& filter) {
    if (!at.file.has_value() || repo_.text(repo_.rows<File>()[at.file.index].name) != filter.path) return false;
    const source::LineIndex& index = lines(at.file.index);
    const std::uint32_t last = at.span.end > at.span.begin ? at.span.end - 1 : at.span.begin;
    return index.line_of(at.span.begin) <= filter.line && filter.line <= index.line_of(last);
  }

  Json table(EntityKind kind, const std::optional<DumpFilter>& filter) {
    Json rows = Json::array();
    for (std::uint32_t row = 0; row < ir_.tables[kind].count; ++row) {
      const void* bytes = ir_.tables[kind].row(row);
      Json object = Json::object();
      object["ref"] = reference(kind, row);
      if (kind == ir_.node_kind) {
        if (filter && !runs_through(node_location(ir_, row), *filter)) continue;
        add_node(object, row);
      } else {
        const auto& common = *static_cast<const Entity*>(bytes);
        const bool placed = common.file.has_value();
        if (filter && (!placed || !runs_through({{common.file.index}, common.span}, *filter))) continue;
        if (placed) object["at"] = place({{common.file.index}, common.head});
        for (const Field& field : fields_of(kind)) {
          if (field.name.empty() || (field.name == "head" && !placed) || (field.name == "file" && !placed)) continue;
          const Value loaded = field.load(repo_, bytes);
          if (!loaded.is(Tag::absent)) object[std::string(field.name)] = value(loaded, false);
        }
      }
      rows.push_back(std::move(object));
    }
    return rows;
  }

 private:
  void add_node(Json& object, std::uint32_t row) {
    const DataNode& node = node_row(ir_, row);
    object["at"] = place(node_location(ir_, row));
    if (node.parent != DataNode::none) object["parent"] = reference(ir_.node_kind, node.parent);
    if (!node.key.empty()) object["key"] = std::string(repo_.text(node.key));
    const Value plain = node_value(ir_, row);
    if (!plain.is(Tag::node)) object["value"] = scalar(plain);
  }

  const IrView& ir_;
  const RepoIr& repo_;
  std::map<std::uint32_t, source::LineIndex> lines_;
};

std::string dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const RepoIr& repo, const std::optional<DumpFilter>& filter) {
  const RepoView view(repo);
  Dump dumped(view.ir());
  Json entities = Json::object();
  for (std::size_t kind = 0; kind < entity_type_count; ++kind) {
    Json rows = dumped.table(static_cast<EntityKind>(kind), filter);
    if (!rows.empty()) entities[std::string(schema()[kind].name)] = std::move(rows);
  }
  return dump(Json{{"schema", "plumbline-ir/1"}, {"entities", std::move(entities)}}, 1) + "\n";
}

std::string value_to_json(const Value& value, const IrView& ir) {
  return dump(Dump(ir).value(value, true), -1);
}

std::string print_place(const RepoIr& repo, Location at) {
  const RepoView view(repo);
  return Dump(view.ir()).place(at);
}

}  // namespace plumbline::ir
