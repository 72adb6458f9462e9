#include "analyzer/base/utf8.h"

#include <doctest/doctest.h>

using namespace plumbline;

TEST_CASE("what is not UTF-8 is found where it begins") {
  for (const std::string_view bad : {"\xc0\x80", "\xff", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\x80"}) {
    CAPTURE(bad);
    CHECK(find_invalid_utf8("ok " + std::string(bad)) == 3);
  }
  CHECK(find_invalid_utf8(std::string(100, 'a') + "ż\U0001f600") == std::string_view::npos);
}

TEST_CASE("code points are counted and round-trip") {
  std::string text;
  for (const char32_t c : {U'a', U'ż', U'\u20ac', U'\U0001f600'}) append_utf8(text, c);
  CHECK(count_code_points(text) == 4);
  CHECK(text == "aż\u20ac\U0001f600");
  CHECK(decode_utf8(text, 1).value == U'ż');
}
