#include "analyzer/cel/types.h"

#include <algorithm>
#include <array>

#include "analyzer/cel/environment.h"

namespace plumbline::cel {

using ir::Type;
using ir::TypeKind;

bool is_assignable(const Type& from, const Type& to) {  // NOLINT(misc-no-recursion): the depth of a type
  if (is_dynamic(from) || is_dynamic(to)) return true;
  if (is_text(from) && is_text(to)) return true;
  const auto listed = [](const Type& type) { return type.is(TypeKind::list) || type.is(TypeKind::word_set); };
  if (listed(from) && listed(to)) {
    if (from.is(TypeKind::word_set) && to.is(TypeKind::word_set)) return from.vocabulary == to.vocabulary;
    const Type word(TypeKind::string);
    return is_assignable(from.is(TypeKind::list) ? from.element() : word, to.is(TypeKind::list) ? to.element() : word);
  }
  if (from.kind != to.kind) return false;
  switch (from.kind) {
    case TypeKind::optional:
      return is_assignable(from.element(), to.element());
    case TypeKind::map:
      return is_assignable(from.element(), to.element()) && is_assignable(from.mapped(), to.mapped());
    case TypeKind::entity:
      return from.entity == to.entity;
    default:
      return true;
  }
}

Type join(const Type& a, const Type& b) {
  if (ir::same_type(a, b)) return present(a);
  if (is_text(a) && is_text(b)) return Type(TypeKind::string);
  return Type();
}

bool is_type_name(std::string_view name) {
  static constexpr std::array<std::string_view, 13> names{"bool",
                                                          "int",
                                                          "uint",
                                                          "double",
                                                          "string",
                                                          "bytes",
                                                          "list",
                                                          "map",
                                                          "null_type",
                                                          "type",
                                                          "optional_type",
                                                          "google.protobuf.Timestamp",
                                                          "google.protobuf.Duration"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

Type literal_type(const ir::Value& literal) {
  switch (literal.tag) {
    case ir::Tag::boolean:
      return Type(TypeKind::boolean);
    case ir::Tag::integer:
      return Type(TypeKind::integer);
    case ir::Tag::unsigned_integer:
      return Type(TypeKind::unsigned_integer);
    case ir::Tag::real:
      return Type(TypeKind::real);
    case ir::Tag::string:
      return Type(TypeKind::string);
    case ir::Tag::bytes:
      return Type(TypeKind::bytes);
    default:
      return Type(TypeKind::null);
  }
}

namespace {

Type plain_type(char letter) {
  switch (letter) {
    case 'b':
      return Type(TypeKind::boolean);
    case 'i':
      return Type(TypeKind::integer);
    case 'u':
      return Type(TypeKind::unsigned_integer);
    case 'd':
      return Type(TypeKind::real);
    case 's':
      return Type(TypeKind::string);
    case 'y':
      return Type(TypeKind::bytes);
    case 'n':
      return Type(TypeKind::null);
    case 't':
      return Type(TypeKind::timestamp);
    case 'D':
      return Type(TypeKind::duration);
    case 'T':
      return Type(TypeKind::type);
    case 'l':
      return Type::list(nullptr);
    case 'm':
      return Type::map(nullptr, nullptr);
    case 'o':
      return Type::optional(nullptr);
    default:
      return Type();
  }
}

Type parameter_type(char letter) {
  static constexpr Type string(TypeKind::string);
  static constexpr Type integer(TypeKind::integer);
  if (letter == 'L') return Type::list(&string);
  if (letter == 'I') return Type::list(&integer);
  return plain_type(letter);
}

Type result_type(char letter, const std::vector<Type>& arguments, std::deque<Type>& pool) {
  const Type first = arguments.empty() ? Type() : present(arguments.front());
  const auto optional_of = [&](const Type& type) { return Type::optional(&pool.emplace_back(type)); };
  switch (letter) {
    case 'S':
      // Two lists or optionals have the type of both only when they agree.
      if (arguments.size() == 2 && arguments[1].kind == first.kind)
        return join(first, arguments[1]).is(first.kind) ? first : plain_type(first.is(TypeKind::list) ? 'l' : 'o');
      return first;
    case 'E':
      return arguments.size() == 2 ? join(first.element(), arguments[1]) : first.element();
    case 'O':
      return optional_of(first);
    case 'P':
      return optional_of(first.element());
    default:
      return parameter_type(letter);
  }
}

bool takes(std::string_view parameters, const std::vector<Type>& arguments) {
  const bool repeats = parameters.ends_with('+');
  if (repeats) parameters.remove_suffix(1);
  if (repeats ? arguments.size() < parameters.size() : arguments.size() != parameters.size()) return false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const char letter = parameters[std::min(i, parameters.size() - 1)];
    if (letter != '*' && !is_assignable(arguments[i], parameter_type(letter))) return false;
  }
  return true;
}

}  // namespace

std::optional<Type> call_type(const Function& function, const std::vector<Type>& arguments, std::deque<Type>& pool) {
  std::optional<Type> found;
  std::string_view rest = function.overloads;
  while (!rest.empty()) {
    const std::size_t blank = std::min(rest.find(' '), rest.size());
    const std::string_view overload = rest.substr(0, blank);
    rest.remove_prefix(std::min(blank + 1, rest.size()));
    const std::size_t colon = overload.find(':');
    if (!takes(overload.substr(0, colon), arguments)) continue;
    const Type result = result_type(overload[colon + 1], arguments, pool);
    // Several overloads can take a dynamic argument: then only the evaluation tells.
    if (found.has_value() && !ir::same_type(*found, result)) return Type();
    found = result;
  }
  return found;
}

}  // namespace plumbline::cel
