#include "analyzer/syntax/literal_writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"

namespace plumbline::syntax {
namespace {

char32_t number_of(std::string_view digits, std::uint32_t base) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    const char l = ascii::lower(c);
    const std::uint32_t digit = ascii::is_digit(l)       ? static_cast<std::uint32_t>(l - '0')
                                : (l >= 'a' && l <= 'f') ? static_cast<std::uint32_t>(l - 'a') + 10
                                                         : base;
    if (digit >= base || value > 0x10ffff) break;
    value = value * base + digit;
  }
  return value > 0x10ffff ? 0xfffd : value;
}

}  // namespace

std::string decode_escape(std::string_view written, Escapes escapes) {
  if (written.size() < 2) return std::string(written);
  const char c = written[1];
  const std::string_view rest = written.substr(2);
  std::string out;
  if (c == '\n' || c == '\r') return out;
  const std::string_view letters = escapes == Escapes::ruby ? "abefnrstv" : "bfnrtv";
  const std::string_view values = escapes == Escapes::ruby ? "\a\b\x1b\f\n\r \t\v" : "\b\f\n\r\t\v";
  if (const std::size_t known = letters.find(c); known != std::string_view::npos) return std::string(1, values[known]);
  if (c == 'x' || c == 'u') {
    if (!rest.starts_with('{')) {
      append_utf8(out, number_of(rest, 16));
      return out;
    }
    for (const std::string_view part :
         ascii::split(rest.substr(1, rest.size() - std::min<std::size_t>(2, rest.size())), ' '))
      if (!part.empty()) append_utf8(out, number_of(part, 16));
    return out;
  }
  if (c >= '0' && c <= '7') {
    append_utf8(out, number_of(written.substr(1), 8));
    return out;
  }
  return std::string(written.substr(1));
}

Data LiteralWriter::run(NodeRef root) && {
  return std::move(*this).run_steps({{Step::Kind::value, root}}, root);
}

Data LiteralWriter::run_steps(std::vector<Step> steps, NodeRef place) && {
  steps_.assign(std::make_move_iterator(steps.rbegin()), std::make_move_iterator(steps.rend()));
  while (!steps_.empty()) {
    Step step = std::move(steps_.back());
    steps_.pop_back();
    if (step.kind == Step::Kind::close) {
      builder_.close();
      continue;
    }
    if (step.kind == Step::Kind::here) {
      elsewhere_.reset();
      continue;
    }
    if (builder_.full()) {
      builder_.error(parsed_.source(place), "a literal with too many values: the rest is left out", true);
      break;
    }
    if (step.kind == Step::Kind::key)
      builder_.key(step.key, builder_.add_text(step.key),
                   step.node && !elsewhere_ ? parsed_.source(step.node) : Span{});
    else
      value(step.node);
  }
  return std::move(builder_).finish();
}

void LiteralWriter::open(DataKind kind, NodeRef node, std::vector<Step> steps, bool partial) {
  builder_.open(kind, place(node), static_cast<std::uint8_t>(DataNode::flow | (partial ? DataNode::partial : 0)));
  steps_.push_back({Step::Kind::close, node});
  steps_.insert(steps_.end(), std::make_move_iterator(steps.rbegin()), std::make_move_iterator(steps.rend()));
}

void LiteralWriter::elsewhere(NodeRef node) {
  if (elsewhere_) return;
  elsewhere_ = parsed_.source(node);
  steps_.push_back({Step::Kind::here, node});
}

void LiteralWriter::add(DataScalar scalar, const source::MappedText& text) {
  builder_.begin_text();
  // A scalar's text lies inside the scalar: what stands elsewhere is represented by what refers to it.
  if (scalar.span.contains(text.source_span()))
    builder_.append(text);
  else
    builder_.replaced(text.text(), scalar.span);
  builder_.end_text(scalar);
  builder_.scalar(scalar);
}

void LiteralWriter::scalar(DataKind kind, NodeRef node) {
  DataScalar scalar;
  scalar.kind = kind;
  scalar.span = place(node);
  add(scalar, parsed_.text.slice(parsed_.tree[node].span));
}

void LiteralWriter::opaque(NodeRef node) {
  DataScalar scalar;
  scalar.flags = DataNode::opaque;
  scalar.span = place(node);
  add(scalar, parsed_.text.slice(parsed_.tree[node].span));
}

void LiteralWriter::string(NodeRef node, const source::MappedText& text, bool literal) {
  DataScalar scalar;
  scalar.style = parsed_.text_of(node).starts_with('\'') ? ScalarStyle::single_quoted : ScalarStyle::double_quoted;
  scalar.flags = literal ? 0 : DataNode::opaque;
  scalar.span = place(node);
  add(scalar, text);
}

}  // namespace plumbline::syntax
