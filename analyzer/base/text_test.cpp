#include "analyzer/base/text.h"

#include <doctest/doctest.h>

using plumbline::Text;
using plumbline::visible;

TEST_CASE("quoted pieces reach a reader only through an escape") {
  const Text text = Text("job ").quoted("a\x1b[2J").ours(" is late");
  CHECK(text.joined([](std::string_view quoted) { return visible(quoted); }) == "job a\\x1b[2J is late");
}

TEST_CASE("deceptive characters become visible") {
  CHECK(visible("a\u202eb") == "a\\u{202e}b");
  CHECK(visible("a\xff") == "a\\xff");
  CHECK(visible("a\nb\tc\rd") == "a\\nb\\tc\\rd");
  CHECK(visible("\U000e0041") == "\\u{e0041}");
  CHECK(visible("żółw") == "żółw");
}

TEST_CASE("a long quote is cut between characters") {
  CHECK(visible("żółw", 2) == "żó\u2026");
}
