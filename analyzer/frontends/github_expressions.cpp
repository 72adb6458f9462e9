#include "analyzer/frontends/github_expressions.h"

#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/data_tools.h"

namespace plumbline::frontends {

namespace {

namespace expression = facts::expression;
using expression::Kind;
using expression::Node;

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Places of the references whose text becomes part of the result: `a` in `format('x {0}', a)` and `b || a`, not in
/// `contains(a, 'x')`, `a == 'x'` or `a && 'x'`.
std::vector<Span> flowing(const expression::Expression& parsed) {
  std::vector<Span> spans;
  if (parsed.nodes.empty()) return spans;
  const auto& nodes = parsed.nodes;
  for (std::vector<std::uint32_t> todo{static_cast<std::uint32_t>(nodes.size() - 1)}; !todo.empty();) {
    const Node& node = nodes[todo.back()];
    todo.pop_back();
    const auto add_children = [&](bool last_only) {
      for (std::uint32_t child = node.first_child; child != Node::none; child = nodes[child].next) {
        if (!last_only || nodes[child].next == Node::none) todo.push_back(child);
      }
    };
    switch (node.kind) {
      case Kind::context:
      case Kind::property:
      case Kind::index:
      case Kind::star:
        spans.push_back(node.span);
        break;
      case Kind::group:
      case Kind::disjunction:
        add_children(false);
        break;
      case Kind::conjunction:
        add_children(true);
        break;
      case Kind::call:
        if (is_any_of(ascii::lower(node.text), {"format", "join", "tojson", "fromjson", "case"})) add_children(false);
        break;
      case Kind::null:
      case Kind::boolean:
      case Kind::number:
      case Kind::string:
      case Kind::negation:
      case Kind::less:
      case Kind::less_equal:
      case Kind::greater:
      case Kind::greater_equal:
      case Kind::equal:
      case Kind::not_equal:
        break;
    }
  }
  return spans;
}

/// Which status functions decide, with the sign they have.
void read_status(const expression::Expression& parsed, ConditionFacts& facts) {
  if (parsed.nodes.empty()) return;
  const auto& nodes = parsed.nodes;
  struct Item {
    std::uint32_t node;
    bool negated;
  };
  for (std::vector<Item> todo{{static_cast<std::uint32_t>(nodes.size() - 1), false}}; !todo.empty();) {
    const Item item = todo.back();
    todo.pop_back();
    const Node& node = nodes[item.node];
    if (node.kind == Kind::call) {
      const std::string name = ascii::lower(node.text);
      facts.on_failure = facts.on_failure || (name == "failure" && !item.negated);
      facts.always = facts.always || (name == "always" && !item.negated) || (name == "cancelled" && item.negated);
      continue;
    }
    const bool negated = item.negated != (node.kind == Kind::negation);
    for (std::uint32_t child = node.first_child; child != Node::none; child = nodes[child].next) {
      todo.push_back({child, negated});
    }
  }
}

Span trimmed(Span span, std::string_view text) {
  while (!span.empty() && ascii::is_space(text[span.begin])) ++span.begin;
  while (!span.empty() && ascii::is_space(text[span.end - 1])) --span.end;
  return span;
}

}  // namespace

bool holds_github_expression(std::string_view text) {
  return text.find("${{") != std::string_view::npos;
}

void GithubExpressions::set_events(std::vector<std::string> events, bool called) {
  events_ = std::move(events);
  called_ = called;
}

bool GithubExpressions::starts_with(const std::vector<std::string>& events) const {
  return called_ || std::any_of(events.begin(), events.end(), [&](const std::string& event) {
           return std::find(events_.begin(), events_.end(), event) != events_.end();
         });
}

void GithubExpressions::remember(std::string path, std::string source) {
  remembered_.push_back({std::move(path), std::move(source)});
}

std::string GithubExpressions::untrusted_source(const expression::Reference& reference) const {
  for (const GithubFacts::Untrusted& untrusted : facts_.untrusted()) {
    if (starts_with(untrusted.events) && expression::reads(reference, untrusted.path)) return untrusted.path;
  }
  const std::string dotted = reference.dotted();
  for (auto known = remembered_.rbegin(); known != remembered_.rend(); ++known) {
    const bool below = dotted.size() > known->path.size() && dotted[known->path.size()] == '.';
    if ((below || dotted.size() == known->path.size()) && dotted.substr(0, known->path.size()) == known->path) {
      return known->source;
    }
  }
  return {};
}

std::string GithubExpressions::untrusted_path(const List& expressions, std::size_t first) const {
  for (std::size_t i = first; i < expressions.size(); ++i) {
    const ir::Expression& row = ir_[expressions[i]];
    if (row.untrusted) return std::string(ir_.text(row.untrusted_path));
  }
  return {};
}

Ref<ir::Expression> GithubExpressions::add_one(const source::MappedText& text, Span fence, Span inner,
                                               const ExpressionPlace& at, const expression::Expression& parsed) {
  const std::string_view whole = text.text();
  const Span core = trimmed(inner, whole);
  ir::Expression row;
  row.span = text.to_source(fence);
  row.head = first_line(core.empty() ? row.span : text.to_source(core), ir_.file_text());
  row.path = ir_.str(at.path);
  row.text = ir_.str(core.of(whole));
  row.place = at.place;
  row.job = at.job;
  row.step = at.step;
  std::vector<std::string> contexts;
  for (const expression::Reference& reference : parsed.references) contexts.push_back(reference.dotted());
  row.contexts = ir_.strs(contexts);
  std::vector<std::string> functions;
  for (const expression::Call& call : parsed.calls) functions.push_back(call.name);
  row.functions = ir_.strs(functions);
  std::vector<facts::Error> errors = parsed.errors;
  if (errors.empty()) {
    if (const auto available = facts_.available(at.key)) {
      errors = expression::check(parsed, expression::default_functions(), *available);
    }
  }
  row.valid = errors.empty();
  if (!errors.empty()) row.error = ir_.str(errors.front().message);
  for (const Span leaf : flowing(parsed)) {
    for (const expression::Reference& reference : parsed.references) {
      if (row.untrusted || reference.span.begin != leaf.begin) continue;
      const std::string source = untrusted_source(reference);
      row.untrusted = !source.empty();
      row.untrusted_path = ir_.str(source);
    }
  }
  if (const std::optional<bool> truth =
          parsed.valid() ? expression::truth(expression::evaluate(parsed)) : std::nullopt) {
    row.constant = *truth;
  }
  return ir_.add(row);
}

std::vector<Filled> GithubExpressions::add(const source::MappedText& text, const ExpressionPlace& at, List& into) {
  std::vector<Filled> filled;
  if (!holds_github_expression(text.text())) return filled;
  for (const expression::Fence& fence : expression::find_fences(text.text())) {
    expression::Expression parsed = expression::parse(fence.inner.of(text.text()));
    if (!fence.closed) parsed.errors = {{fence.span, "the fence is not closed"}};
    into.push_back(add_one(text, fence.span, fence.inner, at, parsed));
    filled.push_back({fence.span, into.back()});
  }
  return filled;
}

void GithubExpressions::add_below(const syntax::DataView& node, const ExpressionPlace& at, List& into) {
  std::vector<syntax::DataView> todo{node};
  while (!todo.empty()) {
    const syntax::DataView view = todo.back();
    todo.pop_back();
    if (view.is_scalar()) {
      if (holds_github_expression(view.text())) add(view.mapped(), at, into);
      continue;
    }
    const std::vector<syntax::DataView> children = view.children();
    todo.insert(todo.end(), children.rbegin(), children.rend());
  }
}

ConditionFacts GithubExpressions::add_condition(const source::MappedText& text, const ExpressionPlace& at, List& into) {
  ConditionFacts result;
  const expression::Condition condition = expression::parse_condition(text.text());
  result.constant = condition.always;
  const std::vector<expression::Fence> fences = expression::find_fences(text.text());
  for (std::size_t i = 0; i < condition.expressions.size(); ++i) {
    const Span inner = condition.inner[i];
    Span fence = inner;
    for (const expression::Fence& candidate : fences) {
      if (candidate.span.contains(inner)) fence = candidate.span;
    }
    read_status(condition.expressions[i], result);
    const Ref<ir::Expression> row = add_one(text, fence, inner, at, condition.expressions[i]);
    // Text around a fence makes a string of the whole.
    if (condition.text_around_fence && condition.always) ir_[row].constant = *condition.always;
    into.push_back(row);
  }
  return result;
}

}  // namespace plumbline::frontends
