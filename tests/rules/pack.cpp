#include "tests/rules/pack.h"

#include <fmt/format.h>

namespace plumbline::tests {

namespace {

BuiltIn load() {
  Diagnostics diagnostics;
  std::vector<engine::Rule> rules = driver::built_in_pack().rules;
  BuiltIn loaded{rules, driver::built_in_knowledge(), engine::RuleSet(rules, {}, diagnostics), {}};
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    loaded.mistakes.push_back(diagnostic.message.joined([](std::string_view quoted) { return std::string(quoted); }));
  }
  return loaded;
}

}  // namespace

const BuiltIn& built_in() {
  static const BuiltIn loaded = load();
  return loaded;
}

std::vector<NamedExample> examples_of(const engine::Rule& rule) {
  std::vector<NamedExample> all;
  for (std::size_t i = 0; i < rule.bad.size(); ++i) {
    all.push_back({&rule, &rule.bad[i], true, fmt::format("{} bad {}", rule.id, i + 1)});
  }
  for (std::size_t i = 0; i < rule.good.size(); ++i) {
    all.push_back({&rule, &rule.good[i], false, fmt::format("{} good {}", rule.id, i + 1)});
  }
  return all;
}

std::string listed(const std::vector<std::string>& lines, std::size_t most) {
  std::string out = fmt::format("{} in all\n", lines.size());
  for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) out += lines[i] + "\n";
  if (lines.size() > most) out += fmt::format("… and {} more\n", lines.size() - most);
  return out;
}

}  // namespace plumbline::tests
