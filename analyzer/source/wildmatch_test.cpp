#include "analyzer/source/wildmatch.h"

#include <chrono>
#include <string>

#include <doctest/doctest.h>

using namespace plumbline::source;

namespace {
bool match(std::string_view pattern, std::string_view text) {
  return Wildmatch(pattern).matches(text);
}
}  // namespace

// The first groups are git's own cases (t/t3070-wildmatch.sh) in the mode where '/' counts.
TEST_CASE("one star and a question mark stay within a part of the path") {
  CHECK(match("foo", "foo"));
  CHECK(!match("bar", "foo"));
  CHECK(match("", ""));
  CHECK(match("???", "foo"));
  CHECK(!match("??", "foo"));
  CHECK(match("*", "foo"));
  CHECK(match("f*", "foo"));
  CHECK(!match("*f", "foo"));
  CHECK(match("*foo*", "foo"));
  CHECK(match("*ob*a*r*", "foobar"));
  CHECK(match("*ab", "aaaaaaabababab"));
  CHECK(match("foo\\*", "foo*"));
  CHECK(!match("foo\\*bar", "foobar"));
  CHECK(!match("foo*bar", "foo/baz/bar"));
  CHECK(!match("foo?bar", "foo/bar"));
  CHECK(!match("foo[/]bar", "foo/bar"));
  CHECK(!match("f[^eiu][^eiu][^eiu][^eiu][^eiu]r", "foo/bar"));
  CHECK(match("*/foo", "bar/foo"));
  CHECK(!match("*/foo", "bar/baz/foo"));
}

TEST_CASE("two stars cross folders only as a part of their own") {
  CHECK(!match("foo**bar", "foo/baz/bar"));
  CHECK(match("foo/**/bar", "foo/baz/bar"));
  CHECK(match("foo/**/**/bar", "foo/b/a/z/bar"));
  CHECK(match("foo/**/bar", "foo/b/a/z/bar"));
  CHECK(match("foo/**/bar", "foo/bar"));
  CHECK(match("foo/**/**/bar", "foo/bar"));
  CHECK(match("**/foo", "foo"));
  CHECK(match("**/foo", "XXX/foo"));
  CHECK(match("**/foo", "bar/baz/foo"));
  CHECK(match("**/bar*", "foo/bar/baz") == false);
  CHECK(match("**/bar/*", "deep/foo/bar/baz"));
  CHECK(!match("**/bar/*", "deep/foo/bar"));
  CHECK(match("**/bar/**", "deep/foo/bar/baz/x"));
  CHECK(match("**/bar/*/*", "deep/foo/bar/baz/x"));
  CHECK(match("foo/**", "foo/bar/baz"));
  CHECK(match("**/t[o]", "foo/bar/to"));
  CHECK(match("*/*/*", "foo/bb/aa"));
  CHECK(!match("*/*/*", "foo/bb/aa/rr"));
  CHECK(match("**/**/**", "foo/bb/aa/rr"));
  CHECK(match("*X*i", "abcXdefXghi"));
  CHECK(!match("*X*i", "ab/cXd/efXg/hi"));
  CHECK(match("*/*X*/*/*i", "ab/cXd/efXg/hi"));
  CHECK(match("**/*X*/**/*i", "ab/cXd/efXg/hi"));
  CHECK(match("**\\/b", "a/b"));
  CHECK(!match("**\\/b", "b"));
}

TEST_CASE("classes read as git reads them") {
  CHECK(match("t[a-g]n", "ten"));
  CHECK(!match("t[!a-g]n", "ten"));
  CHECK(match("t[!a-g]n", "ton"));
  CHECK(match("t[^a-g]n", "ton"));
  CHECK(match("a[]]b", "a]b"));
  CHECK(match("a[]-]b", "a-b"));
  CHECK(match("a[]a-]b", "aab"));
  CHECK(match("]", "]"));
  CHECK(match("[\\-_]", "-"));
  CHECK(match("[]-a]", "^"));
  CHECK(match("[[:alpha:]][[:digit:]][[:upper:]]", "a1B"));
  CHECK(!match("[[:digit:][:upper:][:space:]]", "a"));
  CHECK(match("[a-c[:digit:]x-z]", "5"));
  CHECK(match("[a-c[:digit:]x-z]", "y"));
  CHECK(!match("[a-c[:digit:]x-z]", "q"));
  CHECK(!match("[[:digit:]-z]", "q"));
  CHECK(match("[[:digit:]-z]", "-"));
  CHECK(!match("[[:nonsense:]]", "a"));
  CHECK(match("[[:]", "["));
  CHECK(match("[[:]", ":"));
  CHECK(!match("[ab", "a"));
  CHECK(!match("[a\\", "a"));
  CHECK(!match("ab\\", "ab\\"));
  CHECK(match("[a-\\z]", "q"));
  CHECK(match("[--A]", "5"));
  CHECK(match("[\x80-\xff]", "\xc3"));
  CHECK(!match("[![:ascii:]]", "\xc3"));
}

TEST_CASE("a hostile pattern costs no more than its length allows") {
  std::string pattern;
  for (int i = 0; i < 400; ++i) pattern += "*a";
  pattern += "b";
  const std::string text(4000, 'a');
  const auto begin = std::chrono::steady_clock::now();
  CHECK(!match(pattern, text));
  std::string deep;
  std::string folders;
  for (int i = 0; i < 400; ++i) deep += "**/a/";
  for (int i = 0; i < 1000; ++i) folders += "a/";
  CHECK(!match(deep + "b", folders + "a"));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
}
