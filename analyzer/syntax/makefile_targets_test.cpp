#include "analyzer/syntax/makefile_targets.h"

#include <string>

#include <doctest/doctest.h>

namespace plumbline::syntax {

namespace {

std::string words(const std::vector<MakeWord>& all) {
  std::string joined;
  for (const MakeWord& word : all) joined += word.text + " ";
  return joined;
}

}  // namespace

TEST_CASE("targets, prerequisites and recipes") {
  const std::string file =
      "IMAGE ?= shop:latest # default\n.PHONY: deploy test\n\ndeploy: build test | out ## Ships it\n"
      "\t@kubectl apply -f k8s/\n\t-docker push $(IMAGE)\n# between\n\n\t+@echo $$HOME\nbuild test:: \\\n  src ; go "
      "build\n"
      "include common.mk\nout:\n";
  const Makefile make = parse_makefile(file);
  REQUIRE(make.rules.size() == 3);
  const MakeRule& deploy = make.rules[0];
  CHECK(words(deploy.targets) == "deploy ");
  CHECK(words(deploy.prerequisites) == "build test out ");
  CHECK(deploy.phony);
  REQUIRE(deploy.recipe.size() == 3);
  CHECK(deploy.recipe[0].text.text() == "kubectl apply -f k8s/");
  CHECK(deploy.recipe[0].silent);
  CHECK(deploy.recipe[1].failure_ignored);
  CHECK(deploy.recipe[1].text.text() == "docker push $(IMAGE)");
  REQUIRE(deploy.recipe[1].references.size() == 1);
  CHECK(deploy.recipe[1].references[0].of(deploy.recipe[1].text.text()) == "$(IMAGE)");
  CHECK(deploy.recipe[2].text.text() == "echo $HOME");
  CHECK(deploy.recipe[2].always);
  CHECK(deploy.recipe[2].text.to_source({5, 10}).of(file) == "$$HOME");
  CHECK(words(make.rules[1].targets) == "build test ");
  CHECK(words(make.rules[1].prerequisites) == "src ");
  REQUIRE(make.rules[1].recipe.size() == 1);
  CHECK(make.rules[1].recipe[0].text.text() == "go build");
  CHECK_FALSE(make.rules[2].phony);
  CHECK(words(make.includes) == "common.mk ");
  REQUIRE(make.variables.size() == 1);
  CHECK(make.variables[0].name.of(file) == "IMAGE");
  CHECK(make.variables[0].value.of(file) == "shop:latest");
  CHECK(make.comments.size() == 3);
}

TEST_CASE("continued recipe lines reach the shell as make hands them over") {
  const std::string file = "a:\n\tif x; then \\\r\n\t  y; \\\n\tfi\n";
  const Makefile make = parse_makefile(file);
  REQUIRE(make.rules.size() == 1);
  REQUIRE(make.rules[0].recipe.size() == 1);
  const source::MappedText& text = make.rules[0].recipe[0].text;
  CHECK(text.text() == "if x; then \\\n  y; \\\nfi");
  CHECK(text.to_source({15, 16}).of(file) == "y");
  CHECK(make.rules[0].span.of(file) == file.substr(0, file.size() - 1));
}

TEST_CASE("conditionals, definitions and variables of targets are no rules") {
  const std::string file =
      "ifeq ($(A),b:c)\nx: y\n\tone\nelse\nx: z\n\ttwo\nendif\ndefine M\nno: rule\n\tno\nendef\nt: V = 1\n"
      "export P := a:b\nQ+=c\n$(OBJ): %.o : %.c\n\tcc\n";
  const Makefile make = parse_makefile(file);
  REQUIRE(make.rules.size() == 3);
  CHECK(make.rules[0].recipe.size() == 1);
  CHECK(make.rules[1].recipe[0].text.text() == "two");
  CHECK(words(make.rules[2].targets) == "$(OBJ) ");
  REQUIRE(make.variables.size() == 2);
  CHECK(make.variables[0].name.of(file) == "P");
  CHECK(make.variables[0].value.of(file) == "a:b");
  CHECK(make.variables[1].name.of(file) == "Q");
}

TEST_CASE("every prefix of a Makefile is read with spans inside it") {
  const std::string file =
      "\xef\xbb\xbf"
      "A = $(B\\\n c)\n.PHONY: a\na: b ; @x $$y ${z \\\n\t w\n\t-+@ \\\n\t$\n";
  for (std::size_t size = 0; size <= file.size(); ++size) {
    const std::string prefix = file.substr(0, size);
    const Makefile make = parse_makefile(prefix);
    for (const MakeRule& rule : make.rules) {
      CHECK(rule.span.end <= size);
      for (const MakeRecipeLine& line : rule.recipe) CHECK(line.text.source_span().end <= size);
    }
  }
}

}  // namespace plumbline::syntax
