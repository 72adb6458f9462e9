#include "analyzer/syntax/ignore_file.h"

#include <string>

#include <doctest/doctest.h>

namespace plumbline::syntax {

TEST_CASE("git's patterns") {
  const std::string file =
      "# note\n*.log\n!keep.log\n/build/\nsrc/*.o\nnode_modules/\r\n\n\\#file\nend\\ \nblank  \n!\n/\n";
  const IgnoreFile ignore = parse_ignore_file(file, IgnoreDialect::git);
  REQUIRE(ignore.patterns.size() == 8);
  const auto& p = ignore.patterns;
  CHECK(p[0].pattern == "*.log");
  CHECK_FALSE(p[0].anchored);
  CHECK(p[1].pattern == "keep.log");
  CHECK(p[1].negated);
  CHECK(p[1].span.of(file) == "!keep.log");
  CHECK(p[2].pattern == "build");
  CHECK(p[2].anchored);
  CHECK(p[2].directory_only);
  CHECK(p[3].pattern == "src/*.o");
  CHECK(p[3].anchored);
  CHECK(p[4].pattern == "node_modules");
  CHECK_FALSE(p[4].anchored);
  CHECK(p[4].directory_only);
  CHECK(p[5].pattern == "\\#file");
  CHECK(p[6].pattern == "end\\ ");
  CHECK(p[7].pattern == "blank");
  REQUIRE(ignore.comments.size() == 1);
  CHECK(ignore.comments[0].span.of(file) == "# note");
}

TEST_CASE("docker's patterns start at the context") {
  const std::string file =
      "\xef\xbb\xbf"
      "**\n  ! src \n./x\n/y/\n#c";
  const IgnoreFile ignore = parse_ignore_file(file, IgnoreDialect::docker);
  REQUIRE(ignore.patterns.size() == 4);
  for (const IgnorePattern& pattern : ignore.patterns) CHECK(pattern.anchored);
  CHECK(ignore.patterns[0].span.of(file) == "**");
  CHECK(ignore.patterns[1].pattern == "src");
  CHECK(ignore.patterns[1].negated);
  CHECK(ignore.patterns[1].span.of(file) == "! src");
  CHECK(ignore.patterns[2].pattern == "x");
  CHECK(ignore.patterns[3].pattern == "y");
  CHECK(ignore.comments.size() == 1);
}

}  // namespace plumbline::syntax
