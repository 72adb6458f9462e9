#include "analyzer/source/line_index.h"

#include <doctest/doctest.h>

using namespace plumbline;
using source::LineIndex;

TEST_CASE("lines end at CR, LF and CRLF") {
  const std::string_view text = "a\rb\nc\r\nd";
  const LineIndex index(text);
  CHECK(index.line_count() == 4);
  CHECK(index.locate(7, text) == LineColumn{4, 1});
  CHECK(index.line_span(3, text).of(text) == "c");
}

TEST_CASE("columns are code points and a byte order mark has none") {
  const std::string_view text = "\xef\xbb\xbfż: 1";
  CHECK(LineIndex(text).locate(5, text) == LineColumn{1, 2});
  CHECK(LineIndex(text).locate(0, text) == LineColumn{1, 1});
  CHECK(LineIndex("x\u2028y").line_count() == 1);
}

TEST_CASE("the end of the text has a place") {
  CHECK(LineIndex("a\n").locate(2, "a\n") == LineColumn{2, 1});
  CHECK(LineIndex("").locate(0, "") == LineColumn{1, 1});
}
