#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"

namespace plumbline::source {

/// Line starts of one text. Lines end at CR, LF or CRLF and at nothing else, as in an editor. Keeps no reference to the
/// text. Immutable: readable from every thread.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  /// `offset` ≤ text.size(); the text the index was made from. A leading byte order mark has no column.
  LineColumn locate(std::uint32_t offset, std::string_view text) const;
  /// Bytes of a line without its end; `line` from 1 to `line_count()`.
  Span line_span(std::uint32_t line, std::string_view text) const;
  std::uint32_t line_of(std::uint32_t offset) const;
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(starts_.size()); }

 private:
  std::vector<std::uint32_t> starts_;
  bool ascii_ = false;
  bool bom_ = false;
};

}  // namespace plumbline::source
