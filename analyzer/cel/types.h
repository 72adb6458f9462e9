#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cel/functions.h"
#include "analyzer/ir/type.h"

namespace plumbline::cel {

/// Decided only when evaluated: anything, and values of documents.
inline bool is_dynamic(const ir::Type& type) {
  return type.is(ir::TypeKind::dynamic) || type.is(ir::TypeKind::node);
}
inline bool is_text(const ir::Type& type) {
  return type.is(ir::TypeKind::string) || type.is(ir::TypeKind::word);
}
/// Without the mark of a field that may be absent.
inline ir::Type present(ir::Type type) {
  type.maybe_absent = false;
  return type;
}
/// The type of values of both; dynamic when they have nothing in common.
ir::Type join(const ir::Type& a, const ir::Type& b);
/// The type that a name such as `int` or `google.protobuf.Duration` denotes as a value.
bool is_type_name(std::string_view name);
ir::Type literal_type(const ir::Value& literal);

/// Type of a call's result; empty when no overload takes the arguments. New types are kept in `pool`.
std::optional<ir::Type> call_type(const Function& function, const std::vector<ir::Type>& arguments,
                                  std::deque<ir::Type>& pool);

}  // namespace plumbline::cel
