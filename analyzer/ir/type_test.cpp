#include "analyzer/ir/type.h"

#include <array>

#include <doctest/doctest.h>

#include "analyzer/ir/schema_view.h"

namespace plumbline::ir {

TEST_CASE("types print as their users read them") {
  static constexpr std::array<std::string_view, 2> words{"build", "test"};
  static constexpr WordList roles{"role", words};
  const Type integer(TypeKind::integer);
  const Type ints = Type::list(&integer);
  const Type role = Type::word(&roles, 0);
  CHECK(print_type(integer.or_absent()) == "int?");
  CHECK(print_type(Type::list(&ints)) == "list(list(int))");
  CHECK(print_type(Type::map(&role, &integer)) == "map(role, int)");
  CHECK(print_type(Type::word_set(&roles, 0)) == "set of role");
  CHECK(print_type(Type::list(nullptr)) == "list(dyn)");
  CHECK(print_type(Type::optional(&role)) == "optional(role)");
}

TEST_CASE("types are compared by structure") {
  const Type integer(TypeKind::integer);
  const Type other_integer(TypeKind::integer);
  const Type text(TypeKind::string);
  CHECK(same_type(Type::list(&integer), Type::list(&other_integer)));
  CHECK(!same_type(Type::list(&integer), Type::list(&text)));
  CHECK(same_type(integer.or_absent(), integer));
  CHECK(!same_type(Type::of_entity(1), Type::of_entity(2)));
}

TEST_CASE("values keep what they were made of") {
  CHECK(Value::of(std::int64_t{-5}).integer == -5);
  CHECK(Value::word("test", 1).element == 2);
  CHECK(Value::word("test", 1).view() == "test");
  const Location place{{7}, {3, 900'000}};
  CHECK(Value::unknown(place).cause() == place);
  CHECK(!Value::unknown().cause().file.has_value());
  CHECK(Value::entity(3, 12).index == 12);
}

}  // namespace plumbline::ir
