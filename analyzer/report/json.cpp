#include "analyzer/report/json.h"

#include <nlohmann/json.hpp>

#include "analyzer/report/escape.h"
#include "analyzer/report/view.h"

namespace plumbline::report {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& value, int indent) {
  return harmless_json(value.dump(indent, ' ', false, Json::error_handler_t::replace));
}

namespace {

constexpr std::size_t quote_limit = 200;

/// As people read it: quoted pieces are escaped, so the text has no control characters.
std::string plain(const Text& text) {
  return text.joined([](std::string_view quoted) { return visible(quoted, quote_limit); });
}

Json range_json(const judge::Report& report, Location at) {
  const Place place = place_of(report, at);
  return {{"start", {{"line", place.begin.line}, {"column", place.begin.column}, {"offset", at.span.begin}}},
          {"end", {{"line", place.end.line}, {"column", place.end.column}, {"offset", at.span.end}}}};
}

void put_place(Json& out, const judge::Report& report, Location at) {
  out["path"] = file_of(report, at.file).path();
  out["range"] = range_json(report, at);
}

Json acceptance_json(const judge::Report& report, const judge::Verdict& verdict) {
  const judge::Acceptance& acceptance = *verdict.acceptance;
  Json out = {{"standing", name(verdict.standing)}, {"means", acceptance.means}, {"reason", acceptance.reason}};
  if (!acceptance.until.empty()) out["until"] = acceptance.until;
  out["added_by_change"] = acceptance.added_by_change;
  if (acceptance.at) put_place(out, report, *acceptance.at);
  return out;
}

Json fix_json(const judge::Report& report, const engine::Fix& fix) {
  Json edits = Json::array();
  for (const engine::Edit& edit : fix.edits) {
    Json each = Json::object();
    put_place(each, report, edit.at);
    // What is written into the file, byte for byte: not for eyes.
    each["replacement"] = edit.replacement.joined([](std::string_view quoted) { return quoted; });
    edits.push_back(std::move(each));
  }
  return {{"safety", fix.safe ? "safe" : "unsafe"}, {"edits", std::move(edits)}};
}

Json finding_json(const judge::Report& report, const judge::Verdict& verdict) {
  const engine::Rule* rule = rule_of(report, verdict);
  Json out = Json::object();
  out["rule"] = rule_id(report, verdict);
  if (rule != nullptr) {
    out["name"] = rule->name;
    out["tag"] = name(rule->tag);
  }
  out["severity"] = name(verdict.severity);
  out["critical"] = is_critical(report, verdict);
  out["message"] = plain(verdict.finding.what.message);
  put_place(out, report, primary(verdict));
  if (!verdict.finding.logical_path.empty()) out["logical_path"] = verdict.finding.logical_path;
  out["fingerprint"] = verdict.fingerprint;
  if (report.compares) out["new"] = verdict.is_new;
  Json related = Json::array();
  const std::vector<Label>& labels = verdict.finding.what.labels;
  for (std::size_t i = 1; i < labels.size(); ++i) {
    Json each = {{"message", plain(labels[i].text)}};
    put_place(each, report, labels[i].at);
    related.push_back(std::move(each));
  }
  out["related"] = std::move(related);
  Json notes = Json::array();
  for (const Text& note : verdict.finding.what.notes) notes.push_back(plain(note));
  out["notes"] = std::move(notes);
  out["gates"] = rule == nullptr ? std::vector<std::string>() : rule->gates;
  if (verdict.finding.fix) out["fix"] = fix_json(report, *verdict.finding.fix);
  if (verdict.acceptance) out["accepted"] = acceptance_json(report, verdict);
  return out;
}

Json gate_json(const judge::Report& report, const judge::GateResult& gate) {
  Json blocked = Json::array();
  for (const std::uint32_t i : gate.blocked_by) {
    blocked.push_back({{"rule", rule_id(report, report.verdicts[i])}, {"fingerprint", report.verdicts[i].fingerprint}});
  }
  return {{"id", gate.id},
          {"title", gate.title},
          {"question", gate.question},
          {"verdict", name(gate.verdict)},
          {"reason", plain(gate.reason)},
          {"optional", gate.optional},
          {"with_reservation", gate.with_reservation},
          {"evidence", gate.evidence},
          {"blocked_by", std::move(blocked)}};
}

Json evidence_json(const judge::Report& report, const judge::Evidence& evidence) {
  Json out = {{"id", evidence.id}, {"fact", plain(evidence.fact)}, {"strength", name(evidence.strength)}};
  put_place(out, report, evidence.at);
  out["digest"] = evidence.digest;
  return out;
}

Json not_analysed_json(const judge::NotAnalysed& each) {
  return {{"path", each.path}, {"code", name(each.code)}, {"reason", plain(each.why)}, {"fails", each.fails}};
}

Json rule_failure_json(const judge::Report& report, const engine::RuleFailure& failure) {
  Json out = Json::object();
  if (failure.rule.index < report.rules->size()) out["rule"] = (*report.rules)[failure.rule.index].id;
  put_place(out, report, failure.at);
  out["reason"] = failure.why;
  return out;
}

Json note_json(const judge::Report& report, const judge::AcceptanceNote& note) {
  Json out = {{"message", plain(note.message)}};
  if (note.at) put_place(out, report, *note.at);
  return out;
}

Json decision_json(const judge::Report& report, const judge::DecisionRecord& record) {
  const ir::Decision& decision = (*report.repo)[record.decision];
  Json out = {
      {"tag", ir::name(decision.tag)}, {"status", name(record.status)}, {"reason", report.repo->text(decision.text)}};
  if (!record.why.empty()) out["why"] = record.why;
  put_place(out, report, report.repo->location(decision));
  Json answers = Json::array();
  for (const std::uint32_t i : record.answers) {
    answers.push_back({{"rule", rule_id(report, report.verdicts[i])}, {"fingerprint", report.verdicts[i].fingerprint}});
  }
  out["answers"] = std::move(answers);
  return out;
}

Json summary_json(const judge::Report& report, const std::vector<std::uint32_t>& shown) {
  const Counts counts = count(report, shown);
  const AcceptedCounts accepted = count_accepted(report);
  const auto gates = count_gates(report);
  const judge::Coverage& coverage = report.coverage;
  return {{"findings", counts.total()},
          {"critical", counts.critical},
          {"error", counts.errors},
          {"warning", counts.warnings},
          {"note", counts.notes},
          {"fixable", counts.fixable},
          {"accepted",
           {{"suppressed", accepted.suppressed},
            {"decided", accepted.decided},
            {"baselined", accepted.baselined},
            {"added_by_change", accepted.added_here}}},
          {"files", coverage.files},
          {"analysed", coverage.analysed},
          {"not_analysed", count_failed(report)},
          {"rules", coverage.rules},
          {"rules_not_evaluated", coverage.rules_not_evaluated},
          {"incomplete", report.incomplete()},
          {"gates", {{"pass", gates[0]}, {"fail", gates[1]}, {"unknown", gates[2]}, {"not_applicable", gates[3]}}},
          {"readiness", name(report.readiness)}};
}

template <class Each>
void for_records(const judge::Report& report, const std::vector<std::uint32_t>& shown, Each&& each) {
  for (const std::uint32_t i : shown) each("findings", "finding", finding_json(report, report.verdicts[i]));
  for (const std::uint32_t i : accepted(report)) each("accepted", "accepted", finding_json(report, report.verdicts[i]));
  for (const judge::NotAnalysed& file : report.coverage.not_analysed)
    each("not_analysed", "not_analysed", not_analysed_json(file));
  for (const engine::RuleFailure& failure : report.coverage.rule_failures)
    each("rule_failures", "rule_failure", rule_failure_json(report, failure));
  for (const judge::AcceptanceNote& note : report.acceptance_notes) each("notes", "note", note_json(report, note));
  for (const judge::DecisionRecord& record : report.decisions)
    each("decisions", "decision", decision_json(report, record));
  for (const judge::Evidence& evidence : report.evidence) each("evidence", "evidence", evidence_json(report, evidence));
  for (const judge::GateResult& gate : report.gates) each("gates", "gate", gate_json(report, gate));
}

}  // namespace

std::string emit_json(const judge::Report& report, const EmitOptions& options) {
  const std::vector<std::uint32_t> shown = reported(report, options.show.value_or(Severity::note));
  Json out = {{"schema", "plumbline-report/1"}, {"tool", {{"name", tool().name}, {"version", tool().version}}}};
  out["summary"] = summary_json(report, shown);
  for (const char* list :
       {"findings", "accepted", "not_analysed", "rule_failures", "notes", "decisions", "evidence", "gates"})
    out[list] = Json::array();
  for_records(report, shown,
              [&](const char* list, const char*, Json&& record) { out[list].push_back(std::move(record)); });
  return dumped(out, 2) + "\n";
}

std::string emit_jsonl(const judge::Report& report, const EmitOptions& options) {
  const std::vector<std::uint32_t> shown = reported(report, options.show.value_or(Severity::note));
  std::string out;
  for_records(report, shown, [&](const char*, const char* type, Json&& record) {
    Json line = {{"type", type}};
    line.update(record);
    out += dumped(line, -1) + "\n";
  });
  Json last = {{"type", "summary"},
               {"schema", "plumbline-report/1"},
               {"tool", {{"name", tool().name}, {"version", tool().version}}}};
  last.update(summary_json(report, shown));
  return out + dumped(last, -1) + "\n";
}

}  // namespace plumbline::report
