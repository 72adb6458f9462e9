#include "analyzer/report/view.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/check.h"

namespace plumbline::report {

const source::SourceFile& file_of(const judge::Report& report, FileId file) {
  PLUMBLINE_CHECK(file.index < report.files->size(), "a location is in a file of the run");
  return (*report.files)[file.index];
}

Place place_of(const judge::Report& report, Location at) {
  const source::SourceFile& file = file_of(report, at.file);
  const auto size = static_cast<std::uint32_t>(file.text().size());
  return {file.path(), file.locate(std::min(at.span.begin, size)), file.locate(std::min(at.span.end, size))};
}

const engine::Rule* rule_of(const judge::Report& report, const judge::Verdict& verdict) {
  const std::uint32_t index = verdict.finding.rule.index;
  return index < report.rules->size() ? &(*report.rules)[index] : nullptr;
}

std::string_view rule_id(const judge::Report& report, const judge::Verdict& verdict) {
  const engine::Rule* rule = rule_of(report, verdict);
  return rule == nullptr ? no_rule_id : std::string_view(rule->id);
}

bool is_critical(const judge::Report& report, const judge::Verdict& verdict) {
  const engine::Rule* rule = rule_of(report, verdict);
  return rule != nullptr && rule->critical;
}

std::string_view grade(const judge::Report& report, const judge::Verdict& verdict) {
  return is_critical(report, verdict) ? std::string_view("critical") : name(verdict.severity);
}

Location primary(const judge::Verdict& verdict) {
  PLUMBLINE_CHECK(!verdict.finding.what.labels.empty(), "a finding has a place");
  return verdict.finding.what.labels.front().at;
}

namespace {

template <class Keep>
std::vector<std::uint32_t> sorted_verdicts(const judge::Report& report, Keep&& keep) {
  std::vector<std::uint32_t> indices;
  for (std::uint32_t i = 0; i < report.verdicts.size(); ++i) {
    if (keep(report.verdicts[i])) indices.push_back(i);
  }
  const auto key = [&](std::uint32_t i) {
    const Location at = primary(report.verdicts[i]);
    return std::tuple(file_of(report, at.file).path(), at.span.begin, at.span.end, rule_id(report, report.verdicts[i]));
  };
  std::stable_sort(indices.begin(), indices.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  return indices;
}

}  // namespace

std::vector<std::uint32_t> reported(const judge::Report& report, Severity show) {
  return sorted_verdicts(report, [&](const judge::Verdict& verdict) {
    return report.reported(verdict) && (verdict.severity >= show || is_critical(report, verdict));
  });
}

std::vector<std::uint32_t> accepted(const judge::Report& report) {
  return sorted_verdicts(report, [&](const judge::Verdict& verdict) {
    return verdict.standing != judge::Standing::stands && verdict.in_scope && (!report.compares || verdict.is_new);
  });
}

std::vector<std::uint32_t> all_standing(const judge::Report& report) {
  return sorted_verdicts(report,
                         [](const judge::Verdict& verdict) { return verdict.standing == judge::Standing::stands; });
}

std::vector<std::uint32_t> all_accepted(const judge::Report& report) {
  return sorted_verdicts(report,
                         [](const judge::Verdict& verdict) { return verdict.standing != judge::Standing::stands; });
}

Counts count(const judge::Report& report, const std::vector<std::uint32_t>& verdicts) {
  Counts counts;
  std::vector<std::uint32_t> files;
  for (const std::uint32_t i : verdicts) {
    const judge::Verdict& verdict = report.verdicts[i];
    if (is_critical(report, verdict)) {
      ++counts.critical;
    } else if (verdict.severity == Severity::error) {
      ++counts.errors;
    } else if (verdict.severity == Severity::warning) {
      ++counts.warnings;
    } else {
      ++counts.notes;
    }
    if (verdict.finding.fix) ++counts.fixable;
    files.push_back(primary(verdict).file.index);
  }
  std::sort(files.begin(), files.end());
  counts.files = static_cast<std::uint32_t>(std::unique(files.begin(), files.end()) - files.begin());
  return counts;
}

AcceptedCounts count_accepted(const judge::Report& report) {
  AcceptedCounts counts;
  for (const std::uint32_t i : accepted(report)) {
    const judge::Verdict& verdict = report.verdicts[i];
    if (verdict.standing == judge::Standing::suppressed) ++counts.suppressed;
    if (verdict.standing == judge::Standing::decided) ++counts.decided;
    if (verdict.standing == judge::Standing::baselined) ++counts.baselined;
    if (verdict.acceptance && verdict.acceptance->added_by_change) ++counts.added_here;
  }
  return counts;
}

std::array<std::uint32_t, 4> count_gates(const judge::Report& report) {
  std::array<std::uint32_t, 4> counts{};
  for (const judge::GateResult& gate : report.gates) ++counts[static_cast<std::size_t>(gate.verdict)];
  return counts;
}

std::uint32_t count_failed(const judge::Report& report) {
  const auto& all = report.coverage.not_analysed;
  return static_cast<std::uint32_t>(
      std::count_if(all.begin(), all.end(), [](const judge::NotAnalysed& each) { return each.fails; }));
}

std::string first_paragraph(std::string_view markdown) {
  std::string out;
  for (const std::string_view line : ascii::split(markdown, '\n')) {
    const std::string_view words = ascii::trim(line);
    if (words.empty() || words.substr(0, 3) == "```") {
      if (out.empty()) continue;
      break;
    }
    if (!out.empty()) out += ' ';
    out += words;
  }
  return out;
}

std::string counted(std::uint64_t count, std::string_view singular) {
  return fmt::format("{} {}{}", count, singular, count == 1 ? "" : "s");
}

}  // namespace plumbline::report
