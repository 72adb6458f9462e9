#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/circleci_file.h"
#include "analyzer/frontends/images.h"
#include "analyzer/frontends/roles.h"
#include "analyzer/frontends/rollback.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

bool is_everything(std::string_view pattern) {
  return pattern == "/.*/" || pattern == "/^.*$/" || pattern == "/.*$/" || pattern == "/^.*/" || pattern == "/.+/";
}

/// What `filters:` of a workflow's entry let through. Branches without a word run, tags do not.
struct Filters {
  ir::Maybe<bool> every_branch = true;
  bool branches = true;
  bool tags = false;
};

Filters filters_of(const DataView& filters) {
  Filters result;
  if (!filters) return result;
  if (!filters.is_map()) {
    // An expression.
    result.every_branch = ir::Maybe<bool>::unknown(filters.span());
    result.tags = true;
    return result;
  }
  const DataView branches = filters["branches"];
  const std::vector<std::string_view> only = words_of(branches["only"]);
  const std::vector<std::string_view> ignore = words_of(branches["ignore"]);
  if (!only.empty()) {
    const bool all = std::any_of(only.begin(), only.end(), is_everything);
    const bool pattern = std::any_of(only.begin(), only.end(), [](std::string_view word) {
      return word.front() == '/' || is_circleci_opaque(word);
    });
    result.every_branch = all || !pattern ? ir::Maybe<bool>(all) : ir::Maybe<bool>::unknown(branches.span());
  }
  if (std::any_of(ignore.begin(), ignore.end(), is_everything)) {
    result.every_branch = false;
    result.branches = false;
  } else if (!ignore.empty()) {
    result.every_branch = ir::Maybe<bool>::unknown(branches.span());
  }
  const DataView tags = filters["tags"];
  const std::vector<std::string_view> without = words_of(tags["ignore"]);
  result.tags = tags && std::none_of(without.begin(), without.end(), is_everything);
  return result;
}

class JobReader {
 public:
  JobReader(const DataView& entry, std::string path, Ref<ir::Pipeline> pipeline, CircleFile& file)
      : path_(std::move(path)), file_(file) {
    entry_ = entry;
    if (entry.is_map() && entry.key().empty()) {
      const std::vector<DataView> entries = entry.children();
      if (!entries.empty()) entry_ = entries.front();
    }
    called_ = entry_.key().empty() ? entry_.text() : entry_.key();
    options_ = entry_.is_map() && entry_.index() != entry.index() ? entry_ : DataView();
    job_ = file.ir.add(row_at<ir::Job>(entry_, path_, file));
    row_ = file.ir[job_];
    row_.pipeline = pipeline;
    const DataView name = options_["name"];
    row_.id = file.ir.str(name.text_or(called_));
    row_.name = row_.id;
    row_.node = file.document.row(entry_);
  }

  /// A job that no workflow names: `node` is its definition.
  Ref<ir::Job> read_definition(const DataView& definition) {
    called_ = definition.key();
    options_ = {};
    callee_.definition = definition;
    callee_.home = file_.root;
    return finish();
  }

  Ref<ir::Job> read() {
    read_workflow_keys();
    if (options_["type"].text() == "approval") {
      row_.manual = true;
      file_.ir[job_] = row_;
      return job_;
    }
    callee_ = circle_callee("jobs", called_, file_.root, file_);
    return finish();
  }

 private:
  void read_workflow_keys() {
    std::vector<std::string_view> names;
    bool after_failure = false;
    bool open = false;
    for (const DataView& need : options_["requires"].elements()) {
      std::string_view name = need.text();
      if (need.is_map()) {
        const std::vector<DataView> entries = need.children();
        if (entries.empty()) continue;
        name = entries.front().key();
        const std::vector<std::string_view> states = words_of(entries.front());
        const bool on_success = std::find(states.begin(), states.end(), "success") != states.end();
        after_failure = after_failure || (!on_success && !states.empty());
      }
      if (is_circleci_opaque(name)) {
        open = true;
      } else if (!name.empty()) {
        names.push_back(name);
      }
    }
    row_.needs_names = file_.ir.strs(names, open);
    row_.runs_on_failure = after_failure;
    const Filters filters = filters_of(options_["filters"]);
    row_.every_branch = filters.every_branch;
    if (filters.branches) row_.trigger_kinds.add(ir::TriggerKind::push);
    if (filters.tags) row_.trigger_kinds.add(ir::TriggerKind::tag);
    row_.matrix = static_cast<bool>(options_["matrix"]);
    row_.concurrency = static_cast<bool>(options_["serial-group"]);
  }

  Ref<ir::Job> finish() {
    const bool rolls_back = row_.runs_on_failure || is_rollback_name(file_.ir.text(row_.id));
    if (callee_.definition) {
      read_definition_keys(rolls_back);
    } else {
      read_orb_job();
    }
    if (rolls_back) turn_into_rollback(roles_);
    row_.own_roles = roles_;
    row_.images = file_.ir.list(images_);
    file_.ir[job_] = row_;
    return job_;
  }

  void read_definition_keys(bool rolls_back) {
    const DataView& definition = callee_.definition;
    DataView executor = definition["executor"];
    if (executor.is_map()) executor = executor["name"];
    read_machine(definition);
    std::string_view shell = definition["shell"].text();
    if (executor.is_scalar() && !is_circleci_opaque(executor.text())) {
      const CircleCallee machine = circle_callee("executors", executor.text(), callee_.home, file_);
      if (machine.definition) {
        read_machine(machine.definition);
        if (shell.empty()) shell = machine.definition["shell"].text();
      }
    }
    row_.runner = file_.ir.strs(labels_, static_cast<bool>(executor));
    row_.variables = file_.ir.list(circle_variables(definition["environment"], fmt::format("{}.environment", path_),
                                                    ir::VariableSource::ci_env, file_),
                                   static_cast<bool>(options_["context"]));
    std::vector<std::string_view> parameters;
    for (const DataView& parameter : definition["parameters"].children()) parameters.push_back(parameter.key());
    row_.parameters = file_.ir.strs(parameters);
    add_steps(definition, shell, rolls_back);
  }

  void add_steps(const DataView& definition, std::string_view shell, bool rolls_back) {
    const bool own = options_["pre-steps"] || options_["post-steps"];
    const std::uint64_t key = std::uint64_t{definition.resolved().index()} << 1U | (rolls_back ? 1U : 0U);
    const auto known = file_.steps.find(key);
    if (!own && known != file_.steps.end()) return take(known->second);
    const std::string path = fmt::format("{}.steps", path_);
    CircleStepsPlace place;
    place.path = path;
    place.job = job_;
    place.home = callee_.home;
    place.shell = shell;
    place.rolls_back = rolls_back;
    const CircleSteps steps = circle_steps({definition["steps"]}, place, file_);
    if (!own) {
      take(file_.steps.emplace(key, steps).first->second);
      return;
    }
    place.home = file_.root;
    CircleSteps all = circle_steps({options_["pre-steps"]}, place, file_);
    const CircleSteps after = circle_steps({options_["post-steps"]}, place, file_);
    for (const CircleSteps* more : {&steps, &after}) {
      all.steps.insert(all.steps.end(), more->steps.begin(), more->steps.end());
      all.images.insert(all.images.end(), more->images.begin(), more->images.end());
      all.roles.add(more->roles);
      all.open = all.open || more->open;
    }
    take(all);
  }

  void take(const CircleSteps& steps) {
    row_.steps = file_.ir.list(steps.steps, steps.open);
    images_.insert(images_.end(), steps.images.begin(), steps.images.end());
    roles_.add(steps.roles);
  }

  /// `docker:`, `machine:`, `macos:`, of a job or an executor.
  void read_machine(const DataView& node) {
    std::size_t index = 0;
    for (const DataView& docker : node["docker"].elements()) {
      const ir::ImageRole role = index == 0 ? ir::ImageRole::ci : ir::ImageRole::ci_service;
      const std::string path = fmt::format("{}.docker[{}]", path_, index++);
      const DataView image = docker["image"];
      if (!image.is_scalar() || ascii::trim(image.text()).empty()) continue;
      const auto [known, added] = file_.images.try_emplace(image.resolved().index());
      if (added) {
        known->second = add_circle_image(image, role, path);
        circle_variables(docker["environment"], path + ".environment", ir::VariableSource::ci_env, file_);
        circle_variables(docker["auth"], path + ".auth", ir::VariableSource::ci_input, file_);
      }
      images_.push_back(known->second);
    }
    const DataView machine = node["machine"];
    const DataView image = machine.is_map() ? machine["image"] : machine;
    if (image.is_scalar() && image.kind() == syntax::DataKind::string && !is_circleci_opaque(image.text()))
      labels_.push_back(image.text());
    if (node["macos"]) labels_.push_back("macos");
    const DataView size = node["resource_class"];
    if (size.is_scalar() && !is_circleci_opaque(size.text())) labels_.push_back(size.text());
  }

  Ref<ir::Image> add_circle_image(const DataView& image, ir::ImageRole role, std::string_view path) {
    const std::string_view text = ascii::trim(image.text());
    const Ref<ir::Image> ref = add_image(text, image.mapped().source_span(), role, path, file_.ir);
    ir::Image& row = file_.ir[ref];
    row.job = job_;
    if (is_circleci_opaque(text)) {
      row.literal = false;
      row.tag_is_literal = false;
    }
    return ref;
  }

  /// A job of a published orb is one step whose text is not here.
  void read_orb_job() {
    if (!callee_.known()) {
      row_.steps = file_.ir.list(std::vector<Ref<ir::Step>>(), true);
      row_.uses = file_.ir.str(called_);
      return;
    }
    const std::string path = fmt::format("{}.uses", path_);
    const Ref<ir::Step> ref = file_.ir.add(row_at<ir::Step>(entry_, path, file_));
    ir::Step step = file_.ir[ref];
    step.job = job_;
    step.uses = file_.ir.str(called_);
    step.action = file_.ir.str(callee_.orb);
    step.action_ref = file_.ir.str(callee_.version);
    step.ref_kind = callee_.kind;
    step.with = file_.document.row(options_);
    step.inputs = file_.ir.list(circle_variables(options_, path_ + ".with", ir::VariableSource::ci_input, file_));
    step.own_roles = file_.context.orb_roles().of(callee_.orb);
    file_.ir[ref] = step;
    roles_.add(step.own_roles);
    const bool known = file_.context.orb_roles().knows(callee_.orb);
    if (!known) {
      row_.uses = file_.ir.str(called_);
      row_.ref_kind = callee_.kind;
    }
    row_.steps = file_.ir.list(std::vector<Ref<ir::Step>>{ref}, !known);
  }

  DataView entry_;
  DataView options_;
  std::string_view called_;
  std::string path_;
  CircleFile& file_;
  CircleCallee callee_;
  Ref<ir::Job> job_;
  ir::Job row_;
  std::vector<std::string_view> labels_;
  std::vector<Ref<ir::Image>> images_;
  ir::EnumSet<ir::Role> roles_;
};

}  // namespace

std::vector<Ref<ir::Job>> circle_jobs(const std::vector<DataView>& entries, std::string_view path,
                                      Ref<ir::Pipeline> pipeline, CircleFile& file) {
  std::vector<Ref<ir::Job>> rows;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const DataView& entry = entries[i];
    if (!entry.key().empty()) {
      const std::string job_path = fmt::format("{}.{}", path, entry.key());
      if (entry.is_map()) rows.push_back(JobReader(entry, job_path, pipeline, file).read_definition(entry));
      continue;
    }
    if (!entry.is_map() && !entry.is_scalar()) continue;
    rows.push_back(JobReader(entry, fmt::format("{}[{}]", path, i), pipeline, file).read());
  }
  return rows;
}

}  // namespace plumbline::frontends
