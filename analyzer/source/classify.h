#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>

#include "analyzer/base/limits.h"

namespace plumbline::source {

/// What a file is, by name and content: decides its parser and its frontend. The words are what `plumbline files` and
/// `file.kind` in rules say.
enum class FileKind : std::uint8_t {
  text,
  binary,
  dockerfile,
  dockerignore,
  github_workflow,
  github_action,
  gitlab_ci,
  circleci,
  kubernetes,
  compose,
  helm_chart,
  helm_template,
  helm_values,
  kustomization,
  fastfile,
  fastlane_config,
  nextjs_config,
  nextjs_page,
  nextjs_layout,
  nextjs_sitemap,
  nextjs_robots,
  nextjs_manifest,
  instrumentation,
  typescript,
  javascript,
  ruby,
  shell,
  dotenv,
  gitignore,
  makefile,
  justfile,
  taskfile,
  package_json,
  lock_file,
  dependabot,
  renovate,
  prometheus,
  alertmanager,
  opentelemetry,
  terraform,
  cloud_descriptor,
  markdown,
  plumbline_config,
  plumbline_baseline,
  yaml,
  json,
  toml,
  other_pipeline,
  store_text,
  site_file,
  plumbline_log,
};
inline constexpr std::array<std::string_view, 51> file_kind_names{"text",
                                                                  "binary",
                                                                  "dockerfile",
                                                                  "dockerignore",
                                                                  "github_workflow",
                                                                  "github_action",
                                                                  "gitlab_ci",
                                                                  "circleci",
                                                                  "kubernetes",
                                                                  "compose",
                                                                  "helm_chart",
                                                                  "helm_template",
                                                                  "helm_values",
                                                                  "kustomization",
                                                                  "fastfile",
                                                                  "fastlane_config",
                                                                  "nextjs_config",
                                                                  "nextjs_page",
                                                                  "nextjs_layout",
                                                                  "nextjs_sitemap",
                                                                  "nextjs_robots",
                                                                  "nextjs_manifest",
                                                                  "instrumentation",
                                                                  "typescript",
                                                                  "javascript",
                                                                  "ruby",
                                                                  "shell",
                                                                  "dotenv",
                                                                  "gitignore",
                                                                  "makefile",
                                                                  "justfile",
                                                                  "taskfile",
                                                                  "package_json",
                                                                  "lock_file",
                                                                  "dependabot",
                                                                  "renovate",
                                                                  "prometheus",
                                                                  "alertmanager",
                                                                  "opentelemetry",
                                                                  "terraform",
                                                                  "cloud_descriptor",
                                                                  "markdown",
                                                                  "plumbline_config",
                                                                  "plumbline_baseline",
                                                                  "yaml",
                                                                  "json",
                                                                  "toml",
                                                                  "other_pipeline",
                                                                  "store_text",
                                                                  "site_file",
                                                                  "plumbline_log"};
constexpr std::string_view name(FileKind kind) {
  return file_kind_names[static_cast<std::size_t>(kind)];
}

/// How far a file is understood.
enum class Support : std::uint8_t {
  judged,                 ///< parsed, and rules look at it
  recognised_not_judged,  ///< known and not supported: gates that need it are unknown
  text_only,              ///< searched for secrets of fixed shape
  not_analysed,
};
inline constexpr std::array<std::string_view, 4> support_names{"judged", "recognised, not judged",
                                                               "text, searched for secrets", "not analysed"};
constexpr std::string_view name(Support support) {
  return support_names[static_cast<std::size_t>(support)];
}

struct Classification {
  FileKind kind = FileKind::text;
  Support support = Support::text_only;
  std::string_view reason;     ///< one line of ours, for `plumbline files`; static
  bool needs_content = false;  ///< by name alone this is a guess: `refine` says it for good
  bool incomplete = false;     ///< its name makes it ours and it cannot be analysed: exit status 2
};

/// Is a program (TypeScript, JavaScript, Ruby) that lies at no known place worth parsing? Decided by literals that
/// rules know of, in its text. Empty: none is.
using ProgramFilter = std::function<bool(std::string_view text)>;

/// By the path alone.
Classification classify_name(std::string_view path);
/// By the content too. `text` is UTF-8 as far as the caller could convert it.
Classification refine(const Classification& by_name, std::string_view path, std::string_view text,
                      const ProgramFilter& worth_parsing);
/// Both.
Classification classify(std::string_view path, std::string_view text, const ProgramFilter& worth_parsing);
/// What a file that could not be read is: not analysed, and incomplete where its name made it ours.
Classification unread(const Classification& by_name, std::string_view reason);
/// The limit of `limits` that a file of this kind is read with.
std::uint32_t size_limit(FileKind kind, const Limits& limits);

}  // namespace plumbline::source
