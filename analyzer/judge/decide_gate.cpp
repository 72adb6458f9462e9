#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

#include <fmt/format.h>

#include "analyzer/judge/gates.h"

namespace plumbline::judge {

namespace {

bool counts_on(const Report& report, const Verdict& verdict, const Gate& gate) {
  if (verdict.finding.rule.index >= report.rules->size()) return false;
  const engine::Rule& rule = (*report.rules)[verdict.finding.rule.index];
  const auto names = [](const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  if (names(gate.refuted_by, rule.id)) return rule.critical || verdict.severity >= Severity::warning;
  return names(rule.gates, gate.id) && (rule.critical || verdict.severity == Severity::error);
}

/// Why what is not seen may be there after all; empty when it cannot.
Text blind_spot(const Report& report, const Gate& gate) {
  for (const NotAnalysed& each : report.coverage.not_analysed) {
    if (each.fails) return Text("").quoted(each.path).ours(" was not analysed");
    const auto& rows = report.repo->rows<ir::File>();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const ir::File& file) { return report.repo->text(file.name) == each.path; });
    if (row != rows.end() && std::find(gate.reads.begin(), gate.reads.end(), row->kind) != gate.reads.end())
      return Text("").quoted(each.path).ours(" is of a kind that is not supported");
  }
  return {};
}

/// A rule of this gate that could not be evaluated; empty when there is none.
std::string unevaluated_rule(const Report& report, const Gate& gate) {
  const auto counts = [&](const engine::Rule& rule) {
    return std::find(rule.gates.begin(), rule.gates.end(), gate.id) != rule.gates.end();
  };
  for (const engine::RuleFailure& failure : report.coverage.rule_failures) {
    if (failure.rule.index < report.rules->size() && counts((*report.rules)[failure.rule.index]))
      return (*report.rules)[failure.rule.index].id;
  }
  for (const engine::Rule& rule : *report.rules) {
    const auto& skipped = report.coverage.rules_not_evaluated;
    if (counts(rule) && std::find(skipped.begin(), skipped.end(), rule.id) != skipped.end()) return rule.id;
  }
  return {};
}

/// Evidence of the whole report by place, so that two gates which see the same fact share its id.
class EvidenceIndex {
 public:
  explicit EvidenceIndex(Report& report) : report_(report) {
    for (std::size_t i = 0; i < report_.evidence.size(); ++i) by_place_.emplace(place(report_.evidence[i].at), i);
  }

  const std::string& keep(const Evidence& evidence) {
    const auto [first, last] = by_place_.equal_range(place(evidence.at));
    for (auto each = first; each != last; ++each) {
      const Evidence& known = report_.evidence[each->second];
      if (known.fact == evidence.fact && known.strength == evidence.strength) return known.id;
    }
    by_place_.emplace(place(evidence.at), report_.evidence.size());
    report_.evidence.push_back(evidence);
    report_.evidence.back().id = fmt::format("E{}", report_.evidence.size());
    return report_.evidence.back().id;
  }

 private:
  using Place = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;
  static Place place(const Location& at) { return {at.file.index, at.span.begin, at.span.end}; }

  Report& report_;
  std::multimap<Place, std::size_t> by_place_;
};

class Decision {
 public:
  Decision(Report& report, const Gate& gate, const GateFacts& facts) : report_(report), gate_(gate), facts_(facts) {
    result_.id = gate.id;
    result_.title = gate.title;
    result_.question = gate.question;
  }

  GateResult decide() {
    Text blind = blind_spot(report_, gate_);
    for (std::size_t i = 0; blind.empty() && i < facts_.unknown.size(); ++i) {
      if (facts_.unknown[i] != Answer::no) blind = Text(gate_.unknown[i].reason);
    }
    collect();
    for (std::size_t i = 0; i < facts_.fails.size(); ++i) {
      if (facts_.fails[i] == Answer::yes) settle(GateVerdict::fail, Text(gate_.fails[i].reason));
    }
    if (!settled_ && facts_.applies != Answer::yes) {
      const bool none = facts_.applies == Answer::no && blind.empty();
      settle(none ? GateVerdict::not_applicable : GateVerdict::unknown,
             none ? Text(gate_.no_subject)
                  : Text("whether there is anything to judge is not known").append(because(blind)));
    }
    if (!settled_ && blind.empty() && nothing_needed()) settle(GateVerdict::not_applicable, Text(gate_.no_subject));
    if (!settled_) absences(blind);
    if (!settled_) doubts();
    if (!settled_) pass();
    return std::move(result_);
  }

 private:
  static Text because(const Text& why) {
    Text out;
    if (!why.empty()) out.ours(": ").append(why);
    return out;
  }

  void settle(GateVerdict verdict, Text reason) {
    if (settled_) return;
    settled_ = true;
    result_.verdict = verdict;
    result_.reason = std::move(reason);
  }

  void collect() {
    for (std::uint32_t i = 0; i < report_.verdicts.size(); ++i) {
      const Verdict& verdict = report_.verdicts[i];
      if (!counts_on(report_, verdict, gate_)) continue;
      if (verdict.standing == Standing::stands) {
        result_.blocked_by.push_back(i);
      } else {
        result_.with_reservation = true;
      }
    }
    if (!result_.blocked_by.empty()) {
      const Verdict& first = report_.verdicts[result_.blocked_by.front()];
      Text reason(fmt::format("{}: ", (*report_.rules)[first.finding.rule.index].id));
      reason.append(first.finding.what.message);
      if (const std::size_t others = result_.blocked_by.size() - 1; others != 0)
        reason.ours(fmt::format(" (and {} more)", others));
      settle(GateVerdict::fail, reason);
    }
    if (facts_.applies == Answer::no) return;
    EvidenceIndex index(report_);
    std::unordered_set<std::string> seen;
    for (const GateFacts::Need& need : facts_.needs) {
      for (const Evidence& each : need.found) {
        const std::string& id = index.keep(each);
        if (seen.insert(id).second) result_.evidence.push_back(id);
      }
    }
  }

  /// Every need is of a kind that does not occur here.
  bool nothing_needed() const {
    return !facts_.needs.empty() && std::all_of(facts_.needs.begin(), facts_.needs.end(),
                                                [](const auto& need) { return need.applies == Answer::no; });
  }

  /// A provable absence weighs more than one that may be none.
  void absences(const Text& blind) {
    std::optional<Text> unknown;
    for (std::size_t i = 0; i < gate_.needs.size(); ++i) {
      const GateNeed& need = gate_.needs[i];
      if (!facts_.needs[i].found.empty() || facts_.needs[i].applies == Answer::no) continue;
      const bool sure = blind.empty() && !facts_.needs[i].open && facts_.needs[i].applies == Answer::yes;
      if (need.absence == Absence::reserve) {
        result_.with_reservation = true;
        reservations_.push_back(need.absent);
      } else if (need.absence == Absence::fails && sure) {
        settle(GateVerdict::fail, Text(need.absent));
        return;
      } else if (!unknown) {
        unknown = Text(need.absent).append(need.absence == Absence::fails ? doubt(blind) : Text());
      }
    }
    if (unknown) settle(GateVerdict::unknown, *unknown);
  }

  static Text doubt(const Text& blind) {
    if (!blind.empty()) return because(blind);
    return Text(", as far as can be seen: something depends on what is not in the repository");
  }

  void doubts() {
    for (std::size_t i = 0; i < facts_.fails.size(); ++i) {
      if (facts_.fails[i] == Answer::unknown)
        settle(GateVerdict::unknown, Text("it cannot be seen whether ").ours(gate_.fails[i].reason));
    }
    if (const std::string rule = unevaluated_rule(report_, gate_); !rule.empty())
      settle(GateVerdict::unknown, Text(fmt::format("{} could not be evaluated", rule)));
  }

  void pass() {
    Text reason;
    for (const GateFacts::Need& need : facts_.needs) {
      if (need.found.empty()) continue;
      if (!reason.empty()) reason.ours("; ");
      reason.append(need.found.front().fact);
    }
    for (const std::string& each : reservations_) reason.ours("; but ").ours(each);
    settle(GateVerdict::pass, reason);
  }

  Report& report_;
  const Gate& gate_;
  const GateFacts& facts_;
  GateResult result_;
  bool settled_ = false;
  std::vector<std::string> reservations_;
};

}  // namespace

GateResult decide_gate(Report& report, const Gate& gate, const GateFacts& facts) {
  return Decision(report, gate, facts).decide();
}

Readiness readiness_of(const std::vector<GateResult>& gates) {
  Readiness readiness = gates.empty() ? Readiness::incomplete : Readiness::ready;
  for (const GateResult& gate : gates) {
    if (gate.optional) continue;
    if (gate.verdict == GateVerdict::fail) return Readiness::not_ready;
    if (gate.verdict == GateVerdict::unknown) readiness = Readiness::incomplete;
  }
  return readiness;
}

}  // namespace plumbline::judge
