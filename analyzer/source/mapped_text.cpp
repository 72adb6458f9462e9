#include "analyzer/source/mapped_text.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/check.h"

namespace plumbline::source {

MappedText MappedText::verbatim(std::string_view file, Span span) {
  return std::move(Builder(span.begin).verbatim(span.of(file), span.begin)).build();
}

Span MappedText::to_source(Span in_text) const {
  PLUMBLINE_CHECK(in_text.begin <= in_text.end && in_text.end <= text_.size(), "a span lies inside its text");
  if (pieces_.empty()) return {end_, end_};
  const auto piece_at = [&](std::uint32_t offset) -> const MappedPiece& {
    const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                                        [](std::uint32_t o, const MappedPiece& piece) { return o < piece.text; });
    return *std::prev(after);
  };
  const auto first_byte = [&](std::uint32_t offset) {
    const MappedPiece& piece = piece_at(offset);
    return piece.verbatim ? piece.source + (offset - piece.text) : piece.source;
  };
  const auto behind_byte = [&](std::uint32_t offset) {
    const MappedPiece& piece = piece_at(offset);
    return piece.verbatim ? piece.source + (offset - piece.text) + 1 : piece.source_end;
  };
  if (in_text.empty()) {
    const std::uint32_t place =
        in_text.begin < text_.size() ? first_byte(in_text.begin) : behind_byte(in_text.begin - 1);
    return {place, place};
  }
  const std::uint32_t begin = first_byte(in_text.begin);
  return {begin, std::max(begin, behind_byte(in_text.end - 1))};
}

MappedText MappedText::slice(Span in_text) const {
  PLUMBLINE_CHECK(in_text.begin <= in_text.end && in_text.end <= text_.size(), "a span lies inside its text");
  MappedText result;
  result.end_ = to_source({in_text.begin, in_text.begin}).begin;
  if (in_text.empty()) return result;
  result.text_ = text_.substr(in_text.begin, in_text.size());
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), in_text.begin,
                                      [](std::uint32_t o, const MappedPiece& piece) { return o < piece.text; });
  for (auto it = std::prev(after); it != pieces_.end() && it->text < in_text.end; ++it) {
    MappedPiece piece = *it;
    if (piece.text < in_text.begin) {
      if (piece.verbatim) piece.source += in_text.begin - piece.text;
      piece.text = in_text.begin;
    }
    const auto next = std::next(it);
    const std::uint32_t end = next == pieces_.end() ? in_text.end : std::min(next->text, in_text.end);
    if (piece.verbatim) piece.source_end = piece.source + (end - piece.text);
    piece.text -= in_text.begin;
    result.pieces_.push_back(piece);
  }
  return result;
}

MappedText MappedText::with_text(std::string same_length) const {
  PLUMBLINE_CHECK(same_length.size() == text_.size(), "a mask keeps the length");
  MappedText result = *this;
  result.text_ = std::move(same_length);
  return result;
}

bool MappedText::is_verbatim() const {
  return pieces_.size() <= 1 && (pieces_.empty() || pieces_.front().verbatim);
}

MappedText::Builder& MappedText::Builder::verbatim(std::string_view text, std::uint32_t source) {
  if (text.empty()) return *this;
  const auto at = static_cast<std::uint32_t>(built_.text_.size());
  const auto end = source + static_cast<std::uint32_t>(text.size());
  if (!built_.pieces_.empty() && built_.pieces_.back().verbatim && built_.pieces_.back().source_end == source) {
    built_.pieces_.back().source_end = end;
  } else {
    built_.pieces_.push_back({at, source, end, true});
  }
  built_.text_ += text;
  return *this;
}

MappedText::Builder& MappedText::Builder::replaced(std::string_view text, Span source) {
  if (text.empty()) return *this;
  built_.pieces_.push_back({static_cast<std::uint32_t>(built_.text_.size()), source.begin, source.end, false});
  built_.text_ += text;
  return *this;
}

MappedText::Builder& MappedText::Builder::append(const MappedText& other) {
  const auto base = static_cast<std::uint32_t>(built_.text_.size());
  for (MappedPiece piece : other.pieces_) {
    piece.text += base;
    built_.pieces_.push_back(piece);
  }
  built_.text_ += other.text_;
  return *this;
}

MappedText MappedText::Builder::build() && {
  return std::move(built_);
}

}  // namespace plumbline::source
