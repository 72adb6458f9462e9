#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/session.h"

namespace plumbline::cli {

namespace {

std::string shown(const Text& text) {
  return text.joined([](std::string_view quoted) { return visible(quoted, 80); });
}

std::string place(const judge::Report& report, const Location& at) {
  const source::SourceFile& file = (*report.files)[at.file.index];
  const LineColumn where = file.locate(at.span.begin);
  return fmt::format("{}:{}:{}", visible(file.path()), where.line, where.column);
}

std::string as_text(const judge::Report& report) {
  std::string out = fmt::format("{}\n", judge::name(report.readiness));
  for (const judge::GateResult& gate : report.gates) {
    out += fmt::format("\n{:<8} {}{}\n", judge::name(gate.verdict), gate.title, gate.optional ? " (optional)" : "");
    out += fmt::format("         {}\n", shown(gate.reason));
    for (const std::string& id : gate.evidence) {
      const auto found =
          std::find_if(report.evidence.begin(), report.evidence.end(), [&](const auto& e) { return e.id == id; });
      if (found != report.evidence.end())
        out += fmt::format("         {} {} ({})\n", id, shown(found->fact), place(report, found->at));
    }
    for (const std::uint32_t index : gate.blocked_by) {
      const judge::Verdict& verdict = report.verdicts[index];
      out += fmt::format("         blocked by {} at {}: {}\n", (*report.rules)[verdict.finding.rule.index].id,
                         place(report, verdict.finding.what.labels.front().at), shown(verdict.finding.what.message));
    }
  }
  return out;
}

std::string as_json(const judge::Report& report) {
  nlohmann::ordered_json root = {{"readiness", judge::name(report.readiness)},
                                 {"gates", nlohmann::ordered_json::array()}};
  for (const judge::GateResult& gate : report.gates) {
    nlohmann::ordered_json evidence = nlohmann::ordered_json::array();
    for (const std::string& id : gate.evidence) {
      const auto found =
          std::find_if(report.evidence.begin(), report.evidence.end(), [&](const auto& e) { return e.id == id; });
      if (found == report.evidence.end()) continue;
      evidence.push_back({{"id", id},
                          {"fact", shown(found->fact)},
                          {"at", place(report, found->at)},
                          {"strength", judge::name(found->strength)}});
    }
    root["gates"].push_back({{"id", gate.id},
                             {"title", gate.title},
                             {"verdict", judge::name(gate.verdict)},
                             {"reason", shown(gate.reason)},
                             {"optional", gate.optional},
                             {"evidence", std::move(evidence)}});
  }
  return root.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

Exit run_gates(const Options& options) {
  if (!options.format.empty() && options.format != "text" && options.format != "json") {
    tell("gates prints text or json");
    return Exit::usage;
  }
  auto opened = Session::open(options, options.arguments);
  if (const Exit* status = std::get_if<Exit>(&opened)) return *status;
  Session& session = *std::get<std::unique_ptr<Session>>(opened);
  session.check_options().paths.clear();
  auto checked = session.check();
  if (const Exit* status = std::get_if<Exit>(&checked)) return *status;
  const judge::Report& report = std::get<driver::CheckResult>(checked).report;
  if (!print(options.format == "json" ? as_json(report) : as_text(report))) return Exit::internal;
  if (report.incomplete() && !options.allow_incomplete) return Exit::incomplete;
  return report.readiness == judge::Readiness::ready || options.exit_zero ? Exit::clean : Exit::findings;
}

}  // namespace plumbline::cli
