#include "analyzer/frontends/commands.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/roles.h"
#include "analyzer/syntax/shell_commands.h"

namespace plumbline::frontends {

namespace {

namespace sh = syntax::shell;

std::string_view without_path(std::string_view program) {
  return program.substr(program.rfind('/') + 1);
}

/// "--set" of "--set=image.tag=1".
std::string_view option_name(std::string_view arg) {
  return arg.substr(0, arg.find('='));
}

ir::EnumSet<ir::Inside> inside_of(const sh::Command& command) {
  using From = sh::Inside;
  using To = ir::Inside;
  constexpr std::pair<From, To> pairs[] = {{From::if_condition, To::condition},
                                           {From::loop_condition, To::condition},
                                           {From::if_body, To::branch},
                                           {From::else_body, To::branch},
                                           {From::loop_body, To::loop},
                                           {From::case_item, To::case_branch},
                                           {From::function, To::function},
                                           {From::subshell, To::subshell},
                                           {From::command_substitution, To::substitution},
                                           {From::process_substitution, To::substitution},
                                           {From::nested_shell, To::nested_shell},
                                           {From::remote, To::nested_shell},
                                           {From::heredoc_shell, To::heredoc}};
  ir::EnumSet<ir::Inside> set;
  for (const auto& [from, to] : pairs) {
    if (command.inside.has(from)) set.add(to);
  }
  if (command.background) set.add(To::background);
  if (command.negated) set.add(To::negated);
  return set;
}

/// Looked at or handled is not ignored.
bool is_ignored(sh::Ignored how) {
  switch (how) {
    case sh::Ignored::or_true:
    case sh::Ignored::pipeline:
    case sh::Ignored::background:
    case sh::Ignored::substitution:
    case sh::Ignored::unchecked:
      return true;
    case sh::Ignored::no:
    case sh::Ignored::condition:
    case sh::Ignored::or_handled:
    case sh::Ignored::negated:
      return false;
  }
  return false;
}

/// Words of a command by what they are.
struct Sorted {
  std::vector<Str> args;
  std::vector<Str> options;
  std::vector<Str> operands;
  std::vector<std::string_view> views;  // args, as the tables of roles take them
};

/// A word with an expansion is as written; quotes around all of it are the shell's, not the argument's.
std::string_view without_quotes(std::string_view word) {
  const bool quoted = word.size() >= 2 && word.front() == '"' && word.find('"', 1) == word.size() - 1;
  return quoted ? word.substr(1, word.size() - 2) : word;
}

void sort_argument(std::string_view arg, Sorted& into, ir::FileIrBuilder& ir) {
  const Str kept = ir.str(arg);
  into.args.push_back(kept);
  into.views.push_back(arg);
  if (arg.size() > 1 && arg.front() == '-') {
    const std::string_view name = option_name(arg);
    into.options.push_back(name.size() == arg.size() ? kept : ir.str(name));
  } else {
    into.operands.push_back(kept);
  }
}

void keep(const Sorted& sorted, ir::Command& row, ir::FileIrBuilder& ir) {
  row.args = ir.tables().add_list(std::span<const Str>(sorted.args));
  row.options = ir.tables().add_list(std::span<const Str>(sorted.options));
  row.operands = ir.tables().add_list(std::span<const Str>(sorted.operands));
}

class ShellReader {
 public:
  ShellReader(const source::MappedText& text, const ShellPlace& place, const std::vector<Filled>& filled,
              Context& context, ir::FileIrBuilder& ir)
      : text_(text), place_(place), filled_(filled), context_(context), ir_(ir) {}

  ShellEntities read() {
    sh::Options options;
    options.initial = {place_.errexit, place_.pipefail, place_.xtrace, false};
    options.original = text_.text();
    options.cache = &context_.shell_trees();
    script_ = sh::read_commands(filled_.empty() ? text_ : masked(), options, context_.limits());
    for (const syntax::SyntaxError& limit : script_.limits) {
      ir_.problem(Code::limit_hit, Severity::error, limit.at, Text(limit.message));
    }
    result_.complete = script_.errors.empty() && script_.limits.empty();
    for (std::uint32_t i = 0; i < script_.assignments.size(); ++i)
      variables_.push_back(add_variable(script_.assignments[i]));
    result_.variables = variables_;
    for (const sh::Command& command : script_.commands) add(command);
    join_pipelines();
    result_.comments = std::move(script_.comments);
    return std::move(result_);
  }

 private:
  source::MappedText masked() const {
    std::string text(text_.text());
    for (const Filled& one : filled_) std::fill(text.begin() + one.in_text.begin, text.begin() + one.in_text.end, '_');
    return text_.with_text(std::move(text));
  }

  Ref<ir::Variable> add_variable(const sh::Assignment& assignment) {
    ir::Variable row;
    row.span = assignment.span;
    row.head = first_line(assignment.name_span, ir_.file_text());
    row.name = ir_.str(script_.text(assignment.name));
    row.path = ir_.str(fmt::format("{}.{}", place_.path, script_.text(assignment.name)));
    row.source = ir::VariableSource::shell;
    if (assignment.has_value && !assignment.array) {
      const std::string_view value = script_.text(assignment.value);
      row.value = ir_.str(value);
      row.value_span = assignment.value.span;
      row.literal = assignment.value.literal;
      row.reference = row.literal ? ir::Reference::none : ir::Reference::variable;
      if (const auto fallback = facts::literal_default(value)) row.fallback = ir_.str(fallback->of(value));
    }
    return ir_.add(row);
  }

  void add(const sh::Command& command) {
    ir::Command row;
    row.span = command.span;
    row.head = first_line(command.head, ir_.file_text());
    row.path = ir_.str(fmt::format("{}[{}]", place_.path, result_.commands.size()));
    row.text = ir_.str(script_.text(command.text));
    row.job = place_.job;
    row.step = place_.step;
    row.script = place_.script;
    row.errexit = command.state.errexit;
    row.pipefail = command.state.pipefail;
    row.xtrace = command.state.xtrace;
    row.inside = inside_of(command);
    row.failure_ignored = is_ignored(command.ignored);
    Sorted sorted;
    const std::span<const sh::Word> words = script_.effective(command);
    const std::string_view program = without_path(script_.program(command));
    row.program = ir_.str(program);
    row.dynamic = !words.empty() && program.empty();
    for (std::size_t i = 0; i < words.size(); ++i) {
      row.expands = row.expands || !words[i].literal;
      if (i == 0) continue;
      const std::string_view word = script_.text(words[i]);
      sort_argument(words[i].literal ? word : without_quotes(word), sorted, ir_);
    }
    keep(sorted, row, ir_);
    row.own_roles = context_.command_roles().of(program, sorted.views);
    result_.roles.add(row.own_roles);
    row.assignments = assignments_of(command);
    row.redirects = redirects_of(command);
    row.expressions = expressions_in(command.span);
    result_.commands.push_back(ir_.add(row));
  }

  ir::List<Ref<ir::Variable>> assignments_of(const sh::Command& command) {
    std::vector<Ref<ir::Variable>> all;
    for (std::uint32_t i = 0; i < command.assignment_count; ++i)
      all.push_back(variables_[command.first_assignment + i]);
    return ir_.list(all);
  }

  ir::List<Str> redirects_of(const sh::Command& command) {
    std::vector<Str> all;
    for (const sh::Redirection& redirection : script_.redirections_of(command)) {
      using Kind = sh::RedirectionKind;
      const Kind kind = redirection.kind;
      if (kind != Kind::out && kind != Kind::append && kind != Kind::both && kind != Kind::both_append) continue;
      all.push_back(ir_.str(script_.text(redirection.target)));
    }
    return ir_.tables().add_list(std::span<const Str>(all));
  }

  ir::List<Ref<ir::Expression>> expressions_in(Span span) {
    std::vector<Ref<ir::Expression>> all;
    for (const Filled& one : filled_) {
      if (one.expression && span.contains(text_.to_source(one.in_text))) all.push_back(one.expression);
    }
    return ir_.list(all);
  }

  void join_pipelines() {
    for (std::size_t i = 0; i + 1 < script_.commands.size(); ++i) {
      const sh::Command& left = script_.commands[i];
      if (left.pipeline_size < 2) continue;
      // The next part may stand behind commands of a substitution inside this one.
      for (std::size_t k = i + 1; k < script_.commands.size(); ++k) {
        const sh::Command& right = script_.commands[k];
        if (right.pipeline != left.pipeline || right.pipeline_index != left.pipeline_index + 1) continue;
        ir_[result_.commands[i]].pipes_to = result_.commands[k];
        ir_[result_.commands[k]].piped_from = result_.commands[i];
        break;
      }
    }
  }

  const source::MappedText& text_;
  const ShellPlace& place_;
  const std::vector<Filled>& filled_;
  Context& context_;
  ir::FileIrBuilder& ir_;
  sh::Script script_;
  std::vector<Ref<ir::Variable>> variables_;
  ShellEntities result_;
};

}  // namespace

void take_shell_option(std::string_view word, ShellOptions& options) {
  if (word == "pipefail") options.pipefail = true;
  if (word.size() < 2 || word[0] != '-' || word[1] == '-') return;
  options.errexit = options.errexit || word.find('e') != std::string_view::npos;
  options.xtrace = options.xtrace || word.find('x') != std::string_view::npos;
}

ShellEntities add_commands(const source::MappedText& text, const ShellPlace& place, const std::vector<Filled>& filled,
                           Context& context, ir::FileIrBuilder& ir) {
  return ShellReader(text, place, filled, context, ir).read();
}

Ref<ir::Command> add_exec_command(const std::vector<source::MappedText>& words, const ShellPlace& place,
                                  Context& context, ir::FileIrBuilder& ir) {
  ir::Command row;
  row.path = ir.str(fmt::format("{}[0]", place.path));
  row.job = place.job;
  row.step = place.step;
  row.script = place.script;
  Sorted sorted;
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += ' ';
    text += words[i].text();
    if (i > 0) sort_argument(words[i].text(), sorted, ir);
  }
  if (!words.empty()) {
    row.span = {words.front().source_span().begin, words.back().source_span().end};
    row.head = first_line(row.span, ir.file_text());
    row.program = ir.str(without_path(words.front().text()));
    row.own_roles = context.command_roles().of(without_path(words.front().text()), sorted.views);
  }
  row.text = ir.str(text);
  keep(sorted, row, ir);
  return ir.add(row);
}

}  // namespace plumbline::frontends
