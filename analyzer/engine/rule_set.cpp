#include "analyzer/engine/rule_set.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"

namespace plumbline::engine {

RuleSet::RuleSet(std::vector<Rule> rules, const std::map<std::string, std::string>& sources, Diagnostics& diagnostics,
                 const Needed& needed)
    : rules_(std::move(rules)) {
  std::sort(rules_.begin(), rules_.end(), [](const Rule& a, const Rule& b) { return a.id < b.id; });
  for (std::uint32_t i = 0; i < rules_.size(); ++i) {
    if (needed && !needed(rules_[i])) continue;
    const auto source = sources.find(rules_[i].origin);
    const std::string_view text = source == sources.end() ? std::string_view() : std::string_view(source->second);
    if (std::optional<CompiledRule> compiled = compile_rule(rules_[i], i, text, diagnostics)) {
      compiled_.push_back(std::move(*compiled));
    }
  }
}

const Rule* RuleSet::find(std::string_view id_or_name) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(),
                                  [&](const Rule& rule) { return rule.id == id_or_name || rule.name == id_or_name; });
  return found == rules_.end() ? nullptr : &*found;
}

namespace {

bool is_id_prefix(std::string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](char c) { return ascii::is_upper(c) || ascii::is_digit(c); });
}

bool has_prefix(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

std::vector<std::string_view> known_words(const std::vector<Rule>& rules) {
  std::vector<std::string_view> words{"DEFAULT", "ALL"};
  for (const Rule& rule : rules) {
    words.push_back(rule.id);
    words.push_back(rule.name);
  }
  for (const std::string_view domain : domain_names) words.push_back(domain);
  return words;
}

}  // namespace

bool stands_for(std::string_view word, const Rule& rule) {
  if (word == "ALL") return rule.status == Status::stable || rule.status == Status::preview;
  if (word == "DEFAULT") return rule.enabled_by_default && rule.status != Status::deprecated;
  if (has_prefix(word, "tag:")) return ascii::equal_ignoring_case(word.substr(4), name(rule.tag));
  if (has_prefix(word, "domain:")) return word.substr(7) == name(rule.domain);
  if (has_prefix(word, "gate:")) {
    return std::find(rule.gates.begin(), rule.gates.end(), word.substr(5)) != rule.gates.end();
  }
  if (word == rule.name || word == rule.id) return true;
  if (rule.domain != Domain::custom && word == name(rule.domain)) return true;
  return is_id_prefix(word) && has_prefix(rule.id, word);
}

std::vector<Rule> select_rules(std::vector<Rule> all, const Selection& selection, std::string_view origin,
                               Diagnostics& diagnostics) {
  const auto check = [&](const std::vector<std::string>& words) {
    for (const std::string& word : words) {
      const bool known = word == "ALL" || word == "DEFAULT" ||
                         std::any_of(all.begin(), all.end(), [&](const Rule& rule) { return stands_for(word, rule); });
      if (known) continue;
      Text message = Text("no rule is called ").quoted(word);
      if (const std::string_view near = ascii::nearest(word, known_words(all)); !near.empty()) {
        message.ours("; did you mean ").quoted(near).ours("?");
      }
      diagnostics.add(diagnostic_at(std::string(origin), {1, 1}, Code::configuration_error, std::move(message)));
    }
  };
  check(selection.select);
  check(selection.ignore);
  check(selection.extend_select);
  const auto any = [](const std::vector<std::string>& words, const Rule& rule) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return stands_for(word, rule); });
  };
  const auto named = [](const std::vector<std::string>& words, const Rule& rule) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return word == rule.id || word == rule.name; });
  };
  const std::vector<std::string> select =
      selection.select.empty() ? std::vector<std::string>{"DEFAULT"} : selection.select;
  std::vector<Rule> taken;
  for (Rule& rule : all) {
    const bool by_name = named(select, rule) || named(selection.extend_select, rule);
    // A preview rule is asked for by --preview or by its own name, never by a group alone.
    if (rule.status == Status::preview && !selection.preview && !by_name) continue;
    if (!any(select, rule) && !any(selection.extend_select, rule)) continue;
    if (any(selection.ignore, rule)) continue;
    taken.push_back(std::move(rule));
  }
  return taken;
}

}  // namespace plumbline::engine
