#include "analyzer/frontends/data_tools.h"

#include <algorithm>

#include "analyzer/base/ascii.h"

namespace plumbline::frontends {

Document::Document(const syntax::Data& data, const Input& input, ir::FileIrBuilder& ir) : data_(data), ir_(ir) {
  first_row_ = ir.add_data(data);
  std::vector<Ref<ir::DataNode>> documents;
  for (std::uint32_t i = 0; i < data.nodes.size(); i = data.nodes[i].subtree_end) {
    roots_.emplace_back(data, input.text, i);
    documents.push_back({first_row_ + i});
  }
  ir[ir::FileIrBuilder::file()].documents = ir.list(documents, !data.errors.empty());
  for (const syntax::Comment& comment : data.comments) add_comment(comment.span, ir);
}

Ref<ir::DataNode> Document::row(const syntax::DataView& node) const {
  return node ? Ref<ir::DataNode>{first_row_ + node.index()} : Ref<ir::DataNode>{};
}

void Document::report_errors() {
  if (data_.errors.empty()) return;
  // Text that another program fills in before anybody reads it as data: what is wrong now may be right then.
  const bool filled_in =
      ir_.file_text().find("{{") != std::string_view::npos || ir_.file_text().find("{%") != std::string_view::npos;
  for (const syntax::SyntaxError& error : data_.errors) {
    if (filled_in && !error.limit) {
      ir_.problem(Code::partly_analysed, Severity::warning, error.at,
                  Text("it is a template, and no data as it stands"));
      return;
    }
    ir_.problem(error.limit ? Code::limit_hit : Code::syntax_error, Severity::error, error.at, Text(error.message));
  }
}

void add_comment(Span span, ir::FileIrBuilder& ir) {
  if (span.of(ir.file_text()).starts_with('#')) ++span.begin;  // a parser may count the marker in
  while (!span.empty() && ascii::is_blank(ir.file_text()[span.begin])) ++span.begin;
  ir::Comment row;
  row.span = span;
  row.head = first_line(span, ir.file_text());
  row.text = ir.str(ascii::trim(span.of(ir.file_text())));
  ir.add(row);
}

bool is_marked(const syntax::DataView& node) {
  if (!node) return false;
  const syntax::DataView value = node.resolved();
  return node.node().has(syntax::DataNode::opaque) || (value && value.node().has(syntax::DataNode::opaque));
}

bool is_open(const syntax::DataView& node) {
  if (!node) return false;
  const syntax::DataView value = node.resolved();
  if (!value || value.is_scalar()) return is_marked(node) || (value && value.kind() != syntax::DataKind::null);
  return value.node().has(syntax::DataNode::partial);
}

ir::Maybe<Str> maybe_text(const syntax::DataView& node, Opaque is_opaque, ir::FileIrBuilder& ir) {
  if (!node) return {};
  if (!node.is_scalar() || is_marked(node)) return ir::Maybe<Str>::unknown(node.span());
  if (node.kind() == syntax::DataKind::null) return {};
  const std::string_view text = node.text();
  return is_opaque(text) ? ir::Maybe<Str>::unknown(node.span()) : ir::Maybe<Str>(ir.str(text));
}

ir::Maybe<std::int64_t> maybe_integer(const syntax::DataView& node, Opaque is_opaque) {
  if (!node) return {};
  if (is_marked(node)) return ir::Maybe<std::int64_t>::unknown(node.span());
  if (const std::optional<std::int64_t> value = node.integer()) return *value;
  if (!node.is_scalar() || is_opaque(node.text())) return ir::Maybe<std::int64_t>::unknown(node.span());
  return {};
}

ir::Maybe<bool> maybe_boolean(const syntax::DataView& node, Opaque is_opaque) {
  if (!node) return {};
  if (is_marked(node)) return ir::Maybe<bool>::unknown(node.span());
  if (const std::optional<bool> value = node.boolean()) return *value;
  if (!node.is_scalar() || is_opaque(node.text())) return ir::Maybe<bool>::unknown(node.span());
  return {};
}

Span first_line(Span span, std::string_view file) {
  const std::string_view text = span.of(file);
  const std::string_view line = ascii::trim_end(text.substr(0, ascii::line_ends.find(text)));
  return {span.begin, span.begin + static_cast<std::uint32_t>(line.size())};
}

Span head_of(const syntax::DataView& node, std::string_view file) {
  const Span key = node.key_span();
  return first_line(key.empty() ? node.span() : key, file);
}

void place_at(const syntax::DataView& node, std::string_view path, std::string_view text, ir::FileIrBuilder& ir,
              ir::Entity& row) {
  row.span = node.span();
  const Span key = node.key_span();
  if (!key.empty() && key.begin < row.span.begin) row.span.begin = key.begin;
  row.head = head_of(node, text);
  row.path = ir.str(path);
}

std::vector<std::string_view> words_of(const syntax::DataView& node) {
  std::vector<std::string_view> words;
  if (node.is_scalar() && !node.text().empty()) words.push_back(node.text());
  for (const syntax::DataView& element : node.elements()) {
    if (element.is_scalar()) words.push_back(element.text());
  }
  return words;
}

}  // namespace plumbline::frontends
