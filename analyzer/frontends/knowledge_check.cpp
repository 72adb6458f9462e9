#include "analyzer/frontends/knowledge_check.h"

#include "analyzer/frontends/frontend.h"
#include "analyzer/frontends/secrets.h"

namespace plumbline::frontends {

void check_knowledge(const facts::Knowledge& knowledge, Diagnostics& diagnostics) {
  Context context(knowledge, Limits());
  context.command_roles();
  context.action_roles();
  context.orb_roles();
  context.gitlab_templates();
  context.base_images();
  context.github();
  context.pragmas();
  context.fastlane_actions();
  context.monitoring_sdks();
  const facts::SecretMatcher& matcher = context.secrets().matcher();
  for (const std::uint32_t shape : matcher.broken()) {
    diagnostics.add(diagnostic_at("rules/knowledge/secret_shapes.yaml", {1, 1}, Code::rule_error,
                                  Text("RE2 refuses the pattern of ").quoted(matcher.shapes()[shape].kind)));
  }
  for (const Diagnostic& diagnostic : context.knowledge_errors().all()) diagnostics.add(diagnostic);
}

}  // namespace plumbline::frontends
