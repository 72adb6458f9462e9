#include "analyzer/frontends/github_workflow.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/github_file.h"
#include "analyzer/frontends/github_images.h"
#include "analyzer/frontends/rollback.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

/// The row of the whole file.
ir::Pipeline pipeline_row(const DataView& root, std::string_view head_key, GithubFile& file) {
  ir::Pipeline row;
  row.span = root.span();
  const DataView name = root["name"];
  const bool named = name.is_scalar() && !ascii::trim(name.text()).empty();
  const DataView headed = root[head_key];
  row.head = named    ? first_line(name.mapped().source_span(), file.input.text)
             : headed ? head_of(headed, file.input.text)
                      : first_line(root.span(), file.input.text);
  row.name = file.ir.str(named ? ascii::trim(name.text()) : file.input.path);
  row.path = file.ir.str("workflow");
  row.provider = ir::Provider::github;
  row.node = file.document.row(root);
  return row;
}

/// The expressions of a map's values, but those of `skipped` keys.
void add_expressions(const DataView& root, std::string_view key_prefix, std::initializer_list<std::string_view> skipped,
                     GithubExpressions::List& expressions, GithubFile& file) {
  for (const DataView& child : root.children()) {
    if (std::find(skipped.begin(), skipped.end(), child.key()) != skipped.end()) continue;
    const std::string key = fmt::format("{}.{}", key_prefix, child.key());
    const bool name = child.key() == "name" || child.key() == "run-name";
    const ExpressionPlace at{name ? ir::Place::name : ir::Place::other, key, child.key(), {}, {}};
    file.expressions.add_below(child, at, expressions);
  }
}

bool is_only_called(const std::vector<std::string>& events) {
  return !events.empty() &&
         std::all_of(events.begin(), events.end(), [](const std::string& event) { return event == "workflow_call"; });
}

void read_workflow(const DataView& root, GithubFile& file) {
  const Ref<ir::Pipeline> ref = file.ir.add(pipeline_row(root, "on", file));
  ir::Pipeline row = file.ir[ref];
  std::vector<std::string> events;
  const std::vector<Ref<ir::Trigger>> triggers = github_triggers(root["on"], events, file);
  for (const Ref<ir::Trigger> trigger : triggers) row.trigger_kinds.add(file.ir[trigger].kind);
  row.triggers = file.ir.list(triggers);
  row.kind = is_only_called(events) ? ir::PipelineKind::reusable : ir::PipelineKind::workflow;
  row.externally_triggered = std::any_of(events.begin(), events.end(),
                                         [&](const std::string& event) { return file.facts.event(event).privileged; });
  const bool called = row.trigger_kinds.has(ir::TriggerKind::called);
  file.expressions.set_events(std::move(events), called);

  row.declares_permissions = static_cast<bool>(root["permissions"]);
  row.permissions = file.ir.list(github_permissions(root["permissions"], "permissions", file));
  row.concurrency = static_cast<bool>(root["concurrency"]);
  GithubExpressions::List expressions;
  row.variables =
      file.ir.list(github_environment(root["env"], {ir::Place::env, "workflow.env", "env", {}, {}}, expressions, file));
  add_expressions(root, "workflow", {"jobs", "env"}, expressions, file);
  row.expressions = file.ir.list(expressions);
  const std::vector<Ref<ir::Job>> jobs = github_jobs(root["jobs"], ref, github_defaults(root["defaults"], {}), file);
  row.jobs = file.ir.list(jobs, !file.document.data().errors.empty());
  file.ir[ref] = row;
  for (const Ref<ir::Job> job : jobs) {
    const bool way_back = is_rollback_name(file.ir.text(row.name)) || is_rollback_name(file.input.path) ||
                          is_rollback_name(file.ir.text(file.ir[job].id));
    if (way_back) turn_into_rollback(job, file.ir);
  }
}

/// The one job of a composite action.
Ref<ir::Job> composite_job(const DataView& runs, Ref<ir::Pipeline> pipeline, GithubFile& file) {
  const Ref<ir::Job> ref = file.ir.add(row_at<ir::Job>(runs, "runs", file));
  ir::Job row = file.ir[ref];
  row.pipeline = pipeline;
  row.id = file.ir.str("runs");
  row.name = file.ir[pipeline].name;
  row.node = file.document.row(runs);
  const GithubSteps steps = github_steps(runs["steps"], "runs.steps", ref, {}, file);
  row.steps = file.ir.list(steps.steps);
  row.images = file.ir.list(steps.images);
  row.own_roles = steps.roles;
  file.ir[ref] = row;
  return ref;
}

void read_action(const DataView& root, GithubFile& file) {
  ir::Pipeline row = pipeline_row(root, "runs", file);
  row.path = file.ir.str("action");
  row.kind = ir::PipelineKind::action;
  const Ref<ir::Pipeline> ref = file.ir.add(row);
  row = file.ir[ref];
  // Whatever starts the workflow that uses it starts it.
  file.expressions.set_events({}, true);
  GithubExpressions::List expressions;
  const DataView runs = root["runs"];
  const bool composite = runs["using"].text() == "composite";
  add_expressions(root, "action", {"runs"}, expressions, file);
  if (!composite) file.expressions.add_below(runs, {ir::Place::other, {}, "runs", {}, {}}, expressions);
  row.expressions = file.ir.list(expressions);
  std::vector<Ref<ir::Job>> jobs;
  if (composite) jobs.push_back(composite_job(runs, ref, file));
  row.jobs = file.ir.list(jobs, !file.document.data().errors.empty());
  constexpr std::string_view docker = "docker://";
  if (runs["using"].text() == "docker" && runs["image"].text().substr(0, docker.size()) == docker) {
    github_image(runs, "runs.image", ir::ImageRole::ci, {}, file);
  }
  file.ir[ref] = row;
}

void read(const Input& input, Context& context, ir::FileIrBuilder& ir,
          void (*read_root)(const DataView&, GithubFile&)) {
  const syntax::Data data = syntax::parse_yaml(input.text, context.limits());
  Document document(data, input, ir);
  document.report_errors();
  if (document.roots().empty() || !document.roots().front().is_map()) return;
  const GithubFacts& facts = context.github();
  GithubFile file{input, context, ir, facts, document, GithubExpressions(facts, ir), {}};
  read_root(document.roots().front(), file);
}

}  // namespace

void github_workflow(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  read(input, context, ir, &read_workflow);
}

void github_action(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  read(input, context, ir, &read_action);
}

}  // namespace plumbline::frontends
