#pragma once

#include <string>
#include <string_view>

#include "analyzer/ir/value.h"

namespace plumbline::cel {

/// As CEL's string(double) writes it: shortest digits that read back; `NaN`, `Infinity`, `-Infinity` as its format().
std::string print_real(double value);
/// A number, bool, null, string or bytes value as an expression would say it.
std::string print_literal(const ir::Value& value);
/// In double quotes, with escapes; what is not UTF-8 becomes U+FFFD.
std::string quote(std::string_view text);
/// RFC 3339, in UTC, with as many digits of a second as needed.
std::string print_timestamp(const ir::Value& value);
/// Decimal seconds: `90s`, `0.5s`.
std::string print_duration(const ir::Value& value);

}  // namespace plumbline::cel
