#include "analyzer/ir/type.h"

#include <fmt/format.h>

#include "analyzer/ir/schema_view.h"

namespace plumbline::ir {

// Recursion is bounded by the depth of a type: two in the field table, an expression's depth limit in the checker.
bool same_type(const Type& a, const Type& b) {  // NOLINT(misc-no-recursion)
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case TypeKind::list:
    case TypeKind::optional:
      return same_type(a.element(), b.element());
    case TypeKind::map:
      return same_type(a.element(), b.element()) && same_type(a.mapped(), b.mapped());
    case TypeKind::word:
    case TypeKind::word_set:
      return a.vocabulary == b.vocabulary;
    case TypeKind::entity:
      return a.entity == b.entity;
    case TypeKind::dynamic:
    case TypeKind::null:
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::unsigned_integer:
    case TypeKind::real:
    case TypeKind::string:
    case TypeKind::bytes:
    case TypeKind::node:
    case TypeKind::type:
    case TypeKind::timestamp:
    case TypeKind::duration:
      return true;
  }
  return false;
}

namespace {

std::string print_present(const Type& type, const SchemaView* schema) {  // NOLINT(misc-no-recursion): as above
  switch (type.kind) {
    case TypeKind::dynamic:
      return "dyn";
    case TypeKind::null:
      return "null";
    case TypeKind::boolean:
      return "bool";
    case TypeKind::integer:
      return "int";
    case TypeKind::unsigned_integer:
      return "uint";
    case TypeKind::real:
      return "double";
    case TypeKind::string:
      return "string";
    case TypeKind::bytes:
      return "bytes";
    case TypeKind::list:
      return fmt::format("list({})", print_type(type.element(), schema));
    case TypeKind::map:
      return fmt::format("map({}, {})", print_type(type.element(), schema), print_type(type.mapped(), schema));
    case TypeKind::word:
      return std::string(type.vocabulary->title);
    case TypeKind::word_set:
      return fmt::format("set of {}", type.vocabulary->title);
    case TypeKind::entity:
      return schema == nullptr ? "entity" : std::string(schema->entity_name(type.entity));
    case TypeKind::node:
      return "node";
    case TypeKind::type:
      return "type";
    case TypeKind::timestamp:
      return "timestamp";
    case TypeKind::duration:
      return "duration";
    case TypeKind::optional:
      return fmt::format("optional({})", print_type(type.element(), schema));
  }
  return "dyn";
}

}  // namespace

std::string print_type(const Type& type, const SchemaView* schema) {  // NOLINT(misc-no-recursion): as above
  std::string text = print_present(type, schema);
  if (type.maybe_absent) text += '?';
  return text;
}

}  // namespace plumbline::ir
