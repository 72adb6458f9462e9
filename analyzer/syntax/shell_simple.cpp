#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/core.h>

#include "analyzer/syntax/shell.h"
#include "analyzer/syntax/shell_walk.h"
#include "analyzer/syntax/shell_wrappers.h"

// The part of Walk that reads one simple command.
namespace plumbline::syntax::shell {
namespace {

Assignment::Kind declaration_kind(Kind keyword) {
  switch (keyword) {
    case Kind::export_word:
      return Assignment::Kind::exported;
    case Kind::local_word:
      return Assignment::Kind::local;
    case Kind::readonly_word:
      return Assignment::Kind::readonly;
    default:
      return Assignment::Kind::declared;
  }
}

template <class T>
std::uint32_t count(const std::vector<T>& vector) {
  return static_cast<std::uint32_t>(vector.size());
}

}  // namespace

void Walk::add_word(NodeRef node) {
  out_.words.push_back(collector_.word(node));
  words_.push_back(parsed_.tree[node].span);
  if (!parsed_.tree.children(node).empty()) holders_.push_back(node);
}

void Walk::add_assignment(NodeRef node, Assignment::Kind kind, InsideSet inside) {
  Assignment assignment = collector_.assignment(node, kind);
  assignment.inside = inside;
  assignment.before_command = count(out_.commands);
  if (kind != Assignment::Kind::plain) assignment.command = assignment.before_command;
  out_.assignments.push_back(assignment);
}

// `A=1`, `A=1 B=2`: no command.
void Walk::assignments(const Element& element, const Context& context) {
  holders_.clear();
  std::vector<NodeRef> nodes;
  if (kind(parsed_, element.node) == Kind::variable_assignment) {
    nodes.push_back(element.node);
  } else {
    for (const NodeRef child : parsed_.tree.children(element.node))
      if (child.index >= element.begin && child.index < element.end) nodes.push_back(child);
  }
  for (const NodeRef node : nodes) {
    if (kind(parsed_, node) != Kind::variable_assignment) continue;
    add_assignment(node, Assignment::Kind::plain, context.inside);
    holders_.push_back(node);
  }
  for (const NodeRef redirect : element.redirects)
    if (kind(parsed_, redirect) != Kind::heredoc_redirect) holders_.push_back(redirect);
  substitutions(holders_, context, true);
}

void Walk::simple(const Element& element, const Context& context, Command command) {
  words_.clear();
  holders_.clear();
  command.inside = context.inside;
  command.function = context.function;
  command.owner = context.owner;
  command.depth = context.depth;
  command.state = state_;
  command.first_word = count(out_.words);
  command.first_assignment = count(out_.assignments);
  command.first_redirection = count(out_.redirections);
  take_words(element, command);
  take_redirections(element);
  command.word_count = count(out_.words) - command.first_word;
  command.assignment_count = count(out_.assignments) - command.first_assignment;
  command.redirection_count = count(out_.redirections) - command.first_redirection;
  if (command.word_count == 0 && command.redirection_count == 0 && command.assignment_count == 0) return;
  finish(command);
  command.wrapper_count = count_wrappers(out_, command);
  const std::uint32_t index = count(out_.commands);
  out_.commands.push_back(command);
  apply_set(command);

  Context inner = context;
  inner.owner = index;
  substitutions(holders_, inner, false);
  nested(index, inner);
}

void Walk::take_words(const Element& element, Command& command) {
  const NodeRef node = element.node;
  const Kind what = kind(parsed_, node);
  if (what == Kind::test_command || what == Kind::compound_statement) return take_bracket(node);
  if (what == Kind::unset_command) {
    const std::string_view text = parsed_.text_of(node);
    const Span whole = parsed_.tree[node].span;
    const auto size = static_cast<std::uint32_t>(std::min(text.find_first_of(" \t"), text.size()));
    out_.words.push_back(collector_.raw_word({whole.begin, whole.begin + size}, {}));
    words_.push_back({whole.begin, whole.begin + size});
  }
  Assignment::Kind declared = Assignment::Kind::declared;
  for (const NodeRef child : parsed_.tree.children(node)) {
    if (child.index < element.begin || child.index >= element.end) continue;
    if (what == Kind::command) {
      take_command_child(child, command);
    } else if (what == Kind::declaration_command && !parsed_.tree[child].has(Node::named) &&
               kind(parsed_, child) != Kind::bare_dollar) {
      declared = declaration_kind(kind(parsed_, child));
      add_word(child);
    } else if (what == Kind::declaration_command) {
      take_declaration_child(child, declared, command);
    } else if (what == Kind::unset_command) {
      add_word(child);
    }
  }
  for (const NodeRef argument : element.arguments) add_word(argument);
}

void Walk::take_command_child(NodeRef child, Command& command) {
  switch (kind(parsed_, child)) {
    case Kind::command_name:
      if (const NodeRef inner = parsed_.first_child(child))
        add_word(inner);
      else
        add_word(child);
      return;
    case Kind::variable_assignment:
      add_assignment(child, Assignment::Kind::environment, command.inside);
      holders_.push_back(child);
      return;
    case Kind::file_redirect:
    case Kind::herestring_redirect:
      out_.redirections.push_back(collector_.redirection(child));
      holders_.push_back(child);
      return;
    case Kind::heredoc_redirect:
    case Kind::comment:
      return;
    default:
      if (parsed_.tree[child].has(Node::named) || kind(parsed_, child) == Kind::bare_dollar) add_word(child);
  }
}

void Walk::take_declaration_child(NodeRef child, Assignment::Kind kind_of_it, Command& command) {
  const Kind what = kind(parsed_, child);
  if (what == Kind::comment) return;
  if (what == Kind::variable_assignment || what == Kind::variable_name)
    add_assignment(child, kind_of_it, command.inside);
  add_word(child);
}

// `[ … ]`, `[[ … ]]`, `(( … ))`: the bracket, then what it holds as one word.
void Walk::take_bracket(NodeRef node) {
  const std::string_view text = parsed_.text_of(node);
  const Span whole = parsed_.tree[node].span;
  const std::uint32_t bracket = text.size() > 1 && text[1] == text[0] ? 2 : 1;
  Span inner{whole.begin + bracket, std::max(whole.end, whole.begin + 2 * bracket) - bracket};
  const std::string_view all = parsed_.text.text();
  while (inner.begin < inner.end && std::string_view(" \t\n").find(all[inner.begin]) != std::string_view::npos)
    ++inner.begin;
  while (inner.begin < inner.end && std::string_view(" \t\n").find(all[inner.end - 1]) != std::string_view::npos)
    --inner.end;
  out_.words.push_back(collector_.raw_word({whole.begin, std::min(whole.begin + bracket, whole.end)}, {}));
  words_.push_back(whole);
  if (inner.begin < inner.end && inner.end <= whole.end) {
    out_.words.push_back(collector_.raw_word(inner, node));
    words_.push_back(inner);
  }
  holders_.push_back(node);
}

void Walk::take_redirections(const Element& element) {
  for (const NodeRef redirect : element.redirects) {
    out_.redirections.push_back(collector_.redirection(redirect));
    if (kind(parsed_, redirect) != Kind::heredoc_redirect) {
      holders_.push_back(redirect);
      continue;
    }
    for (const NodeRef child : parsed_.tree.children(redirect))
      if (kind(parsed_, child) == Kind::heredoc_body) holders_.push_back(child);
  }
}

void Walk::finish(Command& command) {
  Span span;
  if (!words_.empty()) {
    span = words_.front();
    for (const Span word : words_) span.end = std::max(span.end, word.end);
  } else {
    const Span all = command.redirection_count > 0 ? out_.redirections[command.first_redirection].span
                                                   : out_.assignments[command.first_assignment].span;
    command.span = all;
    command.head = all;
    return;
  }
  command.span = collector_.source(span);
  command.text = collector_.keep(collector_.shown().of(span));
  const std::string_view text = parsed_.text.text();
  const std::size_t line_end = std::min<std::size_t>(text.find('\n', span.begin), span.end);
  Span head{span.begin, static_cast<std::uint32_t>(line_end)};
  while (head.end > head.begin && std::string_view(" \t\r\\").find(text[head.end - 1]) != std::string_view::npos &&
         head.end < span.end)
    --head.end;
  command.head = collector_.source(head);
}

void Walk::apply_set(const Command& command) {
  if (out_.program(command) != "set") return;
  const std::string_view text = out_.text(command.text);
  state_ = state_of_invocation(text.substr(std::min<std::size_t>(text.find("set") + 3, text.size())), state_);
}

void Walk::nested(std::uint32_t command, const Context& context) {
  const std::optional<ShellStart> start = find_shell_start(out_, out_.commands[command]);
  if (!start) return;
  Context inner = context;
  inner.followed = false;
  if (start->remote) inner.inside = inner.inside.with(Inside::remote);
  const State state = start->same_shell ? state_ : start->state;
  if (start->script_word && *start->script_word < words_.size()) {
    const Word& word = out_.words[out_.commands[command].first_word + *start->script_word];
    inner.inside = inner.inside.with(Inside::nested_shell);
    if (word.quoted || word.literal)
      run_nested(extract_word(collector_.shown(), words_[*start->script_word]), inner, state);
    return;
  }
  if (!start->reads_input) return;
  inner.inside = inner.inside.with(Inside::heredoc_shell);
  const Command& owner = out_.commands[command];
  for (std::uint32_t i = 0; i < owner.redirection_count; ++i) {
    const Extract* body = collector_.body(out_.redirections[owner.first_redirection + i].body);
    if (body != nullptr) return run_nested(*body, inner, state);
  }
}

// NOLINTNEXTLINE(misc-no-recursion): at most max_script_depth deep
void Walk::run_nested(const Extract& script, const Context& context, State state) {
  if (script.text.empty()) return;
  if (context.depth >= max_script_depth) {
    out_.limits.push_back(
        {script.text.source_span(), fmt::format("scripts more than {} deep", max_script_depth), true});
    return;
  }
  Context inner = context;
  ++inner.depth;
  const Parsed parsed = parse(script.text, limits_);
  out_.errors.insert(out_.errors.end(), parsed.errors.begin(), parsed.errors.end());
  out_.limits.insert(out_.limits.end(), parsed.limits.begin(), parsed.limits.end());
  Walk walk(parsed, {&parsed.text, script.original}, out_, limits_, state);
  walk.run(inner);
}

}  // namespace plumbline::syntax::shell
