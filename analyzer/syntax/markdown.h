#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"

namespace plumbline::syntax {

struct MarkdownHeading {
  std::uint8_t level = 1;
  Span text;  ///< without marks
};

/// A fenced block of code.
struct MarkdownBlock {
  Span info;                ///< the first word behind the opening fence; may be empty
  std::vector<Span> lines;  ///< of its content, without their ends
};

struct MarkdownLink {
  Span target;  ///< without title and angle brackets
};

/// What other files are concerned with: headings, fenced code, links. No tree of a document. Linear in the text.
struct Markdown {
  std::vector<MarkdownHeading> headings;
  std::vector<MarkdownBlock> blocks;
  std::vector<MarkdownLink> links;  ///< `[text](target)` and `[name]: target`, images left out
};

Markdown parse_markdown(std::string_view file);

}  // namespace plumbline::syntax
