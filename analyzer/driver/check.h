#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/clock.h"
#include "analyzer/driver/analysis.h"
#include "analyzer/driver/config.h"
#include "analyzer/engine/rule_set.h"
#include "analyzer/judge/pack.h"
#include "analyzer/judge/report.h"

/// A whole run: files to report.
namespace plumbline::driver {

struct CheckOptions {
  AnalysisOptions analysis;
  Config config;  ///< as read; its selection is what `selection` was made from
  engine::Selection selection;
  bool words_from_command_line = false;  ///< the command line added to the selection
  std::vector<std::string> rule_paths;   ///< --rules, beside the configuration's
  std::vector<std::string> paths;        ///< the report's filter; empty: everything
  bool ignores = true;                   ///< --no-ignores: comments do not silence
  std::string baseline_path;             ///< relative to the root; empty: none
  bool baseline_must_exist = false;
  bool timings = false;
  bool use_index = true;
  bool gates = true;
  UtcDate today;
};

/// Everything that a report points into, and the report.
struct CheckResult {
  std::unique_ptr<Analysis> analysis;
  std::unique_ptr<engine::RuleSet> rules;
  judge::Report report;
};

/// The built-in rules and knowledge. Owned by the program for its whole life.
const judge::Pack& built_in_pack();
facts::Knowledge built_in_knowledge();

/// Rules of the users from files and folders below the root. Mistakes are told. With `ours_too`, files of built-in
/// rules (no `schema`, a built-in id) are read as such: where rules are developed.
std::vector<engine::Rule> load_user_rules(const source::FileSystem& files, const std::vector<std::string>& paths,
                                          std::map<std::string, std::string>& sources, Diagnostics& diagnostics,
                                          bool ours_too = false);

/// Nothing when rules, configuration or baseline are wrong, which is told then.
std::optional<CheckResult> check(const source::FileSystem& files, const CheckOptions& options,
                                 Diagnostics& diagnostics);

/// Marks findings of `now` that `base` has as well, by fingerprint, as not new; and acceptances that are.
void compare(judge::Report& now, const judge::Report& base);

}  // namespace plumbline::driver
