#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/cel/ast.h"
#include "analyzer/cel/evaluation.h"

namespace plumbline::cel {

/// Called with arguments that are neither unknown nor errors; scalars of documents have become plain scalars. Checks
/// its arguments' tags itself: types may be dynamic.
using FunctionBody = ir::Value (*)(Evaluation&, const ir::Value* arguments, std::uint32_t count);

struct Function {
  std::string_view name;  ///< "size", "math.greatest", "_+_"
  bool method = false;
  /// Overloads, separated by blanks; each is the arguments' types, a colon and the result's:
  ///   b bool, i int, u uint, d double, s string, y bytes, n null, t timestamp, D duration, T type, * any
  ///   l list of any, L list of strings, I list of ints, m map, o optional; result also: O optional of the first
  ///   argument, P optional of its element, E element of the first argument (list or optional), S same as the first
  ///   argument a trailing + repeats the last argument
  std::string_view overloads;
  FunctionBody body = nullptr;
};

/// Tables of one area each, in one list.
std::span<const std::span<const Function>> function_tables();
/// The function that an operator stands for.
const Function& operator_function(Operator op);
/// Null when there is none.
const Function* find_function(std::string_view name, bool method);
/// Is there a function whose name begins with `space.`?
bool is_namespace(std::string_view space);

std::span<const Function> arithmetic_functions();
std::span<const Function> conversion_functions();
std::span<const Function> list_functions();
std::span<const Function> math_functions();
std::span<const Function> optional_functions();
std::span<const Function> string_functions();
std::span<const Function> text_functions();
std::span<const Function> time_functions();

inline ir::Value no_overload() {
  return ir::Value::error("no such overload");
}

}  // namespace plumbline::cel
