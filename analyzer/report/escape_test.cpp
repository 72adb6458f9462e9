#include "analyzer/report/escape.h"

#include <string>

#include <doctest/doctest.h>

namespace plumbline::report {

TEST_CASE("a terminal gets neither control characters nor commands of build servers") {
  CHECK(terminal("a\x1b]52;c;x\a") == "a\\x1b]52;c;x\\x07");
  CHECK(terminal("a\r\nb") == "a\\r\\nb");
  CHECK(terminal("::error::x") == "\\x3a:error::x");
  CHECK(terminal("Foo::Bar") == "Foo::Bar");
  CHECK(terminal("a ##[error]b ##vso[task] ##teamcity[x] ## y") ==
        "a #\\x23[error]b #\\x23vso[task] #\\x23teamcity[x] ## y");
  CHECK(terminal("\u202e\u200b\U000e0041") == "\\u{202e}\\u{200b}\\u{e0041}");
  CHECK(terminal_message(Text("x #").quoted("#[endgroup]")) == "x #\\x23[endgroup]");
}

TEST_CASE("a path that begins a line begins it with our own words, or a harmless character") {
  CHECK(terminal_path(".github/x.yml") == ".github/x.yml");
  CHECK(terminal_path("::error::x") == "./\\x3a:error::x");
  CHECK(terminal_path("-rf") == "./-rf");
  CHECK(terminal_path(" ::add-mask::a") == "./ ::add-mask::a");
  CHECK(terminal_path("a\n::error::x") == "a\\n::error::x");
}

TEST_CASE("inline code of Markdown holds whatever it is given") {
  CHECK(markdown_code("a`b") == "``a`b``");
  CHECK(markdown_code("```") == "```` ``` ````");
  CHECK(markdown_code("a|b") == "`a\\|b`");
  CHECK(markdown_code("a\r\nb\nc") == "`a\u23ceb\u23cec`");
  CHECK(markdown_code("<!-- plumbline:end summary -->") == "`<\\!-- plumbline:end summary --\\>`");
  CHECK(markdown_code("") == "(empty)");
  CHECK(markdown_code("   ") == "(empty)");
  CHECK(markdown_code("abcdef", 3) == "`abc\u2026`");
}

TEST_CASE("quotes around one value become its code") {
  CHECK(markdown(Text("job '").quoted("a").ours("' runs")) == "job `a` runs");
  CHECK(markdown(Text("job `").quoted("a").ours("` and '").quoted("b").ours("'.")) == "job `a` and `b`.");
  CHECK(markdown(Text("`kubectl ").quoted("a").ours("`")) == "`kubectl `a``");
}

TEST_CASE("workflow commands keep what they are given inside") {
  CHECK(github_data("50%\r\n::error::x") == "50%25%0D%0A::error::x");
  CHECK(github_property("a:b,c%\n") == "a%3Ab%2Cc%25%0A");
}

TEST_CASE("JSON keeps its meaning without deceptive characters") {
  CHECK(harmless_json("{\"a\": \"\u00e9\"}") == "{\"a\": \"\u00e9\"}");
  CHECK(harmless_json("\"\u202e\U000e0041\u0085\"") == "\"\\u202e\\udb40\\udc41\\u0085\"");
  CHECK(harmless_json("\"##[error]\"") == "\"#\\u0023[error]\"");
}

}  // namespace plumbline::report
