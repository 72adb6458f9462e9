#include "analyzer/report/log_json.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analyzer/report/emit.h"
#include "analyzer/report/json.h"
#include "analyzer/report/view.h"

namespace plumbline::report {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t name_limit = 80;
constexpr std::size_t path_limit = 200;
constexpr std::size_t prose_limit = 200;

std::string words(const Text& text) {
  return text.joined([](std::string_view quoted) { return visible(quoted, name_limit); });
}

Json untrusted(std::string_view prose) {
  return {{"untrusted", visible(prose, prose_limit)}};
}

void put_place(Json& out, const judge::Report& report, Location at) {
  const Place place = place_of(report, at);
  out["path"] = visible(place.path, path_limit);
  out["line"] = place.begin.line;
}

std::vector<std::string> ids(const judge::Report& report, const std::vector<std::uint32_t>& verdicts,
                             std::size_t listed) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < verdicts.size() && i < listed; ++i) out.push_back(finding_id(report, verdicts[i]));
  return out;
}

Json finding(const judge::Report& report, std::uint32_t index) {
  const judge::Verdict& verdict = report.verdicts[index];
  const engine::Rule* rule = rule_of(report, verdict);
  Json out = {{"id", finding_id(report, index)}, {"rule", rule_id(report, verdict)}};
  if (rule != nullptr) out["tag"] = name(rule->tag);
  out["severity"] = grade(report, verdict);
  out["fingerprint"] = verdict.fingerprint;
  put_place(out, report, primary(verdict));
  out["message"] = words(verdict.finding.what.message);
  out["gates"] = rule == nullptr ? std::vector<std::string>() : rule->gates;
  return out;
}

std::vector<Json> gates(const judge::Report& report, std::size_t listed) {
  std::vector<Json> list;
  for (const judge::GateResult& gate : report.gates) {
    std::vector<std::string> evidence = gate.evidence;
    evidence.resize(std::min(evidence.size(), listed));
    list.push_back({{"id", gate.id},
                    {"verdict", name(gate.verdict)},
                    {"optional", gate.optional},
                    {"with_reservation", gate.with_reservation},
                    {"reason", words(gate.reason)},
                    {"evidence", evidence},
                    {"blocked_by", ids(report, gate.blocked_by, listed)}});
  }
  return list;
}

std::vector<Json> decisions(const judge::Report& report, std::size_t listed) {
  std::vector<Json> list;
  for (const judge::DecisionRecord& record : report.decisions) {
    if (list.size() == listed) break;
    const ir::Decision& decision = (*report.repo)[record.decision];
    Json each = {{"tag", ir::name(decision.tag)}, {"status", name(record.status)}};
    put_place(each, report, report.repo->location(decision));
    each["reason"] = untrusted(report.repo->text(decision.text));
    each["answers"] = ids(report, record.answers, listed);
    list.push_back(std::move(each));
  }
  return list;
}

std::vector<Json> accepted_findings(const judge::Report& report, std::size_t listed) {
  std::vector<Json> list;
  for (const std::uint32_t i : all_accepted(report)) {
    if (list.size() == listed) break;
    const judge::Verdict& verdict = report.verdicts[i];
    Json each = {
        {"id", finding_id(report, i)}, {"rule", rule_id(report, verdict)}, {"standing", name(verdict.standing)}};
    put_place(each, report, primary(verdict));
    if (verdict.acceptance) {
      each["means"] = verdict.acceptance->means;
      each["reason"] = untrusted(verdict.acceptance->reason);
      each["until"] = visible(verdict.acceptance->until, 10);
    }
    list.push_back(std::move(each));
  }
  return list;
}

std::vector<Json> not_analysed(const judge::Report& report, std::size_t listed) {
  std::vector<Json> list;
  for (const judge::NotAnalysed& each : report.coverage.not_analysed) {
    if (list.size() == listed) break;
    list.push_back({{"path", visible(each.path, path_limit)},
                    {"code", name(each.code)},
                    {"reason", words(each.why)},
                    {"fails", each.fails}});
  }
  return list;
}

std::vector<Json> evidence(const judge::Report& report, std::size_t listed) {
  std::vector<Json> list;
  for (const judge::Evidence& each : report.evidence) {
    if (list.size() == listed) break;
    Json element = {{"id", each.id}, {"fact", words(each.fact)}};
    put_place(element, report, each.at);
    element["digest"] = each.digest;
    element["strength"] = name(each.strength);
    list.push_back(std::move(element));
  }
  return list;
}

/// `"name": [` and one element a line.
void append_list(std::string& out, std::string_view name, const std::vector<Json>& elements, bool last) {
  fmt::format_to(std::back_inserter(out), "\"{}\": [", name);
  for (std::size_t i = 0; i < elements.size(); ++i) out += (i == 0 ? "\n" : ",\n") + dumped(elements[i], -1);
  out += elements.empty() ? "]" : "\n]";
  out += last ? "\n" : ",\n";
}

}  // namespace

std::string finding_id(const judge::Report& report, std::uint32_t verdict) {
  return fmt::format("{}-{}", rule_id(report, report.verdicts[verdict]),
                     report.verdicts[verdict].fingerprint.substr(0, 6));
}

std::vector<std::uint32_t> listed_findings(const judge::Report& report, std::size_t listed) {
  std::vector<std::uint32_t> all = all_standing(report);
  const auto weight = [&](std::uint32_t i) {
    return is_critical(report, report.verdicts[i]) ? 3 : static_cast<int>(report.verdicts[i].severity);
  };
  std::stable_sort(all.begin(), all.end(), [&](std::uint32_t a, std::uint32_t b) { return weight(a) > weight(b); });
  if (all.size() > listed) all.resize(listed);
  const auto tag = [&](std::uint32_t i) {
    const engine::Rule* rule = rule_of(report, report.verdicts[i]);
    return rule == nullptr ? engine::tag_names.size() : static_cast<std::size_t>(rule->tag);
  };
  std::stable_sort(all.begin(), all.end(), [&](std::uint32_t a, std::uint32_t b) { return tag(a) < tag(b); });
  return all;
}

std::string log_json(const judge::Report& report, std::size_t listed) {
  std::string out = "{\n";
  const auto put = [&](std::string_view key, const Json& value) {
    fmt::format_to(std::back_inserter(out), "\"{}\": {},\n", key, dumped(value, -1));
  };
  put("schema", "plumbline-log/1");
  put("tool", {{"name", tool().name}, {"version", tool().version}});
  put("inputs", {{"files", report.files_digest},
                 {"rules", report.rules_digest},
                 {"config", report.configuration_digest},
                 {"baseline", report.baseline_digest}});
  put("verdict", name(report.readiness));
  const Counts counts = count(report, all_standing(report));
  put("counts", {{"critical", counts.critical},
                 {"error", counts.errors},
                 {"warning", counts.warnings},
                 {"note", counts.notes},
                 {"accepted", all_accepted(report).size()},
                 {"files", report.coverage.files},
                 {"analysed", report.coverage.analysed},
                 {"incomplete", report.incomplete()}});
  append_list(out, "gates", gates(report, listed), false);
  std::vector<Json> findings;
  for (const std::uint32_t i : listed_findings(report, listed)) findings.push_back(finding(report, i));
  append_list(out, "findings", findings, false);
  append_list(out, "decisions", decisions(report, listed), false);
  append_list(out, "accepted", accepted_findings(report, listed), false);
  append_list(out, "not_analysed", not_analysed(report, listed), false);
  append_list(out, "evidence", evidence(report, listed), true);
  return out + "}\n";
}

}  // namespace plumbline::report
