#include "analyzer/syntax/shell_statements.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "analyzer/syntax/shell.h"

namespace plumbline::syntax::shell {
namespace {

/// Is there a line end between two children that no backslash takes away?
bool has_line_end(std::string_view gap) {
  for (std::size_t i = gap.find('\n'); i != std::string_view::npos; i = gap.find('\n', i + 1)) {
    std::size_t before = i;
    if (before > 0 && gap[before - 1] == '\r') --before;
    if (before == 0 || gap[before - 1] != '\\') return true;
  }
  return false;
}

class Flattening {
 public:
  explicit Flattening(const Parsed& script) : script_(script) {}

  std::vector<Element> run(NodeRef statement) && {
    todo_.push_back(statement);
    while (!todo_.empty()) {
      const NodeRef node = todo_.back();
      todo_.pop_back();
      take(node);
    }
    return std::move(row_);
  }

 private:
  void take(NodeRef node) {
    switch (kind(script_, node)) {
      case Kind::list:
      case Kind::pipeline:
      case Kind::negated_command:
      case Kind::redirected_statement:
        return push_children(node);
      case Kind::heredoc_redirect:
        return take_heredoc(node);
      case Kind::file_redirect:
      case Kind::herestring_redirect:
        return take_redirect(node);
      case Kind::and_if:
        link_ = Link::and_if;
        return;
      case Kind::or_if:
        link_ = Link::or_if;
        return;
      case Kind::pipe:
        link_ = Link::pipe;
        return;
      case Kind::pipe_both:
        link_ = Link::pipe_both;
        return;
      case Kind::bang:
        negated_ = !negated_;
        return;
      default:
        if (is_statement(script_, node)) add(node);
    }
  }

  void push_children(NodeRef node) {
    const std::size_t first = todo_.size();
    for (const NodeRef child : script_.tree.children(node)) todo_.push_back(child);
    std::reverse(todo_.begin() + static_cast<std::ptrdiff_t>(first), todo_.end());
  }

  void take_redirect(NodeRef node) {
    if (row_.empty()) {
      row_.push_back({node, node.index, node.index, link_, negated_, {}, {}, 0});  // `> file` alone
      reset();
    }
    row_.back().redirects.push_back(node);
  }

  // `cat <<EOF arg > file | other && next`: all of it stands inside the heredoc's node.
  void take_heredoc(NodeRef node) {
    take_redirect(node);
    for (const NodeRef child : script_.tree.children(node))
      if (script_.field(child) == Field::argument) row_.back().arguments.push_back(child);
    push_children(node);
  }

  void add(NodeRef node) {
    const Kind what = kind(script_, node);
    const std::uint32_t end = script_.tree[node].subtree_end;
    std::uint32_t begin = node.index + 1;
    if (what == Kind::command || what == Kind::declaration_command || what == Kind::variable_assignments) {
      std::uint32_t previous_end = script_.tree[node].span.begin;
      for (const NodeRef child : script_.tree.children(node)) {
        const Span span = script_.tree[child].span;
        if (child.index != begin && span.begin > previous_end &&
            has_line_end(Span{previous_end, span.begin}.of(script_.text.text()))) {
          row_.push_back({node, begin, child.index, link_, negated_, {}, {}, 0});
          reset();
          begin = child.index;
        }
        previous_end = std::max(previous_end, span.end);
      }
    }
    row_.push_back({node, begin, end, link_, negated_, {}, {}, 0});
    reset();
  }

  void reset() {
    link_ = Link::newline;
    negated_ = false;
  }

  const Parsed& script_;
  std::vector<NodeRef> todo_;
  std::vector<Element> row_;
  Link link_ = Link::newline;
  bool negated_ = false;
};

}  // namespace

bool is_statement(const Parsed& script, NodeRef node) {
  switch (kind(script, node)) {
    case Kind::error:
    case Kind::command:
    case Kind::variable_assignment:
    case Kind::variable_assignments:
    case Kind::declaration_command:
    case Kind::unset_command:
    case Kind::test_command:
    case Kind::negated_command:
    case Kind::pipeline:
    case Kind::list:
    case Kind::redirected_statement:
    case Kind::subshell:
    case Kind::compound_statement:
    case Kind::if_statement:
    case Kind::while_statement:
    case Kind::for_statement:
    case Kind::c_style_for_statement:
    case Kind::case_statement:
    case Kind::function_definition:
      return true;
    default:
      return false;
  }
}

std::vector<Element> flatten(const Parsed& script, NodeRef statement) {
  return Flattening(script).run(statement);
}

}  // namespace plumbline::syntax::shell
