#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/base/limits.h"
#include "analyzer/base/location.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/parsed.h"

/// Linear looks at a program before tree-sitter gets it: what the library or a grammar cannot bear is refused here.
/// They read bytes, not the language: brackets in strings and comments count too.
namespace plumbline::syntax {

/// Where brackets `([{` nest deeper than `limit`; closing ones without an opening one are nothing.
std::optional<Span> find_deep_brackets(std::string_view text, std::uint32_t limit);
/// A line of more than `limit` bytes.
std::optional<Span> find_long_line(std::string_view text, std::uint32_t limit);
/// A heredoc's word of more than `limit` bytes, a quoted one that does not end on its line included.
/// `blanks`: may blanks stand before the word, as in a shell? In Ruby `<< "text"` is an operator.
std::optional<Span> find_long_heredoc_word(std::string_view text, std::uint32_t limit, bool blanks);
/// More than `limit` heredocs begun on one line, continuations counted as the same.
std::optional<Span> find_many_heredocs(std::string_view text, std::uint32_t limit);
/// More than `limit` bars, or more than `limit` times `()`, in one statement; a line end ends it unless a bar or
/// backslash stands before.
std::optional<Span> find_long_pipeline(std::string_view text, std::uint32_t limit);

/// What is refused of every program: too large, too deep, too long a line. Its span is in the text.
std::optional<SyntaxError> refuse_program(std::string_view text, const Limits& limits);
/// The result for a text that is not parsed; `refusal`'s span is in the text.
Parsed refused_text(source::MappedText text, SyntaxError refusal);

}  // namespace plumbline::syntax
