#include "analyzer/ir/file_ir.h"

#include <algorithm>
#include <cstring>

#include "analyzer/base/check.h"
#include "analyzer/ir/block.h"

namespace plumbline::ir {

FileIrBuilder::FileIrBuilder(std::string_view path, std::string_view text, source::FileKind kind) : text_(text) {
  File row;
  row.file = file();
  row.span = {0, static_cast<std::uint32_t>(text.size())};
  row.kind = kind;
  row.name = str(path);
  row.path = row.name;
  tables_.add(row);
}

Str FileIrBuilder::str(std::string_view text) {
  if (text.empty()) return {};
  // A view into the file is a place in it; std::less gives the order of unrelated pointers.
  const std::less<const char*> before;
  if (!before(text.data(), text_.data()) && !before(text_.data() + text_.size(), text.data() + text.size())) {
    return {static_cast<std::uint32_t>(text.data() - text_.data()), static_cast<std::uint32_t>(text.size())};
  }
  if (const auto known = interned_.find(text); known != interned_.end()) return *known;
  const Str added{static_cast<std::uint32_t>(text_.size() + pool_.size()), static_cast<std::uint32_t>(text.size())};
  pool_ += text;
  interned_.insert(added);
  return added;
}

List<Str> FileIrBuilder::strs(std::span<const std::string_view> texts, bool incomplete) {
  std::vector<Str> all;
  all.reserve(texts.size());
  for (const std::string_view text : texts) all.push_back(str(text));
  return tables_.add_list(std::span<const Str>(all), incomplete);
}

List<Str> FileIrBuilder::strs(const std::vector<std::string>& texts, bool incomplete) {
  std::vector<Str> all;
  all.reserve(texts.size());
  for (const std::string& text : texts) all.push_back(str(text));
  return tables_.add_list(std::span<const Str>(all), incomplete);
}

std::string_view FileIrBuilder::text(Str s) const {
  return s.offset < text_.size() || s.empty() ? text_.substr(s.offset, s.size)
                                              : std::string_view(pool_).substr(s.offset - text_.size(), s.size);
}

std::uint32_t FileIrBuilder::add_data(const syntax::Data& data) {
  auto& rows = tables_.table<DataNode>().rows;
  const auto base = static_cast<std::uint32_t>(rows.size());
  // The pool stands behind the file's bytes; that of a literal's Data begins at 0.
  const auto pool_base = static_cast<std::uint32_t>(text_.size() - data.file_size + pool_.size());
  pool_ += data.pool;
  const auto moved = [&](Str s) {
    if (!s.empty() && s.offset >= data.file_size) s.offset += pool_base;
    return s;
  };
  rows.reserve(rows.size() + data.nodes.size());
  for (DataNode node : data.nodes) {
    node.subtree_end += base;
    if (node.parent != DataNode::none) node.parent += base;
    if (node.target != DataNode::none) node.target += base;
    node.pieces = DataNode::none;  // maps back to the file are the parser's; an entity keeps spans
    node.key = moved(node.key);
    node.text = moved(node.text);
    rows.push_back(node);
  }
  return base;
}

void FileIrBuilder::problem(Code code, Severity severity, Span at, const Text& message) {
  Problem row;
  row.span = at;
  row.head = at;
  row.code = code;
  row.severity = severity;
  row.message = str(message.joined([](std::string_view quoted) { return visible(quoted); }));
  problems_.push_back(add(row));
}

void FileIrBuilder::mask(Span span, std::string_view text, bool everywhere) {
  masks_.push_back(span);
  if (!everywhere) return;
  for (const std::string_view value : {span.of(text_), text}) {
    // Shorter values would blank ordinary words wherever they occur.
    if (value.size() >= 6) masked_values_.emplace_back(value);
  }
}

namespace {

/// Calls `found(offset)` for every occurrence of `value`.
template <class Found>
void for_each_occurrence(std::string_view text, std::string_view value, Found&& found) {
  for (std::size_t at = text.find(value); at != std::string_view::npos; at = text.find(value, at + value.size())) {
    found(at);
  }
}

}  // namespace

void FileIrBuilder::mask_pool() {
  std::sort(masked_values_.begin(), masked_values_.end());
  masked_values_.erase(std::unique(masked_values_.begin(), masked_values_.end()), masked_values_.end());
  for (const std::string& value : masked_values_) {
    for_each_occurrence(std::string_view(pool_), value,
                        [&](std::size_t at) { mask_in_place(std::span(pool_).subspan(at, value.size())); });
    for_each_occurrence(text_, value, [&](std::size_t at) {
      masks_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + value.size())});
    });
  }
}

FileIr FileIrBuilder::finish() {
  mask_pool();
  std::sort(masks_.begin(), masks_.end(),
            [](Span a, Span b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
  masks_.erase(std::unique(masks_.begin(), masks_.end()), masks_.end());
  tables_[file()].problems = tables_.add_list(problems_);
  return {write_block(tables_, pool_, masks_, static_cast<std::uint32_t>(text_.size()))};
}

void mask_in_place(std::span<char> secret) {
  // From twelve characters on three may be seen: enough to tell a token's kind, useless to guess it.
  const std::size_t shown = secret.size() >= 12 ? 3 : 0;
  std::fill(secret.begin() + static_cast<std::ptrdiff_t>(shown), secret.end(), '*');
}

}  // namespace plumbline::ir
