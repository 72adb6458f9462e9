#include "analyzer/cel/functions.h"

#include <algorithm>
#include <array>

#include "analyzer/base/check.h"

namespace plumbline::cel {

std::span<const std::span<const Function>> function_tables() {
  static const std::array<std::span<const Function>, 8> tables{
      arithmetic_functions(), conversion_functions(), list_functions(), math_functions(),
      optional_functions(),   string_functions(),     text_functions(), time_functions()};
  return tables;
}

const Function* find_function(std::string_view name, bool method) {
  for (const std::span<const Function> table : function_tables()) {
    for (const Function& function : table) {
      if (function.method == method && function.name == name) return &function;
    }
  }
  return nullptr;
}

bool is_namespace(std::string_view space) {
  for (const std::span<const Function> table : function_tables()) {
    for (const Function& function : table) {
      if (function.name.size() > space.size() && function.name.starts_with(space) && function.name[space.size()] == '.')
        return true;
    }
  }
  return false;
}

const Function& operator_function(Operator op) {
  const std::span<const Function> table = arithmetic_functions();
  const bool unary = op == Operator::logical_not || op == Operator::negate;
  const std::string_view wanted = symbol(op);
  const auto found = std::find_if(table.begin(), table.end(), [&](const Function& function) {
    if (unary) return function.name.size() == 2 && function.name.front() == wanted.front();
    return function.name.front() == '_' && function.name.substr(1, function.name.size() - 2) == wanted;
  });
  PLUMBLINE_CHECK(found != table.end(), "every operator has a function");
  return *found;
}

}  // namespace plumbline::cel
