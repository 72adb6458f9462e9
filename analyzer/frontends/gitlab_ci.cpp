#include "analyzer/frontends/gitlab_ci.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/gitlab_file.h"
#include "analyzer/frontends/images.h"
#include "analyzer/frontends/roles.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

using syntax::DataView;

bool is_gitlab_opaque(std::string_view text) {
  return text.find('$') != std::string_view::npos;
}

std::vector<Ref<ir::Variable>> gitlab_variables(const std::vector<DataView>& entries, std::string_view path,
                                                GitlabFile& file) {
  std::vector<Ref<ir::Variable>> variables;
  for (const DataView& entry : entries) {
    const auto [known, added] = file.variables.try_emplace(entry.index());
    if (!added) {
      variables.push_back(known->second);
      continue;
    }
    ir::Variable row = row_at<ir::Variable>(entry, fmt::format("{}.{}", path, entry.key()), file);
    const DataView value = entry.is_map() ? entry["value"] : entry;
    row.name = file.ir.str(entry.key());
    row.source = ir::VariableSource::ci_env;
    row.value = maybe_text(value, is_gitlab_opaque, file.ir);
    row.value_span = value.span();
    row.literal = row.value.is_present();
    if (row.value.is_unknown() && value.is_scalar()) {
      row.reference = ir::Reference::variable;
      if (const std::optional<Span> fallback = facts::literal_default(value.text())) {
        row.fallback = file.ir.str(fallback->of(value.text()));
      }
    }
    known->second = file.ir.add(row);
    variables.push_back(known->second);
  }
  return variables;
}

Ref<ir::Image> gitlab_image(const DataView& node, std::string_view path, ir::ImageRole role, Ref<ir::Job> job,
                            GitlabFile& file) {
  const DataView name = node.is_map() ? node["name"] : node;
  if (!name.is_scalar() || ascii::trim(name.text()).empty()) return {};
  const auto [found, added] = file.images.try_emplace(name.resolved().index());
  if (!added) return found->second;
  found->second = add_image(ascii::trim(name.text()), name.mapped().source_span(), role, path, file.ir);
  file.ir[found->second].job = job;
  return found->second;
}

namespace {

constexpr std::string_view root_name = ".gitlab-ci.yml";

bool is_root(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name == root_name || name == ".gitlab-ci.yaml";
}

struct Includes {
  std::vector<std::string_view> local;
  ir::EnumSet<ir::Role> roles;
  bool elsewhere = false;
};

void add_include(const DataView& entry, Includes& includes, GitlabFile& file) {
  const DataView local = entry.is_map() ? entry["local"] : entry;
  if (local.is_scalar() && !is_gitlab_opaque(local.text()) && local.text().find("://") == std::string_view::npos) {
    std::string_view path = local.text();
    while (!path.empty() && path.front() == '/') path.remove_prefix(1);
    includes.local.push_back(path);
    return;
  }
  includes.elsewhere = true;
  if (const DataView known = entry["template"]; known.is_scalar()) {
    includes.roles.add(file.context.gitlab_templates().of(ascii::lower(known.text())));
  }
  if (const DataView known = entry["component"]; known.is_scalar()) {
    // `$CI_SERVER_FQDN/group/project/name@version`: the host may be any.
    std::string_view name = known.text().substr(0, known.text().find('@'));
    name.remove_prefix(std::min(name.size(), name.find('/') + 1));
    includes.roles.add(file.context.gitlab_templates().of(ascii::lower(name)));
  }
}

Includes includes_of(const DataView& root, GitlabFile& file) {
  Includes includes;
  const DataView include = root["include"];
  if (include.is_map() || include.is_scalar()) add_include(include, includes, file);
  for (const DataView& entry : include.elements()) add_include(entry, includes, file);
  return includes;
}

/// Which kinds of runs start a pipeline at all. Without rules all do but those of merge requests, which need a job
/// that asks for them.
ir::EnumSet<ir::TriggerKind> read_workflow(const DataView& workflow, GitlabFile& file) {
  ir::EnumSet<ir::TriggerKind> kinds;
  const bool ruled = static_cast<bool>(workflow["rules"]);
  GitlabLayers layers;
  if (ruled) layers.maps.push_back(workflow);
  for (std::size_t i = 0; i < gitlab_runs.size(); ++i) {
    file.pipeline_runs[i] = ruled ? gitlab_outcome(layers, gitlab_runs[i], file.config).runs : Truth::yes;
    const bool needs_job = gitlab_runs[i] == GitlabRun::merge_request && !ruled;
    if (file.pipeline_runs[i] != Truth::no && !needs_job) kinds.add(trigger_kind(gitlab_runs[i]));
  }
  return kinds;
}

std::vector<Ref<ir::Trigger>> triggers_of(const DataView& workflow, GitlabFile& file) {
  std::vector<Ref<ir::Trigger>> triggers;
  std::size_t index = 0;
  for (const DataView& rule : workflow["rules"].elements()) {
    ir::Trigger row = row_at<ir::Trigger>(rule, fmt::format("workflow.rules[{}]", index++), file);
    if (!rule["if"].is_scalar() || rule["when"].text() == "never") continue;
    row.event = file.ir.str(rule["if"].text());
    for (const GitlabRun run : gitlab_runs) {
      if (gitlab_condition(rule["if"].text(), run) == Truth::yes) row.kind = trigger_kind(run);
    }
    triggers.push_back(file.ir.add(row));
  }
  return triggers;
}

void read_configuration(const DataView& root, GitlabFile& file) {
  ir::Pipeline row;
  row.span = root.span();
  row.head = first_line(root.span(), file.input.text);
  row.path = file.ir.str("pipeline");
  row.provider = ir::Provider::gitlab;
  row.kind = is_root(file.input.path) ? ir::PipelineKind::workflow : ir::PipelineKind::reusable;
  const DataView name = root["workflow"]["name"];
  const bool named = name.is_scalar() && !is_gitlab_opaque(name.text()) && !name.text().empty();
  row.name = file.ir.str(named ? name.text() : file.input.path);
  row.node = file.document.row(root);
  const Ref<ir::Pipeline> ref = file.ir.add(row);
  row = file.ir[ref];

  const Includes includes = includes_of(root, file);
  row.include_paths = file.ir.strs(includes.local);
  row.includes_elsewhere = includes.elsewhere;
  row.own_roles = includes.roles;
  row.trigger_kinds = read_workflow(root["workflow"], file);
  row.triggers = file.ir.list(triggers_of(root["workflow"], file));
  row.stages = file.ir.strs(words_of(root["stages"]), includes.elsewhere);
  row.variables = file.ir.list(gitlab_variables(root["variables"].children(), "variables", file));
  const std::vector<Ref<ir::Job>> jobs = gitlab_jobs(ref, file);
  for (const Ref<ir::Job> job : jobs) {
    if (file.ir[job].trigger_kinds.has(ir::TriggerKind::pull_request))
      row.trigger_kinds.add(ir::TriggerKind::pull_request);
  }
  if (row.kind == ir::PipelineKind::reusable) row.trigger_kinds = {ir::TriggerKind::called};
  row.jobs = file.ir.list(jobs, includes.elsewhere || !file.document.data().errors.empty());
  file.ir[ref] = row;
}

}  // namespace

void gitlab_ci(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Data data = syntax::parse_yaml(input.text, context.limits());
  Document document(data, input, ir);
  document.report_errors();
  // A header with `spec:` may stand before the configuration.
  const auto& roots = document.roots();
  if (roots.empty() || !roots.back().is_map()) return;
  const GitlabConfig config(roots.back(), input.text);
  GitlabFile file{input, context, ir, document, config, {}, {}, {}, {}};
  read_configuration(roots.back(), file);
}

}  // namespace plumbline::frontends
