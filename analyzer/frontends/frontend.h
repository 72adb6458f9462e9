#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzer/base/diagnostic.h"
#include "analyzer/base/limits.h"
#include "analyzer/facts/knowledge.h"
#include "analyzer/ir/file_ir.h"
#include "analyzer/source/classify.h"
#include "analyzer/syntax/parse_cache.h"

/// Frontends turn one file's syntax into IR entities. They say what a thing is, never that it is wrong.
namespace plumbline::frontends {

class BaseImages;
class CommandRoles;
class FastlaneActions;
class MonitoringSdks;
class ActionRoles;
class GithubFacts;
class Pragmas;
class SecretScanner;

/// What all frontends share in a run: tables of knowledge, each built when it is first needed. One thread.
class Context {
 public:
  Context(const facts::Knowledge& knowledge, const Limits& limits);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  const Limits& limits() const { return limits_; }
  const facts::Knowledge& knowledge() const { return knowledge_; }
  const CommandRoles& command_roles();
  const ActionRoles& action_roles();
  const ActionRoles& orb_roles();
  const ActionRoles& gitlab_templates();
  const BaseImages& base_images();
  const GithubFacts& github();
  const Pragmas& pragmas();
  const FastlaneActions& fastlane_actions();
  const MonitoringSdks& monitoring_sdks();
  const SecretScanner& secrets();
  syntax::ParseCache& shell_trees() { return shell_trees_; }
  /// Does a literal under this name have to be a secret? Names come again in file after file: answered once.
  bool tells_secret(std::string_view name);
  /// What is wrong with the knowledge itself: told while tables are built. Empty for what a release was built with.
  const Diagnostics& knowledge_errors() const { return errors_; }

 private:
  const facts::Knowledge& knowledge_;
  Limits limits_;
  Diagnostics errors_;
  std::unique_ptr<BaseImages> base_images_;
  std::unique_ptr<GithubFacts> github_;
  std::unique_ptr<Pragmas> pragmas_;
  std::unique_ptr<CommandRoles> command_roles_;
  std::unique_ptr<ActionRoles> action_roles_;
  std::unique_ptr<ActionRoles> orb_roles_;
  std::unique_ptr<ActionRoles> gitlab_templates_;
  std::unique_ptr<SecretScanner> secrets_;
  std::unordered_map<std::string, bool> telling_names_;
  syntax::ParseCache shell_trees_;
  std::unique_ptr<FastlaneActions> fastlane_actions_;
  std::unique_ptr<MonitoringSdks> monitoring_sdks_;
};

struct Input {
  std::string_view path;  ///< relative to the root
  std::string_view text;  ///< UTF-8 as read
  source::FileKind kind{};
};

/// One format. Adds entities for `input` to `ir`; problems go there as well.
using Frontend = void (*)(const Input& input, Context& context, ir::FileIrBuilder& ir);

/// Null for a kind that has none: only comments and secrets are looked for.
Frontend frontend_for(source::FileKind kind);

/// One file, whole: its frontend, then what every file has (decisions, suppressions, secrets), then the block. Never
/// throws for bad input.
ir::FileIr analyse(const Input& input, Context& context);

}  // namespace plumbline::frontends
