#include "analyzer/driver/check.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analyzer/base/hash.h"
#include "analyzer/engine/rule_loader.h"
#include "analyzer/engine/run.h"
#include "analyzer/facts/glob.h"
#include "analyzer/judge/baseline.h"
#include "analyzer/judge/decisions.h"
#include "analyzer/judge/fingerprints.h"
#include "analyzer/judge/gates.h"
#include "analyzer/judge/rule_pack.h"
#include "analyzer/judge/suppressions.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::driver {

const judge::Pack& built_in_pack() {
  static const judge::Pack pack = judge::read_pack(judge::rule_pack()).value();
  return pack;
}

facts::Knowledge built_in_knowledge() {
  std::vector<facts::Knowledge::Entry> entries;
  for (const auto& [name, text] : built_in_pack().knowledge) entries.emplace_back(name, text);
  return facts::Knowledge(std::move(entries));
}

namespace {

engine::Authorship authorship_of(std::string_view text) {
  const syntax::Data data = syntax::parse_yaml(text, Limits());
  const syntax::DataView root = syntax::first_document(data, text);
  const std::vector<engine::Rule>& ours = built_in_pack().rules;
  const bool known =
      std::any_of(ours.begin(), ours.end(), [&](const engine::Rule& rule) { return rule.id == root["id"].text(); });
  return known && !root["schema"] ? engine::Authorship::built_in : engine::Authorship::user;
}

}  // namespace

std::vector<engine::Rule> load_user_rules(const source::FileSystem& files, const std::vector<std::string>& paths,
                                          std::map<std::string, std::string>& sources, Diagnostics& diagnostics,
                                          bool ours_too) {
  std::vector<engine::Rule> rules;
  std::size_t files_read = 0;
  std::vector<std::string> todo(paths.rbegin(), paths.rend());
  constexpr std::uint64_t rule_file_limit = 1U << 20U;
  constexpr std::size_t rule_count_limit = 10'000;
  while (!todo.empty()) {
    std::string path = todo.back();
    todo.pop_back();
    while (!path.empty() && path.back() == '/') path.pop_back();
    if (const auto entries = files.list(path)) {
      for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry) {
        const bool rule_file = entry->name.size() > 5 && entry->name.substr(entry->name.size() - 5) == ".yaml";
        if (entry->type == source::EntryType::directory || rule_file) todo.push_back(source::join(path, entry->name));
      }
      continue;
    }
    const auto text = files.read(path, rule_file_limit);
    if (!text || ++files_read > rule_count_limit) {
      const std::string_view why = text ? std::string_view("more than 10,000 rules") : source::name(text.error());
      diagnostics.add(diagnostic_at(path, {1, 1}, Code::rule_error, Text("cannot be read as rules: ").ours(why)));
      return rules;
    }
    sources[path] = *text;
    const engine::Authorship who = ours_too ? authorship_of(*text) : engine::Authorship::user;
    if (auto rule = engine::load_rule(*text, path, who, diagnostics)) rules.push_back(std::move(*rule));
  }
  return rules;
}

namespace {

class Checker {
 public:
  Checker(const source::FileSystem& files, const CheckOptions& options, Diagnostics& diagnostics)
      : files_(files), options_(options), diagnostics_(diagnostics) {}

  std::optional<CheckResult> run() {
    if (!load_rules() || !load_baseline()) return std::nullopt;
    result_.analysis = analyse(files_, built_in_knowledge(), options_.analysis);
    evaluate();
    judge();
    return std::move(result_);
  }

 private:
  bool load_rules() {
    std::vector<engine::Rule> all = built_in_pack().rules;
    std::map<std::string, std::string> sources;
    std::vector<std::string> paths = options_.config.rules;
    paths.insert(paths.end(), options_.rule_paths.begin(), options_.rule_paths.end());
    for (engine::Rule& rule : load_user_rules(files_, paths, sources, diagnostics_)) {
      const auto taken = std::find_if(all.begin(), all.end(), [&](const engine::Rule& other) {
        return other.id == rule.id || other.name == rule.name;
      });
      if (taken != all.end()) {
        diagnostics_.add(diagnostic_at(rule.origin, {1, 1}, Code::rule_error,
                                       Text().quoted(rule.id).ours(": id or name is taken by another rule")));
      }
      all.push_back(std::move(rule));
    }
    for (const engine::Rule& rule : all) known_.push_back(rule.id);
    for (const engine::Rule& rule : all) known_.push_back(rule.name);
    check_configured_rules(all);
    std::vector<engine::Rule> taken = engine::select_rules(
        std::move(all), options_.selection,
        options_.words_from_command_line || options_.config.path.empty() ? "command line" : options_.config.path,
        diagnostics_);
    for (engine::Rule& rule : taken) {
      for (const auto& [word, severity] : options_.config.severity) {
        if (engine::stands_for(word, rule)) rule.severity = severity;
      }
    }
    // Rules of ours were checked when the program was built; the users' are checked before anything is analysed.
    std::vector<engine::Rule> of_users;
    std::copy_if(taken.begin(), taken.end(), std::back_inserter(of_users),
                 [&](const engine::Rule& rule) { return sources.count(rule.origin) > 0; });
    if (!of_users.empty()) engine::RuleSet(std::move(of_users), sources, diagnostics_);
    taken_ = std::move(taken);
    return !diagnostics_.has_errors();
  }

  void check_configured_rules(const std::vector<engine::Rule>& all) {
    std::vector<std::string> words;
    for (const auto& [word, severity] : options_.config.severity) words.push_back(word);
    for (const Config::PathRule& rule : options_.config.paths)
      words.insert(words.end(), rule.ignore.begin(), rule.ignore.end());
    engine::Selection selection;
    selection.extend_select = words;
    engine::select_rules(all, selection, options_.config.path, diagnostics_);
  }

  bool load_baseline() {
    if (options_.baseline_path.empty()) return true;
    constexpr std::uint64_t baseline_limit = 64U << 20U;
    const auto text = files_.read(options_.baseline_path, baseline_limit);
    if (!text) {
      if (text.error() == source::FileError::not_found && !options_.baseline_must_exist) return true;
      diagnostics_.add(diagnostic_at(options_.baseline_path, {1, 1}, Code::configuration_error,
                                     Text("the baseline cannot be read: ").ours(source::name(text.error()))));
      return false;
    }
    Result<judge::Baseline> parsed = judge::parse_baseline(*text, options_.baseline_path);
    if (!parsed) {
      diagnostics_.add(std::move(parsed.error()));
      return false;
    }
    baseline_ = std::move(*parsed);
    result_.report.baseline_digest = "sha256:" + sha256_hex(*text);
    return true;
  }

  void evaluate() {
    std::vector<bool> occurs;
    result_.analysis->repo->tables().for_each([&](const auto& table) { occurs.push_back(!table.rows.empty()); });
    result_.rules = std::make_unique<engine::RuleSet>(
        std::move(taken_), std::map<std::string, std::string>(), diagnostics_,
        [&](const engine::Rule& rule) { return static_cast<bool>(occurs[rule.subject]); });
    engine::RunOptions run_options;
    run_options.threads = options_.analysis.fork ? options_.analysis.workers : 1;
    run_options.use_index = options_.use_index;
    run_options.timings = options_.timings;
    run_options.limits = options_.analysis.limits;
    engine::RunResult run = engine::run_rules(*result_.rules, *result_.analysis->repo, run_options);
    judge::Report& report = result_.report;
    report.repo = result_.analysis->repo.get();
    report.rules = &result_.rules->rules();
    report.files = &result_.analysis->files;
    for (engine::Finding& finding : run.findings) {
      judge::Verdict verdict;
      verdict.severity = finding.what.severity;
      verdict.in_scope = in_scope(finding);
      if (ignored_by_path(finding)) continue;
      verdict.finding = std::move(finding);
      report.verdicts.push_back(std::move(verdict));
    }
    report.coverage.rule_failures = std::move(run.failures);
    for (const std::uint32_t rule : run.cut) {
      report.coverage.not_analysed.push_back(
          {".", Code::limit_hit,
           Text("more findings of ").quoted(result_.rules->rules()[rule].id).ours(" than are shown"), true});
    }
    for (std::uint32_t i = 0; i < run.times.size(); ++i) {
      report.timings.push_back({{i}, run.times[i].nanoseconds, run.times[i].evaluations});
    }
  }

  /// Does any of its places lie in a path that was asked for?
  bool in_scope(const engine::Finding& finding) const {
    if (options_.paths.empty()) return true;
    return std::any_of(finding.what.labels.begin(), finding.what.labels.end(), [&](const Label& label) {
      const std::string_view path = result_.analysis->files[label.at.file.index].path();
      return std::any_of(options_.paths.begin(), options_.paths.end(), [&](const std::string& wanted) {
        return wanted.empty() || path == wanted ||
               (path.size() > wanted.size() && path.substr(0, wanted.size()) == wanted && path[wanted.size()] == '/');
      });
    });
  }

  bool ignored_by_path(const engine::Finding& finding) const {
    const std::string_view path = result_.analysis->files[finding.what.labels.front().at.file.index].path();
    const engine::Rule& rule = result_.rules->rules()[finding.rule.index];
    return std::any_of(options_.config.paths.begin(), options_.config.paths.end(), [&](const Config::PathRule& one) {
      return facts::match_path_glob(one.glob, path) &&
             std::any_of(one.ignore.begin(), one.ignore.end(),
                         [&](const std::string& word) { return engine::stands_for(word, rule); });
    });
  }

  void judge() {
    judge::Report& report = result_.report;
    judge::add_fingerprints(report.verdicts, *report.rules, *report.files);
    if (options_.ignores) judge::apply_suppressions(report, options_.today.iso(), known_);
    judge::apply_decisions(report);
    judge::apply_baseline(report, baseline_);
    Analysis& analysis = *result_.analysis;
    report.coverage.files = analysis.looked_at;
    report.coverage.analysed = analysis.analysed;
    report.coverage.bytes = analysis.bytes;
    report.coverage.rules = static_cast<std::uint32_t>(report.rules->size());
    report.coverage.not_analysed.insert(report.coverage.not_analysed.end(), analysis.not_analysed.begin(),
                                        analysis.not_analysed.end());
    report.files_digest = analysis.files_digest;
    report.file_digests = analysis.file_digests;
    if (options_.analysis.digests) report.rules_digest = "sha256:" + sha256_hex(rules_text());
    if (!options_.config.text.empty()) report.configuration_digest = "sha256:" + sha256_hex(options_.config.text);
    if (options_.gates) judge_gates();
  }

  std::string rules_text() const {
    judge::Pack used;
    used.rules = *result_.report.rules;
    return judge::write_pack(used);
  }

  void judge_gates() {
    const judge::GateSet gates(built_in_pack().gates);
    std::vector<std::string> optional;
    for (const auto& [gate, is_optional] : options_.config.optional_gates) {
      if (is_optional) optional.push_back(gate);
    }
    judge::judge_gates(result_.report, gates, optional);
    if (options_.analysis.digests) judge::add_evidence_digests(result_.report);
  }

  const source::FileSystem& files_;
  const CheckOptions& options_;
  Diagnostics& diagnostics_;
  std::vector<std::string> known_;
  std::vector<engine::Rule> taken_;
  judge::Baseline baseline_;
  CheckResult result_;
};

}  // namespace

std::optional<CheckResult> check(const source::FileSystem& files, const CheckOptions& options,
                                 Diagnostics& diagnostics) {
  return Checker(files, options, diagnostics).run();
}

void compare(judge::Report& now, const judge::Report& base) {
  std::set<std::string_view> before;
  std::set<std::string_view> accepted_before;
  for (const judge::Verdict& verdict : base.verdicts) {
    before.insert(verdict.fingerprint);
    if (verdict.standing != judge::Standing::stands) accepted_before.insert(verdict.fingerprint);
  }
  now.compares = true;
  for (judge::Verdict& verdict : now.verdicts) {
    verdict.is_new = before.count(verdict.fingerprint) == 0;
    if (verdict.acceptance) verdict.acceptance->added_by_change = accepted_before.count(verdict.fingerprint) == 0;
  }
}

}  // namespace plumbline::driver
