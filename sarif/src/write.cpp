#include "sarif/write.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "sarif/src/emit.h"

namespace plumbline::sarif {

namespace {

/// Positions by a name of each element; of equal names the first counts.
template <class T, class Name>
std::unordered_map<std::string_view, std::size_t> positions(const std::vector<T>& items, Name name_of) {
  std::unordered_map<std::string_view, std::size_t> table;
  for (std::size_t i = 0; i < items.size(); ++i) table.emplace(name_of(items[i]), i);
  return table;
}

}  // namespace

RunIndex::RunIndex(const Run& run) {
  const auto id_of = [](const auto& item) -> std::string_view { return item.id; };
  rules_ = positions(run.driver.rules, id_of);
  descriptors_ = positions(run.driver.notifications, id_of);
  artifacts_ = positions(run.artifacts, [](const Artifact& a) -> std::string_view { return a.location.uri; });
  taxonomies_ = positions(run.taxonomies, [](const Taxonomy& t) -> std::string_view { return t.name; });
  for (const Taxonomy& taxonomy : run.taxonomies) taxa_.push_back(positions(taxonomy.taxa, id_of));
  writes_suppressions_ =
      std::any_of(run.results.begin(), run.results.end(), [](const Result& r) { return !r.suppressions.empty(); });
}

std::optional<std::size_t> RunIndex::find(const Table& table, std::string_view key) {
  const auto found = table.find(key);
  if (found == table.end()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> RunIndex::taxon(std::string_view taxonomy_name, std::string_view id) const {
  const auto position = taxonomy(taxonomy_name);
  return position ? find(taxa_[*position], id) : std::nullopt;
}

void emit_member(JsonWriter& json, std::string_view name, const MultiformatText& text) {
  if (text.text.empty()) return;
  json.begin_object(name);
  json.member("text", text.text);
  json.optional_member("markdown", text.markdown);
  json.end_object();
}

namespace {

// The schema's own address, as the standard with its first errata gives it.
constexpr std::string_view schema_uri =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

void emit_component(JsonWriter& json, std::string_view taxonomy, const RunIndex& index) {
  json.begin_object("toolComponent");
  json.member("name", taxonomy);
  emit_index(json, "index", index.taxonomy(taxonomy));
  json.end_object();
}

void emit_relationships(JsonWriter& json, const RunIndex& index, const std::vector<Relationship>& relationships) {
  if (relationships.empty()) return;
  json.begin_array("relationships");
  for (const Relationship& relationship : relationships) {
    json.begin_object();
    json.begin_object("target");
    json.member("id", relationship.taxon_id);
    emit_index(json, "index", index.taxon(relationship.taxonomy, relationship.taxon_id));
    emit_component(json, relationship.taxonomy, index);
    json.end_object();
    json.strings("kinds", {relationship.kind});
    json.end_object();
  }
  json.end_array();
}

void emit_properties(JsonWriter& json, const Rule& rule) {
  if (rule.tags.empty() && !rule.precision && !rule.problem_severity && !rule.security_severity) return;
  json.begin_object("properties");
  json.strings("tags", rule.tags);
  if (rule.precision) json.member("precision", name(*rule.precision));
  if (rule.problem_severity) json.member("problem.severity", name(*rule.problem_severity));
  // A string: GitHub ignores a number.
  if (rule.security_severity) json.member("security-severity", fmt::format("{:.1f}", *rule.security_severity));
  json.end_object();
}

void emit_level(JsonWriter& json, Level level) {
  json.begin_object("defaultConfiguration");
  json.member("level", name(level));
  json.end_object();
}

void emit(JsonWriter& json, const RunIndex& index, const Rule& rule) {
  json.begin_object();
  json.member("id", rule.id);
  json.optional_member("name", rule.name);
  emit_member(json, "shortDescription", rule.short_description);
  emit_member(json, "fullDescription", rule.full_description);
  if (!rule.message_strings.empty()) {
    json.begin_object("messageStrings");
    for (const auto& [id, text] : rule.message_strings) emit_member(json, id, text);
    json.end_object();
  }
  emit_level(json, rule.level);
  json.optional_member("helpUri", rule.help_uri);
  emit_member(json, "help", rule.help);
  emit_relationships(json, index, rule.relationships);
  emit_properties(json, rule);
  json.end_object();
}

void emit(JsonWriter& json, const NotificationDescriptor& descriptor) {
  json.begin_object();
  json.member("id", descriptor.id);
  json.optional_member("name", descriptor.name);
  emit_member(json, "shortDescription", descriptor.short_description);
  emit_member(json, "fullDescription", descriptor.full_description);
  emit_level(json, descriptor.level);
  emit_member(json, "help", descriptor.help);
  json.end_object();
}

void emit_tool(JsonWriter& json, const RunIndex& index, const Run& run) {
  const Driver& driver = run.driver;
  json.begin_object("tool");
  json.begin_object("driver");
  json.member("name", driver.name);
  json.optional_member("fullName", driver.full_name);
  json.optional_member("organization", driver.organization);
  json.optional_member("semanticVersion", driver.semantic_version);
  json.optional_member("informationUri", driver.information_uri);
  emit_member(json, "shortDescription", driver.short_description);
  emit_member(json, "fullDescription", driver.full_description);
  json.begin_array("rules");
  for (const Rule& rule : driver.rules) emit(json, index, rule);
  json.end_array();
  if (!driver.notifications.empty()) {
    json.begin_array("notifications");
    for (const NotificationDescriptor& descriptor : driver.notifications) emit(json, descriptor);
    json.end_array();
  }
  if (!run.taxonomies.empty()) {
    json.begin_array("supportedTaxonomies");
    for (const Taxonomy& taxonomy : run.taxonomies) {
      json.begin_object();
      json.member("name", taxonomy.name);
      emit_index(json, "index", index.taxonomy(taxonomy.name));
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
  json.end_object();
}

void emit(JsonWriter& json, const Taxon& taxon) {
  json.begin_object();
  json.member("id", taxon.id);
  json.optional_member("name", taxon.name);
  emit_member(json, "shortDescription", taxon.short_description);
  emit_member(json, "fullDescription", taxon.full_description);
  json.optional_member("helpUri", taxon.help_uri);
  json.end_object();
}

void emit_taxonomies(JsonWriter& json, const std::vector<Taxonomy>& taxonomies) {
  if (taxonomies.empty()) return;
  json.begin_array("taxonomies");
  for (const Taxonomy& taxonomy : taxonomies) {
    json.begin_object();
    json.member("name", taxonomy.name);
    json.optional_member("version", taxonomy.version);
    json.optional_member("organization", taxonomy.organization);
    json.optional_member("informationUri", taxonomy.information_uri);
    json.optional_member("downloadUri", taxonomy.download_uri);
    emit_member(json, "shortDescription", taxonomy.short_description);
    emit_member(json, "fullDescription", taxonomy.full_description);
    json.flag("isComprehensive", taxonomy.comprehensive);
    json.begin_array("taxa");
    for (const Taxon& taxon : taxonomy.taxa) emit(json, taxon);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void emit_notifications(JsonWriter& json, std::string_view key, const RunIndex& index,
                        const std::vector<Notification>& notifications) {
  if (notifications.empty()) return;
  json.begin_array(key);
  for (const Notification& notification : notifications) {
    json.begin_object();
    if (!notification.descriptor_id.empty()) {
      json.begin_object("descriptor");
      json.member("id", notification.descriptor_id);
      emit_index(json, "index", index.descriptor(notification.descriptor_id));
      json.end_object();
    }
    if (!notification.associated_rule_id.empty()) {
      json.begin_object("associatedRule");
      json.member("id", notification.associated_rule_id);
      emit_index(json, "index", index.rule(notification.associated_rule_id));
      json.end_object();
    }
    json.member("level", name(notification.level));
    emit_member(json, "message", notification.message);
    if (!notification.locations.empty()) {
      json.begin_array("locations");
      for (const Location& location : notification.locations) emit(json, index, location);
      json.end_array();
    }
    json.end_object();
  }
  json.end_array();
}

void emit_invocations(JsonWriter& json, const RunIndex& index, const std::vector<Invocation>& invocations) {
  if (invocations.empty()) return;
  json.begin_array("invocations");
  for (const Invocation& invocation : invocations) {
    json.begin_object();
    json.flag("executionSuccessful", invocation.execution_successful);
    json.member("exitCode", invocation.exit_code);
    json.optional_member("exitCodeDescription", invocation.exit_code_description);
    emit_notifications(json, "toolExecutionNotifications", index, invocation.tool_notifications);
    emit_notifications(json, "toolConfigurationNotifications", index, invocation.configuration_notifications);
    json.end_object();
  }
  json.end_array();
}

void emit_origin(JsonWriter& json, const Run& run) {
  if (!run.automation_id.empty()) {
    json.begin_object("automationDetails");
    json.member("id", run.automation_id);
    emit_member(json, "description", Message{.text = run.automation_description});
    json.end_object();
  }
  if (!run.version_control.empty()) {
    json.begin_array("versionControlProvenance");
    for (const VersionControl& source : run.version_control) {
      json.begin_object();
      json.member("repositoryUri", source.repository_uri);
      json.optional_member("revisionId", source.revision_id);
      json.optional_member("branch", source.branch);
      if (!source.mapped_to_base_id.empty()) {
        json.begin_object("mappedTo");
        json.member("uriBaseId", source.mapped_to_base_id);
        json.end_object();
      }
      json.end_object();
    }
    json.end_array();
  }
  if (!run.uri_bases.empty()) {
    json.begin_object("originalUriBaseIds");
    for (const UriBase& uri_base : run.uri_bases) {
      json.begin_object(uri_base.id);
      emit_member(json, "description", Message{.text = uri_base.description});
      json.end_object();
    }
    json.end_object();
  }
}

void emit_artifacts(JsonWriter& json, const RunIndex& index, const std::vector<Artifact>& artifacts) {
  if (artifacts.empty()) return;
  json.begin_array("artifacts");
  for (const Artifact& artifact : artifacts) {
    json.begin_object();
    emit_member(json, "location", index, artifact.location);
    if (artifact.length) json.member("length", static_cast<std::int64_t>(*artifact.length));
    json.strings("roles", artifact.roles);
    json.optional_member("sourceLanguage", artifact.source_language);
    if (!artifact.sha256.empty()) {
      json.begin_object("hashes");
      json.member("sha-256", artifact.sha256);
      json.end_object();
    }
    json.end_object();
  }
  json.end_array();
}

void emit(JsonWriter& json, const RunIndex& index, const Run& run) {
  json.begin_object();
  emit_tool(json, index, run);
  emit_taxonomies(json, run.taxonomies);
  emit_origin(json, run);
  json.member("columnKind", "utf16CodeUnits");
  json.strings("newlineSequences", {"\r\n", "\n", "\r"});
  json.strings("redactionTokens", run.redaction_tokens);
  emit_invocations(json, index, run.invocations);
  emit_artifacts(json, index, run.artifacts);
  json.begin_array("results");
  for (const Result& result : run.results) emit(json, index, result);
  json.end_array();
  json.end_object();
}

}  // namespace

std::string write(const Run& run, const WriteOptions& options) {
  const RunIndex index(run);
  JsonWriter json(options.indented);
  json.begin_object();
  json.member("$schema", schema_uri);
  json.member("version", "2.1.0");
  json.begin_array("runs");
  emit(json, index, run);
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace plumbline::sarif
