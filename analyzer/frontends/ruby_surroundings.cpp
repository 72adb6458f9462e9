#include "analyzer/frontends/ruby_surroundings.h"

#include <unordered_map>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"

namespace plumbline::frontends {

namespace ruby = syntax::ruby;
using ruby::Kind;
using syntax::Field;
using syntax::NodeRef;

bool makes_fail(std::string_view text) {
  // Handlers are short. A bound keeps nested ones from costing the square of the file.
  text = text.substr(0, 4096);
  for (const std::string_view word : {"raise", "user_error!", "crash!", "abort", "exit 1", "exit(1)", "exit!(1)",
                                      "test_failure!", "build_failure!", "shell_error!"}) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return false;
}

RubySurroundings::RubySurroundings(const ruby::Program& program)
    : program_(program), parents_(program.parsed.parents()), around_(program.parsed.tree.size()) {
  for (std::uint32_t i = 0; i < around_.size(); ++i) {
    const NodeRef parent = parents_[i];
    if (!parent) continue;
    around_[i] = around_[parent.index];
    look_at(around_[i], parent, {i});
  }
}

void RubySurroundings::branch(Around& around, NodeRef parent, NodeRef node, bool negated) const {
  const syntax::Parsed& parsed = program_.parsed;
  if (parsed.field(node) == Field::condition) return;
  const NodeRef condition = parsed.child(parent, Field::condition);
  if (!condition) return;
  around.condition = condition;
  around.negated = negated != (parsed.field(node) == Field::alternative);
}

void RubySurroundings::look_at(Around& around, NodeRef parent, NodeRef node) const {
  const syntax::Parsed& parsed = program_.parsed;
  switch (ruby::kind(parsed, parent)) {
    case Kind::if_:
    case Kind::elsif:
    case Kind::conditional:
    case Kind::if_modifier:
    case Kind::while_:
    case Kind::while_modifier:
      return branch(around, parent, node, false);
    case Kind::unless_:
    case Kind::unless_modifier:
    case Kind::until_:
    case Kind::until_modifier:
      return branch(around, parent, node, true);
    case Kind::case_:
      if (parsed.field(node) != Field::value && parsed.child(parent, Field::value)) {
        around.condition = parsed.child(parent, Field::value);
        around.negated = false;
      }
      return;
    case Kind::binary:
      if (joins_conditionally(parent, node)) {
        around.condition = parsed.child(parent, Field::left);
        const std::string_view between =
            parsed.text_of(parent).substr(0, parsed.tree[node].span.begin - parsed.tree[parent].span.begin);
        around.negated = ascii::trim_end(between).ends_with("||") || ascii::trim_end(between).ends_with("or");
      }
      return;
    case Kind::begin_:
    case Kind::body_statement: {
      const Kind own = ruby::kind(parsed, node);
      if (own != Kind::rescue && own != Kind::ensure && own != Kind::else_ && catches(parent)) around.caught = true;
      return;
    }
    case Kind::rescue_modifier:
      if (parsed.field(node) == Field::body && !makes_fail(parsed.text_of(parent))) around.caught = true;
      return;
    default:
      return;
  }
}

bool RubySurroundings::joins_conditionally(NodeRef binary, NodeRef node) const {
  const syntax::Parsed& parsed = program_.parsed;
  if (parsed.field(node) != Field::right) return false;
  const NodeRef left = parsed.child(binary, Field::left);
  if (!left || parsed.tree[left].span.end > parsed.tree[node].span.begin) return false;
  const Span between{parsed.tree[left].span.end, parsed.tree[node].span.begin};
  const std::string_view word = ascii::trim(between.of(parsed.text.text()));
  return word == "&&" || word == "||" || word == "and" || word == "or";
}

bool RubySurroundings::raises_again(NodeRef clause) const {
  return makes_fail(program_.parsed.text_of(clause));
}

bool RubySurroundings::catches(NodeRef body) const {
  for (const NodeRef child : program_.parsed.tree.children(body)) {
    if (ruby::kind(program_.parsed, child) == Kind::rescue && !raises_again(child)) return true;
  }
  return false;
}

std::optional<std::string> RubySurroundings::condition(NodeRef node) const {
  const Around& around = around_[node.index];
  if (!around.condition) return std::nullopt;
  const std::string_view text = program_.parsed.text_of(around.condition);
  return around.negated ? fmt::format("!({})", text) : std::string(text);
}

Span RubySurroundings::condition_span(NodeRef node) const {
  return program_.parsed.source(around_[node.index].condition);
}

bool RubySurroundings::unused(NodeRef node) const {
  const NodeRef parent = parents_[node.index];
  if (!parent) return true;
  switch (ruby::kind(program_.parsed, parent)) {
    case Kind::program:
    case Kind::body_statement:
    case Kind::block_body:
    case Kind::then_:
    case Kind::else_:
    case Kind::begin_:
    case Kind::ensure:
      return true;
    case Kind::if_modifier:
    case Kind::unless_modifier:
      return program_.parsed.field(node) == Field::body;
    default:
      return false;
  }
}

}  // namespace plumbline::frontends
