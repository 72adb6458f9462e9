#include "analyzer/judge/baseline.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/session.h"

namespace plumbline::cli {

namespace {

using judge::Baseline;
using judge::BaselineEntry;
using judge::Verdict;

BaselineEntry entry_of(const Verdict& verdict, const judge::Report& report, const std::string& reason) {
  BaselineEntry entry;
  entry.fingerprint = verdict.fingerprint;
  entry.rule = (*report.rules)[verdict.finding.rule.index].id;
  entry.path = std::string((*report.files)[verdict.finding.what.labels.front().at.file.index].path());
  entry.reason = reason;
  return entry;
}

class BaselineCommand {
 public:
  BaselineCommand(const Options& options, Session& session, const judge::Report& report, Baseline before)
      : options_(options), session_(session), report_(report), before_(std::move(before)) {
    for (const Verdict& verdict : report.verdicts) current_.insert(verdict.fingerprint);
  }

  /// New entries for what stands and is in scope; critical findings only with a reason.
  Exit create() {
    Baseline result = before_;
    for (const Verdict& verdict : report_.verdicts) {
      const engine::Rule& rule = (*report_.rules)[verdict.finding.rule.index];
      if (!report_.reported(verdict) ||
          (!options_.rule.empty() && options_.rule != rule.id && options_.rule != rule.name))
        continue;
      if (rule.critical && options_.reason.empty()) {
        tell(fmt::format("{} is critical: give a reason with --rule {} --reason '…'", rule.id, rule.id));
        return Exit::usage;
      }
      result.entries.push_back(entry_of(verdict, report_, options_.reason));
    }
    return write(result);
  }

  Exit prune(bool allow_new) {
    Baseline result;
    for (const BaselineEntry& entry : before_.entries) {
      if (current_.count(entry.fingerprint) > 0) result.entries.push_back(entry);
    }
    if (allow_new) {
      before_ = result;
      return create();
    }
    return write(result);
  }

  Exit check() const {
    const auto stale = std::count_if(before_.entries.begin(), before_.entries.end(), [&](const BaselineEntry& entry) {
      return current_.count(entry.fingerprint) == 0;
    });
    if (stale == 0) return Exit::clean;
    tell(fmt::format("{} stale entries: `plumbline baseline prune` removes them", stale));
    return Exit::findings;
  }

 private:
  Exit write(const Baseline& baseline) {
    const std::string path = session_.absolute(session_.check_options().baseline_path);
    if (!write_file(path, judge::write_baseline(baseline))) return Exit::internal;
    return print(fmt::format("{} entries in {}\n", baseline.entries.size(),
                             visible(session_.check_options().baseline_path)))
               ? Exit::clean
               : Exit::internal;
  }

  const Options& options_;
  Session& session_;
  const judge::Report& report_;
  Baseline before_;
  std::set<std::string> current_;
};

}  // namespace

Exit run_baseline(const Options& options) {
  const std::string what = options.arguments.empty() ? "" : options.arguments.front();
  if (what != "create" && what != "update" && what != "prune" && what != "check") {
    tell("usage: plumbline baseline create|update|prune|check [PATH]");
    return Exit::usage;
  }
  auto opened = Session::open(options, {options.arguments.begin() + 1, options.arguments.end()});
  if (const Exit* status = std::get_if<Exit>(&opened)) return *status;
  Session& session = *std::get<std::unique_ptr<Session>>(opened);
  if (session.check_options().baseline_path.empty()) session.check_options().baseline_path = ".plumbline-baseline.json";
  Baseline before;
  constexpr std::uint64_t baseline_limit = 64U << 20U;
  if (const auto text = session.disk().read(session.check_options().baseline_path, baseline_limit)) {
    Result<Baseline> parsed = judge::parse_baseline(*text, session.check_options().baseline_path);
    if (!parsed) {
      Diagnostics diagnostics;
      diagnostics.add(std::move(parsed.error()));
      tell(diagnostics);
      return Exit::usage;
    }
    before = std::move(*parsed);
  }
  session.check_options().baseline_must_exist = false;
  auto checked = session.check();
  if (const Exit* status = std::get_if<Exit>(&checked)) return *status;
  BaselineCommand command(options, session, std::get<driver::CheckResult>(checked).report, std::move(before));
  if (what == "create") return command.create();
  if (what == "check") return command.check();
  return command.prune(what == "update" && options.allow_new);
}

}  // namespace plumbline::cli
