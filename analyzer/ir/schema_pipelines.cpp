#include "analyzer/ir/schema_builder.h"
#include "analyzer/ir/schema_tables.h"

namespace plumbline::ir {

namespace {

constexpr auto pipeline_fields = with_common<Pipeline>(std::to_array<Field>({
    field<Pipeline, &Pipeline::provider>("provider", "Whose format it is."),
    field<Pipeline, &Pipeline::kind>("kind", "What kind of definition."),
    field<Pipeline, &Pipeline::name>("name", "Its name, else its file."),
    field<Pipeline, &Pipeline::triggers>("triggers", "What starts it."),
    field<Pipeline, &Pipeline::trigger_kinds>("trigger_kinds", "The kinds of its triggers."),
    field<Pipeline, &Pipeline::declares_permissions>("declares_permissions",
                                                     "Does it say which permissions its token has?"),
    field<Pipeline, &Pipeline::permissions>("permissions", "Those it names."),
    field<Pipeline, &Pipeline::variables>("variables", "For all of its jobs."),
    field<Pipeline, &Pipeline::stages>("stages", "Names of its stages, in their order."),
    field<Pipeline, &Pipeline::include_paths>("include_paths",
                                              "Files of this repository that it takes in, as written."),
    field<Pipeline, &Pipeline::includes>("includes", "What those files hold.", FieldStage::link),
    field<Pipeline, &Pipeline::missing_includes>("missing_includes", "Those that do not exist.", FieldStage::link),
    field<Pipeline, &Pipeline::includes_elsewhere>("includes_elsewhere",
                                                   "Do parts of it lie outside of this repository?"),
    field<Pipeline, &Pipeline::jobs>("jobs", "In source order, then those of what it includes."),
    field<Pipeline, &Pipeline::expressions>("expressions", "Outside its jobs."),
    field<Pipeline, &Pipeline::concurrency>("concurrency", "Does it limit runs at the same time?"),
    field<Pipeline, &Pipeline::platform>("platform", "Mobile platform of lanes."),
    field<Pipeline, &Pipeline::own_roles>("own_roles", "What the parts do that lie elsewhere, where that is known."),
    field<Pipeline, &Pipeline::roles>("roles", "What its jobs do.", FieldStage::link),
    field<Pipeline, &Pipeline::cyclic_needs>("cyclic_needs", "Do jobs wait for each other in a circle?",
                                             FieldStage::link),
    field<Pipeline, &Pipeline::externally_triggered>("externally_triggered",
                                                     "Can outsiders start it with the rights of the repository?"),
    field<Pipeline, &Pipeline::node>("node", "Its definition."),
}));

constexpr auto trigger_fields = with_common<Trigger>(std::to_array<Field>({
    field<Trigger, &Trigger::kind>("kind", "The same for every provider."),
    field<Trigger, &Trigger::event>("event", "The provider's word."),
    field<Trigger, &Trigger::types>("types", "Activities."),
    field<Trigger, &Trigger::branches>("branches", "Filter."),
    field<Trigger, &Trigger::paths>("paths", "Filter."),
    field<Trigger, &Trigger::tags>("tags", "Filter."),
    field<Trigger, &Trigger::schedule>("schedule", "Cron expression."),
}));

constexpr auto permission_fields = with_common<Permission>(std::to_array<Field>({
    field<Permission, &Permission::scope>("scope", "To what; `*` for all."),
    field<Permission, &Permission::level>("level", "How much."),
}));

constexpr auto job_fields = with_common<Job>(std::to_array<Field>({
    field<Job, &Job::name>("name", "As shown, else its key."),
    field<Job, &Job::id>("id", "Its key."),
    always<Job, &Job::pipeline>("pipeline", "Where it stands."),
    field<Job, &Job::needs_names>("needs_names", "What it waits for, as written."),
    field<Job, &Job::needs>("needs", "The jobs that it waits for, or the lanes that it calls.", FieldStage::link),
    field<Job, &Job::condition>("condition", "Text of its condition."),
    field<Job, &Job::condition_constant>("condition_constant", "Its truth when it depends on nothing."),
    field<Job, &Job::trigger_kinds>("trigger_kinds",
                                    "The kinds of events that it runs for; empty: its own keys do not limit it."),
    field<Job, &Job::every_branch>("every_branch", "Does a push to any branch run it? Absent: the triggers say it."),
    field<Job, &Job::manual>("manual", "Does a person start it, or let it pass?"),
    field<Job, &Job::runs_on_failure>("runs_on_failure", "Does it run when something before it failed?"),
    field<Job, &Job::stage>("stage", "The stage that it belongs to."),
    field<Job, &Job::after_stages>("after_stages", "Does it wait for all jobs of the stages before its own?"),
    field<Job, &Job::base_names>("base_names", "Jobs that it takes over from, as written."),
    field<Job, &Job::bases>("bases", "Those jobs, where they stand in another file.", FieldStage::link),
    field<Job, &Job::missing_bases>("missing_bases", "Names of those that nothing defines.", FieldStage::link),
    field<Job, &Job::missing_needs>("missing_needs", "What it waits for and nothing defines.", FieldStage::link),
    field<Job, &Job::runner>("runner", "Labels of the machine."),
    field<Job, &Job::environment>("environment", "Deployment environment."),
    field<Job, &Job::timeout>("timeout", "Minutes."),
    field<Job, &Job::declares_permissions>("declares_permissions", "Does it say which permissions its token has?"),
    field<Job, &Job::permissions>("permissions", "Those it names."),
    field<Job, &Job::variables>("variables", "For all of its steps."),
    field<Job, &Job::matrix>("matrix", "Does it run for each of several values?"),
    field<Job, &Job::steps>("steps", "In source order."),
    field<Job, &Job::commands>("commands", "Of its steps and of the scripts that they call.", FieldStage::link),
    field<Job, &Job::images>("images", "Images it runs in or beside."),
    field<Job, &Job::expressions>("expressions", "Of its own keys."),
    field<Job, &Job::allow_failure>("allow_failure", "May it fail without failing the pipeline?"),
    field<Job, &Job::concurrency>("concurrency", "Does it limit runs at the same time?"),
    field<Job, &Job::uses>("uses", "A reusable workflow, as written."),
    field<Job, &Job::ref_kind>("ref_kind", "How that is fixed."),
    field<Job, &Job::calls>("calls", "The pipeline that it calls.", FieldStage::link),
    field<Job, &Job::inherits_secrets>("inherits_secrets", "Hands all secrets on."),
    field<Job, &Job::is_private>("is_private", "Cannot be started from outside."),
    field<Job, &Job::platform>("platform", "Mobile platform."),
    field<Job, &Job::parameters>("parameters", "Names of its parameters."),
    field<Job, &Job::own_roles>("own_roles", "What its own steps do."),
    field<Job, &Job::roles>("roles", "What it does, calls included.", FieldStage::link),
    field<Job, &Job::production_like>("production_like", "Does it reach what users use?", FieldStage::link),
    field<Job, &Job::platform_rolls_back>("platform_rolls_back", "Does what it deploys to go back by itself?",
                                          FieldStage::link),
    field<Job, &Job::called_by>("called_by", "Jobs that call it.", FieldStage::link),
    field<Job, &Job::node>("node", "Its definition."),
}));

constexpr auto step_fields = with_common<Step>(std::to_array<Field>({
    field<Step, &Step::name>("name", "As written."),
    field<Step, &Step::id>("id", "Its id."),
    field<Step, &Step::uses>("uses", "What it calls, as written."),
    field<Step, &Step::action>("action", "Its canonical name."),
    field<Step, &Step::action_ref>("action_ref", "Version part."),
    field<Step, &Step::ref_kind>("ref_kind", "How that is fixed."),
    field<Step, &Step::with>("with", "Inputs, as data."),
    field<Step, &Step::inputs>("inputs", "Inputs, as variables."),
    field<Step, &Step::commands>("commands", "Of its own shell text."),
    field<Step, &Step::variables>("variables", "Its own environment."),
    field<Step, &Step::expressions>("expressions", "In any of its values."),
    field<Step, &Step::condition>("condition", "Text of its condition."),
    field<Step, &Step::runs_on_failure>("runs_on_failure", "Does it run when something before it failed?"),
    field<Step, &Step::always_runs>("always_runs", "Does it run whatever happened before?"),
    field<Step, &Step::continue_on_error>("continue_on_error", "Does its failure not count?"),
    field<Step, &Step::timeout>("timeout", "Minutes."),
    field<Step, &Step::shell>("shell", "As written."),
    field<Step, &Step::runs_shell>("runs_shell", "Has it shell text of its own?"),
    field<Step, &Step::options_open>("options_open", "May inputs come from elsewhere?"),
    field<Step, &Step::inside_rescue>("inside_rescue", "Is an error in it caught?"),
    field<Step, &Step::own_roles>("own_roles", "What it does by itself."),
    field<Step, &Step::roles>("roles", "What it does, calls included.", FieldStage::link),
    always<Step, &Step::job>("job", "Where it stands."),
    field<Step, &Step::calls>("calls", "The local action that it calls.", FieldStage::link),
    field<Step, &Step::calls_jobs>("calls_jobs", "The lanes that it calls.", FieldStage::link),
}));

constexpr auto command_fields = with_common<Command>(std::to_array<Field>({
    field<Command, &Command::program>("program", "Its first word, without a path."),
    field<Command, &Command::args>("args", "The other words, unquoted; expansions as written."),
    field<Command, &Command::text>("text", "As written, program to last argument."),
    field<Command, &Command::options>("options", "Arguments that begin with a dash, up to an equals sign."),
    field<Command, &Command::operands>("operands", "The other arguments."),
    field<Command, &Command::assignments>("assignments", "Variables set for it alone."),
    field<Command, &Command::redirects>("redirects", "Files that its output goes to."),
    field<Command, &Command::own_roles>("own_roles", "What it does by itself."),
    field<Command, &Command::roles>("roles", "What it does, calls included.", FieldStage::link),
    field<Command, &Command::inside>("inside", "What it stands in."),
    field<Command, &Command::failure_ignored>("failure_ignored", "Does its failure not count?"),
    field<Command, &Command::errexit>("errexit", "Does the shell stop at a failure here?"),
    field<Command, &Command::pipefail>("pipefail", "Does a pipeline fail with any of its parts here?"),
    field<Command, &Command::xtrace>("xtrace", "Are commands printed here?"),
    field<Command, &Command::expands>("expands", "Is some word not literal?"),
    field<Command, &Command::dynamic>("dynamic", "Is the program itself not literal?"),
    field<Command, &Command::pipes_to>("pipes_to", "The next in its pipeline."),
    field<Command, &Command::piped_from>("piped_from", "The one before it in its pipeline."),
    field<Command, &Command::expressions>("expressions", "Expressions of the pipeline in it."),
    field<Command, &Command::job>("job", "Whose shell text it stands in."),
    field<Command, &Command::step>("step", "Whose shell text it stands in."),
    field<Command, &Command::script>("script", "The script it stands in."),
    field<Command, &Command::calls_script>("calls_script", "The script that it runs.", FieldStage::link),
    field<Command, &Command::calls_jobs>("calls_jobs", "The lanes that it runs.", FieldStage::link),
}));

constexpr auto expression_fields = with_common<Expression>(std::to_array<Field>({
    field<Expression, &Expression::text>("text", "Without its fence."),
    field<Expression, &Expression::place>("place", "Where it stands."),
    field<Expression, &Expression::contexts>("contexts", "Dotted paths that it reads."),
    field<Expression, &Expression::functions>("functions", "That it calls."),
    field<Expression, &Expression::valid>("valid", "Is it well-formed?"),
    field<Expression, &Expression::error>("error", "Why not."),
    field<Expression, &Expression::untrusted>("untrusted", "Does it read what an outsider can write?"),
    field<Expression, &Expression::untrusted_path>("untrusted_path", "Which."),
    field<Expression, &Expression::constant>("constant", "Its truth when it depends on nothing."),
    field<Expression, &Expression::job>("job", "Where it stands."),
    field<Expression, &Expression::step>("step", "Where it stands."),
}));

constexpr auto script_fields = with_common<Script>(std::to_array<Field>({
    field<Script, &Script::name>("name", "Path, or key."),
    field<Script, &Script::kind>("kind", "Which of these."),
    field<Script, &Script::commands>("commands", "In source order."),
    field<Script, &Script::own_roles>("own_roles", "What its commands do."),
    field<Script, &Script::roles>("roles", "What it does, calls included.", FieldStage::link),
    field<Script, &Script::called_by>("called_by", "Jobs that run it.", FieldStage::link),
}));

}  // namespace

template <>
EntitySchema schema_of<Pipeline>() {
  return {"pipeline", "A workflow, a reusable workflow or action, a collection of lanes.", pipeline_fields};
}

template <>
EntitySchema schema_of<Trigger>() {
  return {"trigger", "One event that starts a pipeline.", trigger_fields};
}

template <>
EntitySchema schema_of<Permission>() {
  return {"permission", "A right of the token of a run.", permission_fields};
}

template <>
EntitySchema schema_of<Job>() {
  return {"job", "A job or a lane.", job_fields};
}

template <>
EntitySchema schema_of<Step>() {
  return {"step", "A step, a script, an action call.", step_fields};
}

template <>
EntitySchema schema_of<Command>() {
  return {"command", "One simple shell command.", command_fields};
}

template <>
EntitySchema schema_of<Expression>() {
  return {"expression", "An expression that the pipeline evaluates before anything runs.", expression_fields};
}

template <>
EntitySchema schema_of<Script>() {
  return {"script", "A shell file, an npm script, a make target.", script_fields};
}

}  // namespace plumbline::ir
