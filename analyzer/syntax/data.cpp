#include "analyzer/syntax/data.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "analyzer/base/ascii.h"

namespace plumbline::syntax {

namespace {

std::optional<std::int64_t> parse_digits(std::string_view digits, std::uint32_t base) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::uint64_t value = 0;
  for (const char c : digits) {
    const char low = ascii::lower(c);
    const auto digit = static_cast<std::uint32_t>(ascii::is_digit(c) ? c - '0' : low - 'a' + 10);
    if (digit >= base || value > (most - digit) / base) return std::nullopt;
    value = value * base + digit;
  }
  if (digits.empty()) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::span<const source::MappedPiece> Data::pieces_of(const DataNode& node) const {
  if (node.pieces == DataNode::none) return {};
  std::size_t end = node.pieces + std::size_t{1};
  while (end < pieces.size() && pieces[end].text != 0) ++end;
  return std::span(pieces).subspan(node.pieces, end - node.pieces);
}

Span Data::tag_of(std::uint32_t node) const {
  const auto found = std::lower_bound(tags.begin(), tags.end(), node,
                                      [](const DataTag& tag, std::uint32_t wanted) { return tag.node < wanted; });
  return found != tags.end() && found->node == node ? found->span : Span{};
}

DataView DataView::resolved() const {
  DataView view = *this;
  while (view && view.node().kind == DataKind::alias) {
    const std::uint32_t target = view.node().target;
    if (target >= view.node_) return {};  // a target stands before its alias: this loop ends
    view.node_ = target;
  }
  return view;
}

DataKind DataView::kind() const {
  const DataView self = resolved();
  return self ? self.node().kind : DataKind::null;
}

bool DataView::is_scalar() const {
  const DataView self = resolved();
  return self && self.node().is_scalar();
}

DataView DataView::own(std::string_view key, bool& merges) const {
  const std::vector<DataNode>& nodes = data_->nodes;
  const std::uint32_t end = nodes[node_].subtree_end;
  for (std::uint32_t i = node_ + 1; i < end; i = nodes[i].subtree_end) {
    if (nodes[i].key.size == key.size() && data_->text(nodes[i].key, file_) == key) return at(i);
    if (is_merge(nodes[i])) merges = true;
  }
  return {};
}

DataView DataView::operator[](std::string_view key) const {
  const DataView self = resolved();
  if (!self || self.node().kind != DataKind::map) return {};
  bool merges = false;
  if (const DataView found = self.own(key, merges)) return found;
  return merges ? self.in_merges(key) : DataView{};
}

namespace {

/// A map whose merge keys are being followed, or a list of maps below one.
struct MergeFrame {
  std::uint32_t next;
  std::uint32_t end;
  bool list;
};

// The budget of alias expansion allows a chain of some 450 maps that each merge the one before.
constexpr std::size_t merge_depth = 512;

}  // namespace

DataView DataView::in_merges(std::string_view key) const {
  const std::vector<DataNode>& nodes = data_->nodes;
  std::array<MergeFrame, merge_depth> stack;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as it grows
  std::size_t depth = 0;
  stack[depth++] = {node_ + 1, node().subtree_end, false};
  while (depth > 0) {
    MergeFrame& top = stack[depth - 1];
    if (top.next >= top.end) {
      --depth;
      continue;
    }
    const std::uint32_t child = top.next;
    top.next = nodes[child].subtree_end;
    if (!top.list && !is_merge(nodes[child])) continue;
    const DataView source = at(child).resolved();
    if (!source) continue;
    if (source.node().kind == DataKind::map) {
      bool merges = false;
      if (const DataView found = source.own(key, merges)) return found;
      if (merges && depth < merge_depth) stack[depth++] = {source.node_ + 1, source.node().subtree_end, false};
    } else if (source.node().kind == DataKind::list && !top.list && depth < merge_depth) {
      stack[depth++] = {source.node_ + 1, source.node().subtree_end, true};
    }
  }
  return {};
}

std::vector<DataView> DataView::merged() const {
  const std::vector<DataNode>& nodes = data_->nodes;
  std::vector<DataView> found;
  std::set<std::string_view> seen;
  const auto take = [&](const DataView& map, bool keep) {
    bool merges = false;
    for (std::uint32_t i = map.node_ + 1; i < map.node().subtree_end; i = nodes[i].subtree_end) {
      if (is_merge(nodes[i])) {
        merges = true;
      } else if (seen.insert(data_->text(nodes[i].key, file_)).second && keep) {
        found.push_back(at(i));
      }
    }
    return merges;
  };
  take(*this, false);
  std::vector<MergeFrame> stack{{node_ + 1, node().subtree_end, false}};
  while (!stack.empty()) {
    MergeFrame& top = stack.back();
    if (top.next >= top.end) {
      stack.pop_back();
      continue;
    }
    const std::uint32_t child = top.next;
    const bool in_list = top.list;
    top.next = nodes[child].subtree_end;
    if (!in_list && !is_merge(nodes[child])) continue;
    const DataView source = at(child).resolved();
    if (!source) continue;
    if (source.node().kind == DataKind::map) {
      if (take(source, true)) stack.push_back({source.node_ + 1, source.node().subtree_end, false});
    } else if (source.node().kind == DataKind::list && !in_list) {
      stack.push_back({source.node_ + 1, source.node().subtree_end, true});
    }
  }
  return found;
}

std::vector<DataView> DataView::children() const {
  std::vector<DataView> found;
  visit([&](DataView child) { found.push_back(child); });
  return found;
}

std::string_view DataView::text() const {
  const DataView self = resolved();
  return self && self.node().is_scalar() ? data_->text(self.node().text, file_) : std::string_view{};
}

std::optional<bool> DataView::boolean() const {
  if (kind() != DataKind::boolean) return std::nullopt;
  const std::string_view word = text();
  return !word.empty() && ascii::lower(word.front()) == 't';
}

std::optional<std::int64_t> DataView::integer() const {
  if (kind() != DataKind::integer) return std::nullopt;
  std::string_view digits = text();
  if (digits.size() > 2 && digits[0] == '0') {
    if (ascii::lower(digits[1]) == 'x') return parse_digits(digits.substr(2), 16);
    if (ascii::lower(digits[1]) == 'o') return parse_digits(digits.substr(2), 8);
  }
  if (!digits.empty() && digits[0] == '+') digits.remove_prefix(1);
  return ascii::parse_int(digits);
}

std::optional<double> DataView::number() const {
  if (const auto whole = integer()) return static_cast<double>(*whole);
  const DataKind of = kind();
  if (of != DataKind::floating && of != DataKind::integer) return std::nullopt;
  std::string_view digits = text();
  const bool negative = !digits.empty() && digits[0] == '-';
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) digits.remove_prefix(1);
  const std::string word = ascii::lower(digits);
  if (word == ".nan" || word == "nan") return std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  if (word == ".inf" || word == "infinity") return negative ? -infinity : infinity;
  const auto value = ascii::parse_double(digits);
  if (!value) return std::nullopt;
  return negative ? -*value : *value;
}

std::string_view DataView::tag(std::string_view file) const {
  return *this ? data_->tag_of(node_).of(file) : std::string_view{};
}

source::MappedText DataView::mapped() const {
  const DataView self = resolved();
  if (!self || !self.node().is_scalar()) return {};
  const DataNode& scalar = self.node();
  const std::string_view value = data_->text(scalar.text, file_);
  const auto pieces = data_->pieces_of(scalar);
  if (pieces.empty()) {
    source::MappedText::Builder builder(scalar.span.begin);
    return std::move(builder.verbatim(value, scalar.text.offset)).build();
  }
  source::MappedText::Builder builder(scalar.span.begin);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::size_t end = i + 1 < pieces.size() ? pieces[i + 1].text : value.size();
    const std::string_view part = value.substr(pieces[i].text, end - pieces[i].text);
    if (pieces[i].verbatim) {
      builder.verbatim(part, pieces[i].source);
    } else {
      builder.replaced(part, {pieces[i].source, pieces[i].source_end});
    }
  }
  return std::move(builder).build();
}

std::vector<DataView> documents(const Data& data, std::string_view file) {
  std::vector<DataView> roots;
  for (std::uint32_t i = 0; i < data.nodes.size(); i = data.nodes[i].subtree_end) roots.emplace_back(data, file, i);
  return roots;
}

DataView first_document(const Data& data, std::string_view file) {
  return data.nodes.empty() ? DataView{} : DataView(data, file, 0);
}

}  // namespace plumbline::syntax
