#include "analyzer/syntax/shell_collect.h"

#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/base/ascii.h"
#include "analyzer/syntax/shell.h"

namespace plumbline::syntax::shell {
namespace {

std::optional<RedirectionKind> redirection_kind(Kind token) {
  switch (token) {
    case Kind::in:
      return RedirectionKind::in;
    case Kind::out:
    case Kind::out_clobber:
      return RedirectionKind::out;
    case Kind::out_append:
      return RedirectionKind::append;
    case Kind::out_both:
      return RedirectionKind::both;
    case Kind::out_both_append:
      return RedirectionKind::both_append;
    case Kind::in_duplicate:
      return RedirectionKind::duplicate_in;
    case Kind::out_duplicate:
      return RedirectionKind::duplicate_out;
    case Kind::in_close:
    case Kind::out_close:
      return RedirectionKind::close;
    case Kind::heredoc:
      return RedirectionKind::heredoc;
    case Kind::heredoc_dash:
      return RedirectionKind::heredoc_dash;
    default:
      return std::nullopt;
  }
}

/// A heredoc body's node begins behind its first blanks and empty lines.
Span with_leading_blanks(Span body, std::string_view text) {
  std::uint32_t line_before = body.begin;
  while (line_before > 0 && ascii::is_space(text[line_before - 1])) --line_before;
  const std::size_t line_end = text.find('\n', line_before);
  return {line_end < body.begin ? static_cast<std::uint32_t>(line_end) + 1 : body.begin, body.end};
}

bool is_substitution(Kind kind) {
  return kind == Kind::command_substitution || kind == Kind::process_substitution;
}

}  // namespace

Str Collector::keep(std::string_view text) {
  const Str place{static_cast<std::uint32_t>(out_.pool.size()), static_cast<std::uint32_t>(text.size())};
  out_.pool += text;
  return place;
}

Word Collector::word(NodeRef node) {
  return raw_word(parsed_.tree[node].span, node);
}

Word Collector::raw_word(Span in_text, NodeRef node) {
  const std::string_view written = in_text.of(parsed_.text.text());
  const WordShape shape = shape_of(written);
  Word word;
  word.span = source(in_text);
  word.masked = shown_.masked(in_text);
  word.literal = shape.literal && !word.masked;
  word.quoted = shape.quoted;
  word.has_glob = shape.has_glob;
  word.first_use = static_cast<std::uint32_t>(out_.uses.size());
  if (!shape.literal || shape.plain || word.masked) {
    word.text = keep(shown_.of(in_text));
  } else {
    const auto begin = static_cast<std::uint32_t>(out_.pool.size());
    decode_literal(written, shown_.of(in_text), out_.pool);
    word.text = {begin, static_cast<std::uint32_t>(out_.pool.size()) - begin};
  }
  if (!shape.literal) collect_uses(node, word);
  word.use_count = static_cast<std::uint32_t>(out_.uses.size()) - word.first_use;
  return word;
}

void Collector::collect_uses(NodeRef node, Word& word) {
  if (!node) return;
  Span quotes;  // the string that was entered last
  for (std::uint32_t i = node.index; i < parsed_.tree[node].subtree_end;) {
    const Node& inner = parsed_.tree[{i}];
    const Kind what = kind(parsed_, {i});
    if (is_substitution(what)) {
      word.substitutes = true;
      i = inner.subtree_end;
      continue;
    }
    if (what == Kind::string) quotes = inner.span;
    if (what == Kind::simple_expansion || what == Kind::expansion) out_.uses.push_back(use({i}, quotes));
    ++i;
  }
}

VariableUse Collector::use(NodeRef expansion, Span quotes) {
  VariableUse use;
  const Span span = parsed_.tree[expansion].span;
  use.span = source(span);
  use.quoted = quotes.contains(span);
  std::string_view inner = parsed_.text_of(expansion).substr(1);
  const bool braces = inner.starts_with('{');
  if (braces) inner = inner.substr(1, inner.size() < 2 ? 0 : inner.size() - 2);
  if (braces && inner.size() > 1 && (inner[0] == '#' || inner[0] == '!')) inner.remove_prefix(1);
  std::size_t size = 0;
  while (size < inner.size() && ascii::is_name(inner[size])) ++size;
  if (size == 0 && !inner.empty()) size = 1;
  use.guarded = braces && inner.size() > size && std::string_view(":-+?=").find(inner[size]) != std::string_view::npos;
  const auto at = static_cast<std::uint32_t>(inner.data() - parsed_.text.text().data());
  use.name = keep(shown_.of({at, at + static_cast<std::uint32_t>(size)}));
  return use;
}

Assignment Collector::assignment(NodeRef node, Assignment::Kind kind_of_it) {
  Assignment result;
  result.kind = kind_of_it;
  result.span = parsed_.source(node);
  if (kind(parsed_, node) != Kind::variable_assignment) {  // `export NAME`
    result.has_value = false;
    result.name = keep(shown_.of(parsed_.tree[node].span));
    result.name_span = result.span;
    return result;
  }
  const NodeRef name = parsed_.child(node, Field::name);
  const NodeRef value = parsed_.child(node, Field::value);
  if (name) {
    result.name = keep(shown_.of(parsed_.tree[name].span));
    result.name_span = parsed_.source(name);
  }
  for (const NodeRef child : parsed_.tree.children(node))
    result.append = result.append || kind(parsed_, child) == Kind::plus_assign;
  const Span whole = parsed_.tree[node].span;
  result.array = value && kind(parsed_, value) == Kind::array;
  result.value = value ? word(value) : raw_word({whole.end, whole.end}, {});
  return result;
}

Redirection Collector::redirection(NodeRef node) {
  Redirection result;
  Span whole = parsed_.tree[node].span;
  if (kind(parsed_, node) == Kind::herestring_redirect) result.kind = RedirectionKind::herestring;
  for (const NodeRef child : parsed_.tree.children(node)) {
    const Kind what = kind(parsed_, child);
    const Span span = parsed_.tree[child].span;
    if (const auto operation = redirection_kind(what)) {
      result.kind = *operation;
    } else if (what == Kind::file_descriptor) {
      const auto number = ascii::parse_int(parsed_.text_of(child));
      if (number && *number >= 0 && *number < 1000) result.descriptor = static_cast<std::int16_t>(*number);
    } else if (what == Kind::heredoc_start) {
      result.target = word(child);
      result.expands = !result.target.quoted && parsed_.text_of(child).find('\\') == std::string_view::npos;
      whole.end = span.end;
    } else if (what == Kind::heredoc_body) {
      result.body = static_cast<std::uint32_t>(out_.bodies.size());
      const Span body = with_leading_blanks(span, parsed_.text.text());
      Extract extract = extract_heredoc(shown_, body, result.kind == RedirectionKind::heredoc_dash, result.expands);
      out_.bodies.push_back(extract.text.with_text(extract.original));
      bodies_.emplace_back(result.body, std::move(extract));
    } else if (parsed_.field(child) == Field::destination || result.kind == RedirectionKind::herestring) {
      if (parsed_.tree[child].has(Node::named)) result.target = word(child);
    }
  }
  result.span = source(whole);
  return result;
}

const Extract* Collector::body(std::uint32_t index) const {
  for (const auto& [at, extract] : bodies_)
    if (at == index) return &extract;
  return nullptr;
}

std::vector<NodeRef> Collector::substitutions(NodeRef node) const {
  std::vector<NodeRef> found;
  for (std::uint32_t i = node.index; i < parsed_.tree[node].subtree_end;) {
    if (is_substitution(kind(parsed_, {i}))) {
      found.push_back({i});
      i = parsed_.tree[{i}].subtree_end;
    } else {
      ++i;
    }
  }
  return found;
}

}  // namespace plumbline::syntax::shell
