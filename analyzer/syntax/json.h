#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/base/limits.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/data.h"

namespace plumbline::syntax {

enum class JsonDialect : std::uint8_t {
  strict,   ///< RFC 8259: everything beyond it is an error, and read all the same
  relaxed,  ///< comments, trailing commas, single quotes, bare keys, `+1`, `.5`, hexadecimal, `NaN`, `Infinity`
};

/// JSON as the tree of YAML's: strings are double-quoted scalars, containers are flow collections. Never fails: what
/// stands before an error is kept, with open containers marked partial.
Data parse_json(std::string_view file, const Limits& limits, JsonDialect dialect = JsonDialect::strict);

/// JSON inside another file; spans are places in that file.
Data parse_json(const source::MappedText& text, const Limits& limits, JsonDialect dialect = JsonDialect::strict);

}  // namespace plumbline::syntax
