#include "analyzer/source/ignore.h"

#include <doctest/doctest.h>

using namespace plumbline::source;

namespace {
IgnoreVerdict verdict(std::string_view text, std::string_view path, bool directory = false,
                      std::string_view base = "") {
  std::uint64_t steps = 1'000'000;
  return IgnoreList::parse(text, base).match(path, directory, steps);
}
bool ignored(std::string_view text, std::string_view path, bool directory = false, std::string_view base = "") {
  return verdict(text, path, directory, base) == IgnoreVerdict::ignored;
}
}  // namespace

TEST_CASE("the last pattern that matches decides") {
  CHECK(ignored("*.log\n", "a/b.log"));
  CHECK(verdict("*.log\n!keep.log\n", "a/keep.log") == IgnoreVerdict::kept);
  CHECK(ignored("!keep.log\n*.log\n", "a/keep.log"));
  CHECK(ignored("*.log\n!*.log\nkeep.log\n", "keep.log"));
  CHECK(verdict("keep.log\n!*.log\n", "keep.log") == IgnoreVerdict::kept);
  CHECK(verdict("*.log\n", "a.txt") == IgnoreVerdict::none);
}

TEST_CASE("a slash before the end ties a pattern to the folder of its file") {
  CHECK(ignored("/build\n", "build"));
  CHECK(!ignored("/build\n", "a/build"));
  CHECK(ignored("doc/*.txt\n", "doc/a.txt"));
  CHECK(!ignored("doc/*.txt\n", "x/doc/a.txt"));
  CHECK(!ignored("doc/*.txt\n", "doc/x/a.txt"));
  CHECK(ignored("build\n", "a/b/build"));
  CHECK(ignored("build/\n", "a/b/build", true));
  CHECK(!ignored("build/\n", "a/b/build"));
  CHECK(ignored("/x\n", "sub/x", false, "sub"));
  CHECK(!ignored("/x\n", "x", false, "sub"));
  CHECK(!ignored("x\n", "subway/x", false, "sub"));
  CHECK(ignored("foo**/bar\n", "foo/bar"));
  CHECK(ignored("a/**\n", "a/b/c"));
  CHECK(!ignored("a/**\n", "a", true));
}

TEST_CASE("comments, escapes and trailing spaces are read as git reads them") {
  CHECK(!ignored("#x\n", "#x"));
  CHECK(ignored("\\#x\n", "#x"));
  CHECK(ignored("\\!x\n", "!x"));
  CHECK(ignored("x   \n", "x"));
  CHECK(ignored("x\\ \n", "x "));
  CHECK(ignored("x \\ \n", "x  "));
  CHECK(!ignored("x\t\n", "x"));
  CHECK(ignored("x\r\n", "x"));
  CHECK(ignored("\xef\xbb\xbfx\n", "x"));
  CHECK(ignored("x", "x"));
  CHECK(!ignored("\n\r\n/\n!\n//\n", ""));
  std::uint64_t steps = 1000;
  CHECK(IgnoreList::parse("#\n\nx\n", "").deciding_line("x", false, steps) == 3U);
}

TEST_CASE("when the work allowed is used up, nothing more is ignored") {
  std::uint64_t steps = 1;
  CHECK(IgnoreList::parse("a*\n*b\n", "").match("ab", false, steps) == IgnoreVerdict::ignored);
  steps = 1;
  CHECK(IgnoreList::parse("*b\n*x\n", "").match("ab", false, steps) == IgnoreVerdict::none);
  CHECK(steps == 0);
}
