#include "analyzer/syntax/data_builder.h"

#include <algorithm>

#include "analyzer/base/check.h"
#include "analyzer/base/hash.h"

namespace plumbline::syntax {

std::uint32_t DataBuilder::alias(Str name, Span span, std::uint32_t target, std::uint8_t flags) {
  DataNode& node = add(DataKind::alias, span);
  node.text = name;
  node.target = target;
  node.flags = flags;
  return node.subtree_end - 1;
}

std::uint32_t DataBuilder::open(DataKind kind, Span span, std::uint8_t flags) {
  DataNode& node = add(kind, span);
  node.flags = flags;
  const std::uint32_t index = node.subtree_end - 1;
  Frame frame;
  frame.node = index;
  frame.map = kind == DataKind::map;
  frame.brackets = !span.empty();
  frames_.push_back(frame);
  return index;
}

void DataBuilder::close(std::uint32_t end) {
  PLUMBLINE_CHECK(!frames_.empty(), "every close has its open");
  const Frame frame = frames_.back();
  frames_.pop_back();
  DataNode& node = data_.nodes[frame.node];
  node.subtree_end = size();
  if (frame.last_child != DataNode::none) {
    const DataNode& first = data_.nodes[frame.node + 1];
    const std::uint32_t begin = first.key_span == Span{} ? first.span.begin : first.key_span.begin;
    if (!frame.brackets) node.span.begin = begin;
    const std::uint32_t behind = data_.nodes[frame.last_child].span.end;
    node.span.end = frame.brackets ? std::max(node.span.end, behind) : behind;
  }
  node.span.end = std::max(node.span.end, end);
  if (frame.suspect) mark_duplicates(frame.node);
}

void DataBuilder::mark_duplicates(std::uint32_t map) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;  // hash, node
  const std::uint32_t end = data_.nodes[map].subtree_end;
  for (std::uint32_t i = map + 1; i < end; i = data_.nodes[i].subtree_end) {
    const std::string_view key = text(data_.nodes[i].key);
    std::uint64_t hash = key.size();
    if (key.size() <= 8) {
      for (const char c : key) hash = (hash << 8U) ^ static_cast<unsigned char>(c);
    } else {
      hash = fnv1a(key);
    }
    keys.emplace_back(hash, i);
  }
  // Text decides between equal hashes, so keys made to collide cost a factor of log n only.
  std::sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    const int order = text(data_.nodes[a.second].key).compare(text(data_.nodes[b.second].key));
    return order != 0 ? order < 0 : a.second < b.second;
  });
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (keys[i].first != keys[i - 1].first) continue;
    DataNode& later = data_.nodes[keys[i].second];
    if (text(later.key) == text(data_.nodes[keys[i - 1].second].key)) later.flags |= DataNode::duplicate;
  }
}

void DataBuilder::begin_text() {
  text_begin_ = data_.pool.size();
  pieces_begin_ = data_.pieces.size();
}

void DataBuilder::verbatim(std::string_view text, std::uint32_t source) {
  if (text.empty()) return;
  const std::uint32_t end = source + static_cast<std::uint32_t>(text.size());
  std::vector<source::MappedPiece>& pieces = data_.pieces;
  if (pieces.size() > pieces_begin_ && pieces.back().verbatim && pieces.back().source_end == source) {
    pieces.back().source_end = end;
  } else {
    pieces.push_back({static_cast<std::uint32_t>(data_.pool.size() - text_begin_), source, end, true});
  }
  data_.pool += text;
}

void DataBuilder::replaced(std::string_view text, Span source) {
  if (text.empty()) return;
  data_.pieces.push_back(
      {static_cast<std::uint32_t>(data_.pool.size() - text_begin_), source.begin, source.end, false});
  data_.pool += text;
}

void DataBuilder::append(const source::MappedText& text) {
  const auto base = static_cast<std::uint32_t>(data_.pool.size() - text_begin_);
  for (source::MappedPiece piece : text.pieces()) {
    piece.text += base;
    data_.pieces.push_back(piece);
  }
  data_.pool += text.text();
}

void DataBuilder::end_text(DataScalar& scalar) {
  scalar.text = {};
  scalar.pieces = DataNode::none;
  if (data_.pool.size() == text_begin_) return;
  scalar.text = {data_.file_size + static_cast<std::uint32_t>(text_begin_),
                 static_cast<std::uint32_t>(data_.pool.size() - text_begin_)};
  scalar.pieces = static_cast<std::uint32_t>(pieces_begin_);
}

void DataBuilder::drop_text() {
  data_.pool.resize(text_begin_);
  data_.pieces.resize(pieces_begin_);
}

Str DataBuilder::add_text(std::string_view text) {
  if (text.empty()) return {};
  const Str stored{data_.file_size + static_cast<std::uint32_t>(data_.pool.size()),
                   static_cast<std::uint32_t>(text.size())};
  data_.pool += text;
  return stored;
}

void DataBuilder::error(Span at, std::string message, bool limit) {
  if (data_.errors.size() < Data::max_errors) data_.errors.push_back({at, std::move(message), limit});
}

Data DataBuilder::finish() && {
  while (!frames_.empty()) {
    const Frame& frame = frames_.back();
    if (frame.has_key) {
      const std::uint32_t behind = frame.key_span.end;
      add(DataKind::null, {behind, behind}).flags = DataNode::partial;
    }
    const std::uint32_t node = frame.node;
    close();
    set_flag(node, DataNode::partial);
  }
  return std::move(data_);
}

}  // namespace plumbline::syntax
