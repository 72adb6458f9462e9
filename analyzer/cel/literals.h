#pragma once

#include <string>

#include "analyzer/cel/lexer.h"
#include "analyzer/ir/value.h"

/// What tokens of literals stand for.
namespace plumbline::cel {

/// The value of a string or bytes token, prefix and quotes included in `token`.
Expected<std::string> decode_string(const Token& token);

/// The value of an integer, unsigned integer or real token; `negative` when a sign belongs to it.
Expected<ir::Value> decode_number(const Token& token, bool negative);

}  // namespace plumbline::cel
