#include "analyzer/driver/explain_finding.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "analyzer/engine/explain.h"
#include "analyzer/ir/json.h"

namespace plumbline::driver {

std::string explain_finding(const CheckResult& result, std::string_view fingerprint) {
  const judge::Report& report = result.report;
  const auto found = std::find_if(report.verdicts.begin(), report.verdicts.end(), [&](const judge::Verdict& verdict) {
    return verdict.fingerprint.substr(0, fingerprint.size()) == fingerprint;
  });
  if (found == report.verdicts.end()) return {};
  const engine::Rule& rule = (*report.rules)[found->finding.rule.index];
  const Location at = found->finding.what.labels.front().at;
  std::string out = fmt::format("{} {}: {}\n", rule.id, rule.name, rule.title);
  out += fmt::format("{}  {}\n", visible(ir::print_place(*report.repo, at)), visible(found->finding.logical_path));
  out += fmt::format("{}\n\nIt is true because\n",
                     found->finding.what.message.joined([](std::string_view quoted) { return visible(quoted, 200); }));
  for (const engine::Fact& fact : engine::facts_of(rule, found->finding.subject, *report.repo)) {
    out += fmt::format("  {:<60} = {}\n", visible(fact.expression), visible(fact.value, 120));
  }
  return out;
}

}  // namespace plumbline::driver
