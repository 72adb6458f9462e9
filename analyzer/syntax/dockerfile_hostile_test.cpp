#include <doctest/doctest.h>

#include "analyzer/syntax/dockerfile.h"

namespace plumbline::syntax::dockerfile {
namespace {

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  all.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("nothing but blanks, comments or a byte order mark is no error") {
  for (const std::string& file :
       {std::string(), std::string("\xEF\xBB\xBF"), repeated("\n", 100'000), repeated("# x\n", 9)}) {
    const Dockerfile parsed = parse(file);
    CHECK(parsed.errors.empty());
    CHECK(parsed.instructions.empty());
  }
}

TEST_CASE("a million continuation lines are one instruction") {
  const std::string file = "FROM a\nRUN x" + repeated(" \\\ny", 1'000'000);
  const Dockerfile parsed = parse(file);
  REQUIRE(parsed.instructions.size() == 2);
  CHECK(parsed.instructions[1].text.text().size() == 2'000'001);
}

TEST_CASE("a million continued words keep linear time") {
  const std::string file = "FROM a\nENV" + repeated(" \\\nA=$B", 200'000) + "\nCOPY" + repeated(" \\\n a", 200'000);
  const Dockerfile parsed = parse(file);
  REQUIRE(parsed.instructions.size() == 3);
  CHECK(parsed.instructions[1].pairs.size() == 200'000);
  CHECK(parsed.instructions[1].pairs.back().value.variables.size() == 1);
  CHECK(parsed.instructions[2].words.size() == 200'000);
}

TEST_CASE("a heredoc word of a million bytes and a hundred heredocs are limits") {
  const std::string word(1'000'000, 'E');
  const Dockerfile parsed = parse("FROM a\nRUN <<" + word + "\nx\n" + word + "\nUSER b\n");
  CHECK(parsed.limits.size() == 1);
  CHECK(parsed.instructions.back().keyword == Keyword::user);
  const Dockerfile many = parse("FROM a\nRUN x" + repeated(" <<E", 100) + repeated("\nb\nE", 100) + "\nUSER b\n");
  CHECK(many.limits.size() == 1);
  CHECK(many.instructions[1].heredocs.size() == 64);
  CHECK(many.instructions.back().keyword == Keyword::user);
}

TEST_CASE("ten thousand stages are read, more are a limit") {
  CHECK(parse(repeated("FROM a AS b\n", 10'000)).limits.empty());
  const Dockerfile parsed = parse(repeated("FROM a AS b\n", 10'001));
  CHECK(parsed.limits.size() == 1);
  CHECK(parsed.instructions.size() == 10'000);
}

TEST_CASE("deep substitutions and deep JSON end without recursion") {
  const Dockerfile deep = parse("FROM " + repeated("${a:-", 100'000) + "x");
  CHECK(deep.limits.size() == 1);
  const Dockerfile json = parse("FROM a\nCMD [" + repeated("[", 100'000) + "\n");
  CHECK(json.instructions[1].broken_json);
  CHECK(parse("FROM a\nCMD [" + repeated("[", 5'000) + repeated("]", 5'001) + "\n").errors.size() == 1);
}

TEST_CASE("a chain of ONBUILD is one error, however long") {
  const Dockerfile parsed = parse("FROM a\n" + repeated("ONBUILD ", 10'000) + "RUN x\n");
  CHECK(parsed.errors.size() == 2);  // also longer than a line may be
}

TEST_CASE("every byte may stand anywhere") {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (const std::string_view keyword : {"FROM ", "RUN ", "ENV ", "COPY ", "HEALTHCHECK ", "CMD [", "ONBUILD ENV a="}) {
    const std::string file = "FROM a\n" + std::string(keyword) + repeated(all, 4);
    const Dockerfile parsed = parse(file);
    CHECK_FALSE(parsed.instructions.empty());
    for (const SyntaxError& error : parsed.errors) CHECK(error.at.end <= file.size());
  }
}

}  // namespace plumbline::syntax::dockerfile
