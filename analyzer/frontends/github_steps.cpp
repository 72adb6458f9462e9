#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/shell_words.h"
#include "analyzer/frontends/built_images.h"
#include "analyzer/frontends/github_file.h"
#include "analyzer/frontends/github_images.h"
#include "analyzer/frontends/images.h"
#include "analyzer/frontends/roles.h"
#include "analyzer/frontends/rollback.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

/// How a step's script is run.
struct Shell : ShellOptions {
  bool posix = false;  ///< bash, sh and their like: we can read it
  bool known = true;
};

/// https://docs.github.com/actions/reference/workflow-syntax: "jobs.<job_id>.steps[*].shell".
Shell shell_of(std::string_view written, bool windows) {
  Shell shell;
  const std::vector<facts::ShellWord> words = facts::split_shell_words(written);
  if (words.empty()) {
    shell.posix = !windows;
    shell.errexit = !windows;
    return shell;
  }
  std::string_view program = words.front().text;
  program = program.substr(program.rfind('/') + 1);
  shell.posix = program == "bash" || program == "sh" || program == "dash" || program == "zsh";
  shell.known = !holds_github_expression(written);
  if (words.size() == 1) {
    shell.errexit = true;
    shell.pipefail = program == "bash";
    return shell;
  }
  for (std::size_t i = 1; i < words.size(); ++i) take_shell_option(words[i].text, shell);
  return shell;
}

ir::Place place_of(std::string_view key) {
  if (key == "with") return ir::Place::with;
  if (key == "env") return ir::Place::env;
  if (key == "name") return ir::Place::name;
  return ir::Place::other;
}

class StepReader {
 public:
  StepReader(std::string path, Ref<ir::Job> job, const GithubDefaults& defaults, GithubSteps& result, GithubFile& file)
      : path_(std::move(path)), job_(job), defaults_(defaults), result_(result), file_(file) {}

  void read(const DataView& node) {
    step_ = file_.ir.add(row_at<ir::Step>(node, path_, file_));
    row_ = file_.ir[step_];
    row_.job = job_;
    uses_ = github_uses(node["uses"].text());
    const std::size_t remembered = file_.expressions.mark();
    read_names(node);
    read_condition(node["if"]);
    // What `env:` holds is known to the text below it, wherever it stands in the step.
    row_.variables =
        file_.ir.list(github_environment(node["env"], at(ir::Place::env, "step.env", "env"), expressions_, file_));
    for (const DataView& child : node.children()) read_expressions(child);
    read_uses(node);
    read_run(node);
    file_.expressions.forget(remembered);
    remember_outputs(node);
    finish(node);
  }

 private:
  /// Strings that live as long as the reader: places are views.
  ExpressionPlace at(ir::Place place, std::string_view key, std::string_view below) {
    expression_path_ = below.empty() ? path_ : fmt::format("{}.{}", path_, below);
    return {place, key, expression_path_, job_, step_};
  }

  void read_names(const DataView& node) {
    row_.name = maybe_text(node["name"], holds_github_expression, file_.ir);
    row_.id = file_.ir.str(node["id"].text());
    row_.continue_on_error = maybe_boolean(node["continue-on-error"], holds_github_expression);
    row_.timeout = maybe_integer(node["timeout-minutes"], holds_github_expression);
    row_.shell = maybe_text(node["shell"], holds_github_expression, file_.ir);
  }

  void read_condition(const DataView& condition) {
    if (!condition.is_scalar() || condition.text().empty()) return;
    row_.condition = file_.ir.str(ascii::trim(condition.text()));
    const ConditionFacts facts =
        file_.expressions.add_condition(condition.mapped(), at(ir::Place::condition, "step.if", "if"), expressions_);
    row_.runs_on_failure = facts.on_failure;
    row_.always_runs = facts.always;
  }

  /// Of all keys that no other function reads.
  void read_expressions(const DataView& child) {
    const std::string_view key = child.key();
    if (key == "if" || key == "env" || key == "run") return;
    if (key == "with" && child.is_map()) {
      for (const DataView& input : child.children()) read_input(input);
      return;
    }
    const std::string available = fmt::format("step.{}", key);
    file_.expressions.add_below(child, at(place_of(key), available, key), expressions_);
  }

  void read_input(const DataView& input) {
    const GithubFacts::CodeInput* code = file_.facts.code_input(uses_.action, input.key());
    const std::string below = fmt::format("with.{}", input.key());
    const ExpressionPlace place = at(code != nullptr ? ir::Place::run : ir::Place::with, "step.with", below);
    if (code == nullptr || !input.is_scalar()) {
      file_.expressions.add_below(input, place, expressions_);
      return;
    }
    const source::MappedText text = input.mapped();
    const std::vector<Filled> filled = file_.expressions.add(text, place, expressions_);
    // It runs elsewhere or by another shell: nothing is said of how that treats failures.
    if (code->shell) add_shell(text, Shell{{}, true, true}, filled);
  }

  void read_uses(const DataView& node) {
    const DataView uses = node["uses"];
    row_.with = file_.document.row(node["with"]);
    row_.inputs = file_.ir.list(
        github_variables(node["with"], fmt::format("{}.with", path_), ir::VariableSource::ci_input, file_));
    if (!uses.is_scalar()) return;
    row_.uses = file_.ir.str(ascii::trim(uses.text()));
    row_.action = file_.ir.str(uses_.action);
    row_.action_ref = file_.ir.str(uses_.ref);
    row_.ref_kind = uses_.kind;
    roles_.add(file_.context.action_roles().of(uses_.action));
    add_command_input(node, uses_.action);
    const BuildPlace place{job_, step_, {}};
    if (!uses_.image.empty()) {
      const Span at = uses.mapped().source_span();
      const Ref<ir::Image> image =
          add_image(uses_.image, at, ir::ImageRole::ci, fmt::format("{}.uses", path_), file_.ir);
      file_.ir[image].job = job_;
      file_.ir[image].step = step_;
      result_.images.push_back(image);
    }
    const BuildAction built = built_by_action(uses_.action, node, place, file_);
    result_.images.insert(result_.images.end(), built.images.begin(), built.images.end());
    roles_.add(built.roles);
  }

  /// An action that runs a program: what the same command would be.
  void add_command_input(const DataView& node, std::string_view action) {
    const GithubFacts::CommandInput* input = file_.facts.command_input(action);
    if (input == nullptr) return;
    const std::string line = fmt::format("{} {}", input->program, node["with"][input->input].text_or(input->otherwise));
    std::vector<std::string_view> words;
    const std::vector<facts::ShellWord> split = facts::split_shell_words(line);
    for (const facts::ShellWord& word : split) words.push_back(word.text);
    if (!words.empty()) roles_.add(file_.context.command_roles().of(words.front(), std::span(words).subspan(1)));
  }

  void read_run(const DataView& node) {
    const DataView run = node["run"];
    if (!run) return;
    row_.runs_shell = true;
    const std::string_view written = node["shell"].is_scalar() ? node["shell"].text() : defaults_.shell;
    const Shell shell = shell_of(written, defaults_.windows);
    const std::string_view folder = node["working-directory"].text_or(defaults_.working_directory);
    if (!run.is_scalar()) return;
    const source::MappedText text = run.mapped();
    const std::vector<Filled> filled = file_.expressions.add(text, at(ir::Place::run, "step.run", "run"), expressions_);
    if (!shell.posix || !shell.known) {
      complete_ = false;
      return;
    }
    add_shell(text, shell, filled);
    const BuildPlace place{job_, step_, folder};
    const auto images = add_built_images(commands_, place, file_.ir);
    result_.images.insert(result_.images.end(), images.begin(), images.end());
  }

  void add_shell(const source::MappedText& text, const Shell& shell, const std::vector<Filled>& filled) {
    ShellPlace place;
    place.job = job_;
    place.step = step_;
    place.path = path_;
    place.errexit = shell.errexit;
    place.pipefail = shell.pipefail;
    place.xtrace = shell.xtrace;
    const ShellEntities added = add_commands(text, place, filled, file_.context, file_.ir);
    commands_.insert(commands_.end(), added.commands.begin(), added.commands.end());
    roles_.add(added.roles);
    complete_ = complete_ && added.complete;
  }

  /// What later steps may read of this one.
  void remember_outputs(const DataView& node) {
    if (row_.id.empty()) return;
    const std::string id = ascii::lower(file_.ir.text(row_.id));
    if (uses_.action == "docker/metadata-action") {
      file_.metadata.push_back({fmt::format("steps.{}.outputs.tags", id), node["with"]["images"]});
    }
    if (file_.facts.has_untrusted_outputs(uses_.action) &&
        file_.expressions.starts_with({"pull_request", "pull_request_target", "issue_comment", "workflow_run"})) {
      file_.expressions.remember(fmt::format("steps.{}.outputs", id), uses_.action);
    }
  }

  void finish(const DataView& node) {
    if (row_.runs_on_failure) {
      // What is deployed because something failed is the way back.
      turn_into_rollback(roles_);
      for (const Ref<ir::Command> command : commands_) turn_into_rollback(file_.ir[command].own_roles);
    }
    for (const std::string_view key : {"name", "uses"}) {
      const DataView named = node[key];
      if (!named.is_scalar() || named.text().empty()) continue;
      row_.head = first_line(named.mapped().source_span(), file_.input.text);
      break;
    }
    if (!node["name"].is_scalar() && !node["uses"].is_scalar() && !commands_.empty()) {
      row_.head = file_.ir[commands_.front()].head;
    }
    row_.commands = file_.ir.list(commands_, !complete_);
    row_.expressions = file_.ir.list(expressions_);
    row_.own_roles = roles_;
    result_.roles.add(roles_);
    file_.ir[step_] = row_;
    result_.steps.push_back(step_);
  }

  std::string path_;
  std::string expression_path_;
  Ref<ir::Job> job_;
  const GithubDefaults& defaults_;
  GithubSteps& result_;
  GithubFile& file_;
  Ref<ir::Step> step_;
  ir::Step row_;
  GithubUses uses_;
  GithubExpressions::List expressions_;
  std::vector<Ref<ir::Command>> commands_;
  ir::EnumSet<ir::Role> roles_;
  bool complete_ = true;
};

}  // namespace

GithubSteps github_steps(const DataView& list, std::string_view path, Ref<ir::Job> job, const GithubDefaults& defaults,
                         GithubFile& file) {
  GithubSteps result;
  std::size_t index = 0;
  const auto read = [&](const DataView& node, std::string step_path) {
    StepReader(std::move(step_path), job, defaults, result, file).read(node);
  };
  for (const DataView& node : list.elements()) {
    const std::string step_path = fmt::format("{}[{}]", path, index++);
    if (!node.is_map()) continue;
    const DataView parallel = node["parallel"];
    if (!parallel.is_list()) {
      read(node, step_path);
      continue;
    }
    std::size_t branch = 0;
    for (const DataView& inner : parallel.elements()) {
      if (inner.is_map()) read(inner, fmt::format("{}.parallel[{}]", step_path, branch));
      ++branch;
    }
  }
  return result;
}

}  // namespace plumbline::frontends
