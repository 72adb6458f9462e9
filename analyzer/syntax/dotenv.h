#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/data.h"

namespace plumbline::syntax {

enum class DotenvQuote : std::uint8_t { none, single, twofold, backtick };

/// `NAME=value`, `export NAME="value"`, `NAME: value`, or `NAME` alone (taken from the environment).
struct DotenvEntry {
  Span span;  ///< from the name (or `export`) to the value's end
  Span name;
  Span value_span;           ///< with quotes; empty behind the separator when there is no value
  source::MappedText value;  ///< escapes of double quotes decoded; `${OTHER:-x}` stays as it is
  DotenvQuote quote = DotenvQuote::none;
  bool exported = false;
  bool assigned = false;  ///< false for a name alone
};

/// An environment file as Compose and the dotenv packages read it. What cannot be read is an error, and its line is
/// left out.
struct Dotenv {
  std::vector<DotenvEntry> entries;
  std::vector<Comment> comments;
  std::vector<SyntaxError> errors;
};

Dotenv parse_dotenv(std::string_view file);

}  // namespace plumbline::syntax
