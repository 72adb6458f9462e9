#include "analyzer/syntax/ruby_program.h"

#include <algorithm>
#include <utility>

namespace plumbline::syntax::ruby {
namespace {

bool is_block_of_statements(Kind kind) {
  switch (kind) {
    case Kind::program:
    case Kind::body_statement:
    case Kind::block_body:
    case Kind::then_:
    case Kind::else_:
    case Kind::begin_:
    case Kind::ensure:
    case Kind::parenthesized_statements:
      return true;
    default:
      return false;
  }
}

std::uint8_t bit(Inside value) {
  return static_cast<std::uint8_t>(value);
}

/// One pass in source order; what stands around a node is on a stack of open ones.
class Reading {
 public:
  explicit Reading(Program& program) : program_(program), parsed_(program.parsed), parents_(parsed_.parents()) {}

  void run() {
    for (std::uint32_t i = 0; i < parsed_.tree.size(); ++i) {
      while (!frames_.empty() && frames_.back().end <= i) frames_.pop_back();
      visit({i});
    }
    pair_heredocs();
  }

 private:
  struct Frame {
    std::uint32_t end = 0;
    std::uint32_t parent = Call::none;
    std::uint32_t definition = Call::none;
    std::uint8_t inside = 0;
  };

  Frame around() const {
    return frames_.empty() ? Frame{parsed_.tree.size(), Call::none, Call::none, 0} : frames_.back();
  }

  void enter(NodeRef node, Inside value) {
    Frame frame = around();
    frame.inside |= bit(value);
    push(node, frame);
  }

  void push(NodeRef node, Frame frame) {
    frame.end = parsed_.tree[node].subtree_end;
    frames_.push_back(frame);
  }

  void visit(NodeRef node) {
    switch (kind(parsed_, node)) {
      case Kind::call:
        return add_call(node);
      case Kind::identifier:
        if (is_bare_call(node)) add_bare(node);
        return;
      case Kind::subshell:
        return add_command(node);
      case Kind::do_block:
      case Kind::block:
        return enter_block(node);
      case Kind::argument_list:
        return enter(node, Inside::argument);
      case Kind::assignment:
      case Kind::operator_assignment:
        return add_assignment(node);
      case Kind::method:
      case Kind::singleton_method:
        return add_definition(node);
      case Kind::if_:
      case Kind::unless_:
      case Kind::case_:
      case Kind::if_modifier:
      case Kind::unless_modifier:
        return enter(node, Inside::condition);
      case Kind::while_:
      case Kind::until_:
      case Kind::for_:
        return enter(node, Inside::loop);
      case Kind::rescue:
        return enter(node, Inside::rescue);
      case Kind::ensure:
        return enter(node, Inside::ensure);
      case Kind::rescue_modifier:
        return enter(node, Inside::rescued);
      case Kind::begin_:
      case Kind::body_statement:
        if (has_rescue(node)) enter(node, Inside::rescued);
        return;
      case Kind::comment:
        program_.comments.push_back({parsed_.source(node)});
        return;
      default:
        return;
    }
  }

  bool has_rescue(NodeRef node) const {
    for (const NodeRef child : parsed_.tree.children(node))
      if (kind(parsed_, child) == Kind::rescue) return true;
    return false;
  }

  // `setup_ci` as a statement: nothing tells it from a variable but that a variable alone does nothing.
  bool is_bare_call(NodeRef node) const {
    const NodeRef parent = parents_[node.index];
    if (!parent) return false;
    const Kind above = kind(parsed_, parent);
    if (is_block_of_statements(above)) return true;
    return (above == Kind::if_modifier || above == Kind::unless_modifier || above == Kind::rescue_modifier) &&
           parsed_.field(node) == Field::body;
  }

  Call& add(NodeRef node) {
    const Frame frame = around();
    Call call;
    call.node = node;
    call.parent = frame.parent;
    call.definition = frame.definition;
    call.inside = frame.inside;
    call.span = parsed_.source(node);
    call.head = parsed_.source_head(parsed_.tree[node].span);
    call.first_argument = static_cast<std::uint32_t>(program_.arguments.size());
    program_.calls.push_back(call);
    return program_.calls.back();
  }

  void add_call(NodeRef node) {
    Call& call = add(node);
    call.receiver = parsed_.child(node, Field::receiver);
    call.method = parsed_.child(node, Field::method);
    call.block = parsed_.child(node, Field::block);
    if (call.block) blocks_.emplace_back(call.block, static_cast<std::uint32_t>(program_.calls.size() - 1));
    const NodeRef list = parsed_.child(node, Field::arguments);
    if (!list) return;
    for (const NodeRef child : parsed_.tree.children(list)) {
      const Kind what = kind(parsed_, child);
      if (what == Kind::comment || what == Kind::heredoc_body || !parsed_.tree[child].has(Node::named)) continue;
      Argument argument;
      argument.value = child;
      if (what == Kind::pair) {
        argument.key = parsed_.child(child, Field::key);
        argument.value = parsed_.child(child, Field::value);
        if (!argument.value) argument.value = argument.key;  // `key:` stands for `key: key`
      } else if (what == Kind::splat_argument || what == Kind::hash_splat_argument || what == Kind::block_argument) {
        argument.splat = true;
        if (const NodeRef inner = parsed_.first_child(child)) argument.value = inner;
      }
      program_.arguments.push_back(argument);
      ++call.argument_count;
    }
  }

  void add_bare(NodeRef node) { add(node).method = node; }

  void add_command(NodeRef node) {
    Call& call = add(node);
    call.argument_count = 1;
    program_.arguments.push_back({{}, node, false});
  }

  void enter_block(NodeRef node) {
    const auto owner =
        std::find_if(blocks_.rbegin(), blocks_.rend(), [&](const auto& one) { return one.first == node; });
    Frame frame = around();
    if (owner != blocks_.rend()) {
      frame.parent = owner->second;
      frame.inside = 0;
    }
    push(node, frame);
  }

  void add_assignment(NodeRef node) {
    const NodeRef target = parsed_.child(node, Field::left);
    const NodeRef value = parsed_.child(node, Field::right);
    if (target && value) program_.assignments.push_back({target, value, around().parent, parsed_.source(node)});
  }

  void add_definition(NodeRef node) {
    Frame frame = around();
    frame.definition = static_cast<std::uint32_t>(program_.definitions.size());
    frame.inside = bit(Inside::definition);
    program_.definitions.push_back({parsed_.child(node, Field::name), parsed_.source(node)});
    push(node, frame);
  }

  // Bodies stand in the order of their beginnings, except inside interpolations of another body.
  void pair_heredocs() {
    std::vector<NodeRef> beginnings;
    std::size_t next = 0;
    for (std::uint32_t i = 0; i < parsed_.tree.size(); ++i) {
      if (kind(parsed_, {i}) == Kind::heredoc_beginning) beginnings.push_back({i});
      if (kind(parsed_, {i}) == Kind::heredoc_body && next < beginnings.size())
        program_.heredocs.emplace_back(beginnings[next++], NodeRef{i});
    }
  }

  Program& program_;
  const Parsed& parsed_;
  std::vector<NodeRef> parents_;
  std::vector<Frame> frames_;
  std::vector<std::pair<NodeRef, std::uint32_t>> blocks_;
};

std::string_view key_text(const Parsed& parsed, NodeRef key) {
  std::string_view text = parsed.text_of(key);
  if (text.starts_with(':')) text.remove_prefix(1);
  if (text.size() >= 2 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0])
    text = text.substr(1, text.size() - 2);
  return text;
}

}  // namespace

std::string_view Program::method(const Call& call) const {
  if (call.method) return parsed.text_of(call.method);
  return kind(parsed, call.node) == Kind::subshell ? "`" : "";
}

NodeRef Program::keyword(const Call& call, std::string_view key) const {
  for (const Argument& argument : arguments_of(call))
    if (argument.key && key_text(parsed, argument.key) == key) return argument.value;
  return {};
}

NodeRef Program::positional(const Call& call, std::size_t index) const {
  for (const Argument& argument : arguments_of(call)) {
    if (argument.key || argument.splat) continue;
    if (index-- == 0) return argument.value;
  }
  return {};
}

std::vector<std::string_view> Program::block_parameters(const Call& call) const {
  std::vector<std::string_view> names;
  const NodeRef parameters = parsed.child(call.block, Field::parameters);
  if (!parameters) return names;
  for (const NodeRef child : parsed.tree.children(parameters))
    if (kind(parsed, child) == Kind::identifier) names.push_back(parsed.text_of(child));
  return names;
}

NodeRef Program::heredoc_body(NodeRef beginning) const {
  for (const auto& [from, body] : heredocs)
    if (from == beginning) return body;
  return {};
}

Program read_program(source::MappedText text, const Limits& limits) {
  Program program;
  program.parsed = parse(std::move(text), limits);
  Reading(program).run();
  return program;
}

Program read_program_file(std::string_view file, const Limits& limits) {
  return read_program(source::MappedText::verbatim(file, {0, static_cast<std::uint32_t>(file.size())}), limits);
}

}  // namespace plumbline::syntax::ruby
