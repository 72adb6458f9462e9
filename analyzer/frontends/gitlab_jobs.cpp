#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/duration.h"
#include "analyzer/frontends/gitlab_file.h"
#include "analyzer/frontends/rollback.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

/// Which kinds of runs have a job, and who starts it there.
struct Starts {
  ir::EnumSet<ir::TriggerKind> kinds;
  bool limited = false;  ///< some run leaves it out
  bool never = true;
  bool by_hand = false;
  bool automatically = false;
  bool after_failure = false;
  Truth every_branch = Truth::no;
};

Starts starts_of(const GitlabLayers& job, const GitlabFile& file) {
  Starts starts;
  for (std::size_t i = 0; i < gitlab_runs.size(); ++i) {
    const GitlabRun run = gitlab_runs[i];
    const GitlabOutcome outcome = gitlab_outcome(job, run, file.config);
    const Truth runs = both(outcome.runs, file.pipeline_runs[i]);
    starts.limited = starts.limited || outcome.runs != Truth::yes;
    if (run == GitlabRun::branch_push) starts.every_branch = runs;
    if (runs == Truth::no) continue;
    starts.never = false;
    starts.kinds.add(trigger_kind(run));
    starts.by_hand = starts.by_hand || outcome.by_hand;
    starts.automatically = starts.automatically || outcome.automatically;
    starts.after_failure = starts.after_failure || outcome.after_failure;
  }
  return starts;
}

ir::Maybe<bool> maybe(Truth truth, Span because) {
  if (truth == Truth::maybe) return ir::Maybe<bool>::unknown(because);
  return truth == Truth::yes;
}

/// A name that holds a variable still says where it leads: `review/$CI_COMMIT_REF_SLUG`.
bool says_its_place(std::string_view name) {
  const std::size_t variable = name.find('$');
  return variable == std::string_view::npos || variable > 2;
}

class JobReader {
 public:
  JobReader(const DataView& node, Ref<ir::Pipeline> pipeline, GitlabFile& file)
      : node_(node), layers_(file.config.layers(node)), path_(fmt::format("jobs.{}", node.key())), file_(file) {
    job_ = file.ir.add(row_at<ir::Job>(node, path_, file));
    row_ = file.ir[job_];
    row_.pipeline = pipeline;
    row_.node = file.document.row(node);
    row_.id = file.ir.str(node.key());
    row_.name = row_.id;
    row_.is_private = !node.key().empty() && node.key().front() == '.';
  }

  Ref<ir::Job> read() {
    std::vector<std::string_view> bases = words_of(node_["extends"]);
    row_.base_names = file_.ir.strs(bases);
    read_order();
    read_starts();
    read_environment();
    read_values();
    read_images();
    read_call();
    const bool rolls_back = starts_.after_failure || is_rollback_name(node_.key());
    row_.runs_on_failure = starts_.after_failure;
    const GitlabSteps steps = gitlab_steps(layers_, path_, job_, rolls_back, file_);
    row_.steps = file_.ir.list(steps.steps, steps.open);
    images_.insert(images_.end(), steps.images.begin(), steps.images.end());
    row_.images = file_.ir.list(images_, layers_.open);
    roles_.add(steps.roles);
    if (rolls_back) turn_into_rollback(roles_);
    // What only others take over does nothing by itself.
    if (!row_.is_private) row_.own_roles = roles_;
    file_.ir[job_] = row_;
    return job_;
  }

 private:
  /// Of a value that may stand in another file.
  template <class T>
  ir::Maybe<T> or_open(ir::Maybe<T> value) const {
    return value.is_absent() && layers_.open ? ir::Maybe<T>::unknown(node_["extends"].span()) : value;
  }

  void read_order() {
    const DataView stage = layers_["stage"];
    const bool open = layers_.open && !stage;
    row_.stage = stage ? maybe_text(stage, is_gitlab_opaque, file_.ir)
                       : or_open(open ? ir::Maybe<Str>() : ir::Maybe<Str>(file_.ir.str("test")));
    bool list_open = layers_.open;
    const DataView needs = layers_["needs"];
    row_.after_stages = !needs && !layers_.open;
    std::vector<std::string_view> names;
    if (needs) {
      const GitlabItems items = file_.config.items(needs);
      list_open = items.open;
      for (const DataView& item : items.items) {
        const DataView name = item.is_map() ? item["job"] : item;
        const bool elsewhere = item.is_map() && (item["project"] || item["pipeline"]);
        const bool optional = item.is_map() && item["optional"].boolean().value_or(false);
        if (!name.is_scalar() || elsewhere || is_gitlab_opaque(name.text())) continue;
        if (optional && !file_.config.root()[name.text()].is_map()) {
          list_open = true;
        } else {
          names.push_back(name.text());
        }
      }
    }
    row_.needs_names = file_.ir.strs(names, list_open);
  }

  void read_starts() {
    starts_ = starts_of(layers_, file_);
    const DataView rules = layers_["rules"] ? layers_["rules"] : layers_["only"] ? layers_["only"] : layers_["except"];
    const Span because = rules ? rules.span() : node_.span();
    row_.every_branch = maybe(layers_.open && !rules ? Truth::maybe : starts_.every_branch, because);
    if (starts_.limited) row_.trigger_kinds = starts_.kinds;
    if (starts_.never && !layers_.open) row_.condition_constant = false;
    if (starts_.by_hand) {
      row_.manual = starts_.automatically ? ir::Maybe<bool>::unknown(because) : ir::Maybe<bool>(true);
    }
    row_.manual = or_open(row_.manual);
    std::string text;
    for (const DataView& rule : file_.config.items(layers_["rules"]).items) {
      if (!rule["if"].is_scalar()) continue;
      if (!text.empty()) text += " || ";
      text += rule["if"].text();
    }
    if (!text.empty()) row_.condition = file_.ir.str(text);
    row_.condition = or_open(row_.condition);
    const DataView allowed = layers_["allow_failure"];
    row_.allow_failure =
        allowed.is_map() ? ir::Maybe<bool>::unknown(allowed.span()) : or_open(maybe_boolean(allowed, is_gitlab_opaque));
    // A job that waits for a person by its own key is optional. https://docs.gitlab.com/ci/jobs/job_control/
    const bool optional = layers_["when"].text() == "manual" && !layers_["rules"];
    if (row_.allow_failure.is_absent() && optional) row_.allow_failure = true;
  }

  void read_environment() {
    const DataView environment = layers_["environment"];
    row_.environment = or_open(ir::Maybe<Str>());
    if (!environment) return;
    const DataView name = environment.is_map() ? environment["name"] : environment;
    const std::string_view action = environment.is_map() ? environment["action"].text_or("start") : "start";
    if (!name.is_scalar() || name.text().empty()) return;
    row_.environment =
        says_its_place(name.text()) ? ir::Maybe<Str>(file_.ir.str(name.text())) : ir::Maybe<Str>::unknown(name.span());
    if (action == "verify") roles_.add(ir::Role::verify);
    if (action == "stop") roles_.add(ir::Role::cleanup);
    if (action == "start") roles_.add(ir::Role::deploy);
  }

  void read_values() {
    row_.concurrency = layers_.has("resource_group");
    row_.matrix = layers_["parallel"]["matrix"].is_list();
    const DataView tags = file_.config.inherited(layers_, "tags");
    std::vector<std::string_view> runner = words_of(tags);
    const bool opaque = std::any_of(runner.begin(), runner.end(), is_gitlab_opaque);
    row_.runner = file_.ir.strs(runner, opaque || layers_.open);
    if (const DataView timeout = layers_["timeout"]) row_.timeout = ir::Maybe<std::int64_t>::unknown(timeout.span());
    if (layers_.has("release")) roles_.add(ir::Role::release);
    if (node_.key() == "pages" || layers_["pages"].boolean().value_or(layers_["pages"].is_map())) {
      roles_.add(ir::Role::deploy);
    }
    const GitlabItems variables = file_.config.entries(layers_, "variables");
    row_.variables =
        file_.ir.list(gitlab_variables(variables.items, fmt::format("{}.variables", path_), file_), variables.open);
    std::vector<Ref<ir::Permission>> permissions;
    for (const DataView& token : layers_["id_tokens"].children()) {
      ir::Permission row = row_at<ir::Permission>(token, fmt::format("{}.id_tokens.{}", path_, token.key()), file_);
      row.scope = file_.ir.str("id-token");
      row.level = ir::PermissionLevel::write;
      permissions.push_back(file_.ir.add(row));
    }
    row_.permissions = file_.ir.list(permissions);
  }

  void read_images() {
    bool open = false;
    const DataView image = file_.config.resolved(file_.config.inherited(layers_, "image"), open);
    if (const Ref<ir::Image> row = gitlab_image(image, fmt::format("{}.image", path_), ir::ImageRole::ci, job_, file_))
      images_.push_back(row);
    std::size_t index = 0;
    for (const DataView& service : file_.config.items(file_.config.inherited(layers_, "services")).items) {
      const std::string path = fmt::format("{}.services[{}]", path_, index++);
      if (const Ref<ir::Image> row = gitlab_image(service, path, ir::ImageRole::ci_service, job_, file_))
        images_.push_back(row);
      if (service.is_map()) gitlab_variables(service["variables"].children(), path + ".variables", file_);
    }
  }

  /// A pipeline of its own: of this repository or of another project.
  void read_call() {
    const DataView trigger = layers_["trigger"];
    if (!trigger) return;
    DataView include = trigger["include"];
    if (include.is_list()) {
      const std::vector<DataView> all = include.elements();
      include = all.empty() ? DataView() : all.front();
    }
    const DataView local = include.is_map() ? include["local"] : include;
    if (local.is_scalar() && !is_gitlab_opaque(local.text())) {
      std::string_view path = local.text();
      while (!path.empty() && path.front() == '/') path.remove_prefix(1);
      row_.uses = file_.ir.str(path);
      row_.ref_kind = ir::RefKind::local;
      return;
    }
    const DataView project = trigger.is_map() ? trigger["project"] : trigger;
    row_.uses = file_.ir.str(project.text_or("(generated)"));
    row_.ref_kind = ir::RefKind::dynamic;
  }

  DataView node_;
  GitlabLayers layers_;
  std::string path_;
  GitlabFile& file_;
  Ref<ir::Job> job_;
  ir::Job row_;
  Starts starts_;
  std::vector<Ref<ir::Image>> images_;
  ir::EnumSet<ir::Role> roles_;
};

}  // namespace

std::vector<Ref<ir::Job>> gitlab_jobs(Ref<ir::Pipeline> pipeline, GitlabFile& file) {
  std::vector<DataView> nodes = file.config.jobs();
  // What stands in a hidden job belongs to the first that takes it over.
  std::stable_partition(nodes.begin(), nodes.end(),
                        [](const DataView& node) { return node.key().substr(0, 1) != "."; });
  std::vector<Ref<ir::Job>> rows;
  for (const DataView& node : nodes) rows.push_back(JobReader(node, pipeline, file).read());
  return rows;
}

}  // namespace plumbline::frontends
