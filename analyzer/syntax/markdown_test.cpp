#include "analyzer/syntax/markdown.h"

#include <string>

#include <doctest/doctest.h>

namespace plumbline::syntax {

namespace {

std::string headings(std::string_view text) {
  std::string out;
  for (const MarkdownHeading& one : parse_markdown(text).headings)
    out += std::to_string(one.level) + std::string(one.text.of(text)) + ";";
  return out;
}

std::string links(std::string_view text) {
  std::string out;
  for (const MarkdownLink& one : parse_markdown(text).links) out += std::string(one.target.of(text)) + ";";
  return out;
}

std::string blocks(std::string_view text) {
  std::string out;
  for (const MarkdownBlock& one : parse_markdown(text).blocks) {
    out += std::string(one.info.of(text)) + ":";
    for (const Span line : one.lines) out += std::string(line.of(text)) + "|";
  }
  return out;
}

}  // namespace

TEST_CASE("headings of both forms are found, and only they") {
  CHECK(headings("# Shop ##\n\ntext\n## Run it\r\n#no\n####### seven\n") == "1Shop;2Run it;");
  CHECK(headings("Shop\n====\n\nRun it\n---\n\n---\n| a |\n---\n") == "1Shop;2Run it;");
  CHECK(headings("```\n# comment\n```\n<!--\n# hidden\n-->\n# seen\n") == "1seen;");
}

TEST_CASE("a fenced block ends at a fence of its kind and length") {
  CHECK(blocks("```sh\nmake a\n~~~\n``\n````\nmake b\n```\nx\n```\n") == "sh:make a|~~~|``|:x|");
  CHECK(blocks("  ~~~ {.bash}\r\n  make a\r\n  ~~~\r\n") == "bash:  make a|");
  CHECK(blocks("```a``` is code\n") == "");
  CHECK(blocks("```\nopen") == ":open|");
}

TEST_CASE("targets of links are found without their titles; images and code are none") {
  CHECK(links("see [a](docs/a.md \"A\") and [b](<b.md>), ![c](c.png), `[d](d.md)` or [e](e.md)\n") ==
        "docs/a.md;b.md;e.md;");
  CHECK(links("[a]: ./a.md\n[^1]: note\n[x](open\n") == "./a.md;");
  CHECK(links("```\n[a](a.md)\n```\n") == "");
}

}  // namespace plumbline::syntax
