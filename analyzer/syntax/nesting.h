#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/base/limits.h"
#include "analyzer/base/location.h"

/// Linear looks at a program before tree-sitter gets it: what the library or a grammar cannot bear is refused here.
/// They read bytes, not the language: brackets in strings and comments count too.
namespace plumbline::syntax {

/// Where brackets `([{` nest deeper than `limit`; closing ones without an opening one are nothing.
std::optional<Span> find_deep_brackets(std::string_view text, std::uint32_t limit);
/// A line of more than `limit` bytes.
std::optional<Span> find_long_line(std::string_view text, std::uint32_t limit);
/// A heredoc's word of more than `limit` bytes, a quoted one that does not end on its line included.
std::optional<Span> find_long_heredoc_word(std::string_view text, std::uint32_t limit);
/// More than `limit` bars in one statement; a line end ends it unless a bar or backslash stands before.
std::optional<Span> find_long_pipeline(std::string_view text, std::uint32_t limit);

}  // namespace plumbline::syntax
