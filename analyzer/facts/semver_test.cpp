#include "analyzer/facts/semver.h"

#include <doctest/doctest.h>

namespace plumbline::facts {

TEST_CASE("versions order by the rules of semantic versioning") {
  const std::string_view ascending[] = {
      "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
      "1.0.0-rc.1",  "1.0.0",         "v1.0.1",           "1.2",        "v2",           "10.0.0"};
  for (std::size_t i = 0; i + 1 < std::size(ascending); ++i) {
    CAPTURE(ascending[i]);
    const auto a = parse_semver(ascending[i]);
    const auto b = parse_semver(ascending[i + 1]);
    REQUIRE(a);
    REQUIRE(b);
    CHECK(compare(*a, *b) < 0);
    CHECK(compare(*b, *a) > 0);
  }
  CHECK(compare(*parse_semver("1.0.0+a"), *parse_semver("1.0.0+b")) == 0);
}

TEST_CASE("what is no version is none") {
  for (const std::string_view text :
       {"", "v", "1.", "1.2.3.4", "1.2.x", "main", "1.2.3-", "1.2.3-a..b", "1.2.3+", "1 2", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_semver(text));
  }
  CHECK(parse_semver("v4")->parts == 1);
  CHECK(parse_semver("v4.1")->prefixed);
}

TEST_CASE("a series holds what begins like it") {
  CHECK(in_series(*parse_semver("4.1.2"), *parse_semver("v4")));
  CHECK(in_series(*parse_semver("4.1.2"), *parse_semver("v4.1")));
  CHECK_FALSE(in_series(*parse_semver("4.2.0"), *parse_semver("v4.1")));
  CHECK_FALSE(in_series(*parse_semver("4.1.3"), *parse_semver("v4.1.2")));
}

TEST_CASE("ranges are read as npm reads them") {
  struct Row {
    std::string_view version, range;
    bool in;
  };
  for (const Row& row : {Row{"1.9.9", "^1.2", true},
                         {"2.0.0", "^1.2", false},
                         {"0.2.9", "^0.2.3", true},
                         {"0.3.0", "^0.2.3", false},
                         {"0.0.4", "^0.0.3", false},
                         {"1.2.9", "~1.2.3", true},
                         {"1.3.0", "~1.2.3", false},
                         {"1.5.0", ">=1 <2", true},
                         {"2.0.0", ">= 1.0.0 < 2.0.0", false},
                         {"1.7.0", "1.x", true},
                         {"3.9.9", "1 - 3", true},
                         {"4.0.0", "1 - 3", false},
                         {"9.9.9", "*", true},
                         {"9.9.9", "", true},
                         {"18.1.0", "16 || 18", true},
                         {"17.0.0", "16 || 18", false},
                         {"1.3.0", ">1.2", true},
                         {"1.2.5", ">1.2", false},
                         {"1.2.3", "=1.2.3", true}}) {
    CAPTURE(row.range);
    CAPTURE(row.version);
    CHECK(satisfies(*parse_semver(row.version), row.range) == row.in);
  }
  CHECK_FALSE(satisfies(*parse_semver("1.0.0"), "latest"));
  CHECK_FALSE(satisfies(*parse_semver("1.0.0"), ">="));
}

TEST_CASE("a git reference looks like a commit, a tag or a branch") {
  CHECK(ref_kind("") == RefKind::none);
  CHECK(ref_kind("8f4b7f84864484a7bf31766abe9204da3cbe65b3") == RefKind::commit);
  CHECK(ref_kind("8f4b7f8") == RefKind::short_commit);
  CHECK(ref_kind("v4.1.2") == RefKind::version_tag);
  CHECK(ref_kind("v4.1") == RefKind::minor_tag);
  CHECK(ref_kind("v4") == RefKind::major_tag);
  CHECK(ref_kind("2") == RefKind::major_tag);
  CHECK(ref_kind("v4-beta") == RefKind::version_tag);
  CHECK(ref_kind("main") == RefKind::branch);
  CHECK(ref_kind("feedback") == RefKind::branch);
  CHECK(ref_kind("release/v1") == RefKind::branch);
  CHECK(ref_kind("${{ inputs.ref }}") == RefKind::unknown);
}

}  // namespace plumbline::facts
