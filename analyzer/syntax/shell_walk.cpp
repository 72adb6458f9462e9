#include "analyzer/syntax/shell_walk.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analyzer/syntax/shell.h"
#include "analyzer/syntax/shell_ignored.h"

namespace plumbline::syntax::shell {
namespace {

bool is_pipe(Link link) {
  return link == Link::pipe || link == Link::pipe_both;
}

Connector connector_of(Link link) {
  switch (link) {
    case Link::newline:
      return Connector::newline;
    case Link::and_if:
      return Connector::and_if;
    case Link::or_if:
      return Connector::or_if;
    case Link::pipe:
      return Connector::pipe;
    case Link::pipe_both:
      break;
  }
  return Connector::pipe_both;
}

bool looks_at_status(std::string_view statement) {
  return statement.find("$?") != std::string_view::npos || statement.find("PIPESTATUS") != std::string_view::npos;
}

Ignored outer_or(const Context& context, Ignored otherwise) {
  return context.ignored == Ignored::no ? otherwise : context.ignored;
}

}  // namespace

void Walk::run(const Context& context) {
  if (!parsed_.root()) return;
  tasks_.push_back(block_of(children(parsed_.root()), context));
  while (!tasks_.empty()) {
    Task task = std::move(tasks_.back());
    tasks_.pop_back();
    switch (task.kind) {
      case Task::Kind::block:
        block(std::move(task));
        break;
      case Task::Kind::element:
        element(task);
        break;
      case Task::Kind::set_state:
        state_ = task.state;
        break;
      case Task::Kind::end_function: {
        Function& function = out_.functions[task.index];
        function.command_count = static_cast<std::uint32_t>(out_.commands.size()) - function.first_command;
        break;
      }
    }
  }
}

std::vector<NodeRef> Walk::children(NodeRef node) const {
  std::vector<NodeRef> nodes;
  for (const NodeRef child : parsed_.tree.children(node)) nodes.push_back(child);
  return nodes;
}

Walk::Task Walk::block_of(std::vector<NodeRef> nodes, const Context& context) const {
  Task task;
  task.nodes = std::move(nodes);
  task.context = context;
  return task;
}

Walk::Task Walk::state_of(State state) const {
  Task task;
  task.kind = Task::Kind::set_state;
  task.state = state;
  return task;
}

void Walk::schedule(Tasks in_order) {
  tasks_.insert(tasks_.end(), std::make_move_iterator(in_order.rbegin()), std::make_move_iterator(in_order.rend()));
}

// Takes the block's next statement and puts the rest back.
void Walk::block(Task task) {
  Connector connector = task.index == 0 ? Connector::none : Connector::newline;
  std::uint32_t at = task.index;
  for (; at < task.nodes.size() && !is_statement(parsed_, task.nodes[at]); ++at) {
    const Kind what = kind(parsed_, task.nodes[at]);
    if (at > 0 && what == Kind::semicolon) connector = Connector::semicolon;
    if (at > 0 && what == Kind::ampersand) connector = Connector::ampersand;
  }
  if (at == task.nodes.size()) return;
  const auto next = std::find_if(task.nodes.begin() + at + 1, task.nodes.end(),
                                 [&](NodeRef node) { return is_statement(parsed_, node); });
  const bool background = at + 1 < task.nodes.size() && kind(parsed_, task.nodes[at + 1]) == Kind::ampersand;
  const bool followed = next == task.nodes.end() ? task.context.followed : !looks_at_status(parsed_.text_of(*next));

  const auto row_index = static_cast<std::uint32_t>(rows_.size());
  rows_.push_back(flatten(parsed_, task.nodes[at]));
  Tasks tasks;
  for (std::uint32_t i = 0; i < rows_.back().size(); ++i) {
    Element& element = rows_.back()[i];
    element.pipeline = i > 0 && is_pipe(element.link) ? rows_.back()[i - 1].pipeline : out_.pipeline_count++;
    Task one;
    one.kind = Task::Kind::element;
    one.index = i;
    one.row = row_index;
    one.context = task.context;
    one.connector = i == 0 ? connector : connector_of(element.link);
    one.background = background;
    one.followed = followed;
    tasks.push_back(std::move(one));
  }
  task.index = at + 1;
  if (next != task.nodes.end()) tasks_.push_back(std::move(task));
  schedule(std::move(tasks));
}

void Walk::element(const Task& task) {
  const std::vector<Element>& row = rows_[task.row];
  const Element element = row[task.index];
  Context context = task.context;
  context.ignored =
      outer_or(context, judge_failure(parsed_, row, task.index, {state_, task.followed, task.background}));
  switch (kind(parsed_, element.node)) {
    case Kind::error:
      return schedule({block_of(children(element.node), context)});
    case Kind::variable_assignment:
    case Kind::variable_assignments:
      return assignments(element, context);
    case Kind::compound_statement:
      if (parsed_.text_of(element.node).starts_with("((")) break;
      return compound(element, context);
    case Kind::subshell:
    case Kind::if_statement:
    case Kind::while_statement:
    case Kind::for_statement:
    case Kind::c_style_for_statement:
    case Kind::case_statement:
    case Kind::function_definition:
      return compound(element, context);
    default:
      break;
  }
  Command command;
  std::uint32_t first = task.index;
  while (first > 0 && is_pipe(row[first].link)) --first;
  std::uint32_t last = task.index;
  while (last + 1 < row.size() && is_pipe(row[last + 1].link)) ++last;
  command.pipeline = element.pipeline;
  command.pipeline_index = static_cast<std::uint16_t>(std::min<std::uint32_t>(task.index - first, 0xffff));
  command.pipeline_size = static_cast<std::uint16_t>(std::min<std::uint32_t>(last - first + 1, 0xffff));
  command.negated = row[first].negated;
  command.background = task.background;
  command.connector = task.connector;
  command.ignored = context.ignored;
  simple(element, context, command);
}

void Walk::compound(const Element& element, const Context& context) {
  const NodeRef node = element.node;
  Context inner = context;
  holders_.clear();
  for (const NodeRef redirect : element.redirects)
    if (kind(parsed_, redirect) != Kind::heredoc_redirect) holders_.push_back(redirect);
  substitutions(holders_, context, false);
  switch (kind(parsed_, node)) {
    case Kind::subshell:
      inner.inside = inner.inside.with(Inside::subshell);
      return schedule({block_of(children(node), inner), state_of(state_)});
    case Kind::compound_statement:
      inner.inside = inner.inside.with(Inside::group);
      return schedule({block_of(children(node), inner)});
    case Kind::if_statement:
      return conditional(node, context);
    case Kind::case_statement:
      return choice(node, context);
    case Kind::function_definition:
      return function(node, context);
    default:
      return loop(node, context);
  }
}

// `elif` and `else` are children of the `if`; a condition ends at its `then`.
void Walk::conditional(NodeRef node, const Context& context) {
  Context condition = context;
  condition.inside = context.inside.with(Inside::if_condition);
  condition.ignored = outer_or(context, Ignored::condition);
  Context body = context;
  body.inside = context.inside.with(Inside::if_body);
  Context otherwise = context;
  otherwise.inside = context.inside.with(Inside::else_body);

  Tasks tasks;
  std::vector<NodeRef> nodes;
  for (const NodeRef child : parsed_.tree.children(node)) {
    const Kind what = kind(parsed_, child);
    if (what == Kind::then_word) {
      tasks.push_back(block_of(std::exchange(nodes, {}), condition));
    } else if (what == Kind::elif_clause) {
      std::vector<NodeRef> looked_at;
      std::vector<NodeRef> done;
      bool then = false;
      for (const NodeRef inner : parsed_.tree.children(child)) {
        then = then || kind(parsed_, inner) == Kind::then_word;
        (then ? done : looked_at).push_back(inner);
      }
      if (!nodes.empty()) tasks.push_back(block_of(std::exchange(nodes, {}), body));
      tasks.push_back(block_of(std::move(looked_at), condition));
      tasks.push_back(block_of(std::move(done), otherwise));
    } else if (what == Kind::else_clause) {
      if (!nodes.empty()) tasks.push_back(block_of(std::exchange(nodes, {}), body));
      tasks.push_back(block_of(children(child), otherwise));
    } else {
      nodes.push_back(child);
    }
  }
  if (!nodes.empty()) tasks.push_back(block_of(std::move(nodes), body));
  schedule(std::move(tasks));
}

void Walk::loop(NodeRef node, const Context& context) {
  Context condition = context;
  condition.inside = context.inside.with(Inside::loop_condition);
  condition.ignored = outer_or(context, Ignored::condition);
  Context body = context;
  body.inside = context.inside.with(Inside::loop_body);
  body.followed = true;  // by the next round

  std::vector<NodeRef> looked_at;
  holders_.clear();
  Tasks tasks;
  for (const NodeRef child : parsed_.tree.children(node)) {
    const Kind what = kind(parsed_, child);
    if (what == Kind::do_group || what == Kind::compound_statement) {
      tasks.push_back(block_of(std::exchange(looked_at, {}), condition));
      tasks.push_back(block_of(children(child), body));
    } else if (is_statement(parsed_, child)) {
      looked_at.push_back(child);
    } else {
      holders_.push_back(child);
    }
  }
  schedule(std::move(tasks));
  substitutions(holders_, context, false);
}

void Walk::choice(NodeRef node, const Context& context) {
  Context body = context;
  body.inside = context.inside.with(Inside::case_item);
  holders_.clear();
  Tasks tasks;
  for (const NodeRef child : parsed_.tree.children(node)) {
    if (kind(parsed_, child) == Kind::case_item)
      tasks.push_back(block_of(children(child), body));
    else
      holders_.push_back(child);
  }
  schedule(std::move(tasks));
  substitutions(holders_, context, false);
}

void Walk::function(NodeRef node, const Context& context) {
  Function function;
  const NodeRef name = parsed_.child(node, Field::name);
  function.span = parsed_.source(node);
  function.first_command = static_cast<std::uint32_t>(out_.commands.size());
  if (name) {
    function.name = collector_.keep(parsed_.text_of(name));
    function.name_span = parsed_.source(name);
  }
  Context body = context;
  body.inside = context.inside.with(Inside::function);
  body.function = static_cast<std::uint32_t>(out_.functions.size());
  body.ignored = Ignored::no;  // who calls it decides
  body.followed = false;
  Task end;
  end.kind = Task::Kind::end_function;
  end.index = body.function;
  out_.functions.push_back(function);

  const NodeRef block = parsed_.child(node, Field::body);
  if (!block) return schedule({std::move(end)});
  const bool braces = kind(parsed_, block) == Kind::compound_statement;
  schedule({block_of(braces ? children(block) : std::vector<NodeRef>{block}, body), std::move(end), state_of(state_)});
}

// A substitution runs without errexit (bash clears it there), and its status is seen only where an assignment keeps it.
void Walk::substitutions(const std::vector<NodeRef>& holders, const Context& context, bool status_kept) {
  Tasks tasks;
  for (const NodeRef holder : holders) {
    for (const NodeRef found : collector_.substitutions(holder)) {
      const bool process = kind(parsed_, found) == Kind::process_substitution;
      Context inner = context;
      inner.inside = context.inside.with(process ? Inside::process_substitution : Inside::command_substitution);
      inner.ignored = outer_or(context, status_kept && !process ? Ignored::no : Ignored::substitution);
      inner.followed = false;
      State state = state_;
      state.errexit = false;
      tasks.push_back(state_of(state));
      tasks.push_back(block_of(children(found), inner));
      tasks.push_back(state_of(state_));
    }
  }
  schedule(std::move(tasks));
}

}  // namespace plumbline::syntax::shell
