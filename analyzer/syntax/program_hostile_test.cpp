// Texts that aim at the parsers of programs: each ends in a tree, an error or a limit, never in an abort, a deep stack
// or a tree that looks clean.

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "analyzer/syntax/ruby.h"
#include "analyzer/syntax/shell.h"
#include "analyzer/syntax/shell_commands.h"
#include "analyzer/syntax/typescript.h"

using namespace plumbline;
using namespace plumbline::syntax;

namespace {

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

void check(const Parsed& parsed) {
  CHECK((!parsed.errors.empty() || !parsed.limits.empty()));
  CHECK((!parsed.tree.empty() || !parsed.limits.empty()));
  CHECK(parsed.fields.size() == parsed.tree.size());
  for (std::uint32_t i = 0; i < parsed.tree.size(); ++i) {
    const Node& node = parsed.tree[{i}];
    REQUIRE((node.span.begin <= node.span.end && node.span.end <= parsed.text.text().size()));
    REQUIRE((node.subtree_end > i && node.subtree_end <= parsed.tree.size()));
  }
}

}  // namespace

TEST_CASE("shell texts that nest or do not end are told") {
  const std::vector<std::string_view> parts{"a|",          "$(",   "`x $(",  "if ",  "if a;then ", "case a in b) ",
                                            "while a;do ", "\"$(", "${a:-",  "f() ", "[[ ",        "for a in b; do ",
                                            "{a,(",        "<(",   "a && (", "a |\n"};
  for (const std::string_view part : parts) {
    for (const std::size_t count : {50U, 499U, 3000U}) {
      CAPTURE(part);
      CAPTURE(count);
      check(shell::parse_file(repeated(part, count)));
    }
  }
  check(shell::parse_file(repeated("a b\n", 20'000)));  // too large
  check(shell::parse_file("cat <<" + std::string(200, 'E') + "\n"));
  check(shell::parse_file("cat " + repeated("<<E ", 400) + "\n"));
}

TEST_CASE("text that is one error behind the other is given up before it takes seconds") {
  CHECK_FALSE(typescript::parse_file(repeated("\"", 20'000), typescript::Dialect::tsx).limits.empty());
  CHECK_FALSE(ruby::parse_file(repeated("`", 20'000)).limits.empty());
}

TEST_CASE("a finished pipeline of many stages is read") {
  const shell::Script script = shell::read_file(repeated("a|", 300) + "a");
  CHECK(script.limits.empty());
  CHECK(script.commands.size() == 301);
}

TEST_CASE("scripts in scripts end at a depth, and say so") {
  std::string script = "true";
  for (int i = 0; i < 6; ++i) {
    std::string quoted = "eval \"";
    for (const char c : script) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    script = quoted + "\"";
  }
  const shell::Script read = shell::read_file(script);
  CHECK_FALSE(read.limits.empty());
  CHECK(read.commands.size() == 5);
}

TEST_CASE("Ruby texts that nest or do not end are told") {
  const std::vector<std::string_view> parts{"%w(", "%(",     "\"#{",   "(",   "[",         "{",
                                            "if ", "def a ", "begin ", "do ", "x=<<~A\n#{"};
  for (const std::string_view part : parts) {
    for (const std::size_t count : {50U, 499U, 10'000U}) {
      CAPTURE(part);
      CAPTURE(count);
      check(ruby::parse_file(repeated(part, count)));
    }
  }
  check(ruby::parse_file("a " + repeated("<<~E,", 400) + "\n"));
}

TEST_CASE("TypeScript texts that nest or do not end are told") {
  const std::vector<std::string_view> parts{"{a:", "(", "[", "<a>", "`${", "async<T>(", "if(a)", "class A{", "a=>{"};
  for (const std::string_view part : parts) {
    for (const auto dialect :
         {typescript::Dialect::typescript, typescript::Dialect::tsx, typescript::Dialect::javascript}) {
      for (const std::size_t count : {50U, 499U, 10'000U}) {
        CAPTURE(part);
        CAPTURE(count);
        check(typescript::parse_file(repeated(part, count), dialect));
      }
    }
  }
}

TEST_CASE("the limits are those that were given") {
  Limits limits;
  limits.bracket_depth = 3;
  CHECK_FALSE(typescript::parse_file("f([[[1]]])", typescript::Dialect::typescript, limits).limits.empty());
  CHECK(typescript::parse_file("f([[1]])", typescript::Dialect::typescript, limits).limits.empty());
  limits.tree_nodes = 5;
  const Parsed cut = typescript::parse_file("a(1); b(2); c(3);", typescript::Dialect::typescript, limits);
  CHECK_FALSE(cut.limits.empty());
  CHECK(cut.tree[cut.root()].has(Node::partial));
  CHECK(cut.tree[cut.root()].subtree_end == cut.tree.size());
}
