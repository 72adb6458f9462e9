#pragma once

#include <cstdint>
#include <optional>
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
  std::uint32_t pieces = none;  ///< scalar whose text is not its source: index into Data::pieces
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
};

/// A parsed data file: a root node for each document (siblings). `Str`s below the file's size are bytes of the file,
/// others lie in `pool` (offset minus the file's size).
struct Data {
  std::vector<DataNode> nodes;
  std::string pool;
  std::vector<source::MappedText> pieces;  ///< of scalars that are written differently from what they mean
  std::vector<Comment> comments;
  std::vector<SyntaxError> errors;
  std::uint32_t file_size = 0;

  std::string_view text(Str s, std::string_view file) const {
    return s.offset < file_size || s.empty() ? file.substr(s.offset, s.size)
                                             : std::string_view(pool).substr(s.offset - file_size, s.size);
  }
};

/// Reads a Data tree with its file's text: follows aliases and merge keys, with a budget and without cycles. A view:
/// both must outlive it. Every function accepts an absent value and returns one.
class DataView {
 public:
  DataView() = default;
  DataView(const Data& data, std::string_view file, std::uint32_t node) : data_(&data), file_(file), node_(node) {}

  explicit operator bool() const { return data_ != nullptr; }
  std::uint32_t index() const { return node_; }  ///< of the node itself, an alias included
  const DataNode& node() const { return data_->nodes[node_]; }
  DataView resolved() const;  ///< through aliases; absent when cyclic or undefined
  DataKind kind() const;      ///< of the resolved node; null when absent
  bool is_map() const { return *this && kind() == DataKind::map; }
  bool is_list() const { return *this && kind() == DataKind::list; }
  bool is_scalar() const { return *this && resolved() && resolved().node().is_scalar(); }
  bool is_string() const { return *this && kind() == DataKind::string; }

  /// A map's value by key, merged maps (`<<`) included, the map's own keys first.
  DataView operator[](std::string_view key) const;
  /// Children in source order; a map's with merged ones behind its own.
  std::vector<DataView> children() const;
  std::vector<DataView> elements() const { return is_list() ? children() : std::vector<DataView>{}; }

  std::string_view key() const;
  std::string_view text() const;  ///< of a scalar as text, whatever its kind; empty otherwise
  std::string_view text_or(std::string_view otherwise) const { return is_scalar() ? text() : otherwise; }
  std::optional<bool> boolean() const;
  std::optional<std::int64_t> integer() const;
  Span span() const { return node().span; }
  Span key_span() const { return node().key_span; }
  /// The scalar's text with its map back to the file.
  source::MappedText mapped() const;

 private:
  const Data* data_ = nullptr;
  std::string_view file_;
  std::uint32_t node_ = 0;
};

}  // namespace plumbline::syntax
