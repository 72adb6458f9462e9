#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/text_arena.h"
#include "analyzer/judge/report.h"

namespace plumbline::test {

/// A report made by hand: files, rules and findings are added, `report` points at them. Stays where it is.
struct SampleReport {
  TextArena arena{1U << 22U};
  std::unique_ptr<ir::RepoIr> repo = std::make_unique<ir::RepoIr>(arena);
  std::vector<source::SourceFile> files;
  std::vector<engine::Rule> rules;
  judge::Report report;

  SampleReport() {
    report.repo = repo.get();
    report.rules = &rules;
    report.files = &files;
    report.files_digest = "sha256:00";
  }
  SampleReport(const SampleReport&) = delete;
  SampleReport& operator=(const SampleReport&) = delete;

  FileId add_file(const std::string& path, std::string_view text,
                  source::FileKind kind = source::FileKind::github_workflow) {
    const Str bytes = *arena.add(text);
    const Str name = *arena.add(path);
    ir::File row;
    row.file = {static_cast<std::uint32_t>(files.size())};
    row.kind = kind;
    row.name = name;
    repo->tables().add(row);
    files.emplace_back(path, arena.get(bytes));
    report.coverage.files = static_cast<std::uint32_t>(files.size());
    report.coverage.analysed = report.coverage.files;
    return {static_cast<std::uint32_t>(files.size() - 1)};
  }

  /// Ids must be added in their order.
  engine::RuleId add_rule(const std::string& id, Severity severity = Severity::error,
                          std::vector<std::string> gates = {}) {
    engine::Rule rule;
    rule.id = id;
    rule.name = "deploy-without-rollback";
    rule.title = "Deployment has no way back";
    rule.tag = engine::Tag::false_completion;
    rule.domain = engine::Domain::ci;
    rule.severity = severity;
    rule.why = "a failed rollout stays half done\nuntil somebody notices.\n\nSecond paragraph.\n";
    rule.remedy = "add a step with `if: failure()` that goes back.\n";
    rule.gates = std::move(gates);
    rules.push_back(std::move(rule));
    report.coverage.rules = static_cast<std::uint32_t>(rules.size());
    return {static_cast<std::uint32_t>(rules.size() - 1)};
  }

  /// The first place of `words` in the file.
  Location place(FileId file, std::string_view words) const {
    const std::size_t at = files[file.index].text().find(words);
    const auto begin = static_cast<std::uint32_t>(at == std::string_view::npos ? 0 : at);
    return {file, {begin, begin + static_cast<std::uint32_t>(at == std::string_view::npos ? 0 : words.size())}};
  }

  judge::Verdict& add_finding(engine::RuleId rule, Location at, Text message, Text label = {}) {
    judge::Verdict verdict;
    verdict.finding.rule = rule;
    verdict.finding.what.message = std::move(message);
    verdict.finding.what.labels.push_back({at, std::move(label), true});
    verdict.finding.logical_path = "jobs.deploy";
    verdict.severity = rule.index < rules.size() ? rules[rule.index].severity : Severity::error;
    std::string digits = std::to_string(report.verdicts.size() + 1);
    verdict.fingerprint = std::string(32 - digits.size(), 'a') + digits;
    report.verdicts.push_back(std::move(verdict));
    return report.verdicts.back();
  }
};

}  // namespace plumbline::test
