#include "analyzer/frontends/frontend.h"

#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/comments.h"
#include "analyzer/frontends/fastlane_actions.h"
#include "analyzer/frontends/github_facts.h"
#include "analyzer/frontends/images.h"
#include "analyzer/frontends/monitoring_sdks.h"
#include "analyzer/frontends/pragmas.h"
#include "analyzer/frontends/roles.h"
#include "analyzer/frontends/secrets.h"

namespace plumbline::frontends {

Context::Context(const facts::Knowledge& knowledge, const Limits& limits) : knowledge_(knowledge), limits_(limits) {}
Context::~Context() = default;

const CommandRoles& Context::command_roles() {
  if (!command_roles_) command_roles_ = std::make_unique<CommandRoles>(knowledge_.text("command-roles"), errors_);
  return *command_roles_;
}

const ActionRoles& Context::action_roles() {
  if (!action_roles_)
    action_roles_ = std::make_unique<ActionRoles>(knowledge_.text("action-roles"), "action-roles", errors_);
  return *action_roles_;
}

const ActionRoles& Context::orb_roles() {
  if (!orb_roles_) orb_roles_ = std::make_unique<ActionRoles>(knowledge_.text("orb-roles"), "orb-roles", errors_);
  return *orb_roles_;
}

const ActionRoles& Context::gitlab_templates() {
  if (!gitlab_templates_)
    gitlab_templates_ = std::make_unique<ActionRoles>(knowledge_.text("gitlab-templates"), "gitlab-templates", errors_);
  return *gitlab_templates_;
}

const BaseImages& Context::base_images() {
  if (!base_images_) base_images_ = std::make_unique<BaseImages>(knowledge_.text("base-images"), errors_);
  return *base_images_;
}

const GithubFacts& Context::github() {
  if (!github_) github_ = std::make_unique<GithubFacts>(knowledge_.text("github"), errors_);
  return *github_;
}

const Pragmas& Context::pragmas() {
  if (!pragmas_) pragmas_ = std::make_unique<Pragmas>(knowledge_.text("pragmas"), errors_);
  return *pragmas_;
}

const SecretScanner& Context::secrets() {
  if (!secrets_) secrets_ = std::make_unique<SecretScanner>(knowledge_.text("secret_shapes"), errors_);
  return *secrets_;
}

bool Context::tells_secret(std::string_view name) {
  const auto [entry, added] = telling_names_.try_emplace(std::string(name), false);
  if (added) entry->second = facts::secret_name(name) == facts::SecretName::strong;
  return entry->second;
}

const FastlaneActions& Context::fastlane_actions() {
  if (!fastlane_actions_)
    fastlane_actions_ = std::make_unique<FastlaneActions>(knowledge_.text("fastlane-actions"), errors_);
  return *fastlane_actions_;
}

const MonitoringSdks& Context::monitoring_sdks() {
  if (!monitoring_sdks_)
    monitoring_sdks_ = std::make_unique<MonitoringSdks>(knowledge_.text("monitoring-sdks"), errors_);
  return *monitoring_sdks_;
}

ir::FileIr analyse(const Input& input, Context& context) {
  ir::FileIrBuilder ir(input.path, input.text, input.kind);
  if (const Frontend frontend = frontend_for(input.kind)) frontend(input, context, ir);
  add_comment_meanings(input, context, ir);
  add_secrets(input, context, ir);
  return ir.finish();
}

}  // namespace plumbline::frontends
