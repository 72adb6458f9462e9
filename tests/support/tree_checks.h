#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/syntax/parsed.h"

/// What every parsed program must keep, whatever the text.
namespace plumbline::test {

inline void check_parsed(const syntax::Parsed& parsed, std::string_view file) {
  PLUMBLINE_CHECK(parsed.fields.size() == parsed.tree.size(), "each node has a field");
  PLUMBLINE_CHECK(!parsed.tree.empty() || !parsed.limits.empty(), "a tree, or the reason why there is none");
  for (std::uint32_t i = 0; i < parsed.tree.size(); ++i) {
    const syntax::Node& node = parsed.tree[{i}];
    PLUMBLINE_CHECK(node.span.begin <= node.span.end && node.span.end <= parsed.text.text().size(),
                    "spans lie in the text");
    PLUMBLINE_CHECK(node.subtree_end > i && node.subtree_end <= parsed.tree.size(), "subtrees end");
    for (const syntax::NodeRef child : parsed.tree.children({i}))
      PLUMBLINE_CHECK(parsed.tree[child].subtree_end <= node.subtree_end, "children end inside their parents");
  }
  for (const auto* list : {&parsed.errors, &parsed.limits})
    for (const syntax::SyntaxError& error : *list)
      PLUMBLINE_CHECK(error.at.begin <= error.at.end && error.at.end <= file.size(), "errors lie in the file");
}

inline void check_span(Span span, std::string_view file) {
  PLUMBLINE_CHECK(span.begin <= span.end && span.end <= file.size(), "spans lie in the file");
}

}  // namespace plumbline::test
