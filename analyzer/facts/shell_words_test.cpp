#include "analyzer/facts/shell_words.h"

#include <doctest/doctest.h>

namespace plumbline::facts {

TEST_CASE("words keep what quotes protect and say where they stand") {
  const std::string_view text = R"(  nginx -g "daemon  off;" 'a b'c\ d "x\"\n" )";
  const auto words = split_shell_words(text);
  REQUIRE(words.size() == 5);
  CHECK(words[0].text == "nginx");
  CHECK_FALSE(words[0].quoted);
  CHECK(words[2].text == "daemon  off;");
  CHECK(words[2].span.of(text) == "\"daemon  off;\"");
  CHECK(words[3].text == "a bc d");
  CHECK(words[4].text == "x\"\\n");
}

TEST_CASE("an open quote and a last backslash end with the text") {
  CHECK(split_shell_words("a 'b c").back().text == "b c");
  CHECK(split_shell_words("a\\").back().text == "a\\");
  CHECK(split_shell_words(" \t\n").empty());
  CHECK(split_shell_words("''").front().text.empty());
}

}  // namespace plumbline::facts
