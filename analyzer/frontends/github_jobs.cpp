#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/github_file.h"
#include "analyzer/frontends/github_images.h"
#include "analyzer/frontends/roles.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

/// Labels of machines, as far as they stand in the file.
struct Runner {
  std::vector<std::string> labels;
  bool incomplete = false;

  bool all_windows() const {
    return !labels.empty() && !incomplete && std::all_of(labels.begin(), labels.end(), [](const std::string& label) {
      return ascii::contains_ignoring_case(label, "windows");
    });
  }
};

/// `matrix.NAME` when that is all of the text's one expression; empty otherwise.
std::string_view matrix_name(std::string_view text) {
  text = ascii::trim(text);
  if (text.substr(0, 3) != "${{" || text.size() < 5 || text.substr(text.size() - 2) != "}}") return {};
  text = ascii::trim(text.substr(3, text.size() - 5));
  constexpr std::string_view prefix = "matrix.";
  if (text.substr(0, prefix.size()) != prefix) return {};
  text.remove_prefix(prefix.size());
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return ascii::is_name(c) || c == '-'; });
  return plain ? text : std::string_view();
}

class RunnerReader {
 public:
  explicit RunnerReader(const DataView& matrix) : matrix_(matrix) {}

  Runner read(const DataView& node) {
    if (node.is_map()) {
      // A group's own labels are not in the file.
      runner_.incomplete = static_cast<bool>(node["group"]);
      add(node["labels"]);
    } else {
      add(node);
    }
    return std::move(runner_);
  }

 private:
  void add(const DataView& node) {
    if (node.is_scalar()) add_label(node);
    for (const DataView& element : node.elements()) add_label(element);
  }

  void add_label(const DataView& node) {
    if (!node.is_scalar() || node.text().empty()) return;
    if (!holds_github_expression(node.text())) {
      runner_.labels.emplace_back(node.text());
      return;
    }
    const std::string_view name = matrix_name(node.text());
    if (name.empty() || !matrix_.is_map()) {
      runner_.incomplete = true;
      return;
    }
    add_rows(matrix_[name]);
    for (const DataView& included : matrix_["include"].elements()) add_rows(included[name]);
    const DataView include = matrix_["include"];
    runner_.incomplete = runner_.incomplete || (include && !include.is_list());
  }

  void add_rows(const DataView& rows) {
    if (!rows) return;
    std::vector<DataView> values = rows.elements();
    if (!rows.is_list()) values.push_back(rows);
    for (const DataView& value : values) {
      if (value.is_scalar() && !holds_github_expression(value.text())) {
        runner_.labels.emplace_back(value.text());
      } else {
        runner_.incomplete = true;
      }
    }
  }

  DataView matrix_;
  Runner runner_;
};

/// The place and the key of availability of what stands under a key of a job.
struct KeyPlace {
  std::string_view key;
  ir::Place place;
};
constexpr KeyPlace key_places[] = {{"name", ir::Place::name},
                                   {"runs-on", ir::Place::runner},
                                   {"environment", ir::Place::environment},
                                   {"with", ir::Place::with},
                                   {"secrets", ir::Place::with}};

ir::Place place_of(std::string_view key) {
  for (const KeyPlace& known : key_places) {
    if (known.key == key) return known.place;
  }
  return ir::Place::other;
}

class JobReader {
 public:
  JobReader(const DataView& node, Ref<ir::Pipeline> pipeline, const GithubDefaults& defaults, GithubFile& file)
      : node_(node), path_(fmt::format("jobs.{}", node.key())), defaults_(defaults), file_(file) {
    job_ = file.ir.add(row_at<ir::Job>(node, path_, file));
    row_ = file.ir[job_];
    row_.pipeline = pipeline;
    row_.node = file.document.row(node);
    row_.id = file.ir.str(node.key());
    row_.name = row_.id;
  }

  Ref<ir::Job> read() {
    const std::size_t remembered = file_.expressions.mark();
    file_.metadata.clear();
    read_values();
    read_runner();
    read_call();
    read_condition();
    row_.declares_permissions = static_cast<bool>(node_["permissions"]);
    row_.permissions =
        file_.ir.list(github_permissions(node_["permissions"], fmt::format("{}.permissions", path_), file_));
    variables_ = github_environment(node_["env"], at(ir::Place::env, "job.env", "env"), expressions_, file_);
    read_container(node_["container"], "container", ir::ImageRole::ci);
    for (const DataView& service : node_["services"].children()) {
      read_container(service, fmt::format("services.{}", service.key()), ir::ImageRole::ci_service);
    }
    for (const DataView& child : node_.children()) read_expressions(child);
    const GithubSteps steps = github_steps(node_["steps"], fmt::format("{}.steps", path_), job_, defaults_, file_);
    images_.insert(images_.end(), steps.images.begin(), steps.images.end());
    file_.expressions.forget(remembered);
    row_.steps = file_.ir.list(steps.steps, incomplete(node_["steps"]));
    row_.own_roles.add(steps.roles);
    row_.variables = file_.ir.list(variables_);
    row_.images = file_.ir.list(images_);
    row_.expressions = file_.ir.list(expressions_);
    file_.ir[job_] = row_;
    return job_;
  }

 private:
  static bool incomplete(const DataView& node) {
    return node && node.resolved() && node.resolved().node().has(syntax::DataNode::partial);
  }

  ExpressionPlace at(ir::Place place, std::string_view key, std::string_view below) {
    expression_path_ = fmt::format("{}.{}", path_, below);
    return {place, key, expression_path_, job_, {}};
  }

  void read_values() {
    const ir::Maybe<Str> name = maybe_text(node_["name"], holds_github_expression, file_.ir);
    if (name.is_present()) row_.name = name.value;
    const DataView environment = node_["environment"];
    row_.environment =
        maybe_text(environment.is_map() ? environment["name"] : environment, holds_github_expression, file_.ir);
    row_.timeout = maybe_integer(node_["timeout-minutes"], holds_github_expression);
    row_.allow_failure = maybe_boolean(node_["continue-on-error"], holds_github_expression);
    row_.concurrency = static_cast<bool>(node_["concurrency"]);
    row_.matrix = static_cast<bool>(node_["strategy"]["matrix"]);
    std::vector<std::string> needs;
    const DataView need = node_["needs"];
    if (need.is_scalar() && !need.text().empty()) needs.emplace_back(need.text());
    for (const DataView& element : need.elements()) {
      if (element.is_scalar()) needs.emplace_back(element.text());
    }
    row_.needs_names = file_.ir.strs(needs);
  }

  void read_runner() {
    const Runner runner = RunnerReader(node_["strategy"]["matrix"]).read(node_["runs-on"]);
    row_.runner = file_.ir.strs(runner.labels, runner.incomplete);
    defaults_.windows = runner.all_windows();
    defaults_ = github_defaults(node_["defaults"], defaults_);
  }

  void read_call() {
    const DataView uses = node_["uses"];
    if (!uses.is_scalar()) return;
    row_.uses = file_.ir.str(ascii::trim(uses.text()));
    const GithubUses called = github_uses(uses.text());
    row_.ref_kind = called.kind;
    row_.own_roles = file_.context.action_roles().of(called.action);
    row_.inherits_secrets = node_["secrets"].is_scalar() && node_["secrets"].text() == "inherit";
    const std::string below = fmt::format("{}.with", path_);
    github_variables(node_["with"], below, ir::VariableSource::ci_input, file_);
  }

  void read_condition() {
    const DataView condition = node_["if"];
    if (!condition.is_scalar() || condition.text().empty()) return;
    row_.condition = file_.ir.str(ascii::trim(condition.text()));
    const ConditionFacts facts =
        file_.expressions.add_condition(condition.mapped(), at(ir::Place::condition, "job.if", "if"), expressions_);
    if (facts.constant) row_.condition_constant = *facts.constant;
  }

  void read_container(const DataView& node, std::string_view below, ir::ImageRole role) {
    if (!node) return;
    const std::string path = fmt::format("{}.{}", path_, below);
    if (const Ref<ir::Image> image = github_image(node, path, role, job_, file_)) images_.push_back(image);
    const auto add = [&](std::string_view key, std::string_view available, ir::Place place) {
      const std::string inner = fmt::format("{}.{}", below, key);
      file_.expressions.add_below(node[key], at(place, available, inner), expressions_);
    };
    if (node.is_scalar()) {
      file_.expressions.add_below(node, at(ir::Place::image, "job.container", below), expressions_);
    }
    if (!node.is_map()) return;
    for (const DataView& child : node.children()) {
      const bool inner = child.key() == "env" || child.key() == "credentials";
      add(child.key(), inner ? "job.container.env" : "job.container",
          child.key() == "env"     ? ir::Place::env
          : child.key() == "image" ? ir::Place::image
                                   : ir::Place::other);
    }
    const auto variables =
        github_variables(node["env"], fmt::format("{}.env", path), ir::VariableSource::ci_env, file_);
    // Steps see what their container has; a service is a machine of its own.
    if (role == ir::ImageRole::ci) variables_.insert(variables_.end(), variables.begin(), variables.end());
    github_variables(node["credentials"], fmt::format("{}.credentials", path), ir::VariableSource::ci_input, file_);
  }

  /// Of all keys that no other function reads.
  void read_expressions(const DataView& child) {
    const std::string_view key = child.key();
    for (const std::string_view other : {"if", "env", "steps", "container", "services"}) {
      if (key == other) return;
    }
    const std::string available = fmt::format("job.{}", key);
    if (key == "environment" && child.is_map()) {
      for (const DataView& inner : child.children()) {
        const bool url = inner.key() == "url";
        file_.expressions.add_below(
            inner, at(ir::Place::environment, url ? "job.environment.url" : "job.environment", "environment"),
            expressions_);
      }
      return;
    }
    file_.expressions.add_below(child, at(place_of(key), available, key), expressions_);
  }

  DataView node_;
  std::string path_;
  std::string expression_path_;
  GithubDefaults defaults_;
  GithubFile& file_;
  Ref<ir::Job> job_;
  ir::Job row_;
  GithubExpressions::List expressions_;
  std::vector<Ref<ir::Image>> images_;
  std::vector<Ref<ir::Variable>> variables_;
};

}  // namespace

std::vector<Ref<ir::Job>> github_jobs(const DataView& jobs, Ref<ir::Pipeline> pipeline, const GithubDefaults& defaults,
                                      GithubFile& file) {
  std::vector<Ref<ir::Job>> rows;
  if (!jobs.is_map()) return rows;
  for (const DataView& job : jobs.children()) {
    if (job.is_map()) rows.push_back(JobReader(job, pipeline, defaults, file).read());
  }
  return rows;
}

}  // namespace plumbline::frontends
