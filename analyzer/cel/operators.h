#pragma once

#include <string_view>

#include "analyzer/cel/ast.h"

namespace plumbline::cel {

struct BinaryOperator {
  std::string_view symbol;
  Operator op;
  int power;  ///< how tightly it binds: more is tighter
};

/// The operator that stands between two operands as `symbol`, or null.
const BinaryOperator* binary_operator(std::string_view symbol);

}  // namespace plumbline::cel
