#include "sarif/text.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace plumbline::sarif {

namespace {

using Ids = std::vector<std::uint32_t>;

/// Undoes percent-encoding.
std::string decoded(std::string_view uri) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'A' + 10; };
  std::string out;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    if (uri[i] == '%') {
      out += static_cast<char>(digit(uri[i + 1]) * 16 + digit(uri[i + 2]));
      i += 2;
    } else {
      out += uri[i];
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a quoted value cannot become a link in a message") {
  CHECK(escape_message("[click](https://evil.example)") == "\\[click\\](https://evil.example)");
  CHECK(escape_message("\\[x](1)") == "\\\\\\[x\\](1)");
  for (const std::string_view hostile : {"[a](1)", "\\[a](1)", "](1)", "[[a](1)", "a\\", "[\\](1)"}) {
    CAPTURE(hostile);
    CHECK(linked_ids("[" + escape_message(hostile) + "] " + escape_message(hostile)).empty());
    CHECK(linked_ids(escape_message(hostile) + link_to("x", 3)) == Ids{3});
  }
}

TEST_CASE("a quoted value cannot begin a line, and its other characters stay") {
  CHECK(escape_message("a\nb\r\nc\xe2\x80\xa8"
                       "d\x1b[0m") == "a b  c d \\[0m");
  CHECK(escape_message("\xc3\xa9 ${{ x }} `y` \xf0\x9f\x98\x80") == "\xc3\xa9 ${{ x }} `y` \xf0\x9f\x98\x80");
  CHECK(escape_message("a\xff") == "a\xef\xbf\xbd");
}

TEST_CASE("braces of our own words are no placeholders") {
  CHECK(escape_template("matrix {0} and ${{ x }}") == "matrix {{0}} and ${{{{ x }}}}");
}

TEST_CASE("a link to a location is recognised, an escaped one and one to a URI are not") {
  CHECK(link_to("port [8080]", 12) == "[port \\[8080\\]](12)");
  CHECK(linked_ids(link_to("port [8080]", 12)) == Ids{12});
  CHECK(linked_ids("see [a](1), [b](2) and [a](1)") == Ids{1, 2, 1});
  CHECK(linked_ids("\\[a](1) [b](https://example.org/1) [c]() [d](1x) [e] (1) [f](1").empty());
  CHECK(linked_ids("[a](99999999999)").empty());
}

TEST_CASE("links to locations that went become words") {
  CHECK(without_links("see [a](1), [b](2) and [c](3).", {2}) == "see a, [b](2) and c.");
  CHECK(without_links("[a](1)", {}) == "a");
  CHECK(without_links("\\[a](1) [u](https://x)", {}) == "\\[a](1) [u](https://x)");
}

TEST_CASE("a path becomes a relative URI") {
  const std::vector<std::pair<std::string_view, std::string_view>> pairs{
      {"Dockerfile", "Dockerfile"},
      {"./a//b/./c", "a/b/c"},
      {"my app/[slug]/(group)/page.tsx", "my%20app/%5Bslug%5D/(group)/page.tsx"},
      {"100%/a#b?c", "100%25/a%23b%3Fc"},
      {"c:/x", "c%3A/x"},
      {"a\\b", "a%5Cb"},
      {"caf\xc3\xa9", "caf%C3%A9"},
      {"\xff\n", "%FF%0A"},
      {"..a/b..", "..a/b.."},
  };
  for (const auto& pair : pairs) {
    CAPTURE(pair.first);
    CHECK(uri_from_path(pair.first) == std::optional<std::string>(pair.second));
  }
}

TEST_CASE("a path that is absolute, empty or leads out has no URI") {
  for (const std::string_view path : {"", "/", "/etc/passwd", "..", "../a", "a/../../b", "a/..", ".", "./"}) {
    CAPTURE(path);
    CHECK_FALSE(uri_from_path(path));
  }
}

TEST_CASE("every byte survives the way into a URI, which has only unreserved characters, escapes and delimiters") {
  std::string path = "x";
  for (int byte = 1; byte < 256; ++byte) {
    if (byte != '/') path += static_cast<char>(byte);
  }
  const std::optional<std::string> uri = uri_from_path(path);
  REQUIRE(uri);
  CHECK(decoded(*uri) == path);
  CHECK(uri->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%!$&'()*+,;=@") ==
        std::string::npos);
}

TEST_CASE("columns count UTF-16 units from 1") {
  const std::string_view line = "a\xc3\xa9\xf0\x9f\x98\x80z";
  CHECK(utf16_column(line, 0) == 1);
  CHECK(utf16_column(line, 1) == 2);
  CHECK(utf16_column(line, 3) == 3);
  CHECK(utf16_column(line, 7) == 5);
  CHECK(utf16_column(line, line.size()) == 6);
  CHECK(utf16_column(line, 5) == 3);  // inside the emoji
  CHECK(utf16_column("", 0) == 1);
  CHECK(utf16_column("\xff\xffx", 2) == 3);
}

TEST_CASE("a long text is cut between characters and ends in an ellipsis") {
  CHECK(shortened("abc", 3) == "abc");
  CHECK(shortened("abcd", 3) == "ab\xe2\x80\xa6");
  CHECK(shortened("\xc3\xa9\xc3\xa9\xc3\xa9", 2) == "\xc3\xa9\xe2\x80\xa6");
  CHECK(shortened("abc", 1) == "\xe2\x80\xa6");
  CHECK(shortened("abc", 0).empty());
  CHECK(shortened("", 0).empty());
}

}  // namespace plumbline::sarif
