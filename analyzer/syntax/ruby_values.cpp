#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/base/ascii.h"
#include "analyzer/syntax/literal_writer.h"
#include "analyzer/syntax/ruby_program.h"

// Literals of Ruby: strings with their maps, and hashes and arrays as Data.
namespace plumbline::syntax::ruby {
namespace {

bool is_quoted_single(std::string_view written) {
  return written.starts_with('\'') || written.starts_with("%q");
}

/// `\\` and `\'` are all that single quotes know.
void append_single(const Parsed& parsed, Span content, source::MappedText::Builder& out) {
  const std::string_view text = parsed.text.text();
  std::uint32_t begin = content.begin;
  for (std::uint32_t i = content.begin; i + 1 < content.end; ++i) {
    if (text[i] != '\\' || (text[i + 1] != '\\' && text[i + 1] != '\'')) continue;
    out.append(parsed.text.slice({begin, i}));
    out.replaced(text.substr(i + 1, 1), parsed.text.to_source({i, i + 2}));
    begin = i + 2;
    ++i;
  }
  out.append(parsed.text.slice({begin, content.end}));
}

/// Spaces that all lines of a `<<~` body begin with; empty ones do not count.
std::uint32_t common_indent(std::string_view body) {
  std::size_t least = std::string_view::npos;
  for (const std::string_view line : ascii::split(body, '\n')) {
    std::size_t blanks = 0;
    while (blanks < line.size() && ascii::is_blank(line[blanks])) ++blanks;
    if (blanks < line.size() && line[blanks] != '\r') least = std::min(least, blanks);
  }
  return least == std::string_view::npos ? 0 : static_cast<std::uint32_t>(least);
}

StringValue heredoc_value(const Program& program, NodeRef beginning) {
  const Parsed& parsed = program.parsed;
  const NodeRef node = program.heredoc_body(beginning);
  if (!node) return {source::MappedText::Builder(parsed.source(beginning).end).build(), false};
  Span body = parsed.tree[node].span;
  StringValue value;
  for (const NodeRef child : parsed.tree.children(node)) {
    if (kind(parsed, child) == Kind::interpolation) value.literal = false;
    if (kind(parsed, child) == Kind::heredoc_end) body.end = parsed.tree[child].span.begin;
  }
  const std::string_view text = parsed.text.text();
  if (body.begin < body.end && text[body.begin] == '\r') ++body.begin;
  if (body.begin < body.end && text[body.begin] == '\n') ++body.begin;
  const std::size_t last_line = text.substr(0, body.end).rfind('\n');  // the terminator's own blanks
  if (last_line != std::string_view::npos && last_line + 1 > body.begin)
    body.end = static_cast<std::uint32_t>(last_line) + 1;
  const bool squiggly = parsed.text_of(beginning).starts_with("<<~");
  const std::uint32_t indent = squiggly ? common_indent(body.of(text)) : 0;
  source::MappedText::Builder out(parsed.text.to_source({body.begin, body.begin}).begin);
  for (std::uint32_t line = body.begin; line < body.end;) {
    const std::uint32_t end =
        static_cast<std::uint32_t>(std::min<std::size_t>(text.find('\n', line), body.end - 1)) + 1;
    std::uint32_t begin = line;
    while (begin < end && begin - line < indent && ascii::is_blank(text[begin])) ++begin;
    out.append(parsed.text.slice({begin, end}));
    line = end;
  }
  value.text = std::move(out).build();
  return value;
}

void append_string(const Parsed& parsed, NodeRef node, StringValue& value, source::MappedText::Builder& out) {
  const bool single = is_quoted_single(parsed.text_of(node));
  for (const NodeRef child : parsed.tree.children(node)) {
    switch (kind(parsed, child)) {
      case Kind::string_content:
        if (single)
          append_single(parsed, parsed.tree[child].span, out);
        else
          out.append(parsed.text.slice(parsed.tree[child].span));
        break;
      case Kind::escape_sequence:
        if (single)
          append_single(parsed, parsed.tree[child].span, out);
        else
          out.replaced(decode_escape(parsed.text_of(child), Escapes::ruby), parsed.source(child));
        break;
      case Kind::interpolation:
        value.literal = false;
        out.append(parsed.text.slice(parsed.tree[child].span));
        break;
      default:
        break;
    }
  }
}

class Writer : public LiteralWriter {
 public:
  Writer(const Program& program, const Limits& limits) : LiteralWriter(program.parsed, limits), program_(program) {}

  Data run_keywords(const Call& call) && {
    builder().open(DataKind::map, call.span, DataNode::flow);
    std::vector<Step> steps;
    bool partial = false;
    for (const Argument& argument : program_.arguments_of(call)) {
      if (argument.key) add_pair(argument.key, argument.value, steps);
      if (!argument.key && !argument.splat && kind(parsed(), argument.value) == Kind::hash)
        add_pairs(argument.value, steps, partial);
      partial = partial || argument.splat;
    }
    if (partial) builder().set_flag(0, DataNode::partial);
    steps.push_back({Step::Kind::close, call.node});
    return std::move(*this).run_steps(std::move(steps), call.node);
  }

 private:
  void value(NodeRef node) override {
    switch (kind(parsed(), node)) {
      case Kind::hash: {
        std::vector<Step> steps;
        bool partial = false;
        add_pairs(node, steps, partial);
        return open(DataKind::map, node, std::move(steps), partial);
      }
      case Kind::array:
      case Kind::string_array:
      case Kind::symbol_array:
        return list(node);
      case Kind::integer:
        return scalar(DataKind::integer, node);
      case Kind::floating:
        return scalar(DataKind::floating, node);
      case Kind::true_:
      case Kind::false_:
        return scalar(DataKind::boolean, node);
      case Kind::nil:
        return scalar(DataKind::null, node);
      default:
        break;
    }
    if (!is_string(program_, node)) return opaque(node);
    const StringValue value = string_value(program_, node);
    string(node, value.text, value.literal);
  }

  void list(NodeRef node) {
    std::vector<Step> steps;
    bool partial = false;
    for (const NodeRef child : parsed().tree.children(node)) {
      const Kind what = kind(parsed(), child);
      if (what == Kind::comment || what == Kind::heredoc_body || !parsed().tree[child].has(Node::named)) continue;
      if (what == Kind::splat_argument)
        partial = true;
      else
        steps.push_back({Step::Kind::value, child});
    }
    open(DataKind::list, node, std::move(steps), partial);
  }

  void add_pairs(NodeRef hash, std::vector<Step>& steps, bool& partial) {
    for (const NodeRef child : parsed().tree.children(hash)) {
      const Kind what = kind(parsed(), child);
      if (what == Kind::comment || what == Kind::heredoc_body) continue;
      if (what != Kind::pair) {
        partial = true;
        continue;
      }
      const NodeRef key = parsed().child(child, Field::key);
      const NodeRef value = parsed().child(child, Field::value);
      if (key) add_pair(key, value ? value : key, steps);
    }
  }

  void add_pair(NodeRef key, NodeRef value, std::vector<Step>& steps) {
    const std::string text = is_string(program_, key) ? std::string(string_value(program_, key).text.text())
                                                      : std::string(parsed().text_of(key));
    steps.push_back({Step::Kind::key, key == value ? NodeRef{} : key, text});  // `key:` stands for `key: key`
    steps.push_back({Step::Kind::value, value});
  }

  const Program& program_;
};

}  // namespace

bool is_string(const Program& program, NodeRef node) {
  switch (kind(program.parsed, node)) {
    case Kind::string:
    case Kind::chained_string:
    case Kind::simple_symbol:
    case Kind::delimited_symbol:
    case Kind::bare_string:
    case Kind::bare_symbol:
    case Kind::heredoc_beginning:
    case Kind::subshell:
      return true;
    default:
      return false;
  }
}

StringValue string_value(const Program& program, NodeRef node) {
  const Parsed& parsed = program.parsed;
  const Kind what = kind(parsed, node);
  if (what == Kind::heredoc_beginning) return heredoc_value(program, node);
  const Span whole = parsed.tree[node].span;
  if (what == Kind::simple_symbol) return {parsed.text.slice({whole.begin + 1, whole.end}), true};
  StringValue value;
  source::MappedText::Builder out(parsed.text.to_source({whole.begin, whole.begin}).begin);
  if (what == Kind::chained_string) {
    for (const NodeRef child : parsed.tree.children(node))
      if (kind(parsed, child) == Kind::string) append_string(parsed, child, value, out);
  } else {
    append_string(parsed, node, value, out);
  }
  value.text = std::move(out).build();
  return value;
}

Data to_data(const Program& program, NodeRef value, const Limits& limits) {
  return Writer(program, limits).run(value);
}

Data keywords_data(const Program& program, const Call& call, const Limits& limits) {
  return Writer(program, limits).run_keywords(call);
}

}  // namespace plumbline::syntax::ruby
