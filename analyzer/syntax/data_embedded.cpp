#include <algorithm>
#include <utility>

#include "analyzer/syntax/data.h"

namespace plumbline::syntax {

namespace {

/// Puts a map of embedded text behind the outer map.
class Composer {
 public:
  Composer(const source::MappedText& outer, std::vector<source::MappedPiece>& out) : outer_(outer), out_(out) {}

  /// Inner text [text, text + size of in_outer) stands for `in_outer`, byte for byte.
  void verbatim(std::uint32_t text, Span in_outer) {
    const auto pieces = outer_.pieces();
    auto at = std::upper_bound(pieces.begin(), pieces.end(), in_outer.begin,
                               [](std::uint32_t offset, const auto& piece) { return offset < piece.text; });
    std::uint32_t begin = in_outer.begin;
    for (--at; begin < in_outer.end; ++at) {
      const auto next = std::next(at);
      const std::uint32_t end = next == pieces.end() ? in_outer.end : std::min(next->text, in_outer.end);
      source::MappedPiece piece = *at;
      if (piece.verbatim) {
        piece.source += begin - piece.text;
        piece.source_end = piece.source + (end - begin);
      }
      piece.text = text;
      out_.push_back(piece);
      text += end - begin;
      begin = end;
    }
  }
  void replaced(std::uint32_t text, Span in_outer) {
    const Span at = outer_.to_source(in_outer);
    out_.push_back({text, at.begin, at.end, false});
  }

 private:
  const source::MappedText& outer_;
  std::vector<source::MappedPiece>& out_;
};

/// A place between two bytes belongs to the byte before it: a missing value stands right behind its colon. Where the
/// outer text was folded that may lie before its parent, hence `within`.
Span placed(Span inner, const source::MappedText& outer, Span within) {
  Span at = outer.to_source(inner);
  if (inner.empty() && inner.begin > 0) {
    const std::uint32_t behind = outer.to_source({inner.begin - 1, inner.begin}).end;
    at = {behind, behind};
  }
  at.begin = std::clamp(at.begin, within.begin, within.end);
  return {at.begin, std::clamp(at.end, at.begin, within.end)};
}

}  // namespace

Data embedded(Data data, const source::MappedText& text) {
  Data result = std::move(data);
  std::vector<source::MappedPiece> composed;
  Composer composer(text, composed);
  for (DataNode& node : result.nodes) {
    if (node.is_scalar() && !node.text.empty()) {
      const auto first = static_cast<std::uint32_t>(composed.size());
      const auto pieces = result.pieces_of(node);
      if (pieces.empty()) composer.verbatim(0, {node.text.offset, node.text.offset + node.text.size});
      for (const source::MappedPiece& piece : pieces) {
        if (piece.verbatim) {
          composer.verbatim(piece.text, {piece.source, piece.source_end});
        } else {
          composer.replaced(piece.text, {piece.source, piece.source_end});
        }
      }
      node.pieces = first;
    }
    const Span within = node.parent == DataNode::none ? text.source_span() : result.nodes[node.parent].span;
    node.span = placed(node.span, text, within);
    if (node.key_span != Span{}) node.key_span = placed(node.key_span, text, within);
  }
  for (Comment& comment : result.comments) comment.span = text.to_source(comment.span);
  for (SyntaxError& error : result.errors) error.at = text.to_source(error.at);
  for (DataTag& tag : result.tags) tag.span = text.to_source(tag.span);
  result.pieces = std::move(composed);
  result.pool.insert(0, text.text());  // offsets stay: what was the file's is now the pool's
  result.file_size = 0;
  return result;
}

}  // namespace plumbline::syntax
