#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/rules/pack.h"

// Ways of running that must not change what is found.
using namespace plumbline;

namespace {

std::string without_returns(std::string text) {
  for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos;) text.erase(at, 1);
  return text;
}

std::vector<engine::ExampleFile> with_returns(const std::vector<engine::ExampleFile>& files) {
  std::vector<engine::ExampleFile> changed;
  for (const engine::ExampleFile& file : files) {
    std::string text;
    char before = 0;
    for (const char c : file.text) {
      if (c == '\n' && before != '\r') text += '\r';
      text += c;
      before = c;
    }
    changed.push_back({file.path, std::move(text)});
  }
  return changed;
}

std::vector<std::string> lines_of(const driver::ExampleOutcome& outcome) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < outcome.finds.size(); ++i) {
    lines.push_back(fmt::format("{} at \"{}\": {}", outcome.rules[i], visible(without_returns(outcome.finds[i])),
                                visible(without_returns(outcome.messages[i]))));
  }
  for (const std::string& failure : outcome.failures) lines.push_back("failure: " + failure);
  return lines;
}

struct Variant {
  driver::ExampleManner manner;
  bool returns = false;
};

std::vector<std::string> differences(const Variant& variant) {
  const tests::BuiltIn& built_in = tests::built_in();
  std::vector<std::string> found;
  for (const engine::Rule& rule : built_in.rules) {
    for (const tests::NamedExample& one : tests::examples_of(rule)) {
      const auto plain = lines_of(driver::run_example(one.example->files, built_in.all, built_in.knowledge));
      const auto files = variant.returns ? with_returns(one.example->files) : one.example->files;
      const auto other = lines_of(driver::run_example(files, built_in.all, built_in.knowledge, variant.manner));
      for (std::size_t i = 0; i < std::max(plain.size(), other.size()); ++i) {
        const std::string a = i < plain.size() ? plain[i] : "nothing";
        const std::string b = i < other.size() ? other[i] : "nothing";
        if (a == b) continue;
        found.push_back(fmt::format("{}: {}\n    instead of {}", one.name, b, a));
        break;
      }
    }
  }
  return found;
}

void check_same(const Variant& variant) {
  const std::vector<std::string> found = differences(variant);
  INFO(tests::listed(found, 20));
  CHECK(found.empty());
}

}  // namespace

TEST_SUITE("equivalence") {
  TEST_CASE("the index of rules changes nothing") {
    check_same({{.use_index = false}});
  }

  TEST_CASE("four workers find what one finds") {
    check_same({{.workers = 4}});
  }

  TEST_CASE("parsing in other processes changes nothing") {
    check_same({{.fork = true, .workers = 2}});
  }

  TEST_CASE("line ends of Windows change nothing") {
    check_same({{}, true});
  }
}
