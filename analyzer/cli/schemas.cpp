#include "analyzer/cli/schemas.h"

#include <nlohmann/json.hpp>

#include "analyzer/engine/rule.h"
#include "analyzer/ir/schema.h"

namespace plumbline::cli {

namespace {

using Json = nlohmann::ordered_json;

const Json text = {{"type", "string"}};
const Json texts = {{"oneOf", Json::array({text, Json{{"type", "array"}, {"items", text}}})}};

template <class Words>
Json one_of(const Words& words) {
  return {{"enum", Json(std::vector<std::string>(words.begin(), words.end()))}};
}

Json object(Json properties, std::vector<std::string> required = {}) {
  Json schema = {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = required;
  return schema;
}

Json list_of(Json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

std::string printed(Json schema, std::string_view title) {
  Json root = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  root.update(schema);
  return root.dump(2) + "\n";
}

}  // namespace

std::string rule_schema() {
  std::vector<std::string> entities;
  for (const ir::EntitySchema& entity : ir::schema()) entities.emplace_back(entity.name);
  const Json file = object({{"path", text}, {"text", text}}, {"path"});
  const Json bad =
      object({{"files", list_of(file)}, {"finds", texts}, {"message", text}, {"fixed", list_of(file)}}, {"files"});
  const Json good = object({{"files", list_of(file)}, {"allows", texts}}, {"files"});
  const Json edit = object(
      {{"at", text}, {"replace", text}, {"insert_before", text}, {"insert_after", text}, {"delete", text}}, {"at"});
  Json properties = {
      {"schema", {{"const", 1}}},
      {"id", {{"type", "string"}, {"pattern", "^[A-Z]{2,8}[0-9]{2,5}$"}}},
      {"name", {{"type", "string"}, {"pattern", "^[a-z0-9-]+$"}}},
      {"title", text},
      {"tag", one_of(engine::tag_names)},
      {"severity", one_of(severity_names)},
      {"precision", one_of(engine::precision_names)},
      {"critical", {{"type", "boolean"}}},
      {"default", {{"type", "boolean"}}},
      {"for", one_of(entities)},
      {"let", {{"type", "object"}, {"additionalProperties", text}}},
      {"when", text},
      {"at", text},
      {"related", list_of(object({{"at", text}, {"message", text}}, {"at", "message"}))},
      {"message", text},
      {"why", text},
      {"remedy", text},
      {"references", texts},
      {"answers_decision", {{"type", "boolean"}}},
      {"gates", texts},
      {"cwe", list_of({{"type", "integer"}})},
      {"security_severity", {{"type", "number"}, {"minimum", 0}, {"maximum", 10}}},
      {"equivalents", {{"type", "object"}, {"additionalProperties", texts}}},
      {"fix", object({{"safety", {{"enum", {"safe", "unsafe"}}}}, {"edits", list_of(edit)}}, {"safety", "edits"})},
      {"since", text},
      {"status", one_of(engine::status_names)},
      {"replaced_by", text},
      {"examples", object({{"bad", list_of(bad)}, {"good", list_of(good)}})}};
  return printed(object(std::move(properties),
                        {"id", "name", "title", "tag", "severity", "for", "when", "message", "why", "remedy"}),
                 "A rule of plumbline");
}

std::string config_schema() {
  const Json number = {{"type", "integer"}};
  Json properties = {
      {"schema", {{"const", 1}}},
      {"select", texts},
      {"ignore", texts},
      {"severity", {{"type", "object"}, {"additionalProperties", one_of(severity_names)}}},
      {"paths", list_of(object({{"glob", text}, {"ignore", texts}}, {"glob", "ignore"}))},
      {"exclude", texts},
      {"rules", texts},
      {"context",
       object({{"peak_rps", number}, {"team_size", number}, {"regions", number}, {"public", {{"type", "boolean"}}}})},
      {"trusted_registries", texts},
      {"kubernetes_version", text},
      {"gates", {{"type", "object"}, {"additionalProperties", {{"enum", {"required", "optional"}}}}}},
      {"log", object({{"path", text}})}};
  return printed(object(std::move(properties), {"schema"}), "The configuration of plumbline");
}

}  // namespace plumbline::cli
