#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/source/source_file.h"

namespace plumbline::report {

enum class Ink : std::uint8_t { none, error, warning, note, frame, bold };
/// `text` in a colour, or as it is.
std::string painted(std::string_view text, Ink ink, bool colour);

struct FrameLabel {
  Span span;
  std::string text;  ///< escaped; cut to 60 characters
  bool primary = false;
};

struct FrameStyle {
  std::uint32_t width = 100;  ///< of the whole line
  std::uint32_t gutter = 2;   ///< digits of the largest line number
  bool colour = false;
  Ink primary = Ink::error;
};

/// Source lines with their numbers, and under them what is meant and why it matters here:
///
///     41 |       run: kubectl apply -f k8s/
///        |            ^^^^^^^^^^^^^^^^^^^^^ deploys here
///
/// Every line begins with the gutter, so no repository text begins one. Tabs go to the next multiple of four; what is
/// not printable is shown escaped and the carets stand under the escape; long lines are cut around the carets. At most
/// six lines of a span are shown. No line for lines without labels but `...`.
std::string frame(const source::SourceFile& file, std::vector<FrameLabel> labels, const FrameStyle& style);

/// Digits of the largest line number that a frame with these labels shows.
std::uint32_t gutter_of(const source::SourceFile& file, const std::vector<FrameLabel>& labels);

}  // namespace plumbline::report
