#include <algorithm>
#include <vector>

#include "sarif/src/emit.h"

namespace plumbline::sarif {

namespace {

void emit_region(JsonWriter& json, std::string_view key, const Region& region) {
  if (!region.has_value()) return;
  json.begin_object(key);
  json.member("startLine", region.start_line);
  json.member("startColumn", region.start_column);
  json.member("endLine", region.end_line);
  json.member("endColumn", region.end_column);
  if (region.snippet) {
    json.begin_object("snippet");
    json.member("text", *region.snippet);
    json.end_object();
  }
  json.end_object();
}

void emit_locations(JsonWriter& json, std::string_view key, const RunIndex& index,
                    const std::vector<Location>& locations) {
  if (locations.empty()) return;
  json.begin_array(key);
  for (const Location& location : locations) emit(json, index, location);
  json.end_array();
}

void emit_strings(JsonWriter& json, std::string_view key, Strings pairs) {
  if (pairs.empty()) return;
  std::sort(pairs.begin(), pairs.end());
  json.begin_object(key);
  for (const auto& [pair_name, value] : pairs) json.member(pair_name, value);
  json.end_object();
}

void emit(JsonWriter& json, const RunIndex& index, const ThreadFlow& flow) {
  json.begin_object();
  json.optional_member("id", flow.id);
  emit_member(json, "message", flow.message);
  json.begin_array("locations");
  for (const ThreadFlowLocation& step : flow.locations) {
    json.begin_object();
    json.key("location");
    emit(json, index, step.location);
    json.member("importance", name(step.importance));
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void emit_code_flows(JsonWriter& json, const RunIndex& index, const std::vector<CodeFlow>& code_flows) {
  if (code_flows.empty()) return;
  json.begin_array("codeFlows");
  for (const CodeFlow& code_flow : code_flows) {
    json.begin_object();
    emit_member(json, "message", code_flow.message);
    json.begin_array("threadFlows");
    for (const ThreadFlow& flow : code_flow.thread_flows) emit(json, index, flow);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void emit_suppressions(JsonWriter& json, const RunIndex& index, const std::vector<Suppression>& suppressions) {
  if (!index.writes_suppressions()) return;
  json.begin_array("suppressions");
  for (const Suppression& suppression : suppressions) {
    json.begin_object();
    json.member("kind", name(suppression.kind));
    json.member("status", name(suppression.status));
    json.optional_member("justification", suppression.justification);
    if (suppression.location) {
      json.key("location");
      emit(json, index, *suppression.location);
    }
    json.end_object();
  }
  json.end_array();
}

void emit(JsonWriter& json, const RunIndex& index, const ArtifactChange& change) {
  json.begin_object();
  emit_member(json, "artifactLocation", index, change.artifact);
  json.begin_array("replacements");
  for (const Replacement& replacement : change.replacements) {
    json.begin_object();
    emit_region(json, "deletedRegion", replacement.deleted);
    if (!replacement.inserted.empty()) {
      json.begin_object("insertedContent");
      json.member("text", replacement.inserted);
      json.end_object();
    }
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void emit_fixes(JsonWriter& json, const RunIndex& index, const std::vector<Fix>& fixes) {
  if (fixes.empty()) return;
  json.begin_array("fixes");
  for (const Fix& fix : fixes) {
    json.begin_object();
    emit_member(json, "description", fix.description);
    json.begin_array("artifactChanges");
    for (const ArtifactChange& change : fix.changes) emit(json, index, change);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void emit_logical(JsonWriter& json, const std::vector<LogicalLocation>& locations) {
  if (locations.empty()) return;
  json.begin_array("logicalLocations");
  for (const LogicalLocation& logical : locations) {
    json.begin_object();
    json.optional_member("name", logical.name);
    json.optional_member("fullyQualifiedName", logical.fully_qualified_name);
    json.optional_member("kind", logical.kind);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void emit_member(JsonWriter& json, std::string_view name, const Message& message) {
  if (message.text.empty() && message.id.empty()) return;
  json.begin_object(name);
  json.optional_member("text", message.text);
  json.optional_member("markdown", message.markdown);
  json.optional_member("id", message.id);
  json.strings("arguments", message.arguments);
  json.end_object();
}

void emit_member(JsonWriter& json, std::string_view name, const RunIndex& index, const ArtifactLocation& location) {
  json.begin_object(name);
  json.member("uri", location.uri);
  json.optional_member("uriBaseId", location.uri_base_id);
  emit_index(json, "index", index.artifact(location.uri));
  json.end_object();
}

void emit_index(JsonWriter& json, std::string_view name, std::optional<std::size_t> position) {
  if (position) json.member(name, static_cast<std::int64_t>(*position));
}

void emit(JsonWriter& json, const RunIndex& index, const Location& location) {
  json.begin_object();
  if (location.id) json.member("id", static_cast<std::int64_t>(*location.id));
  if (location.physical) {
    json.begin_object("physicalLocation");
    emit_member(json, "artifactLocation", index, location.physical->artifact);
    emit_region(json, "region", location.physical->region);
    // A context region belongs to a region.
    if (location.physical->region.has_value()) emit_region(json, "contextRegion", location.physical->context_region);
    json.end_object();
  }
  emit_logical(json, location.logical);
  emit_member(json, "message", location.message);
  json.end_object();
}

void emit(JsonWriter& json, const RunIndex& index, const Result& result) {
  json.begin_object();
  json.member("ruleId", result.rule_id);
  emit_index(json, "ruleIndex", index.rule(result.rule_id));
  if (result.kind != Kind::fail) json.member("kind", name(result.kind));
  json.member("level", name(result.level));
  emit_member(json, "message", result.message);
  emit_locations(json, "locations", index, result.locations);
  emit_locations(json, "relatedLocations", index, result.related_locations);
  emit_code_flows(json, index, result.code_flows);
  emit_strings(json, "fingerprints", result.fingerprints);
  emit_strings(json, "partialFingerprints", result.partial_fingerprints);
  if (result.baseline_state) json.member("baselineState", name(*result.baseline_state));
  emit_suppressions(json, index, result.suppressions);
  emit_fixes(json, index, result.fixes);
  json.end_object();
}

}  // namespace plumbline::sarif
