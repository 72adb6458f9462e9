#include "analyzer/frontends/circleci.h"

#include <fmt/format.h>

#include "analyzer/frontends/circleci_file.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

ir::Pipeline pipeline_row(const DataView& node, std::string_view path, std::string_view name, CircleFile& file) {
  ir::Pipeline row = row_at<ir::Pipeline>(node, path, file);
  row.provider = ir::Provider::circleci;
  row.kind = ir::PipelineKind::workflow;
  row.name = file.ir.str(name);
  row.node = file.document.row(node);
  // `setup: true` is the first part; a second configuration goes on.
  row.includes_elsewhere = file.root["setup"].boolean().value_or(false);
  return row;
}

ir::Trigger trigger_row(const DataView& node, std::string_view path, ir::TriggerKind kind, std::string_view event,
                        CircleFile& file) {
  ir::Trigger row = row_at<ir::Trigger>(node, path, file);
  row.kind = kind;
  row.event = file.ir.str(event);
  return row;
}

/// What starts a workflow: a schedule of its own, or every push, or the API where a parameter decides.
std::vector<Ref<ir::Trigger>> triggers_of(const DataView& workflow, std::string_view path, CircleFile& file) {
  std::vector<Ref<ir::Trigger>> triggers;
  std::size_t index = 0;
  for (const DataView& entry : workflow["triggers"].elements()) {
    const DataView schedule = entry["schedule"];
    if (!schedule) continue;
    ir::Trigger row = trigger_row(schedule, fmt::format("{}.triggers[{}]", path, index++), ir::TriggerKind::schedule,
                                  "schedule", file);
    row.schedule = file.ir.str(schedule["cron"].text());
    triggers.push_back(file.ir.add(row));
  }
  const DataView when = workflow["when"] ? workflow["when"] : workflow["unless"];
  if (when && triggers.empty()) {
    const std::string_view text = when.span().of(file.input.text);
    if (text.find("pipeline.parameters") != std::string_view::npos) {
      triggers.push_back(
          file.ir.add(trigger_row(when, fmt::format("{}.when", path), ir::TriggerKind::api, "api", file)));
    }
    if (text.find("scheduled_pipeline") != std::string_view::npos ||
        text.find("pipeline.schedule") != std::string_view::npos) {
      triggers.push_back(
          file.ir.add(trigger_row(when, fmt::format("{}.when", path), ir::TriggerKind::schedule, "schedule", file)));
    }
  }
  return triggers;
}

void read_workflow(const DataView& workflow, CircleFile& file) {
  const std::string path = fmt::format("workflows.{}", workflow.key());
  const Ref<ir::Pipeline> ref = file.ir.add(pipeline_row(workflow, path, workflow.key(), file));
  ir::Pipeline row = file.ir[ref];
  const std::vector<Ref<ir::Trigger>> triggers = triggers_of(workflow, path, file);
  for (const Ref<ir::Trigger> trigger : triggers) row.trigger_kinds.add(file.ir[trigger].kind);
  row.triggers = file.ir.list(triggers);
  if (!workflow["triggers"].is_list()) row.trigger_kinds.add(ir::TriggerKind::push);
  const DataView entries = workflow["jobs"];
  const std::vector<Ref<ir::Job>> jobs = circle_jobs(entries.elements(), path + ".jobs", ref, file);
  bool named = true;
  for (const Ref<ir::Job> job : jobs) {
    if (file.ir[job].trigger_kinds.has(ir::TriggerKind::tag)) row.trigger_kinds.add(ir::TriggerKind::tag);
    // Copies of a matrix have names that are made of its values.
    named = named && !file.ir[job].matrix && !is_circleci_opaque(file.ir.text(file.ir[job].id));
  }
  row.jobs = file.ir.list(jobs, !named || !file.document.data().errors.empty());
  file.ir[ref] = row;
}

/// Without workflows the job `build` runs, by every push.
void read_jobs(const DataView& jobs, CircleFile& file) {
  const Ref<ir::Pipeline> ref = file.ir.add(pipeline_row(jobs, "pipeline", file.input.path, file));
  ir::Pipeline row = file.ir[ref];
  row.trigger_kinds.add(ir::TriggerKind::push);
  row.jobs = file.ir.list(circle_jobs(jobs.children(), "jobs", ref, file), !file.document.data().errors.empty());
  file.ir[ref] = row;
}

}  // namespace

void circleci(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Data data = syntax::parse_yaml(input.text, context.limits());
  Document document(data, input, ir);
  document.report_errors();
  if (document.roots().empty() || !document.roots().front().is_map()) return;
  CircleFile file{input, context, ir, document, document.roots().front(), {}, {}, {}, {}};
  bool any = false;
  for (const DataView& workflow : file.root["workflows"].children()) {
    if (!workflow.is_map() || !workflow["jobs"].is_list()) continue;
    read_workflow(workflow, file);
    any = true;
  }
  if (!any && file.root["jobs"].is_map()) read_jobs(file.root["jobs"], file);
}

}  // namespace plumbline::frontends
