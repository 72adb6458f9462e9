#include "analyzer/frontends/fastfile_steps.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/commands.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/ruby_interpolations.h"
#include "analyzer/frontends/ruby_values.h"

namespace plumbline::frontends {

namespace ruby = syntax::ruby;
using syntax::DataView;
using syntax::NodeRef;

namespace {

/// Ruby's own methods, and what the file's language has beside actions: never a step.
constexpr std::array<std::string_view, 53> not_steps{
    "require",
    "require_relative",
    "load",
    "print",
    "p",
    "pp",
    "raise",
    "fail",
    "exit",
    "exit!",
    "abort",
    "loop",
    "format",
    "sprintf",
    "printf",
    "sleep",
    "rand",
    "lambda",
    "proc",
    "Integer",
    "Float",
    "String",
    "Array",
    "Hash",
    "catch",
    "throw",
    "at_exit",
    "gets",
    "warn",
    "freeze",
    "binding",
    "include",
    "extend",
    "attr_reader",
    "attr_writer",
    "attr_accessor",
    "private",
    "public",
    "protected",
    "define_method",
    "block_given?",
    "yield",
    "desc",
    "default_platform",
    "lane_context",
    "next",
    "instance_eval",
    "fastlane_require",
    "skip_docs",
    "actions_path",
    "private_class_method",
    "module_function",
    "super",
};

/// "Fastlane::Actions::BuildAppAction" → "build_app"; empty if it is no action's class.
std::string action_of_class(std::string_view receiver) {
  const std::string_view name = receiver.substr(receiver.rfind(':') + 1);
  constexpr std::string_view suffix = "Action";
  if (name.size() <= suffix.size() || !name.ends_with(suffix)) return {};
  std::string result;
  for (const char c : name.substr(0, name.size() - suffix.size())) {
    if (ascii::is_upper(c) && !result.empty()) result += '_';
    result += ascii::lower(c);
  }
  return result;
}

std::string resolved_method(const ruby::Program& program, const ruby::Call& call) {
  const std::string_view method = program.method(call);
  const std::string_view receiver = program.receiver(call);
  if (receiver.empty() || receiver == "other_action" || receiver == "self") return std::string(method);
  if (method == "sh" && (receiver == "Actions" || receiver == "Fastlane::Actions")) return "sh";
  if (method == "run") return action_of_class(receiver);
  if (receiver == "Kernel" && (method == "system" || method == "exec")) return std::string(method);
  return {};
}

}  // namespace

std::optional<CalledName> called_name(const ruby::Program& program, const ruby::Call& call,
                                      const FastlaneActions& actions) {
  CalledName name;
  name.written = resolved_method(program, call);
  if (name.written.empty() || std::find(not_steps.begin(), not_steps.end(), name.written) != not_steps.end())
    return std::nullopt;
  name.shell = name.written == "sh" || name.written == "system" || name.written == "exec" || name.written == "`";
  name.action = actions.find(name.written);
  return name;
}

ir::Step FastfileSteps::common(NodeRef node, const CalledName& name, const StepPlace& place) {
  ir::Step step;
  step.span = program_.parsed.source(node);
  step.head = program_.parsed.source_head(program_.parsed.tree[node].span);
  step.path = ir_.str(place.path);
  step.job = place.job;
  step.uses = ir_.str(name.written);
  step.action = ir_.str(name.action != nullptr && !place.shadowed ? std::string_view(name.action->name)
                                                                  : std::string_view(name.written));
  step.runs_on_failure = place.in_failure;
  step.always_runs = place.always;
  step.inside_rescue = around_.caught(node);
  if (const std::optional<std::string> condition = around_.condition(node)) step.condition = ir_.str(*condition);
  return step;
}

Ref<ir::Step> FastfileSteps::add_bare(NodeRef node, const CalledName& name, const StepPlace& place) {
  ir::Step step = common(node, name, place);
  if (name.action != nullptr && !place.shadowed) step.own_roles = name.action->roles;
  return ir_.add(step);
}

Ref<ir::Step> FastfileSteps::add(const ruby::Call& call, const CalledName& name, const StepPlace& place) {
  ir::Step step = common(call.node, name, place);
  if (call.method) step.head = program_.parsed.source_head(program_.parsed.tree[call.method].span);
  if (!name.shell || name.written == "sh") add_options(call, name, place, step);
  const Ref<ir::Step> ref = ir_.add(step);
  if (name.shell) {
    add_shell(call, name, place, step, ref);
    step.file = ir_[ref].file;
    ir_[ref] = step;
  }
  return ref;
}

void FastfileSteps::add_options(const ruby::Call& call, const CalledName& name, const StepPlace& place,
                                ir::Step& step) {
  const syntax::Data data = ruby::keywords_data(program_, call, context_.limits());
  if (data.nodes.empty()) return;
  const DataView options(data, ir_.file_text(), 0);
  step.with = {ir_.add_data(data)};
  std::vector<Ref<ir::Variable>> inputs;
  std::vector<std::pair<std::string, std::string>> literals;
  for (const DataView& option : options.children()) {
    ir::Variable row = ruby_variable(program_, option, program_.keyword(call, option.key()), ir_);
    const std::string path = fmt::format("{}.{}", place.path, option.key());
    row.path = ir_.str(path);
    inputs.push_back(ir_.add(row));
    if (!option.is_scalar()) add_nested_ruby_variables(program_, option, path, ir_);
    if (option.is_scalar() && row.literal) literals.emplace_back(option.key(), option.text());
    for (const DataView& element : option.elements())
      if (element.is_scalar()) literals.emplace_back(option.key(), element.text());
    if (option.key() == "step_name" && row.literal) step.name = row.value;
  }
  step.options_open = options.node().has(syntax::DataNode::partial);
  for (const ruby::Argument& argument : program_.arguments_of(call)) {
    if (argument.key || name.shell) continue;
    const ruby::Kind kind = ruby::kind(program_.parsed, argument.value);
    if (!ruby::is_string(program_, argument.value) && kind != ruby::Kind::hash && kind != ruby::Kind::integer)
      step.options_open = true;
  }
  step.inputs = ir_.list(inputs, step.options_open);
  if (name.action != nullptr && !place.shadowed) step.own_roles = name.action->roles_with(literals);
}

void FastfileSteps::take_value(NodeRef node, ShellText& into) const {
  if (ruby::is_string(program_, node)) {
    ruby::StringValue value = ruby::string_value(program_, node);
    into.literal = into.literal && value.literal;
    into.words.push_back(std::move(value.text));
    return;
  }
  into.literal = false;
  into.computed = true;
  into.words.push_back(program_.parsed.text.slice(program_.parsed.tree[node].span));
}

FastfileSteps::ShellText FastfileSteps::shell_text(const ruby::Call& call) const {
  ShellText result;
  const NodeRef command = program_.keyword(call, "command");
  std::vector<NodeRef> values;
  if (command) values.push_back(command);
  for (const ruby::Argument& argument : program_.arguments_of(call)) {
    if (argument.key || argument.splat) continue;
    // A leading hash is the command's environment.
    if (ruby::kind(program_.parsed, argument.value) != ruby::Kind::hash) values.push_back(argument.value);
  }
  bool joined = false;
  if (values.size() == 1) {
    const ruby::Kind kind = ruby::kind(program_.parsed, values[0]);
    joined = kind == ruby::Kind::array || kind == ruby::Kind::string_array;
    if (joined) {
      for (const NodeRef child : program_.parsed.tree.children(values[0]))
        if (program_.parsed.tree[child].has(syntax::Node::named)) take_value(child, result);
    }
  }
  if (!joined) {
    for (const NodeRef value : values) take_value(value, result);
  }
  if (result.words.empty() || (!joined && result.words.size() > 1)) return result;
  source::MappedText::Builder text;
  for (std::size_t i = 0; i < result.words.size(); ++i) {
    const Span place = result.words[i].source_span();
    if (i > 0) text.replaced(" ", {place.begin, place.begin});
    text.append(result.words[i]);
  }
  result.text = std::move(text).build();
  return result;
}

bool FastfileSteps::failure_counts_not(const ruby::Call& call, const CalledName& name) const {
  if (name.written == "sh") {
    const NodeRef callback = program_.keyword(call, "error_callback");
    const NodeRef handler = callback ? callback : call.block;
    return handler && !makes_fail(program_.parsed.text_of(handler));
  }
  if (const NodeRef raises = program_.keyword(call, "exception"))
    return program_.parsed.text_of(raises) != "true" && around_.unused(call.node);
  return name.written != "exec" && around_.unused(call.node);
}

void FastfileSteps::add_shell(const ruby::Call& call, const CalledName& name, const StepPlace& place, ir::Step& step,
                              Ref<ir::Step> ref) {
  step.runs_shell = true;
  step.shell = ir_.str("sh");
  ShellPlace shell;
  shell.job = place.job;
  shell.step = ref;
  shell.path = place.path;
  const ShellText text = shell_text(call);
  std::vector<Ref<ir::Command>> commands;
  bool complete = true;
  if (text.text) {
    RubyHoles holes;
    if (!text.literal && !text.computed) holes = add_ruby_holes(*text.text, place.job, ref, place.path, ir_);
    const bool whole = holes.filled.size() == 1 && holes.filled[0].in_text.size() == text.text->text().size();
    complete = !whole && !text.computed;
    if (complete) {
      const ShellEntities entities = add_commands(*text.text, shell, holes.filled, context_, ir_);
      commands = entities.commands;
      complete = entities.complete;
    }
    step.expressions = ir_.list(holes.expressions);
  } else if (!text.words.empty()) {
    commands.push_back(add_exec_command(text.words, shell, context_, ir_));
    ir_[commands.back()].expands = !text.literal;
  }
  if (failure_counts_not(call, name)) {
    step.continue_on_error = true;
    for (const Ref<ir::Command> command : commands) ir_[command].failure_ignored = true;
  }
  step.commands = ir_.list(commands, !complete);
  if (!commands.empty()) step.head = ir_[commands.front()].head;
}

}  // namespace plumbline::frontends
