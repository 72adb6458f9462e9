#include <doctest/doctest.h>

#include "analyzer/syntax/dockerfile.h"

namespace plumbline::syntax::dockerfile {
namespace {

Value lookup(std::string_view name) {
  if (name == "HOME") return {Value::State::set, "/home"};
  if (name == "EMPTY") return {Value::State::set, ""};
  if (name == "FILE") return {Value::State::set, "lib.tar.gz"};
  if (name == "SECRET") return {Value::State::unknown, ""};
  return {};
}

std::string expanded(std::string_view raw, char escape = '\\') {
  const Expanded result = expand(raw, escape, lookup);
  if (!result.error.empty()) return "error";
  return result.known ? result.text : "unknown";
}

}  // namespace

TEST_CASE("words are expanded as the builder does") {
  struct Row {
    std::string_view raw, value;
  };
  for (const Row& row : {Row{"a'b c'd", "ab cd"},
                         {R"(a\$HOME)", "a$HOME"},
                         {R"("a\$HOME\t")", R"(a$HOME\t)"},
                         {R"('\$HOME')", R"(\$HOME)"},
                         {R"(x\\$HOME)", R"(x\/home)"},
                         {"x\\", "x"},
                         {"$HOME.x", "/home.x"},
                         {"$.x", "$.x"},
                         {"${HOME}x", "/homex"},
                         {"$1x", "x"},
                         {"${NO:-a}", "a"},
                         {"${EMPTY:-a}", "a"},
                         {"${EMPTY-a}", ""},
                         {"${HOME:+yes}${NO:+no}", "yes"},
                         {"${NO:-${NO2:-${HOME}/x}}", "/home/x"},
                         {"${NO:-\"a } b\"}", "a } b"},
                         {"${HOME?}", "/home"},
                         {"${NO?}", "error"},
                         {"${EMPTY:?}", "error"},
                         {"${FILE#*.}", "tar.gz"},
                         {"${FILE##*.}", "gz"},
                         {"${FILE%.*}", "lib.tar"},
                         {"${FILE%%.*}", "lib"},
                         {"${FILE/./-}", "lib-tar.gz"},
                         {"${FILE//./-}", "lib-tar-gz"},
                         {"${FILE/t?r/zip}", "lib.zip.gz"},
                         {"${FILE#x}", "lib.tar.gz"},
                         {"$SECRET", "unknown"},
                         {"${NO:-$SECRET}", "unknown"},
                         {"${HOME:-$SECRET}", "/home"},
                         {"${SECRET:-a}", "unknown"},
                         {"${}", "error"},
                         {"${HOME:=x}", "error"},
                         {"${HOME", "error"},
                         {"it's", "error"}}) {
    CAPTURE(row.raw);
    CHECK(expanded(row.raw) == row.value);
  }
}

TEST_CASE("the backtick may be the escape") {
  CHECK(expanded("c:\\x`$HOME", '`') == "c:\\x$HOME");
}

TEST_CASE("an unknown variable keeps its place and an unset one is told") {
  const Expanded result = expand("a-${SECRET}-b", '\\', lookup);
  CHECK(result.text == "a-${SECRET}-b");
  CHECK_FALSE(result.known);
  CHECK(expand("$NO", '\\', lookup).used_unset);
  CHECK_FALSE(expand("${NO:-x}", '\\', lookup).used_unset);
}

}  // namespace plumbline::syntax::dockerfile
