#include "sarif_sample.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sarif/fingerprint.h"
#include "sarif/limits.h"
#include "sarif/text.h"

namespace plumbline::sarif {

namespace {

constexpr std::string_view home = "https://example.org/plumbline";

struct SampleFile {
  std::string_view path;
  std::string_view language;
  std::string_view text;
};

constexpr SampleFile dockerfile{
    "services/b\xc3\xa4r api/Dockerfile", "dockerfile",
    "FROM alpine:latest\n# \xf0\x9f\x98\x80 the port\nEXPOSE 3000\nHEALTHCHECK CMD wget -q localhost:8080/healthz\n"
    "CMD [\"serve\"]\n"};
constexpr SampleFile workflow{
    ".github/workflows/deploy.yml", "yaml",
    "on: push\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    env:\n      TOKEN: ghp************\n    steps:\n"
    "      - name: roll \"[out](9)\"\n        run: kubectl apply -f deploy.yaml || true\n"};
constexpr SampleFile broken{"charts/site/templates/page.yaml", "yaml", "{{ if }}\n"};

MultiformatText plain(std::string text) {
  return {.text = std::move(text)};
}

ArtifactLocation at(const SampleFile& file) {
  return {.uri = uri_from_path(file.path).value_or(""), .uri_base_id = "SRCROOT"};
}

/// Lines of the file from `first` to `last`, counted from 1, the last one without its line end.
std::string lines_of(std::string_view text, std::uint32_t first, std::uint32_t last) {
  std::string out;
  std::uint32_t line = 1;
  for (const char c : text) {
    if (line >= first && line <= last && !(line == last && c == '\n')) out += c;
    if (c == '\n') ++line;
  }
  return out;
}

Region around(std::string_view text, std::uint32_t line) {
  std::uint32_t last_line = 0;
  for (const char c : text) last_line += c == '\n' ? 1 : 0;
  Region region{.start_line = line > 2 ? line - 2 : 1, .start_column = 1, .end_line = std::min(last_line, line + 2)};
  const std::string last = lines_of(text, region.end_line, region.end_line);
  region.end_column = utf16_column(last, last.size());
  region.snippet = lines_of(text, region.start_line, region.end_line);
  return region;
}

/// Where `words` stand in the file, for the first time.
Location place(const SampleFile& file, std::string_view words) {
  const std::size_t offset = file.text.find(words);
  const std::size_t line_begin = offset == 0 ? 0 : file.text.rfind('\n', offset) + 1;
  std::uint32_t line = 1;
  for (const char c : file.text.substr(0, line_begin)) line += c == '\n' ? 1 : 0;
  const std::string_view bytes = file.text.substr(line_begin);
  Region region{.start_line = line,
                .start_column = utf16_column(bytes, offset - line_begin),
                .end_line = line,
                .end_column = utf16_column(bytes, offset - line_begin + words.size())};
  region.snippet = words;
  Location location;
  location.physical =
      PhysicalLocation{.artifact = at(file), .region = region, .context_region = around(file.text, line)};
  return location;
}

Location related(std::uint32_t id, Location location, std::string message) {
  location.id = id;
  location.message.text = std::move(message);
  return location;
}

Location of_file(const SampleFile& file) {
  Location location;
  location.physical = PhysicalLocation{.artifact = at(file)};
  return location;
}

Artifact artifact(const SampleFile& file) {
  return {.location = at(file),
          .roles = {"analysisTarget"},
          .length = file.text.size(),
          .source_language = std::string(file.language),
          .sha256 = sha256(file.text)};
}

struct RuleTexts {
  std::string_view id, name, title, message, tag;
};

Rule rule(const RuleTexts& texts, Level level, Precision precision) {
  Rule out;
  out.id = texts.id;
  out.name = texts.name;
  out.short_description = plain(fmt::format("{}.", texts.title));
  out.full_description = plain(fmt::format("{}: why people do it, and what it costs.", texts.title));
  out.help = {.text = fmt::format("{}.\n\nWhat to do instead.", texts.title),
              .markdown = fmt::format("## {}\n\nWhat to do instead, with `code`.", texts.title)};
  out.help_uri = fmt::format("{}/rules/{}", home, texts.id);
  out.message_strings = {{"default", plain(std::string(texts.message))}};
  out.level = level;
  out.precision = precision;
  out.tags = {std::string(texts.tag)};
  out.relationships = {{.taxonomy = "plumbline tags", .taxon_id = std::string(texts.tag), .kind = "superset"}};
  return out;
}

Driver driver() {
  Driver out{.name = "plumbline",
             .full_name = "plumbline 0.1.0",
             .organization = "plumbline",
             .semantic_version = "0.1.0",
             .information_uri = std::string(home),
             .short_description = plain("Reviews an infrastructure repository as one delivery system."),
             .full_description = plain("From the Dockerfile to the workflow, the manifest and the alert.")};
  Rule rollback = rule({"FC201", "DeployWithoutRollback", "Deployment has no way back",
                        "'{0}' deploys, and nothing rolls it back.", "FALSE_COMPLETION"},
                       Level::error, Precision::high);
  rollback.problem_severity = ProblemSeverity::error;
  rollback.tags.emplace_back("gate/rollback");
  rollback.relationships.push_back({.taxonomy = "plumbline gates", .taxon_id = "rollback"});
  Rule port = rule({"AB104", "HealthcheckPortNotExposed", "Health check asks a port that the image does not expose",
                    "The health check asks '{0}', the image exposes '{1}'.", "ASSUMPTION_BLINDNESS"},
                   Level::warning, Precision::very_high);
  port.problem_severity = ProblemSeverity::warning;
  Rule secret = rule({"AB801", "SecretInRepository", "A secret lies in the repository",
                      "'{0}' holds a secret of {1} characters that begins with '{2}'.", "ASSUMPTION_BLINDNESS"},
                     Level::error, Precision::medium);
  secret.security_severity = 9.5;
  secret.tags.insert(secret.tags.end(), {"security", "external/cwe/cwe-798"});
  secret.relationships.push_back({.taxonomy = "CWE", .taxon_id = "798", .kind = "superset"});
  // A message string with a placeholder that does not stand in quotes is flagged by the validator.
  secret.message_strings = {{"default", plain("'{0}' holds a secret that begins with '{1}'.")}};
  Rule silent = rule({"CC301", "KubernetesForOneService", "Kubernetes for one small service",
                      "'{0}' is the only workload.", "CARGO_CULT"},
                     Level::note, Precision::low);
  silent.problem_severity = ProblemSeverity::recommendation;
  out.rules = {std::move(port), std::move(secret), std::move(silent), std::move(rollback)};
  constexpr std::array<std::array<std::string_view, 3>, 4> descriptors{{
      {"file-not-analysed", "FileNotAnalysed", "A file was not analysed"},
      {"limit-hit", "LimitHit", "A limit was reached"},
      {"parse-error", "ParseError", "A file could not be parsed"},
      {"unused-suppression", "UnusedSuppression", "A suppression silences nothing"},
  }};
  for (const auto& [id, name, text] : descriptors) {
    out.notifications.push_back({.id = std::string(id),
                                 .name = std::string(name),
                                 .short_description = plain(fmt::format("{}.", text)),
                                 .full_description = plain(fmt::format("{}; the results say nothing of it.", text)),
                                 .level = Level::warning,
                                 .help = plain(fmt::format("{}: what to do about it.", text))});
  }
  return out;
}

Taxon taxon(std::string id, std::string name, std::string_view words) {
  return {.id = std::move(id),
          .name = std::move(name),
          .short_description = plain(fmt::format("{}.", words)),
          .full_description = plain(fmt::format("{}, in one sentence.", words))};
}

Taxonomy taxonomy(std::string name, std::string_view words, std::vector<Taxon> taxa) {
  return {.name = std::move(name),
          .version = "0.1.0",
          .organization = "plumbline",
          .information_uri = fmt::format("{}/taxonomies", home),
          .short_description = plain(fmt::format("{}.", words)),
          .full_description = plain(fmt::format("{}, and nothing else.", words)),
          .comprehensive = true,
          .taxa = std::move(taxa)};
}

std::vector<Taxonomy> taxonomies() {
  Taxonomy cwe = taxonomy("CWE", "The MITRE Common Weakness Enumeration",
                          {taxon("798", "UseOfHardCodedCredentials", "Use of hard-coded credentials")});
  cwe.version = "4.15";
  cwe.organization = "MITRE";
  cwe.information_uri = "https://cwe.mitre.org/data/published/cwe_v4.15.pdf";
  cwe.download_uri = "https://cwe.mitre.org/data/xml/cwec_v4.15.xml.zip";
  cwe.comprehensive = false;
  cwe.taxa.front().help_uri = "https://cwe.mitre.org/data/definitions/798.html";
  return {std::move(cwe),
          taxonomy("plumbline tags", "Why a mistake is made",
                   {taxon("CARGO_CULT", "CargoCult", "Copied complexity"),
                    taxon("FALSE_COMPLETION", "FalseCompletion", "Deployed taken for works"),
                    taxon("ASSUMPTION_BLINDNESS", "AssumptionBlindness", "An unverified assumption")}),
          taxonomy("plumbline gates", "What a repository needs to be ready for production",
                   {taxon("rollback", "Rollback", "There is a way back")})};
}

Message message(std::string text, std::vector<std::string> arguments) {
  return {.text = std::move(text), .id = "default", .arguments = std::move(arguments)};
}

Result result(std::string rule_id, Level level, const SampleFile& file, Location location, std::string logical) {
  Result out;
  const std::uint32_t line = location.physical->region.start_line;
  out.fingerprints = {{std::string(fingerprint_key), fingerprint({rule_id, file.path, logical, "0"})}};
  out.partial_fingerprints = {{std::string(line_hash_key), to_string(line_hashes(file.text).at(line - 1))}};
  location.logical = {
      {.name = logical.substr(logical.rfind('.') + 1), .fully_qualified_name = logical, .kind = "object"}};
  out.rule_id = std::move(rule_id);
  out.level = level;
  out.locations = {std::move(location)};
  return out;
}

Result port_result() {
  Result out = result("AB104", Level::warning, dockerfile, place(dockerfile, "localhost:8080"), "stages.0.healthcheck");
  out.message = message(fmt::format("The health check asks '8080', the image {} '3000'.", link_to("exposes", 1)),
                        {"8080", "3000"});
  out.related_locations = {related(1, place(dockerfile, "3000"), "Exposed here.")};
  Replacement replacement{.deleted = out.locations.front().physical->region, .inserted = "localhost:3000"};
  replacement.deleted.snippet.reset();
  out.fixes = {{.description = {.text = "Ask the port that is exposed."},
                .changes = {{.artifact = at(dockerfile), .replacements = {std::move(replacement)}}}}};
  out.baseline_state = BaselineState::unchanged;
  out.suppressions = {{.kind = SuppressionKind::in_source,
                       .status = SuppressionStatus::accepted,
                       .justification = "The base image exposes 8080.",
                       .location = place(dockerfile, "# \xf0\x9f\x98\x80 the port")}};
  return out;
}

Result secret_result() {
  Result out = result("AB801", Level::error, workflow, place(workflow, "TOKEN"), "jobs.deploy.env.TOKEN");
  out.message = message("'TOKEN' holds a secret that begins with 'ghp'.", {"TOKEN", "ghp"});
  ThreadFlow flow{.message = {.text = "From the variable to the step."}};
  flow.locations = {
      {.location = related(1, place(workflow, "TOKEN"), "The variable is set."), .importance = Importance::essential},
      {.location = related(2, place(workflow, "run: kubectl"), "The step sees it.")}};
  out.code_flows = {{.message = {.text = "How the secret travels."}, .thread_flows = {std::move(flow)}}};
  out.baseline_state = BaselineState::fresh;
  return out;
}

Result rollback_result() {
  Result out =
      result("FC201", Level::error, workflow, place(workflow, "kubectl apply -f deploy.yaml"), "jobs.deploy.steps.0");
  const std::string quoted = escape_message("roll \"[out](9)\"");
  out.message = message(fmt::format("'{}' deploys, and nothing rolls it back. The {} throws the exit code away.",
                                    quoted, link_to("end of the line", 7)),
                        {quoted});
  out.related_locations = {related(7, place(workflow, "|| true"), "Always succeeds.")};
  out.baseline_state = BaselineState::fresh;
  return out;
}

Invocation invocation() {
  Invocation out{.execution_successful = false, .exit_code = 2, .exit_code_description = "Incomplete."};
  out.tool_notifications = {
      {.descriptor_id = "file-not-analysed",
       .level = Level::error,
       .message = {.text = "'charts/site/templates/page.yaml' was not analysed: too deep."},
       .locations = {of_file(broken)}},
      {.descriptor_id = "limit-hit", .level = Level::note, .message = {.text = "'3' results were left out."}}};
  out.configuration_notifications = {{.descriptor_id = "unused-suppression",
                                      .level = Level::note,
                                      .message = {.text = "The suppression of 'CC301' silences nothing."},
                                      .locations = {place(dockerfile, "EXPOSE")},
                                      .associated_rule_id = "CC301"}};
  return out;
}

}  // namespace

Run sample_run() {
  Run run;
  run.driver = driver();
  run.taxonomies = taxonomies();
  run.automation_id = "plumbline/";
  run.automation_description = "The whole repository.";
  run.uri_bases = {{.id = "SRCROOT", .description = "The root of the repository."}};
  run.version_control = {{.repository_uri = "https://example.org/shop",
                          .revision_id = "0123456789abcdef0123456789abcdef01234567",
                          .branch = "main",
                          .mapped_to_base_id = "SRCROOT"}};
  run.redaction_tokens = {"************"};
  run.invocations = {invocation()};
  run.artifacts = {artifact(workflow), artifact(broken), artifact(dockerfile)};
  run.results = {port_result(), secret_result(), rollback_result()};
  sort_results(run);
  return run;
}

}  // namespace plumbline::sarif
