#include "analyzer/frontends/ruby_values.h"

#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/data_tools.h"

namespace plumbline::frontends {

namespace ruby = syntax::ruby;
using syntax::DataView;
using syntax::Field;
using syntax::NodeRef;

namespace {

bool is_opaque(const DataView& value) {
  return value.node().has(syntax::DataNode::opaque);
}

/// The literal that counts when the environment says nothing: `ENV.fetch("X", "d")`, `ENV["X"] || "d"`.
NodeRef default_of(const ruby::Program& program, NodeRef node) {
  const syntax::Parsed& parsed = program.parsed;
  if (!node || !is_environment(parsed.text_of(node))) return {};
  NodeRef candidate;
  if (ruby::kind(parsed, node) == ruby::Kind::binary) {
    candidate = parsed.child(node, Field::right);
  } else if (ruby::kind(parsed, node) == ruby::Kind::call) {
    const NodeRef arguments = parsed.child(node, Field::arguments);
    std::size_t count = 0;
    if (!arguments) return {};
    for (const NodeRef argument : parsed.tree.children(arguments)) {
      if (parsed.tree[argument].has(syntax::Node::named) && count++ == 1) candidate = argument;
    }
  }
  return candidate && ruby::is_string(program, candidate) ? candidate : NodeRef{};
}

}  // namespace

bool is_environment(std::string_view written) {
  return written.starts_with("ENV[") || written.starts_with("ENV.fetch");
}

ir::Variable ruby_variable(const ruby::Program& program, const DataView& value, NodeRef node, ir::FileIrBuilder& ir) {
  ir::Variable row;
  row.source = ir::VariableSource::program;
  row.name = ir.str(value.key());
  row.span = {value.key_span().empty() ? value.span().begin : value.key_span().begin, value.span().end};
  row.head = head_of(value, ir.file_text());
  row.value_span = value.span();
  if (!value.is_scalar()) return row;
  if (!is_opaque(value)) {
    row.literal = true;
    if (value.kind() != syntax::DataKind::null) row.value = ir.str(value.text());
    return row;
  }
  const std::string_view written = value.span().of(ir.file_text());
  row.value = ir::Maybe<Str>::unknown(value.span());
  row.reference = is_environment(written) ? ir::Reference::variable : ir::Reference::expression;
  if (const NodeRef otherwise = default_of(program, node)) {
    const ruby::StringValue text = ruby::string_value(program, otherwise);
    if (text.literal) {
      row.fallback = ir.str(text.text.text());
      row.value = ir.str(written);  // a literal inside a reference can be a secret
    }
  }
  return row;
}

void add_nested_ruby_variables(const ruby::Program& program, const DataView& value, std::string_view path,
                               ir::FileIrBuilder& ir) {
  std::vector<std::pair<DataView, std::string>> todo;
  const auto enter = [&](const DataView& parent, const std::string& at) {
    for (const DataView& child : parent.children()) todo.emplace_back(child, at);
  };
  enter(value, std::string(path));
  for (std::size_t i = 0; i < todo.size(); ++i) {
    const DataView child = todo[i].first;
    const std::string at = child.key().empty() ? todo[i].second : fmt::format("{}.{}", todo[i].second, child.key());
    if (!child.is_scalar()) {
      // Deep nesting makes long paths; what lies that deep has no name that tells anything.
      if (at.size() < 1024) enter(child, at);
      continue;
    }
    if (child.key().empty()) continue;
    ir::Variable row = ruby_variable(program, child, {}, ir);
    row.path = ir.str(at);
    ir.add(row);
  }
}

std::string assigned_name(const ruby::Program& program, NodeRef target) {
  std::string_view text = program.parsed.text_of(target);
  if (text.starts_with("ENV[")) {
    text = ascii::trim(text.substr(4, text.size() - 5));
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'')) text = text.substr(1, text.size() - 2);
    return std::string(text);
  }
  if (const std::size_t dot = text.rfind('.'); dot != std::string_view::npos) text = text.substr(dot + 1);
  while (!text.empty() && (text.front() == '@' || text.front() == '$')) text.remove_prefix(1);
  return std::string(text);
}

void add_ruby_comments(const ruby::Program& program, ir::FileIrBuilder& ir) {
  for (const syntax::Comment& comment : program.comments) {
    Span span = comment.span;
    if (span.of(ir.file_text()).starts_with('#')) ++span.begin;
    add_comment(span, ir);
  }
}

void tell_ruby_problems(const ruby::Program& program, ir::FileIrBuilder& ir) {
  for (const syntax::SyntaxError& error : program.parsed.errors)
    ir.problem(Code::syntax_error, Severity::error, error.at, Text(error.message));
  for (const syntax::SyntaxError& limit : program.parsed.limits)
    ir.problem(Code::limit_hit, Severity::error, limit.at, Text(limit.message));
}

}  // namespace plumbline::frontends
