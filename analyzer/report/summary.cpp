#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "analyzer/report/escape.h"
#include "analyzer/report/text.h"
#include "analyzer/report/view.h"

namespace plumbline::report {

namespace {

constexpr std::size_t paths_listed = 20;

void append_not_analysed(std::string& out, const judge::Report& report) {
  const judge::Coverage& coverage = report.coverage;
  if (const std::uint32_t failed = count_failed(report); failed != 0) {
    fmt::format_to(std::back_inserter(out), "INCOMPLETE: {} of {} not analysed\n", failed,
                   counted(coverage.files, "file"));
    for (const judge::NotAnalysed& each : coverage.not_analysed) {
      if (!each.fails) continue;
      fmt::format_to(std::back_inserter(out), "  {}: {} [{}]\n", terminal_path(each.path), terminal_message(each.why),
                     name(each.code));
    }
  }
  if (!coverage.rule_failures.empty()) {
    fmt::format_to(std::back_inserter(out), "INCOMPLETE: {} of a rule failed\n",
                   counted(coverage.rule_failures.size(), "evaluation"));
    for (const engine::RuleFailure& each : coverage.rule_failures) {
      const std::string_view id =
          each.rule.index < report.rules->size() ? std::string_view((*report.rules)[each.rule.index].id) : no_rule_id;
      const Place place = place_of(report, each.at);
      fmt::format_to(std::back_inserter(out), "  {} at {}:{}:{}: {}\n", id, terminal_path(place.path), place.begin.line,
                     place.begin.column, terminal(each.why, 200));
    }
  }
}

void append_skipped(std::string& out, const judge::Report& report) {
  const judge::Coverage& coverage = report.coverage;
  std::size_t skipped = 0;
  for (const judge::NotAnalysed& each : coverage.not_analysed) {
    if (each.fails) continue;
    if (++skipped > paths_listed) continue;
    fmt::format_to(std::back_inserter(out), "skipped: {}: {}\n", terminal_path(each.path), terminal_message(each.why));
  }
  if (skipped > paths_listed) fmt::format_to(std::back_inserter(out), "skipped: {} more\n", skipped - paths_listed);
  if (!coverage.rules_not_evaluated.empty()) {
    fmt::format_to(std::back_inserter(out), "not evaluated: {} (what they miss could be outside of the files read)\n",
                   fmt::join(coverage.rules_not_evaluated, ", "));
  }
  for (const judge::AcceptanceNote& note : report.acceptance_notes) {
    if (note.at) {
      const Place place = place_of(report, *note.at);
      fmt::format_to(std::back_inserter(out), "note: {}:{}:{}: {}\n", terminal_path(place.path), place.begin.line,
                     place.begin.column, terminal_message(note.message));
    } else {
      fmt::format_to(std::back_inserter(out), "note: {}\n", terminal_message(note.message));
    }
  }
}

void append_statistics(std::string& out, const judge::Report& report, const std::vector<std::uint32_t>& shown) {
  std::map<std::string_view, std::pair<std::uint32_t, const engine::Rule*>> by_rule;
  std::map<std::string_view, std::uint32_t> by_tag;
  for (const std::uint32_t i : shown) {
    const engine::Rule* rule = rule_of(report, report.verdicts[i]);
    auto& [count, which] = by_rule[rule_id(report, report.verdicts[i])];
    ++count;
    which = rule;
    if (rule != nullptr) ++by_tag[name(rule->tag)];
  }
  for (const auto& [id, entry] : by_rule) {
    fmt::format_to(std::back_inserter(out), "{:>6}  {:<6}  {}\n", entry.first, id,
                   entry.second == nullptr ? std::string_view("syntax error") : std::string_view(entry.second->title));
  }
  for (const auto& [tag, count] : by_tag) fmt::format_to(std::back_inserter(out), "{:>6}  {}\n", count, tag);
}

std::string severities(const Counts& counts) {
  std::vector<std::string> parts;
  if (counts.critical != 0) parts.push_back(fmt::format("{} critical", counts.critical));
  if (counts.errors != 0) parts.push_back(fmt::format("{} error", counts.errors));
  if (counts.warnings != 0) parts.push_back(fmt::format("{} warning", counts.warnings));
  if (counts.notes != 0) parts.push_back(fmt::format("{} note", counts.notes));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string acceptances(const judge::Report& report) {
  const AcceptedCounts accepted = count_accepted(report);
  std::string out;
  if (const std::uint32_t comments = accepted.suppressed + accepted.decided; comments != 0) {
    std::vector<std::string> means;
    if (accepted.suppressed != 0) means.push_back(fmt::format("{} suppressed", accepted.suppressed));
    if (accepted.decided != 0) means.push_back(fmt::format("{} decided", accepted.decided));
    if (accepted.added_here != 0) means.push_back(fmt::format("{} by a comment added here", accepted.added_here));
    fmt::format_to(std::back_inserter(out), "; {} accepted ({})", comments, fmt::join(means, ", "));
  }
  if (accepted.baselined != 0) {
    fmt::format_to(std::back_inserter(out), "{} {} in baseline", out.empty() ? ";" : ",", accepted.baselined);
  }
  return out;
}

void append_counts(std::string& out, const judge::Report& report, const std::vector<std::uint32_t>& shown,
                   Severity show) {
  const judge::Coverage& coverage = report.coverage;
  const Counts counts = count(report, shown);
  const std::uint32_t failed = count_failed(report);
  if (counts.total() == 0 && failed != 0) {
    fmt::format_to(std::back_inserter(out), "No findings in the {} analysed ({})", counted(coverage.analysed, "file"),
                   counted(coverage.rules, "rule"));
  } else if (counts.total() == 0) {
    fmt::format_to(std::back_inserter(out), "No findings in {} ({})", counted(coverage.files, "file"),
                   counted(coverage.rules, "rule"));
  } else {
    fmt::format_to(std::back_inserter(out), "Found {} ({}) in {} of {}", counted(counts.total(), "finding"),
                   severities(counts), counts.files, counted(coverage.files, "file"));
  }
  out += acceptances(report);
  if (counts.fixable != 0) fmt::format_to(std::back_inserter(out), "; {} fixable", counts.fixable);
  if (show != Severity::note) {
    const std::size_t hidden = reported(report, Severity::note).size() - shown.size();
    if (hidden != 0) fmt::format_to(std::back_inserter(out), "; {} below {} not shown", hidden, name(show));
  }
  const auto elsewhere = std::count_if(report.verdicts.begin(), report.verdicts.end(), [&](const judge::Verdict& each) {
    return each.standing == judge::Standing::stands && !report.reported(each);
  });
  if (elsewhere != 0) fmt::format_to(std::back_inserter(out), "; {} known before or in other places", elsewhere);
  out += ".\n";
}

void append_gates(std::string& out, const judge::Report& report) {
  if (report.gates.empty()) return;
  const auto counts = count_gates(report);
  const auto names = [&](judge::GateVerdict verdict) {
    std::vector<std::string_view> ids;
    for (const judge::GateResult& gate : report.gates) {
      if (gate.verdict == verdict) ids.push_back(gate.id);
    }
    return fmt::format("({})", fmt::join(ids, ", "));
  };
  std::vector<std::string> parts{fmt::format("{} pass", counts[0])};
  if (counts[1] != 0) parts.push_back(fmt::format("{} fail {}", counts[1], names(judge::GateVerdict::fail)));
  if (counts[3] != 0) parts.push_back(fmt::format("{} not applicable", counts[3]));
  if (counts[2] != 0) parts.push_back(fmt::format("{} unknown {}", counts[2], names(judge::GateVerdict::unknown)));
  std::string_view verdict = "Production-ready.";
  if (report.readiness == judge::Readiness::not_ready) verdict = "Not production-ready.";
  if (report.readiness == judge::Readiness::incomplete) verdict = "Whether it is production-ready is not known.";
  fmt::format_to(std::back_inserter(out), "Gates: {}. {}\n", fmt::join(parts, ", "), verdict);
}

}  // namespace

std::string summary(const judge::Report& report, const EmitOptions& options) {
  if (options.quiet != 0) return {};
  const Severity show = options.show.value_or(Severity::warning);
  const std::vector<std::uint32_t> shown = reported(report, show);
  std::string out;
  append_skipped(out, report);
  append_not_analysed(out, report);
  if (options.statistics) append_statistics(out, report, shown);
  append_counts(out, report, shown, show);
  append_gates(out, report);
  return out;
}

}  // namespace plumbline::report
