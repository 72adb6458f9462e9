#include "analyzer/judge/decisions.h"

#include <algorithm>
#include <string_view>

namespace plumbline::judge {

namespace {

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
}

/// A file that the decision names and that is not there; empty when all are.
std::string_view missing_file(const Report& report, const ir::Decision& decision) {
  const std::string_view own = (*report.files)[decision.file.index].path();
  for (const Str named : report.repo->list(decision.named_files)) {
    const std::string_view name = report.repo->text(named);
    const bool exists = std::any_of(report.files->begin(), report.files->end(), [&](const source::SourceFile& file) {
      const std::string_view path = file.path();
      return path == name ||
             (path.substr(0, folder_of(own).size()) == folder_of(own) && path.substr(folder_of(own).size()) == name) ||
             (path.size() > name.size() && path.substr(path.size() - name.size()) == name &&
              path[path.size() - name.size() - 1] == '/');
    });
    if (!exists) return name;
  }
  return {};
}

/// What a rule says that refutes the assumption a decision rests on; null when none does.
const Text* refutation(const Report& report, Ref<ir::Decision> decision) {
  for (const Verdict& verdict : report.verdicts) {
    const engine::Rule& rule = (*report.rules)[verdict.finding.rule.index];
    const bool about_decisions =
        rule.subject == ir::kind_of<ir::Decision> && rule.tag == engine::Tag::assumption_blindness;
    if (about_decisions && verdict.standing == Standing::stands && verdict.finding.subject.row == decision.index) {
      return &verdict.finding.what.message;
    }
  }
  return nullptr;
}

bool covers(const Report& report, const ir::Decision& decision, const Verdict& verdict) {
  const Location at = verdict.finding.what.labels.front().at;
  const std::string_view own = (*report.files)[decision.file.index].path();
  if (decision.covers_folder) {
    const std::string_view other = (*report.files)[at.file.index].path();
    return other.substr(0, folder_of(own).size()) == folder_of(own);
  }
  if (at.file.index != decision.file.index) return false;
  return decision.covers_file || decision.target.contains(at.span);
}

}  // namespace

void apply_decisions(Report& report) {
  const auto& rows = report.repo->rows<ir::Decision>();
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const ir::Decision& decision = rows[i];
    DecisionRecord record;
    record.decision = {i};
    if (decision.tag == ir::DecisionTag::path_decision) {
      record.status = DecisionRecord::Status::stands;
      const std::string_view missing = missing_file(report, decision);
      if (report.repo->text(decision.text).empty() && decision.reasons.empty()) {
        record.status = DecisionRecord::Status::without_reason;
      } else if (!missing.empty()) {
        record.status = DecisionRecord::Status::stale;
        record.why = "it names a file that does not exist: " + std::string(missing);
      } else if (const Text* refuted = refutation(report, {i})) {
        record.status = DecisionRecord::Status::stale;
        record.why = refuted->joined([](std::string_view quoted) { return std::string(quoted); });
      } else {
        for (std::uint32_t v = 0; v < report.verdicts.size(); ++v) {
          Verdict& verdict = report.verdicts[v];
          const engine::Rule& rule = (*report.rules)[verdict.finding.rule.index];
          if (verdict.standing != Standing::stands || !rule.takes_decision() || !covers(report, decision, verdict))
            continue;
          verdict.standing = Standing::decided;
          Acceptance acceptance;
          acceptance.at = Location{{decision.file.index}, decision.span};
          acceptance.means = "PATH_DECISION";
          acceptance.reason = std::string(report.repo->text(decision.text));
          verdict.acceptance = std::move(acceptance);
          record.answers.push_back(v);
        }
        if (!record.answers.empty()) record.status = DecisionRecord::Status::answers;
      }
    }
    report.decisions.push_back(std::move(record));
  }
}

}  // namespace plumbline::judge
