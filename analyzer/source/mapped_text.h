#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"

namespace plumbline::source {

/// One stretch of a MappedText. Text bytes [text, next piece's text) come from the file: byte for byte from `source` on
/// when `verbatim`, else the whole stretch stands for the source bytes [source, source_end) (an escape, a folded line
/// break, a line continuation).
struct MappedPiece {
  std::uint32_t text = 0;
  std::uint32_t source = 0;
  std::uint32_t source_end = 0;
  bool verbatim = true;
  friend bool operator==(const MappedPiece&, const MappedPiece&) = default;
};

/// Text whose bytes are not contiguous in its file: block scalars, escapes, continuation lines, shell inside YAML, an
/// expression inside shell inside YAML. Every parser of an embedded language takes it, so a place it reports is a
/// place in the file. Owns its text and pieces; maps compose by `slice` and `Builder::append`.
class MappedText {
 public:
  class Builder;

  MappedText() = default;
  /// Bytes of the file as they are: `file.substr(span)`.
  static MappedText verbatim(std::string_view file, Span span);

  std::string_view text() const { return text_; }
  bool empty() const { return text_.empty(); }
  /// The source bytes that `in_text` stands for, from its first byte's to its last byte's. An empty span maps to the
  /// place before the byte there, or behind the last one.
  Span to_source(Span in_text) const;
  /// Everything.
  Span source_span() const { return to_source({0, static_cast<std::uint32_t>(text_.size())}); }
  MappedText slice(Span in_text) const;
  /// The same map over other text of equal length: how a masked expression is parsed as shell.
  MappedText with_text(std::string same_length) const;
  std::span<const MappedPiece> pieces() const { return pieces_; }
  /// Does the text stand in the file byte for byte, in one stretch?
  bool is_verbatim() const;

 private:
  std::string text_;
  std::vector<MappedPiece> pieces_;  // sorted by text; the first begins at 0 unless the text is empty
  std::uint32_t end_ = 0;            // source place of an empty text
};

class MappedText::Builder {
 public:
  /// `at`: where an empty text stands.
  explicit Builder(std::uint32_t at = 0) { built_.end_ = at; }
  /// `text` stands in the file from `source` on.
  Builder& verbatim(std::string_view text, std::uint32_t source);
  /// `text` stands for `source`, which is written differently. An empty text leaves nothing.
  Builder& replaced(std::string_view text, Span source);
  Builder& append(const MappedText& other);
  std::size_t size() const { return built_.text_.size(); }
  MappedText build() &&;

 private:
  MappedText built_;
};

}  // namespace plumbline::source
