#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/shell_words.h"
#include "analyzer/frontends/built_images.h"
#include "analyzer/frontends/circleci_file.h"
#include "analyzer/frontends/roles.h"
#include "analyzer/frontends/rollback.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

constexpr std::size_t max_steps = 2000;

struct Shell : ShellOptions {
  bool posix = true;
};

/// https://circleci.com/docs/configuration-reference/#default-shell-options
Shell shell_of(std::string_view written) {
  Shell shell;
  const std::vector<facts::ShellWord> words = facts::split_shell_words(written);
  shell.errexit = words.empty();
  shell.pipefail = words.empty();
  if (words.empty()) return shell;
  std::string_view program = words.front().text;
  program = program.substr(program.rfind('/') + 1);
  shell.posix = program == "bash" || program == "sh" || program == "ash" || program == "dash" || program == "zsh";
  for (std::size_t i = 1; i < words.size(); ++i) take_shell_option(words[i].text, shell);
  return shell;
}

/// One step as written, and what its parameters are called with.
struct Work {
  DataView node;
  DataView home;
  std::string path;
  std::size_t depth = 0;
  DataView arguments;
  DataView arguments_home;
};

class StepsReader {
 public:
  StepsReader(const CircleStepsPlace& place, CircleFile& file) : place_(place), file_(file) {}

  CircleSteps read(const std::vector<DataView>& lists) {
    for (std::size_t i = lists.size(); i > 0; --i) push(lists[i - 1], place_.home, place_.path, 0, {}, {});
    while (!todo_.empty()) {
      Work work = std::move(todo_.back());
      todo_.pop_back();
      if (++seen_ > max_steps || work.depth > file_.context.limits().link_depth) {
        result_.open = true;
        break;
      }
      step(work);
    }
    return std::move(result_);
  }

 private:
  void push(const DataView& list, const DataView& home, std::string_view path, std::size_t depth,
            const DataView& arguments, const DataView& arguments_home) {
    const std::vector<DataView> elements = list.elements();
    for (std::size_t i = elements.size(); i > 0; --i) {
      todo_.push_back({elements[i - 1], home, fmt::format("{}[{}]", path, i - 1), depth, arguments, arguments_home});
    }
  }

  void step(const Work& work) {
    std::string_view name = work.node.text();
    DataView options;
    if (work.node.is_map()) {
      const std::vector<DataView> entries = work.node.children();
      if (entries.empty()) return;
      options = entries.front();
      name = options.key();
    }
    if (name.empty()) return;
    if (is_circleci_opaque(name)) return steps_parameter(name, work);
    if (name == "when" || name == "unless" || name == "steps") {
      const DataView inner = name == "steps" ? options : options["steps"];
      if (inner.is_scalar() && is_circleci_opaque(inner.text())) return steps_parameter(inner.text(), work);
      push(inner, work.home, fmt::format("{}.{}", work.path, name), work.depth + 1, work.arguments,
           work.arguments_home);
    } else if (name == "run" || name == "deploy") {
      run(options, name, work);
    } else {
      call(name, options, work);
    }
  }

  /// `<< parameters.after >>`: steps that the caller hands over.
  void steps_parameter(std::string_view name, const Work& work) {
    const Span inner = circle_parameters(name).front().name;
    std::string_view parameter = inner.of(name);
    constexpr std::string_view prefix = "parameters.";
    const DataView given =
        parameter.substr(0, prefix.size()) == prefix ? work.arguments[parameter.substr(prefix.size())] : DataView();
    if (!given.is_list()) {
      // Without an argument its default counts, which is nearly always empty.
      result_.open = result_.open || (given && !given.is_list());
      return;
    }
    push(given, work.arguments_home, work.path, work.depth + 1, {}, {});
  }

  void call(std::string_view name, const DataView& options, const Work& work) {
    CircleCallee callee = circle_callee("commands", name, work.home, file_);
    if (callee.definition) {
      push(callee.definition["steps"], callee.home, fmt::format("{}.{}", work.path, name), work.depth + 1, options,
           work.home);
      return;
    }
    const std::string path = fmt::format("{}.{}", work.path, name);
    const Ref<ir::Step> ref = file_.ir.add(row_at<ir::Step>(options ? options : work.node, path, file_));
    ir::Step row = file_.ir[ref];
    row.job = place_.job;
    row.uses = file_.ir.str(name);
    row.with = file_.document.row(options);
    row.inputs =
        file_.ir.list(circle_variables(options, fmt::format("{}.with", path), ir::VariableSource::ci_input, file_));
    const ActionRoles& roles = file_.context.orb_roles();
    std::string action = callee.orb;
    // What CircleCI itself offers has no slash.
    if (action.empty() && roles.knows(name)) action = std::string(name);
    row.action = file_.ir.str(action);
    row.action_ref = file_.ir.str(callee.version);
    row.ref_kind = callee.kind;
    row.own_roles = roles.of(action);
    if (place_.rolls_back) turn_into_rollback(row.own_roles);
    result_.open = result_.open || !roles.knows(action);
    finish(ref, row);
    // An orb's command may run steps of the caller around its own.
    for (const std::string_view key : {"steps", "after-steps", "post-steps"}) {
      push(options[key], work.home, fmt::format("{}.{}", path, key), work.depth + 1, work.arguments,
           work.arguments_home);
    }
  }

  void run(const DataView& options, std::string_view key, const Work& work) {
    const DataView command = options.is_map() ? options["command"] : options;
    const std::string path = fmt::format("{}.{}", work.path, key);
    const Ref<ir::Step> ref = file_.ir.add(row_at<ir::Step>(options, path, file_));
    ir::Step row = file_.ir[ref];
    row.job = place_.job;
    row.runs_shell = true;
    if (options.is_map()) {
      row.name = maybe_text(options["name"], is_circleci_opaque, file_.ir);
      row.shell = maybe_text(options["shell"], is_circleci_opaque, file_.ir);
      row.condition = maybe_text(options["when"], is_circleci_opaque, file_.ir);
      row.runs_on_failure = options["when"].text() == "on_fail";
      row.always_runs = options["when"].text() == "always";
      row.variables = file_.ir.list(circle_variables(options["environment"], fmt::format("{}.environment", path),
                                                     ir::VariableSource::ci_env, file_));
      if (const DataView name = options["name"]; name.is_scalar() && !name.text().empty())
        row.head = first_line(name.mapped().source_span(), file_.input.text);
    }
    const Shell shell = shell_of(options["shell"].text_or(place_.shell));
    bool complete = command.is_scalar();
    if (command.is_scalar() && !shell.posix) complete = false;
    if (complete) {
      const bool rolls_back = place_.rolls_back || row.runs_on_failure;
      const ShellEntities& read = commands(command, shell, ref, path, rolls_back);
      for (const Ref<ir::Command> each : read.commands) row.own_roles.add(file_.ir[each].own_roles);
      row.commands = file_.ir.list(read.commands, !read.complete);
      if (!options["name"].is_scalar() && !read.commands.empty()) row.head = file_.ir[read.commands.front()].head;
    } else {
      row.commands = file_.ir.list(std::vector<Ref<ir::Command>>(), true);
      result_.open = true;
    }
    finish(ref, row);
  }

  const ShellEntities& commands(const DataView& command, const Shell& shell, Ref<ir::Step> step, std::string_view path,
                                bool rolls_back) {
    const std::uint64_t flags =
        (shell.errexit ? 1U : 0U) | (shell.pipefail ? 2U : 0U) | (shell.xtrace ? 4U : 0U) | (rolls_back ? 8U : 0U);
    const auto [found, added] = file_.shells.try_emplace(std::uint64_t{command.resolved().index()} << 4U | flags);
    if (!added) return found->second;
    const source::MappedText text = command.mapped();
    ShellPlace place;
    place.job = place_.job;
    place.step = step;
    place.path = path;
    place.errexit = shell.errexit;
    place.pipefail = shell.pipefail;
    place.xtrace = shell.xtrace;
    found->second = add_commands(text, place, parameters_in(text, path, step), file_.context, file_.ir);
    if (rolls_back) {
      for (const Ref<ir::Command> each : found->second.commands) turn_into_rollback(file_.ir[each].own_roles);
    }
    const auto images = add_built_images(found->second.commands, {place_.job, step, {}}, file_.ir);
    result_.images.insert(result_.images.end(), images.begin(), images.end());
    return found->second;
  }

  std::vector<Filled> parameters_in(const source::MappedText& text, std::string_view path, Ref<ir::Step> step) {
    std::vector<Filled> all;
    for (const CircleParameter& parameter : circle_parameters(text.text())) {
      const std::string_view name = parameter.name.of(text.text());
      ir::Expression row;
      row.span = text.to_source(parameter.fence);
      row.head = first_line(row.span, file_.input.text);
      row.path = file_.ir.str(path);
      row.text = file_.ir.str(name);
      row.place = ir::Place::run;
      row.contexts = file_.ir.strs(std::vector<std::string_view>{name});
      row.job = place_.job;
      row.step = step;
      all.push_back({parameter.fence, file_.ir.add(row)});
    }
    return all;
  }

  void finish(Ref<ir::Step> ref, const ir::Step& row) {
    file_.ir[ref] = row;
    result_.roles.add(row.own_roles);
    result_.steps.push_back(ref);
  }

  const CircleStepsPlace& place_;
  CircleFile& file_;
  CircleSteps result_;
  std::vector<Work> todo_;
  std::size_t seen_ = 0;
};

}  // namespace

CircleSteps circle_steps(const std::vector<DataView>& lists, const CircleStepsPlace& place, CircleFile& file) {
  return StepsReader(place, file).read(lists);
}

}  // namespace plumbline::frontends
