#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/explain.h"

namespace plumbline::report {

/// Text of ours in blocks, written as Markdown or for a terminal. Paragraphs are Markdown themselves.
class Document {
 public:
  explicit Document(Markup markup) : markup_(markup) {}

  /// `level` 1 is the title: left out in Markdown that begins with `##` (help of a rule stands under its title).
  Document& heading(std::string_view words, int level = 2);
  Document& paragraph(std::string_view markdown);
  Document& item(std::string_view markdown);
  Document& code(std::string_view language, std::string_view text);
  std::string take() { return std::move(out_); }

 private:
  void gap();

  Markup markup_;
  std::string out_;
  bool in_list_ = false;
};

/// Markdown without its marks: fences become indentation, links their words and target, emphasis nothing.
std::string unmarked(std::string_view markdown);
/// The word behind a code fence for a file of this path.
std::string_view fence_language(std::string_view path);

}  // namespace plumbline::report
