#include "analyzer/facts/glob.h"

#include <doctest/doctest.h>

namespace plumbline::facts {
namespace {

std::string error(std::string_view pattern, FilterKind kind) {
  const auto found = check_filter_glob(pattern, kind);
  return found ? std::string(found->at.of(pattern)) : "none";
}

}  // namespace

TEST_CASE("filter patterns match as GitHub documents them") {
  struct Row {
    std::string_view pattern, text;
    bool matches;
  };
  for (const Row& row : {Row{"feature/*", "feature/a", true},
                         {"feature/*", "feature/a/b", false},
                         {"feature/**", "feature/a/b", true},
                         {"main", "main2", false},
                         {"v[12].[0-9]+.[0-9]+", "v1.10.1", true},
                         {"v[12].[0-9]+.[0-9]+", "v3.1.1", false},
                         {"*.jsx?", "page.js", true},
                         {"*.jsx?", "page.jsxx", false},
                         {"**", "all/the/branches", true},
                         {"**/docs/**", "docs/a.md", true},
                         {"**/docs/**", "x/docs/y/a.md", true},
                         {"**/README.md", "README.md", true},
                         {"**/README.md", "xREADME.md", false},
                         {"**/migrate-*.sql", "db/sept/migrate-v1.sql", true},
                         {"*", "a/b", false},
                         {"docs/*", "docs/a/b", false},
                         {"!main", "main", true},
                         {"a\\*", "a*", true},
                         {"a\\*", "ab", false}}) {
    CAPTURE(row.pattern);
    CAPTURE(row.text);
    CHECK(match_filter_glob(row.pattern, row.text) == row.matches);
  }
}

TEST_CASE("invalid filter patterns are told at their place") {
  CHECK(error("v[0-9", FilterKind::ref) == "[");
  CHECK(error("v[9-0]", FilterKind::ref) == "9-0");
  CHECK(error("?a", FilterKind::ref) == "?");
  CHECK(error("a++", FilterKind::ref) == "+");
  CHECK(error("a b", FilterKind::ref) == " ");
  CHECK(error("a b", FilterKind::path) == "none");
  CHECK(error("./src/**", FilterKind::path) == ".");
  CHECK(error("!", FilterKind::path) == "!");
  CHECK(error("feature/", FilterKind::ref) == "/");
  CHECK(error("release/**", FilterKind::ref) == "none");
}

TEST_CASE("path globs match segments, folders and alternatives") {
  CHECK(match_path_glob("charts/**/templates/*.yaml", "charts/a/b/templates/x.yaml"));
  CHECK(match_path_glob("charts/**/templates/*.yaml", "charts/templates/x.yaml"));
  CHECK_FALSE(match_path_glob("charts/*/x", "charts/a/b/x"));
  CHECK(match_path_glob("*.{ts,tsx}", "a.tsx"));
  CHECK(match_path_glob("[!a]b?", "cbd"));
  CHECK_FALSE(match_path_glob("[!a]b?", "abd"));
  CHECK(match_path_glob("vendor/**", "vendor/a/b"));
}

TEST_CASE("the last pattern of a dockerignore decides") {
  const auto ignore = DockerIgnore::parse("# all\n*\n!src\n!/package.json\nsrc/**/*.test.js\n  \n/docs/\n");
  CHECK(ignore.patterns().size() == 5);
  CHECK(ignore.ignores(".env"));
  CHECK(ignore.ignores("a/b"));
  CHECK_FALSE(ignore.ignores("src/a.js"));
  CHECK_FALSE(ignore.ignores("package.json"));
  CHECK(ignore.ignores("src/a.test.js"));
  CHECK(ignore.ignores("src/x/a.test.js"));
  CHECK(ignore.patterns()[4].text == "docs");
}

TEST_CASE("dockerignore patterns begin at the root and hold what lies below") {
  const auto ignore = DockerIgnore::parse("node_modules\n**/*.log\n.git\ntemp?\n[\n");
  CHECK(ignore.ignores("node_modules/x/y"));
  CHECK_FALSE(ignore.ignores("web/node_modules"));
  CHECK(ignore.ignores("a.log"));
  CHECK(ignore.ignores("b/c/a.log"));
  CHECK(ignore.ignores("temp1"));
  CHECK_FALSE(ignore.ignores("temp"));
  CHECK_FALSE(ignore.ignores(".github/workflows"));
}

TEST_CASE("many stars cost no more than their number") {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  CHECK_FALSE(match_path_glob(pattern + "b", std::string(20'000, 'a')));
}

}  // namespace plumbline::facts
