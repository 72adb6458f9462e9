#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "analyzer/base/diagnostic.h"
#include "analyzer/source/classify.h"

/// Closed vocabularies. CEL sees their words as strings; the type checker knows the set, so that a misspelt word is an
/// error with a suggestion. A new word goes at the end of its enum and of its table.
namespace plumbline::ir {

/// Specialised for each enum of the IR: its name in `plumbline schema` and its words in the order of the values.
template <class Enum>
struct Vocabulary;

template <class Enum>
constexpr std::string_view name(Enum value) requires requires {
  Vocabulary<Enum>::words;
}
{ return Vocabulary<Enum>::words[static_cast<std::size_t>(value)]; }

enum class Role : std::uint8_t {
  build,
  test,
  lint,
  scan,
  publish,
  deploy,
  verify,
  monitor,
  alert,
  rollback,
  notify,
  sign,
  release,
  migrate,
  setup,
  login,
  checkout,
  version,
  dependencies,
  cleanup,
};
template <>
struct Vocabulary<Role> {
  static constexpr std::string_view title = "role";
  static constexpr auto words = std::to_array<std::string_view>(
      {"build",  "test", "lint",    "scan",    "publish", "deploy", "verify",   "monitor", "alert",        "rollback",
       "notify", "sign", "release", "migrate", "setup",   "login",  "checkout", "version", "dependencies", "cleanup"});
};

enum class Provider : std::uint8_t { github, gitlab, circleci, fastlane, azure, bitbucket, jenkins, other };
template <>
struct Vocabulary<Provider> {
  static constexpr std::string_view title = "provider";
  static constexpr auto words = std::to_array<std::string_view>(
      {"github", "gitlab", "circleci", "fastlane", "azure", "bitbucket", "jenkins", "other"});
};

/// What kind of definition a pipeline is.
enum class PipelineKind : std::uint8_t { workflow, reusable, action, lanes };
template <>
struct Vocabulary<PipelineKind> {
  static constexpr std::string_view title = "pipeline kind";
  static constexpr auto words = std::to_array<std::string_view>({"workflow", "reusable", "action", "lanes"});
};

/// What starts a pipeline, the same for every provider.
enum class TriggerKind : std::uint8_t {
  push,
  tag,
  pull_request,
  pull_request_target,
  merge_group,
  schedule,
  manual,
  called,
  workflow_run,
  release,
  comment,
  issue,
  api,
  deployment,
  other,
};
template <>
struct Vocabulary<TriggerKind> {
  static constexpr std::string_view title = "trigger";
  static constexpr auto words = std::to_array<std::string_view>(
      {"push", "tag", "pull_request", "pull_request_target", "merge_group", "schedule", "manual", "called",
       "workflow_run", "release", "comment", "issue", "api", "deployment", "other"});
};

enum class PermissionLevel : std::uint8_t { none, read, write };
template <>
struct Vocabulary<PermissionLevel> {
  static constexpr std::string_view title = "permission level";
  static constexpr auto words = std::to_array<std::string_view>({"none", "read", "write"});
};

/// How a reference to foreign code is fixed.
enum class RefKind : std::uint8_t { none, commit, version, major, branch, local, digest, dynamic };
template <>
struct Vocabulary<RefKind> {
  static constexpr std::string_view title = "ref kind";
  static constexpr auto words =
      std::to_array<std::string_view>({"none", "commit", "version", "major", "branch", "local", "digest", "dynamic"});
};

/// What a command stands in.
enum class Inside : std::uint8_t {
  condition,
  branch,
  loop,
  function,
  subshell,
  substitution,
  case_branch,
  background,
  heredoc,
  nested_shell,
  negated,
};
template <>
struct Vocabulary<Inside> {
  static constexpr std::string_view title = "inside";
  static constexpr auto words =
      std::to_array<std::string_view>({"condition", "branch", "loop", "function", "subshell", "substitution", "case",
                                       "background", "heredoc", "nested_shell", "negated"});
};

/// Where a value is written.
enum class Place : std::uint8_t {
  run,
  condition,
  with,
  env,
  name,
  runner,
  environment,
  image,
  other,
};
template <>
struct Vocabulary<Place> {
  static constexpr std::string_view title = "place";
  static constexpr auto words = std::to_array<std::string_view>(
      {"run", "condition", "with", "env", "name", "runner", "environment", "image", "other"});
};

enum class ImageRole : std::uint8_t { runs, base, copies_from, builds, ci, ci_service };
template <>
struct Vocabulary<ImageRole> {
  static constexpr std::string_view title = "image role";
  static constexpr auto words =
      std::to_array<std::string_view>({"runs", "base", "copies_from", "builds", "ci", "ci_service"});
};

enum class Keyword : std::uint8_t {
  add,
  arg,
  cmd,
  copy,
  entrypoint,
  env,
  expose,
  from,
  healthcheck,
  label,
  maintainer,
  onbuild,
  run,
  shell,
  stopsignal,
  user,
  volume,
  workdir,
  unknown,
};
template <>
struct Vocabulary<Keyword> {
  static constexpr std::string_view title = "instruction keyword";
  static constexpr auto words = std::to_array<std::string_view>(
      {"ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER",
       "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR", "unknown"});
};

enum class Platform : std::uint8_t {
  kubernetes,
  compose,
  ecs,
  lambda,
  cloud_run,
  app_service,
  cloudflare,
  fly,
  vercel,
  ios,
  android,
  mac,
  web,
  other,
};
template <>
struct Vocabulary<Platform> {
  static constexpr std::string_view title = "platform";
  static constexpr auto words =
      std::to_array<std::string_view>({"kubernetes", "compose", "ecs", "lambda", "cloud_run", "app_service",
                                       "cloudflare", "fly", "vercel", "ios", "android", "mac", "web", "other"});
};

enum class ContainerKind : std::uint8_t { main, init, sidecar, ephemeral };
template <>
struct Vocabulary<ContainerKind> {
  static constexpr std::string_view title = "container kind";
  static constexpr auto words = std::to_array<std::string_view>({"main", "init", "sidecar", "ephemeral"});
};

enum class ProbeKind : std::uint8_t { http, tcp, grpc, exec };
template <>
struct Vocabulary<ProbeKind> {
  static constexpr std::string_view title = "probe kind";
  static constexpr auto words = std::to_array<std::string_view>({"http", "tcp", "grpc", "exec"});
};

/// What a definition means when it names something.
enum class NeedKind : std::uint8_t { service, volume, network, secret, config, variable, file, build_file };
template <>
struct Vocabulary<NeedKind> {
  static constexpr std::string_view title = "need kind";
  static constexpr auto words = std::to_array<std::string_view>(
      {"service", "volume", "network", "secret", "config", "variable", "file", "build_file"});
};

/// Where a named value stands.
enum class VariableSource : std::uint8_t {
  image_env,
  build_arg,
  label,
  ci_env,
  ci_input,
  service_env,
  workload_env,
  config,
  dotenv,
  program,
  shell,
  flag,
};
template <>
struct Vocabulary<VariableSource> {
  static constexpr std::string_view title = "variable source";
  static constexpr auto words =
      std::to_array<std::string_view>({"image_env", "build_arg", "label", "ci_env", "ci_input", "service_env",
                                       "workload_env", "config", "dotenv", "program", "shell", "flag"});
};

/// What a value written in place of a literal refers to.
enum class Reference : std::uint8_t { none, variable, secret_store, file, expression };
template <>
struct Vocabulary<Reference> {
  static constexpr std::string_view title = "reference";
  static constexpr auto words =
      std::to_array<std::string_view>({"none", "variable", "secret_store", "file", "expression"});
};

enum class Confidence : std::uint8_t { low, medium, high };
template <>
struct Vocabulary<Confidence> {
  static constexpr std::string_view title = "confidence";
  static constexpr auto words = std::to_array<std::string_view>({"low", "medium", "high"});
};

enum class ScriptKind : std::uint8_t { shell, npm, make };
template <>
struct Vocabulary<ScriptKind> {
  static constexpr std::string_view title = "script kind";
  static constexpr auto words = std::to_array<std::string_view>({"shell", "npm", "make"});
};

enum class PageKind : std::uint8_t { page, layout };
template <>
struct Vocabulary<PageKind> {
  static constexpr std::string_view title = "page kind";
  static constexpr auto words = std::to_array<std::string_view>({"page", "layout"});
};

/// A part of a telemetry collector.
enum class ComponentKind : std::uint8_t { receiver, processor, exporter, connector, extension };
template <>
struct Vocabulary<ComponentKind> {
  static constexpr std::string_view title = "component kind";
  static constexpr auto words =
      std::to_array<std::string_view>({"receiver", "processor", "exporter", "connector", "extension"});
};

/// What a text tells its readers to use.
enum class MentionKind : std::uint8_t { file, make_target, npm_script, script };
template <>
struct Vocabulary<MentionKind> {
  static constexpr std::string_view title = "mention kind";
  static constexpr auto words = std::to_array<std::string_view>({"file", "make_target", "npm_script", "script"});
};

/// Tags that people write in comments.
enum class DecisionTag : std::uint8_t {
  path_decision,
  cargo_cult,
  pattern_momentum,
  completion_drive,
  false_completion,
  assumption_blindness,
  critical,
  suggestion,
};
template <>
struct Vocabulary<DecisionTag> {
  static constexpr std::string_view title = "decision tag";
  static constexpr auto words =
      std::to_array<std::string_view>({"PATH_DECISION", "CARGO_CULT", "PATTERN_MOMENTUM", "COMPLETION_DRIVE",
                                       "FALSE_COMPLETION", "ASSUMPTION_BLINDNESS", "CRITICAL", "SUGGESTION"});
};

template <>
struct Vocabulary<source::FileKind> {
  static constexpr std::string_view title = "file kind";
  static constexpr auto words = source::file_kind_names;
};

template <>
struct Vocabulary<Code> {
  static constexpr std::string_view title = "problem code";
  static constexpr auto words = code_names;
};

template <>
struct Vocabulary<Severity> {
  static constexpr std::string_view title = "severity";
  static constexpr auto words = severity_names;
};

/// How far a comment that silences a rule reaches.
enum class SuppressionScope : std::uint8_t { line, next_line, file };
template <>
struct Vocabulary<SuppressionScope> {
  static constexpr std::string_view title = "suppression scope";
  static constexpr auto words = std::to_array<std::string_view>({"line", "next_line", "file"});
};

}  // namespace plumbline::ir
