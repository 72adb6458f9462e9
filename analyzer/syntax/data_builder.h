#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/limits.h"
#include "analyzer/syntax/data.h"

namespace plumbline::syntax {

/// A scalar to be added. `text` is a place in the file, or what `DataBuilder::end_text` returned.
struct DataScalar {
  DataKind kind = DataKind::string;
  ScalarStyle style = ScalarStyle::plain;
  std::uint8_t flags = 0;
  Span span;
  Str text;
  std::uint32_t pieces = DataNode::none;
};

/// Makes a Data tree in source order:
///
///     builder.open(DataKind::map, span);
///     builder.key("name", name_str, key_span);
///     builder.scalar({…});
///     builder.close();
///     Data data = std::move(builder).finish();
///
/// Finds duplicate keys, and keeps parents around their children. `full()` tells when the limit of nodes is reached:
/// then the parser reports and stops, and `finish` marks what was open as partial.
class DataBuilder {
 public:
  DataBuilder(std::string_view file, const Limits& limits) : file_(file.data()), node_limit_(limits.tree_nodes) {
    data_.file_size = static_cast<std::uint32_t>(file.size());
  }

  /// The key of the next node. `text` is what `stored` stands for; `span` with quotes.
  void key(std::string_view text, Str stored, Span span);
  bool has_key() const { return !frames_.empty() && frames_.back().has_key; }
  /// Is the innermost open node a map?
  bool in_map() const { return !frames_.empty() && frames_.back().map; }
  std::size_t depth() const { return frames_.size(); }
  bool full() const { return data_.nodes.size() >= node_limit_; }

  std::uint32_t scalar(const DataScalar& scalar);
  std::uint32_t alias(Str name, Span span, std::uint32_t target, std::uint8_t flags = 0);
  /// A map or list with its brackets. An empty `span` is the place of a collection without brackets: it gets its
  /// children's span, if children come.
  std::uint32_t open(DataKind kind, Span span, std::uint8_t flags = 0);
  /// `end`: behind the closing bracket; children that reach further win.
  void close(std::uint32_t end = 0);

  /// Text that is not in the file byte for byte: `begin_text`, any of the next three, `end_text`.
  void begin_text();
  void verbatim(std::string_view text, std::uint32_t source);  ///< stands in the file from `source` on
  void replaced(std::string_view text, Span source);           ///< stands for `source`
  void append(const source::MappedText& text);
  std::string_view current_text() const { return std::string_view(data_.pool).substr(text_begin_); }
  /// Behind the last source byte that the text stands for so far; there is some text.
  std::uint32_t last_source_end() const { return data_.pieces.back().source_end; }
  /// Fills `text` and `pieces` of a scalar.
  void end_text(DataScalar& scalar);
  void drop_text();
  /// Text for a key: without a map.
  Str add_text(std::string_view text);
  std::string_view text(Str stored) const { return data_.text(stored, file_); }

  void comment(Span span) { data_.comments.push_back({span}); }
  void error(Span at, std::string message, bool limit = false);
  void tag(std::uint32_t node, Span span) { data_.tags.push_back({node, span}); }
  const DataNode& operator[](std::uint32_t node) const { return data_.nodes[node]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(data_.nodes.size()); }
  void set_flag(std::uint32_t node, DataNode::Flag flag) { data_.nodes[node].flags |= flag; }
  void reserve(std::size_t nodes) { data_.nodes.reserve(nodes); }

  /// Closes what is open, as partial; a key without a value gets a null that is partial.
  Data finish() &&;

 private:
  struct Frame {
    std::uint32_t node = 0;
    std::uint32_t last_child = DataNode::none;
    std::uint64_t seen = 0;  ///< a bit for each key so far
    Str key;
    Span key_span;
    bool map = false;
    bool brackets = false;
    bool has_key = false;
    bool suspect = false;  ///< two keys shared a bit
  };

  DataNode& add(DataKind kind, Span span);
  void mark_duplicates(std::uint32_t map);

  Data data_;
  const char* file_;
  std::uint32_t node_limit_;
  std::vector<Frame> frames_;
  std::size_t text_begin_ = 0;
  std::size_t pieces_begin_ = 0;
};

inline void DataBuilder::key(std::string_view text, Str stored, Span span) {
  Frame& frame = frames_.back();
  frame.key = stored;
  frame.key_span = span;
  frame.has_key = true;
  // Equal keys share a bit, so maps without a shared bit need no search for duplicates.
  std::uint32_t bit = static_cast<std::uint32_t>(text.size()) * 7U;
  if (!text.empty()) {
    bit += static_cast<unsigned char>(text.front()) * 5U + static_cast<unsigned char>(text.back()) * 11U +
           static_cast<unsigned char>(text[text.size() / 2]) * 3U;
  }
  const std::uint64_t mask = std::uint64_t{1} << (bit & 63U);
  frame.suspect = frame.suspect || (frame.seen & mask) != 0;
  frame.seen |= mask;
}

inline DataNode& DataBuilder::add(DataKind kind, Span span) {
  const auto index = static_cast<std::uint32_t>(data_.nodes.size());
  DataNode& node = data_.nodes.emplace_back();
  node.kind = kind;
  node.subtree_end = index + 1;
  node.span = span;
  if (!frames_.empty()) {
    Frame& frame = frames_.back();
    node.parent = frame.node;
    frame.last_child = index;
    if (frame.has_key) {
      node.key = frame.key;
      node.key_span = frame.key_span;
      frame.has_key = false;
    }
  }
  return node;
}

inline std::uint32_t DataBuilder::scalar(const DataScalar& scalar) {
  DataNode& node = add(scalar.kind, scalar.span);
  node.style = scalar.style;
  node.flags = scalar.flags;
  node.text = scalar.text;
  node.pieces = scalar.pieces;
  return node.subtree_end - 1;
}

}  // namespace plumbline::syntax
