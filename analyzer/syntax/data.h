#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/ids.h"
#include "analyzer/base/location.h"
#include "analyzer/source/mapped_text.h"

namespace plumbline::syntax {

enum class DataKind : std::uint8_t { null, boolean, integer, floating, string, map, list, alias };
enum class ScalarStyle : std::uint8_t { plain, single_quoted, double_quoted, literal, folded };

/// One value of a YAML or JSON document, a TypeScript object literal or a Ruby hash: 52 bytes, preorder, children
/// between i + 1 and `subtree_end`, next sibling at `subtree_end`. A map's children carry their key. This is also the
/// row of the IR's `node` entity, byte for byte.
struct DataNode {
  enum Flag : std::uint8_t {
    opaque = 1,     ///< its text holds an expression whose value cannot be known here
    partial = 2,    ///< children are missing: a syntax error, a limit, a spread
    duplicate = 4,  ///< an earlier sibling has the same key
    flow = 8,       ///< a flow collection `{}` `[]`
    anchored = 16,
    tagged = 32,  ///< carries an explicit tag
  };
  static constexpr std::uint32_t none = ~0U;

  DataKind kind = DataKind::null;
  ScalarStyle style = ScalarStyle::plain;
  std::uint8_t flags = 0;
  std::uint8_t reserved = 0;
  std::uint32_t subtree_end = 0;
  std::uint32_t parent = none;
  std::uint32_t target = none;  ///< alias: the anchor's node; `none` when undefined or cyclic
  std::uint32_t pieces = none;  ///< scalar whose text is not its source: its first one in Data::pieces
  Span span;      ///< scalar: with quotes, block scalars with their header; collection: first to last child
  Span key_span;  ///< with quotes; empty for list elements and roots
  Str key;        ///< decoded
  Str text;       ///< scalar: decoded value; alias: the anchor's name; collections: empty

  bool has(Flag flag) const { return (flags & flag) != 0; }
  bool is_scalar() const { return kind <= DataKind::string; }
};
static_assert(sizeof(DataNode) == 52);

struct Comment {
  Span span;  ///< from its marker to the line's end, without it
};

struct SyntaxError {
  Span at;
  std::string message;  ///< ours; starts lower case, without a period
  bool limit = false;   ///< a limit of ours, not a mistake of the file
};

/// An explicit tag (`!reference`, `!!str`) as written. Never instantiated.
struct DataTag {
  std::uint32_t node = 0;
  Span span;
};

/// A parsed data file: a root node for each document (siblings). `Str`s below the file's size are bytes of the file,
/// others lie in `pool` (offset minus the file's size). Data embedded in another text has file size 0 and all its text
/// in `pool`, while its spans are places in the outer file.
///
/// Parsers keep these promises: every span lies in the file, children inside their parents, keys before values; an
/// alias's target is a closed node before it, so following aliases ends; the nodes reached through the aliases of one
/// document are at most Limits::alias_expansion.
struct Data {
  std::vector<DataNode> nodes;
  std::string pool;
  /// Maps of the scalars that are written differently from what they mean, one behind the other: a map's first piece
  /// is the one with `text` 0, and it ends before the next such piece.
  std::vector<source::MappedPiece> pieces;
  std::vector<Comment> comments;    ///< in source order
  std::vector<SyntaxError> errors;  ///< in order of discovery, at most `max_errors`
  std::vector<DataTag> tags;        ///< by node
  std::uint32_t file_size = 0;

  static constexpr std::size_t max_errors = 100;

  std::string_view text(Str s, std::string_view file) const { return text(s, file.data()); }
  std::string_view text(Str s, const char* file) const {
    return {s.offset < file_size ? file + s.offset : pool.data() + (s.offset - file_size), s.size};
  }
  /// The pieces of one scalar; empty when its text is its source.
  std::span<const source::MappedPiece> pieces_of(const DataNode& node) const;
  /// The tag as written; an empty span when there is none.
  Span tag_of(std::uint32_t node) const;
};

/// Data that was parsed out of `text`, as if parsed from the file that `text` maps to.
Data embedded(Data data, const source::MappedText& text);

/// Reads a Data tree with its file's text: follows aliases and merge keys. A view of 24 bytes: both must outlive it.
/// Every function accepts an absent value and returns one.
class DataView {
 public:
  DataView() = default;
  DataView(const Data& data, std::string_view file, std::uint32_t node)
      : data_(&data), file_(file.data()), node_(node) {}

  explicit operator bool() const { return data_ != nullptr; }
  std::uint32_t index() const { return node_; }  ///< of the node itself, an alias included
  const DataNode& node() const { return data_->nodes[node_]; }
  DataView resolved() const;  ///< through aliases; absent when cyclic or undefined
  DataKind kind() const;      ///< of the resolved node; null when absent
  bool is_map() const { return *this && kind() == DataKind::map; }
  bool is_list() const { return *this && kind() == DataKind::list; }
  bool is_scalar() const;  ///< false when absent or an alias without target
  bool is_string() const { return *this && kind() == DataKind::string; }

  /// A map's value by key, merged maps (`<<`) included, the map's own keys first. Of equal keys the first.
  DataView operator[](std::string_view key) const;
  /// Calls `visit(DataView)` for each child: a list's elements; a map's values in source order, then those that it
  /// merges and does not override. Merge keys themselves are not visited.
  template <class Visit>
  void visit(Visit&& visit) const;
  /// The same as a list.
  std::vector<DataView> children() const;
  std::vector<DataView> elements() const { return is_list() ? children() : std::vector<DataView>{}; }

  std::string_view key() const { return *this ? data_->text(node().key, file_) : std::string_view{}; }
  std::string_view text() const;  ///< of a scalar as text, whatever its kind; empty otherwise
  std::string_view text_or(std::string_view otherwise) const { return is_scalar() ? text() : otherwise; }
  std::optional<bool> boolean() const;          ///< of a boolean
  std::optional<std::int64_t> integer() const;  ///< of an integer that fits
  std::optional<double> number() const;         ///< of an integer or floating-point number
  Span span() const { return *this ? node().span : Span{}; }
  Span key_span() const { return *this ? node().key_span : Span{}; }
  std::string_view tag(std::string_view file) const;  ///< of the node itself, as written
  /// The scalar's text with its map back to the file.
  source::MappedText mapped() const;

 private:
  DataView at(std::uint32_t node) const {
    DataView other = *this;
    other.node_ = node;
    return other;
  }
  bool is_merge(const DataNode& child) const;
  DataView own(std::string_view key, bool& merges) const;
  DataView in_merges(std::string_view key) const;
  std::vector<DataView> merged() const;

  const Data* data_ = nullptr;
  const char* file_ = nullptr;
  std::uint32_t node_ = 0;
};
static_assert(sizeof(DataView) == 24);

/// The roots of all documents, and the first one (absent when there is none).
std::vector<DataView> documents(const Data& data, std::string_view file);
DataView first_document(const Data& data, std::string_view file);

template <class Visit>
void DataView::visit(Visit&& visit) const {
  const DataView self = resolved();
  if (!self) return;
  bool merges = false;
  const std::uint32_t end = self.node().subtree_end;
  for (std::uint32_t i = self.node_ + 1; i < end; i = data_->nodes[i].subtree_end) {
    if (is_merge(data_->nodes[i])) {
      merges = true;
    } else {
      visit(at(i));
    }
  }
  if (!merges) return;
  for (const DataView child : self.merged()) visit(child);
}

/// A merge key is plain: a quoted one names an entry.
inline bool DataView::is_merge(const DataNode& child) const {
  return child.key.size == 2 && child.key_span.size() == 2 && data_->text(child.key, file_) == "<<";
}

}  // namespace plumbline::syntax
