#pragma once

#include <optional>
#include <string>

#include "analyzer/ir/schema.h"

namespace plumbline::ir {

/// What a dump shows: only entities of this file that the line runs through.
struct DumpFilter {
  std::string path;
  std::uint32_t line = 0;
};

/// The IR as JSON: `{"entities": {kind: [rows]}}`, each row with its fields by the field table; references are
/// `kind#row`. Secrets were masked before they came here.
std::string to_json(const RepoIr& repo, const std::optional<DumpFilter>& filter);

/// A value as JSON: entities as `{"entity", "at", "path", "head"}`, unknowns as `{"unknown": "path:line:column"}`.
std::string value_to_json(const Value& value, const IrView& ir);

/// "path:line:column" of a place.
std::string print_place(const RepoIr& repo, Location at);

}  // namespace plumbline::ir
