#include "analyzer/cel/operators.h"

#include <algorithm>
#include <array>

namespace plumbline::cel {

namespace {

constexpr auto binary_operators = std::to_array<BinaryOperator>({
    {"||", Operator::logical_or, 1},
    {"&&", Operator::logical_and, 2},
    {"<", Operator::less, 3},
    {"<=", Operator::less_equal, 3},
    {">", Operator::greater, 3},
    {">=", Operator::greater_equal, 3},
    {"==", Operator::equal, 3},
    {"!=", Operator::not_equal, 3},
    {"in", Operator::in, 3},
    {"+", Operator::add, 4},
    {"-", Operator::subtract, 4},
    {"*", Operator::multiply, 5},
    {"/", Operator::divide, 5},
    {"%", Operator::modulo, 5},
});

}  // namespace

const BinaryOperator* binary_operator(std::string_view symbol) {
  const auto* const found = std::find_if(binary_operators.begin(), binary_operators.end(),
                                         [&](const BinaryOperator& known) { return known.symbol == symbol; });
  return found == binary_operators.end() ? nullptr : found;
}

std::string_view symbol(Operator op) {
  for (const BinaryOperator& known : binary_operators) {
    if (known.op == op) return known.symbol;
  }
  return op == Operator::negate ? "-" : op == Operator::logical_not ? "!" : "";
}

}  // namespace plumbline::cel
