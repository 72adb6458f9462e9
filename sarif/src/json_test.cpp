#include "sarif/src/json.h"

#include <string>
#include <string_view>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace plumbline::sarif {

namespace {

using namespace std::string_literals;

std::string literal(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace

TEST_CASE("a JSON string escapes quotes, backslashes and every control character") {
  CHECK(literal("a\"b\\c") == R"("a\"b\\c")");
  CHECK(literal("\n\r\t\x1b\0"s) == R"("\n\r\t\u001b\u0000")");
  CHECK(literal("\x7f\xc2\x85\xc2\x9b") == R"("\u007f\u0085\u009b")");
  CHECK(literal("\xe2\x80\xa8\xe2\x80\xa9") == R"("\u2028\u2029")");
}

TEST_CASE("marks that reorder what an editor shows are written as escapes") {
  CHECK(literal("a\xe2\x80\xae"
                "b\xe2\x81\xa6"
                "c\xef\xbb\xbf") == R"("a\u202eb\u2066c\ufeff")");
}

TEST_CASE("other characters stay, and what is not UTF-8 becomes U+FFFD") {
  CHECK(literal("\xc3\xa9\xf0\x9f\x98\x80") == "\"\xc3\xa9\xf0\x9f\x98\x80\"");
  CHECK(literal("a\xff\xe2\x82z") == "\"a\xef\xbf\xbd\xef\xbf\xbdz\"");
}

TEST_CASE("a JSON parser reads back every two bytes, save for those that are not UTF-8") {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string bytes{static_cast<char>(first), static_cast<char>(second)};
      const nlohmann::json read = nlohmann::json::parse(literal(bytes), nullptr, false);
      REQUIRE(read.is_string());
      const std::string& text = read.get_ref<const std::string&>();
      if (text != bytes && text.find("\xef\xbf\xbd") == std::string::npos) FAIL_CHECK(first << " " << second);
    }
  }
}

TEST_CASE("objects and arrays nest, indented or on one line, in the order of the calls") {
  const auto write = [](bool indented) {
    JsonWriter json(indented);
    json.begin_object();
    json.member("z", "1");
    json.begin_array("a");
    json.number(-2);
    json.begin_object();
    json.end_object();
    json.end_array();
    json.begin_array("none");
    json.end_array();
    json.flag("yes", true);
    json.optional_member("left out", "");
    json.strings("left out", {});
    json.strings("words", {"x", "y"});
    json.end_object();
    return json.take();
  };
  CHECK(write(false) == R"({"z":"1","a":[-2,{}],"none":[],"yes":true,"words":["x","y"]})");
  CHECK(write(true) ==
        "{\n  \"z\": \"1\",\n  \"a\": [\n    -2,\n    {}\n  ],\n  \"none\": [],\n  \"yes\": true,\n  \"words\": [\n    "
        "\"x\",\n    \"y\"\n  ]\n}\n");
}

}  // namespace plumbline::sarif
