#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/compiled_rule.h"

namespace plumbline::engine {

/// The rules of a run, sorted by id, compiled. Immutable once made.
class RuleSet {
 public:
  /// Compiles `rules`; what is wrong with one is told and that rule left out. `sources`: text of rule files by origin,
  /// for places in messages; may lack those of built-in rules.
  /// Only rules that are `needed` are compiled (all, without it): those of kinds that do not occur have nothing to say.
  using Needed = std::function<bool(const Rule&)>;
  RuleSet(std::vector<Rule> rules, const std::map<std::string, std::string>& sources, Diagnostics& diagnostics,
          const Needed& needed = {});

  const std::vector<Rule>& rules() const { return rules_; }
  const std::vector<CompiledRule>& compiled() const { return compiled_; }
  const Rule* find(std::string_view id_or_name) const;

 private:
  std::vector<Rule> rules_;
  std::vector<CompiledRule> compiled_;  ///< by `rule`, with those that failed left out
};

/// Which rules a run takes: ids, id prefixes, names, `tag:…`, `gate:…`, `domain:…`, a domain's bare word, DEFAULT, ALL.
struct Selection {
  std::vector<std::string> select;  ///< empty: DEFAULT
  std::vector<std::string> ignore;
  std::vector<std::string> extend_select;
  bool preview = false;
};

/// Rules that the selection takes. A word that stands for nothing is an error that names the nearest.
std::vector<Rule> select_rules(std::vector<Rule> all, const Selection& selection, std::string_view origin,
                               Diagnostics& diagnostics);

/// Does one word of a selection stand for this rule?
bool stands_for(std::string_view word, const Rule& rule);

}  // namespace plumbline::engine
