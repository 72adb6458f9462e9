#include "analyzer/base/ascii.h"

#include <doctest/doctest.h>

using namespace plumbline;

TEST_CASE("the nearest name is one that could be meant") {
  CHECK(ascii::nearest("deploi", {"build", "deploy", "test"}) == "deploy");
  CHECK(ascii::nearest("tsaks", {"tasks", "steps"}) == "tasks");
  CHECK(ascii::nearest("zzz", {"build", "deploy"}).empty());
}

TEST_CASE("numbers are whole or nothing") {
  CHECK(ascii::parse_int("-12") == -12);
  CHECK(ascii::parse_int("+7") == 7);
  CHECK_FALSE(ascii::parse_int("12a"));
  CHECK_FALSE(ascii::parse_int(""));
  CHECK(ascii::parse_double("1.5") == 1.5);
}

TEST_CASE("fields keep their empty neighbours") {
  CHECK(ascii::split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(ascii::trim(" \ta b\r\n") == "a b");
  CHECK(ascii::contains_ignoring_case("ImagePullSecrets", "pullsecret"));
}
