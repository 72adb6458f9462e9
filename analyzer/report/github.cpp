#include "analyzer/report/github.h"

#include <array>
#include <iterator>

#include <fmt/format.h>

#include "analyzer/report/escape.h"
#include "analyzer/report/text.h"
#include "analyzer/report/view.h"

namespace plumbline::report {

namespace {

constexpr std::uint32_t annotations_of_a_kind = 10;

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "notice";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

std::string annotation(const judge::Report& report, const judge::Verdict& verdict) {
  const Place place = place_of(report, primary(verdict));
  const engine::Rule* rule = rule_of(report, verdict);
  // GitHub compares the path with the repository's; one that would act in the log is shown instead.
  std::string out = fmt::format("::{} file={},line={}", command_of(verdict.severity),
                                github_property(visible(place.path)), place.begin.line);
  fmt::format_to(std::back_inserter(out), ",endLine={}", place.end.line);
  if (place.begin.line == place.end.line) {
    fmt::format_to(std::back_inserter(out), ",col={},endColumn={}", place.begin.column, place.end.column);
  }
  const std::string title =
      rule == nullptr ? std::string(rule_id(report, verdict)) : fmt::format("{} {}", rule->id, name(rule->tag));
  std::string message = terminal_message(verdict.finding.what.message);
  if (rule != nullptr && !rule->remedy.empty()) message += "\n" + first_paragraph(rule->remedy);
  fmt::format_to(std::back_inserter(out), ",title={}::{}\n", github_property(title), github_data(message));
  return out;
}

}  // namespace

std::string emit_github(const judge::Report& report, const EmitOptions& options) {
  const std::vector<std::uint32_t> shown = reported(report, options.show.value_or(Severity::note));
  std::string out;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    std::uint32_t written = 0;
    std::uint32_t left = 0;
    for (const bool critical : {true, false}) {
      for (const std::uint32_t i : shown) {
        const judge::Verdict& verdict = report.verdicts[i];
        if (verdict.severity != severity || is_critical(report, verdict) != critical) continue;
        if (written == annotations_of_a_kind) {
          ++left;
          continue;
        }
        ++written;
        out += annotation(report, verdict);
      }
    }
    if (left != 0) {
      fmt::format_to(std::back_inserter(out), "and {} without an annotation: GitHub shows {} of a kind\n",
                     counted(left, "more " + std::string(name(severity))), annotations_of_a_kind);
    }
  }
  return out + summary(report, options);
}

}  // namespace plumbline::report
