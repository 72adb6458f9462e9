#include "analyzer/driver/update_examples.h"

#include <doctest/doctest.h>

#include "analyzer/engine/rule_loader.h"

using namespace plumbline;

namespace {

std::string rule_file(std::string_view examples) {
  std::string text = R"(# A rule of ours.
schema: 1
id: XX100
name: moving-base
title: An image without a version
tag: CARGO_CULT
severity: error
for: image
when: image.tag == "latest"
message: "'{image.text}' moves"
why: It moves.
remedy: Name a version.   # or a digest
examples:
)";
  return text.append(examples);
}

driver::ExampleUpdate updated(const std::string& text) {
  Diagnostics mistakes;
  const auto rule = engine::load_rule(text, "rule.yaml", engine::Authorship::user, mistakes);
  REQUIRE(rule.has_value());
  return driver::update_examples(text, *rule, driver::built_in_knowledge());
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

constexpr std::string_view block = R"(  bad:
    # two stages
    - files:
        - path: Dockerfile
          text: |
            FROM node:latest AS a
            FROM ruby:latest
      finds:
        # the first
        - "node:latest"   # kept
        - "ruby:3"
      message: "'node:1' moves"   # of the first
  good:
    - files: [{path: Dockerfile, text: "FROM node:20\n"}]
)";

}  // namespace

TEST_CASE("places and messages are rewritten where they stand, and nothing else") {
  const std::string text = rule_file(block);
  const driver::ExampleUpdate update = updated(text);
  CHECK(update.refusals.empty());
  REQUIRE(update.changes.size() == 2);
  CHECK(update.changes[0] == R"(bad 1: finds "node:latest", "ruby:latest", not "node:latest", "ruby:3")");
  CHECK(update.changes[1] == R"(bad 1: says "'node:latest' moves", not "'node:1' moves")");
  CHECK(update.text ==
        replaced(replaced(text, "\"ruby:3\"", "\"ruby:latest\""), "\"'node:1' moves\"", "\"'node:latest' moves\""));
}

TEST_CASE("a rewritten file needs no other rewrite") {
  const driver::ExampleUpdate once = updated(rule_file(block));
  const driver::ExampleUpdate twice = updated(once.text);
  CHECK(twice.changes.empty());
  CHECK(twice.text == once.text);
}

TEST_CASE("elements are added and taken away in the style of their list") {
  const std::string good = "  good:\n    - files: [{path: Dockerfile, text: \"FROM node:20\\n\"}]\n";
  const std::string files = R"(  bad:
    - files: [{path: Dockerfile, text: "FROM node:latest AS a\nFROM ruby:latest\n"}]
)";
  struct Case {
    std::string_view before;
    std::string_view after;
  };
  for (const Case& one : {
           Case{"      finds: [\"node:latest\"] # a\n", "      finds: [\"node:latest\", \"ruby:latest\"] # a\n"},
           Case{"      finds: [\"ruby:latest\"]\n", "      finds: [\"node:latest\", \"ruby:latest\"]\n"},
           Case{"      finds: []\n", "      finds: [\"node:latest\", \"ruby:latest\"]\n"},
           Case{"      finds: [\"node:latest\", \"x\", \"ruby:latest\", y]\n",
                "      finds: [\"node:latest\", \"ruby:latest\"]\n"},
           Case{"      finds:\n        - node:latest # a\n        # b\n",
                "      finds:\n        - node:latest # a\n        - \"ruby:latest\"\n        # b\n"},
           Case{"      finds:\n        - ruby:latest\n",
                "      finds:\n        - \"node:latest\"\n        - ruby:latest\n"},
           Case{"      finds:\n        - node:latest\n        - gone # c\n        # d\n        - ruby:latest\n",
                "      finds:\n        - node:latest\n        # d\n        - ruby:latest\n"},
           Case{"      finds:\n        - node:latest\n        - |-\n          old\n        - ruby:latest\n",
                "      finds:\n        - node:latest\n        - ruby:latest\n"},
       }) {
    CAPTURE(one.before);
    const driver::ExampleUpdate update = updated(rule_file(files + std::string(one.before) + good));
    CHECK(update.refusals.empty());
    CHECK(update.text == rule_file(files + std::string(one.after) + good));
  }
}

TEST_CASE("an example without places gets them before its files") {
  const driver::ExampleUpdate update = updated(rule_file(R"(  bad:
    - files: [{path: Dockerfile, text: "FROM node:latest\n"}]
    - {files: [{path: Dockerfile, text: "FROM ruby:latest\n"}]}
)"));
  CHECK(update.text == rule_file(R"(  bad:
    - finds: ["node:latest"]
      files: [{path: Dockerfile, text: "FROM node:latest\n"}]
    - {finds: ["ruby:latest"], files: [{path: Dockerfile, text: "FROM ruby:latest\n"}]}
)"));
}

TEST_CASE("an example that changed sides is for a person: the file stays as it is") {
  const std::string bad_became_good = rule_file(R"(  bad:
    - files: [{path: Dockerfile, text: "FROM node:20\n"}]
      finds: ["node:latest"]
    - files: [{path: Dockerfile, text: "FROM node:latest\n"}]
      finds: ["other"]
)");
  driver::ExampleUpdate update = updated(bad_became_good);
  REQUIRE(update.refusals.size() == 1);
  CHECK(update.refusals.front() == "bad 1: finds nothing any more: it has become a good example");
  CHECK(update.text == bad_became_good);

  const std::string good_became_bad = rule_file(R"(  good:
    - files: [{path: Dockerfile, text: "FROM node:latest\n"}]
)");
  update = updated(good_became_bad);
  REQUIRE(update.refusals.size() == 1);
  CHECK(update.refusals.front() == "good 1: finds \"node:latest\": it has become a bad example");
  CHECK(update.text == good_became_bad);
}
