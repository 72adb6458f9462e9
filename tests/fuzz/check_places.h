#pragma once

#include <algorithm>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/base/diagnostic.h"

namespace plumbline::fuzz {

/// Every diagnostic names a place in the text that was read.
inline void check_places(const Diagnostics& diagnostics, std::string_view text) {
  const auto lines =
      static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }));
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    PLUMBLINE_CHECK(diagnostic.origin.has_value(), "a mistake in a file of ours names the file");
    // The parser may stand behind the last line when it notices that something is missing.
    PLUMBLINE_CHECK(diagnostic.origin->at.line >= 1 && diagnostic.origin->at.line <= lines + 2, "a line of the file");
    PLUMBLINE_CHECK(diagnostic.origin->at.column >= 1 && diagnostic.origin->at.column <= text.size() + 2, "a column");
  }
}

}  // namespace plumbline::fuzz
