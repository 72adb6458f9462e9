#include "analyzer/judge/suppressions.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"

namespace plumbline::judge {

namespace {

using engine::Rule;

constexpr std::string_view own_tool = "plumbline";

/// One suppression comment with what becomes of it.
struct Comment {
  const ir::Suppression* row = nullptr;
  Location at;
  std::string_view tool;
  std::uint32_t line = 0;  // where it ends
  std::string fault;       // why it has no effect; empty when it has
  bool matched = false;
};

class Suppressor {
 public:
  Suppressor(Report& report, std::string_view today, const std::vector<std::string>& known)
      : report_(report), repo_(*report.repo), today_(today), known_(known) {
    for (const ir::Suppression& row : repo_.rows<ir::Suppression>()) comments_.push_back(examine(row));
  }

  void run() {
    for (Verdict& verdict : report_.verdicts) {
      if (verdict.standing == Standing::stands) try_all(verdict);
    }
    for (const Comment& comment : comments_) tell(comment);
  }

 private:
  bool ours(const Comment& comment) const { return comment.tool == own_tool; }

  Comment examine(const ir::Suppression& row) {
    Comment comment;
    comment.row = &row;
    comment.at = {{row.file.index}, row.span};
    comment.tool = repo_.text(row.tool);
    comment.line = file(comment).lines().line_of(row.span.end > row.span.begin ? row.span.end - 1 : row.span.begin);
    if (!ours(comment)) return comment;
    const std::string_view until = repo_.text(row.until);
    if (repo_.text(row.reason).empty()) {
      comment.fault = "it gives no reason: write `-- why` behind the bracket";
    } else if (row.rules.empty()) {
      comment.fault = "it names no rule";
    } else if (!until.empty() && until < today_) {
      comment.fault = "it has expired";
    }
    for (const Str rule : repo_.list(row.rules)) {
      const std::string_view id = repo_.text(rule);
      if (std::find(known_.begin(), known_.end(), id) == known_.end())
        comment.fault = "it names a rule that does not exist";
    }
    return comment;
  }

  const source::SourceFile& file(const Comment& comment) const { return (*report_.files)[comment.at.file.index]; }

  bool names(const Comment& comment, const Rule& rule) const {
    const auto listed = [&](std::string_view id) {
      const auto ids = repo_.list(comment.row->rules);
      return std::any_of(ids.begin(), ids.end(), [&](Str s) { return ascii::equal_ignoring_case(repo_.text(s), id); });
    };
    if (ours(comment)) return listed(rule.id) || listed(rule.name);
    for (const auto& [tool, ids] : rule.equivalents) {
      if (tool != comment.tool) continue;
      if (comment.row->rules.empty()) return true;
      if (std::any_of(ids.begin(), ids.end(), listed)) return true;
    }
    return false;
  }

  bool covers(const Comment& comment, const Verdict& verdict) const {
    const Location primary = verdict.finding.what.labels.front().at;
    if (primary.file != comment.at.file) return false;
    if (comment.row->scope == ir::SuppressionScope::file) return true;
    const std::uint32_t line = file(comment).lines().line_of(primary.span.begin);
    if (line == comment.line + 1) return true;
    if (comment.row->scope == ir::SuppressionScope::line && line == comment.line) return true;
    const Span extent = verdict.finding.extent;
    return extent.contains(comment.row->span) ||
           (!comment.row->target.empty() && comment.row->target.contains(primary.span));
  }

  void try_all(Verdict& verdict) {
    const Rule& rule = (*report_.rules)[verdict.finding.rule.index];
    for (Comment& comment : comments_) {
      if (!names(comment, rule) || !covers(comment, verdict)) continue;
      comment.matched = true;
      if (rule.critical) {
        verdict.finding.what.notes.push_back(
            Text(fmt::format("the comment in line {} does not silence a critical finding; accept it with a reason: "
                             "plumbline baseline create --rule {} --reason '…'",
                             comment.line, rule.id)));
        continue;
      }
      if (!comment.fault.empty()) {
        verdict.finding.what.notes.push_back(
            Text(fmt::format("the comment in line {} has no effect: {}", comment.line, comment.fault)));
        continue;
      }
      verdict.standing = Standing::suppressed;
      Acceptance acceptance;
      acceptance.at = comment.at;
      acceptance.means = std::string(comment.tool);
      acceptance.reason = std::string(repo_.text(comment.row->reason));
      acceptance.until = std::string(repo_.text(comment.row->until));
      verdict.acceptance = std::move(acceptance);
      return;
    }
  }

  void tell(const Comment& comment) {
    // Whether a pragma of another tool is of use is that tool's affair.
    if (!ours(comment)) return;
    if (!comment.fault.empty()) {
      report_.acceptance_notes.push_back({comment.at, Text("this ignore comment has no effect: ").ours(comment.fault)});
    } else if (!comment.matched) {
      report_.acceptance_notes.push_back({comment.at, Text("this ignore comment matches no finding: remove it")});
    }
  }

  Report& report_;
  const ir::RepoIr& repo_;
  std::string_view today_;
  const std::vector<std::string>& known_;
  std::vector<Comment> comments_;
};

}  // namespace

void apply_suppressions(Report& report, std::string_view today, const std::vector<std::string>& known_rule_ids) {
  Suppressor(report, today, known_rule_ids).run();
}

}  // namespace plumbline::judge
