#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "analyzer/syntax/data_verify.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::syntax {

namespace {

std::string repeat(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

struct Parsed {
  explicit Parsed(std::string text, const Limits& limits = {}) : file(std::move(text)) {
    const auto start = std::chrono::steady_clock::now();
    data = parse_yaml(file, limits);
    seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    CHECK(find_broken_promise(data, file) == "");
  }
  bool hit_limit() const { return !data.errors.empty() && data.errors.back().limit; }
  std::string file;
  Data data;
  double seconds = 0;
};

// Generous, so that a slow machine or a sanitizer does not fail; quadratic time would take minutes.
constexpr double soon = 10;

}  // namespace

TEST_CASE("nesting is limited before it costs anything") {
  for (const char* unit : {"[", "{a: ", "- ", "? ", "[? ", "{[", "{{", "!t [", "&a [", "- ? - "}) {
    CAPTURE(unit);
    const Parsed yaml(repeat(unit, 100'000));
    CHECK(yaml.hit_limit());
    CHECK(yaml.data.errors.back().message == "nested deeper than 100 levels");
    CHECK(yaml.seconds < 1);
  }
  std::string block;
  for (std::size_t i = 0; i < 3000; ++i) block += std::string(i, ' ') + "a:\n";
  CHECK(Parsed(block).hit_limit());
  CHECK(Parsed(repeat("[", 100) + repeat("]", 100)).data.errors.empty());
  CHECK(Parsed(repeat("[", 101) + repeat("]", 101)).hit_limit());
}

TEST_CASE("an alias bomb is cut where it would stand for too much") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string name = "a" + std::to_string(i);
    bomb += name + ": &" + name + " [" + repeat("*a" + std::to_string(i - 1) + ", ", 9) + "]\n";
  }
  const Parsed yaml(bomb);
  CHECK(yaml.hit_limit());
  std::size_t reached = 0;  // by one who follows every alias
  std::vector<DataView> todo{first_document(yaml.data, yaml.file)};
  while (!todo.empty()) {
    const DataView view = todo.back();
    todo.pop_back();
    ++reached;
    for (const DataView child : view.children()) todo.push_back(child);
  }
  CHECK(reached < 110'000);
  CHECK(reached > 50'000);
}

TEST_CASE("cycles are diagnosed and views of them end") {
  for (const char* text :
       {"a: &a [*a, {b: *a}]\n", "&x - *x\n", "&x [*x]\n", "a: &a {<<: *a, <<: [*a]}\n", "a: &a\n  b: &b [*a, *b]\n"}) {
    CAPTURE(text);
    const Parsed yaml(text);
    CHECK_FALSE(yaml.data.errors.empty());
    std::vector<DataView> todo{first_document(yaml.data, yaml.file)};
    std::size_t steps = 0;
    while (!todo.empty() && steps < 100) {
      const DataView view = todo.back();
      todo.pop_back();
      ++steps;
      for (const DataView child : view.children()) todo.push_back(child);
    }
    CHECK(steps < 100);
  }
}

TEST_CASE("many of anything takes linear time") {
  std::string keys;
  std::string anchors;
  for (int i = 0; i < 100'000; ++i) {
    keys += "key" + std::to_string(i) + ": 1, ";
    if (i < 20'000) anchors += "- &n" + std::to_string(i) + " x\n- *n" + std::to_string(i) + "\n";
  }
  for (const std::string& text :
       {"{" + keys + "}", repeat("same: 1\n", 50'000), repeat("--- x\n", 100'000), repeat("---\n", 100'000),
        "a: &a {x: 1}\nb:\n" + repeat("  <<: *a\n", 50'000), "- &a x\n" + repeat("- *a\n", 100'000),
        repeat("# comment\n", 200'000), repeat("a: b # c\n", 50'000), repeat("\n", 1'000'000), anchors,
        repeat("- *undefined\n", 50'000), repeat("- {? {} : x}\n", 50'000), "[" + repeat("a: b, ", 50'000) + "]",
        "a: \"" + repeat("\\n", 500'000) + "\"", "a: '" + repeat("''", 500'000) + "'",
        "a: |\n" + repeat("  \xc3\xa9\n", 300'000), "a: >\n" + repeat("  x\n\n", 200'000),
        "a: |\n" + repeat("\n", 1'000'000), "a: x\n" + repeat("  \xe2\x82\xac\r\n", 200'000)}) {
    CAPTURE(text.substr(0, 40));
    const Parsed yaml(text);
    CHECK(yaml.seconds < soon);
    CHECK_FALSE(yaml.data.nodes.size() + yaml.data.comments.size() + text.size() == 0);
  }
}

TEST_CASE("huge tokens are read or refused, not suffered") {
  for (const std::string& text :
       {"a: " + std::string(5'000'000, 'x'), "a: \"" + std::string(5'000'000, 'x'),
        "a: !" + std::string(1'000'000, 't') + " x", "a: &" + std::string(1'000'000, 'a') + " x",
        "a: &" + std::string(1'000'000, 'a') + " [*" + std::string(1'000'000, 'a') + "]"}) {
    CHECK(Parsed(text).seconds < soon);
  }
}

TEST_CASE("the limit of nodes ends the reading") {
  Limits limits;
  limits.tree_nodes = 10;
  const Parsed yaml(repeat("- x\n", 100), limits);
  CHECK(yaml.hit_limit());
  CHECK(yaml.data.nodes.size() == 10);
  CHECK(yaml.data.nodes[0].has(DataNode::partial));
}

TEST_CASE("errors are not counted without end") {
  CHECK(Parsed(repeat("- *undefined\n", 1000)).data.errors.size() == Data::max_errors);
}

TEST_CASE("bytes that are no text end in an error") {
  std::string all;
  for (int i = 0; i < 400 * 256; ++i) all += static_cast<char>(i % 256);
  for (const std::string& text : {all, std::string("a: \0b", 5),
                                  std::string("\xff\xfe"
                                              "a\0",
                                              4),
                                  std::string("\xed\xa0\x80")}) {
    const Parsed yaml(text);
    CHECK_FALSE(yaml.data.errors.empty());
  }
}

TEST_CASE("a collection that an error leaves empty stands where it would begin") {
  const Parsed yaml("a: 1\nb:\n  c:\n  -  - \na\n  ? x\n");
  CHECK_FALSE(yaml.data.errors.empty());
  CHECK(yaml.data.nodes[0].span.begin == 0);
}

TEST_CASE("every prefix of a file is read without a broken promise") {
  const std::string file =
      "\xef\xbb\xbf# \xc3\xa9\r\na: &x {b: [1, \"t\\u20ac\"], ? [k] : v}\nc: |2-  # h\n    x\n\n  y\n? - z\n: *x\n--- "
      "!t\n"
      "- 'q''\n  r'\n- <<: *x\n- >+\n  f\n\n";
  for (std::size_t size = 0; size <= file.size(); ++size) {
    CAPTURE(size);
    const Parsed yaml(file.substr(0, size));
  }
}

}  // namespace plumbline::syntax
