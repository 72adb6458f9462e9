#include "analyzer/ir/schema_builder.h"
#include "analyzer/ir/schema_tables.h"

namespace plumbline::ir {

namespace {

constexpr auto repo_fields = with_common<Repo>(std::to_array<Field>({
    field<Repo, &Repo::files>("files", "Every file that was looked at, in path order.", FieldStage::link),
    field<Repo, &Repo::pipelines>("pipelines", "Workflows, reusable workflows, actions, lane collections.",
                                  FieldStage::link),
    field<Repo, &Repo::jobs>("jobs", "Jobs and lanes of all pipelines.", FieldStage::link),
    field<Repo, &Repo::steps>("steps", "Steps of all jobs.", FieldStage::link),
    field<Repo, &Repo::commands>("commands", "Every command in every shell text.", FieldStage::link),
    field<Repo, &Repo::scripts>("scripts", "Shell files, npm scripts, make targets.", FieldStage::link),
    field<Repo, &Repo::builds>("builds", "Image build files.", FieldStage::link),
    field<Repo, &Repo::stages>("stages", "Their stages.", FieldStage::link),
    field<Repo, &Repo::images>("images", "Every image reference.", FieldStage::link),
    field<Repo, &Repo::workloads>("workloads", "What runs containers.", FieldStage::link),
    field<Repo, &Repo::containers>("containers", "Their containers.", FieldStage::link),
    field<Repo, &Repo::services>("services", "What gives workloads an address.", FieldStage::link),
    field<Repo, &Repo::routes>("routes", "What leads traffic from outside to services.", FieldStage::link),
    field<Repo, &Repo::autoscalers>("autoscalers", "What changes replicas.", FieldStage::link),
    field<Repo, &Repo::disruption_budgets>("disruption_budgets", "What limits voluntary evictions.", FieldStage::link),
    field<Repo, &Repo::network_policies>("network_policies", "What limits traffic.", FieldStage::link),
    field<Repo, &Repo::configs>("configs", "Configuration and secret objects.", FieldStage::link),
    field<Repo, &Repo::objects>("objects", "Objects of Kubernetes of all kinds.", FieldStage::link),
    field<Repo, &Repo::variables>("variables", "Every named value.", FieldStage::link),
    field<Repo, &Repo::secrets>("secrets", "Every value that looks like a secret.", FieldStage::link),
    field<Repo, &Repo::decisions>("decisions", "Comments with a tag.", FieldStage::link),
    field<Repo, &Repo::calls>("calls", "Calls in analysed programs.", FieldStage::link),
    field<Repo, &Repo::exports>("exports", "Their exports.", FieldStage::link),
    field<Repo, &Repo::pages>("pages", "Pages and layouts of web sites.", FieldStage::link),
    field<Repo, &Repo::sites>("sites", "Web sites.", FieldStage::link),
    field<Repo, &Repo::monitors>("monitors", "Monitoring set-ups.", FieldStage::link),
    field<Repo, &Repo::alerts>("alerts", "Alert rules.", FieldStage::link),
    field<Repo, &Repo::receivers>("receivers", "Where alerts go.", FieldStage::link),
    field<Repo, &Repo::alert_routes>("alert_routes", "Ways of alerts to receivers.", FieldStage::link),
    field<Repo, &Repo::scrapes>("scrapes", "Jobs that collect metrics.", FieldStage::link),
    field<Repo, &Repo::components>("components", "Parts of telemetry collectors, and where pipelines name them.",
                                   FieldStage::link),
    field<Repo, &Repo::documents>("documents", "Texts for people.", FieldStage::link),
    field<Repo, &Repo::mentions>("mentions", "Files, targets and scripts that they name.", FieldStage::link),
    field<Repo, &Repo::dependency_updates>("dependency_updates", "What asks for updates of dependencies.",
                                           FieldStage::link),
    field<Repo, &Repo::roles>("roles", "What the pipelines that something starts do, taken together.",
                              FieldStage::link),
    field<Repo, &Repo::dispatchable_roles>("dispatchable_roles",
                                           "What the pipelines do that a person or an event of its own can start.",
                                           FieldStage::link),
    field<Repo, &Repo::has_pipelines>("has_pipelines", "Is there any pipeline?", FieldStage::link),
    field<Repo, &Repo::complete>("complete", "Was every file that could matter analysed?", FieldStage::link),
    field<Repo, &Repo::peak_rps>("peak_rps", "Configured: requests a second at peak.", FieldStage::link),
    field<Repo, &Repo::team_size>("team_size", "Configured: people.", FieldStage::link),
    field<Repo, &Repo::regions>("regions", "Configured: regions.", FieldStage::link),
    field<Repo, &Repo::is_public>("is_public", "Configured: is the web site for the public?", FieldStage::link),
    field<Repo, &Repo::scale_evidence>(
        "scale_evidence", "Does anything here show that load is real: an autoscaler with room, regions, many services?",
        FieldStage::link),
    field<Repo, &Repo::trusted_registries>("trusted_registries", "Configured: image name patterns.", FieldStage::link),
    field<Repo, &Repo::kubernetes_version>("kubernetes_version", "Configured: version of the cluster.",
                                           FieldStage::link),
}));

constexpr auto file_fields = with_common<File>(std::to_array<Field>({
    field<File, &File::name>("name", "Path relative to the root."),
    field<File, &File::kind>("kind", "What it is, by name and content."),
    field<File, &File::comments>("comments", "In source order."),
    field<File, &File::decisions>("decisions", "Tagged comments."),
    field<File, &File::suppressions>("suppressions", "Comments that silence a rule."),
    field<File, &File::problems>("problems", "What its parser or frontend had to say."),
    field<File, &File::documents>("documents", "Roots of a data file."),
    field<File, &File::analysed>("analysed", "False when nothing could be read from it."),
}));

constexpr auto problem_fields = with_common<Problem>(std::to_array<Field>({
    field<Problem, &Problem::code>("code", "What kind of problem."),
    field<Problem, &Problem::severity>("severity", "How bad."),
    field<Problem, &Problem::message>("message", "What is wrong."),
}));

constexpr auto comment_fields = with_common<Comment>(std::to_array<Field>({
    field<Comment, &Comment::text>("text", "Trimmed."),
}));

constexpr auto decision_fields = with_common<Decision>(std::to_array<Field>({
    field<Decision, &Decision::tag>("tag", "The tag."),
    field<Decision, &Decision::text>("text", "What follows it."),
    field<Decision, &Decision::reasons>("reasons", "List items in the comment lines below."),
    field<Decision, &Decision::covers_file>("covers_file", "Does it stand for the whole file?"),
    field<Decision, &Decision::covers_folder>("covers_folder", "Does it stand for the folder?"),
    field<Decision, &Decision::named_files>("named_files", "Words in it that look like files."),
    hidden<Decision, &Decision::target>(),
}));

constexpr auto suppression_fields = with_common<Suppression>(std::to_array<Field>({
    field<Suppression, &Suppression::tool>("tool", "Whose syntax it is."),
    field<Suppression, &Suppression::rules>("rules", "Which, as written; none: all."),
    field<Suppression, &Suppression::reason>("reason", "Why."),
    field<Suppression, &Suppression::until>("until", "Last day on which it counts."),
    field<Suppression, &Suppression::scope>("scope", "How far it reaches."),
    hidden<Suppression, &Suppression::target>(),
}));

constexpr auto variable_fields = with_common<Variable>(std::to_array<Field>({
    field<Variable, &Variable::name>("name", "As written."),
    field<Variable, &Variable::value>("value", "Its text; unknown when it holds an expression."),
    hidden<Variable, &Variable::value_span>(),
    field<Variable, &Variable::literal>("literal", "Is the value written here in full?"),
    field<Variable, &Variable::reference>("reference", "What it refers to, if it is not literal."),
    field<Variable, &Variable::fallback>("fallback", "The literal that counts when the reference is missing."),
    field<Variable, &Variable::source>("source", "Where it stands."),
    field<Variable, &Variable::secret_name>("secret_name", "Does the name say that the value is secret?"),
    field<Variable, &Variable::secret_value>("secret_value", "Does the value have the shape of a secret?"),
    field<Variable, &Variable::placeholder>("placeholder", "Is the value a known placeholder?"),
}));

constexpr auto secret_fields = with_common<Secret>(std::to_array<Field>({
    field<Secret, &Secret::kind>("kind", "What it looks like."),
    field<Secret, &Secret::confidence>("confidence", "How sure."),
    field<Secret, &Secret::length>("length", "In characters."),
    field<Secret, &Secret::shown>("shown", "All of it that may be shown."),
    field<Secret, &Secret::fixed_shape>("fixed_shape", "Recognised by its shape alone."),
    field<Secret, &Secret::placeholder>("placeholder", "A default or sample that everybody knows."),
    field<Secret, &Secret::in_comment>("in_comment", "Stands in a comment."),
    field<Secret, &Secret::throwaway>("throwaway", "Belongs to a test service, an example or a test."),
    field<Secret, &Secret::variable>("variable", "The variable whose value it is."),
}));

constexpr auto label_fields = with_common<Label>(std::to_array<Field>({
    field<Label, &Label::key>("key", "The key."),
    field<Label, &Label::value>("value", "The value."),
}));

}  // namespace

template <>
EntitySchema schema_of<Repo>() {
  return {"repo", "Everything: one row.", repo_fields};
}

template <>
EntitySchema schema_of<File>() {
  return {"file", "One source file.", file_fields};
}

template <>
EntitySchema schema_of<Problem>() {
  return {"problem", "A syntax error or a limit.", problem_fields};
}

template <>
EntitySchema schema_of<Comment>() {
  return {"comment", "A comment, without its marker.", comment_fields};
}

template <>
EntitySchema schema_of<Decision>() {
  return {"decision", "A tagged comment.", decision_fields};
}

template <>
EntitySchema schema_of<Suppression>() {
  return {"suppression", "A comment that silences rules.", suppression_fields};
}

template <>
EntitySchema schema_of<Variable>() {
  return {"variable", "A named value anywhere.", variable_fields};
}

template <>
EntitySchema schema_of<Secret>() {
  return {"secret", "A value that looks like a secret. The value is never here.", secret_fields};
}

template <>
EntitySchema schema_of<Label>() {
  return {"label", "A key and a value on an object.", label_fields};
}

}  // namespace plumbline::ir
