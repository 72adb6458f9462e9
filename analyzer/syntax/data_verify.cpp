#include "analyzer/syntax/data_verify.h"

#include <fmt/format.h>

namespace plumbline::syntax {

namespace {

bool lies_in(Span span, std::string_view file) {
  return span.begin <= span.end && span.end <= file.size();
}

class Verifier {
 public:
  Verifier(const Data& data, std::string_view file) : data_(data), file_(file) {}

  std::string run() const {
    for (std::uint32_t i = 0; i < data_.nodes.size(); ++i) {
      std::string_view broken = place(i);
      if (broken.empty()) broken = text(i);
      if (!broken.empty()) return fmt::format("node {}: {}", i, broken);
    }
    Span last;
    for (const Comment& comment : data_.comments) {
      if (!lies_in(comment.span, file_) || comment.span.empty()) return "a comment outside the file";
      if (comment.span.begin < last.end) return "comments out of order";
      last = comment.span;
    }
    for (const SyntaxError& error : data_.errors) {
      if (!lies_in(error.at, file_)) return "an error outside the file";
    }
    return {};
  }

 private:
  bool stored(Str s) const {
    const std::size_t end = std::size_t{s.offset} + s.size;
    const std::size_t begin = s.offset < data_.file_size ? 0 : data_.file_size;
    const std::size_t size = s.offset < data_.file_size ? data_.file_size : data_.pool.size();
    return s.empty() || end - begin <= size;
  }

  std::string_view place(std::uint32_t i) const {
    const DataNode& node = data_.nodes[i];
    if (!lies_in(node.span, file_) || !lies_in(node.key_span, file_)) return "a span outside the file";
    if (node.subtree_end <= i || node.subtree_end > data_.nodes.size()) return "a subtree that does not end";
    if (node.key_span != Span{} && node.key_span.end > node.span.begin) return "a value before its key";
    if (!stored(node.key) || !stored(node.text)) return "text outside file and pool";
    if (node.kind == DataKind::alias && node.target != DataNode::none) {
      if (node.target >= i || data_.nodes[node.target].subtree_end > i) return "an alias inside its own anchor";
    }
    if (node.parent == DataNode::none) return {};
    const DataNode& parent = data_.nodes[node.parent];
    if (node.parent >= i || node.subtree_end > parent.subtree_end) return "a child outside its parent's subtree";
    if (parent.is_scalar() || parent.kind == DataKind::alias) return "a child of a scalar";
    if (!parent.span.contains(node.span)) return "a child's span outside its parent's";
    if (node.key_span != Span{} && !parent.span.contains(node.key_span)) return "a key outside its map";
    return {};
  }

  std::string_view text(std::uint32_t i) const {
    const DataNode& node = data_.nodes[i];
    if (!node.is_scalar()) return {};
    const std::string_view value = data_.text(node.text, file_);
    const source::MappedText mapped = DataView(data_, file_, i).mapped();
    if (mapped.text() != value) return "a map of other text";
    std::uint32_t last = node.span.begin;
    const auto pieces = mapped.pieces();
    for (std::size_t p = 0; p < pieces.size(); ++p) {
      const source::MappedPiece& piece = pieces[p];
      const std::size_t end = p + 1 < pieces.size() ? pieces[p + 1].text : value.size();
      if (piece.source < last || piece.source_end < piece.source) return "pieces out of order";
      last = piece.source_end;
      if (piece.verbatim && file_.substr(piece.source, end - piece.text) != value.substr(piece.text, end - piece.text))
        return "a verbatim piece that differs from the file";
    }
    if (last > node.span.end) return "a map that leaves its scalar";
    return {};
  }

  const Data& data_;
  std::string_view file_;
};

}  // namespace

std::string find_broken_promise(const Data& data, std::string_view file) {
  return Verifier(data, file).run();
}

}  // namespace plumbline::syntax
