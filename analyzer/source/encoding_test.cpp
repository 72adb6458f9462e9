#include "analyzer/source/encoding.h"

#include <string>

#include <doctest/doctest.h>

namespace plumbline::source {

using namespace std::string_literals;

TEST_CASE("an encoding is decided from marks and NUL bytes") {
  CHECK(detect_encoding("") == Encoding::utf8);
  CHECK(detect_encoding("a: 1\n") == Encoding::utf8);
  CHECK(detect_encoding("\xef\xbb\xbf"s + "a") == Encoding::utf8);
  CHECK(detect_encoding("\xff\xfe"s + "a\0"s) == Encoding::utf16_little);
  CHECK(detect_encoding("\xfe\xff\0a"s) == Encoding::utf16_big);
  CHECK(detect_encoding("\xff\xfe\0\0a\0\0\0"s) == Encoding::binary);
  CHECK(detect_encoding("a\0b"s) == Encoding::binary);
  CHECK(detect_encoding("\xff") == Encoding::utf8);
}

TEST_CASE("a NUL behind the first 8 KiB does not make a file binary") {
  CHECK(detect_encoding(std::string(8191, 'x') + '\0') == Encoding::binary);
  CHECK(detect_encoding(std::string(8192, 'x') + '\0') == Encoding::utf8);
}

TEST_CASE("UTF-16 becomes UTF-8 in both byte orders") {
  const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
  CHECK(utf16_to_utf8("\xff\xfe"
                      "a\0\xe9\0\xac\x20\x3d\xd8\x00\xde"s) == text);
  CHECK(utf16_to_utf8("\xfe\xff\0a\0\xe9\x20\xac\xd8\x3d\xde\x00"s) == text);
}

TEST_CASE("broken UTF-16 becomes replacement characters") {
  CHECK(utf16_to_utf8("\xff\xfe\x3d\xd8"s) == "\xef\xbf\xbd");
  CHECK(utf16_to_utf8("\xff\xfe\x00\xde"
                      "a\0"s) ==
        "\xef\xbf\xbd"
        "a");
  CHECK(utf16_to_utf8("\xff\xfe\x3d\xd8"
                      "a\0"s) ==
        "\xef\xbf\xbd"
        "a");
  CHECK(utf16_to_utf8("\xff\xfe"
                      "a\0b"s) == "a\xef\xbf\xbd");
  CHECK(utf16_to_utf8("") == "");
}

}  // namespace plumbline::source
