#include "analyzer/syntax/dotenv.h"

#include <string>

#include <doctest/doctest.h>

namespace plumbline::syntax {

namespace {

std::string shown(const Dotenv& dotenv, std::string_view file) {
  std::string all;
  for (const DotenvEntry& entry : dotenv.entries) {
    all.append(entry.name.of(file)).append("=<").append(entry.value.text()).append("> ");
  }
  return all;
}

}  // namespace

TEST_CASE("names and values are read in every quoting") {
  const std::string file = R"(PLAIN=value
SPACED = some words   # comment
export EXPORTED=1
SINGLE='a "b" \n $C'
DOUBLE="a \"b\"\n${C:-x} \$d"
TICK=`a 'b' "c"`
EMPTY=
URL=http://x/#frag
COLON: yes
FROM_ENVIRONMENT
)";
  const Dotenv dotenv = parse_dotenv(file);
  CHECK(dotenv.errors.empty());
  CHECK(shown(dotenv, file) ==
        "PLAIN=<value> SPACED=<some words> EXPORTED=<1> SINGLE=<a \"b\" \\n $C> DOUBLE=<a \"b\"\n${C:-x} \\$d> "
        "TICK=<a 'b' \"c\"> EMPTY=<> URL=<http://x/#frag> COLON=<yes> FROM_ENVIRONMENT=<> ");
  CHECK(dotenv.entries[2].exported);
  CHECK(dotenv.entries[2].span.of(file) == "export EXPORTED=1");
  CHECK(dotenv.entries[3].quote == DotenvQuote::single);
  CHECK(dotenv.entries[4].value_span.of(file) == R"("a \"b\"\n${C:-x} \$d")");
  CHECK(dotenv.entries[4].value.to_source({5, 6}).of(file) == "\\n");
  CHECK(dotenv.entries[6].assigned);
  CHECK(dotenv.entries[6].value_span.empty());
  CHECK_FALSE(dotenv.entries[9].assigned);
  REQUIRE(dotenv.comments.size() == 1);
  CHECK(dotenv.comments[0].span.of(file) == "# comment");
}

TEST_CASE("quoted values may have several lines") {
  const std::string file = "KEY=\"-----BEGIN\nabc\n-----END\" # k\r\nNEXT='x\ny'\r\n# end";
  const Dotenv dotenv = parse_dotenv(file);
  CHECK(dotenv.errors.empty());
  CHECK(shown(dotenv, file) == "KEY=<-----BEGIN\nabc\n-----END> NEXT=<x\ny> ");
  CHECK(dotenv.comments.size() == 2);
}

TEST_CASE("a line that cannot be read is an error, and the next one is read") {
  const std::string file =
      "\xef\xbb\xbf"
      "A=1\n?+=2\nB='x' y\nC=\"open\nD=4\nE F\n";
  const Dotenv dotenv = parse_dotenv(file);
  CHECK(shown(dotenv, file) == "A=<1> B=<x> C=<\"open> D=<4> ");
  REQUIRE(dotenv.errors.size() == 4);
  CHECK(dotenv.errors[0].at.of(file) == "?+=2");
  CHECK(dotenv.errors[1].at.of(file) == "y");
  CHECK(dotenv.errors[2].message == "quote without end");
  CHECK(dotenv.errors[3].at.of(file) == "E F");
}

TEST_CASE("files without variables have none") {
  for (const char* text : {"", "\n\n", "# only", "\xef\xbb\xbf", "  \r\n"}) {
    CHECK(parse_dotenv(text).entries.empty());
    CHECK(parse_dotenv(text).errors.empty());
  }
}

}  // namespace plumbline::syntax
