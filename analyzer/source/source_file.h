#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/location.h"
#include "analyzer/source/line_index.h"

namespace plumbline::source {

/// One file of the repository, read once. `text` is a view into the run's TextArena (its owner outlives every file).
/// Immutable: readable from every thread.
class SourceFile {
 public:
  SourceFile(std::string path, std::string_view text) : path_(std::move(path)), text_(text), lines_(text) {}

  std::string_view text() const { return text_; }
  std::string_view path() const { return path_; }  ///< relative to the root, '/' separated, bytes
  LineColumn locate(std::uint32_t offset) const { return lines_.locate(offset, text_); }
  const LineIndex& lines() const { return lines_; }
  std::string_view line_text(std::uint32_t line) const { return lines_.line_span(line, text_).of(text_); }

 private:
  std::string path_;
  std::string_view text_;
  LineIndex lines_;
};

}  // namespace plumbline::source
