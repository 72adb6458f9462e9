#include "sarif/src/utf8.h"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

namespace plumbline::sarif {

namespace {

std::vector<char32_t> characters(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded c = decode(text, at);
    out.push_back(c.value);
    at += c.size;
  }
  return out;
}

}  // namespace

TEST_CASE("characters of one to four bytes are read") {
  CHECK(characters("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") == std::vector<char32_t>{'a', 0xe9, 0x20ac, 0x1f600});
  CHECK(characters("\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf") ==
        std::vector<char32_t>{0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff});
}

TEST_CASE("a broken sequence is one replacement for each longest prefix, as in the Encoding Standard") {
  constexpr char32_t r = replacement_character;
  CHECK(characters("\xff") == std::vector<char32_t>{r});
  CHECK(characters("\xe2\x82") == std::vector<char32_t>{r});
  CHECK(characters("\xe2\x82x") == std::vector<char32_t>{r, 'x'});
  CHECK(characters("\xf0\x9f\x98x") == std::vector<char32_t>{r, 'x'});
  CHECK(characters("\xc0\xaf") == std::vector<char32_t>{r, r});                // overlong
  CHECK(characters("\xe0\x80\xaf") == std::vector<char32_t>{r, r, r});         // overlong
  CHECK(characters("\xed\xa0\x80") == std::vector<char32_t>{r, r, r});         // a surrogate
  CHECK(characters("\xf4\x90\x80\x80") == std::vector<char32_t>{r, r, r, r});  // above U+10FFFF
  CHECK(characters("\xc3\xc3\xa9") == std::vector<char32_t>{r, 0xe9});
}

}  // namespace plumbline::sarif
