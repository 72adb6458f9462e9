#include "analyzer/report/explain.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/cli/commands.h"
#include "analyzer/cli/session.h"
#include "analyzer/driver/explain_finding.h"
#include "analyzer/judge/gates.h"

namespace plumbline::cli {

namespace {

bool is_fingerprint(std::string_view text) {
  return text.size() >= 6 && text.size() <= 32 &&
         std::all_of(text.begin(), text.end(), [](char c) { return ascii::is_digit(c) || (c >= 'a' && c <= 'f'); });
}

Exit explain_finding(const Options& options, std::string_view fingerprint) {
  auto opened = Session::open(options, {options.arguments.begin() + 1, options.arguments.end()});
  if (const Exit* status = std::get_if<Exit>(&opened)) return *status;
  Session& session = *std::get<std::unique_ptr<Session>>(opened);
  session.check_options().paths.clear();
  auto checked = session.check();
  if (const Exit* status = std::get_if<Exit>(&checked)) return *status;
  const driver::CheckResult& result = std::get<driver::CheckResult>(checked);
  const std::string text = driver::explain_finding(result, fingerprint);
  if (text.empty()) {
    tell(fmt::format("no finding here has a fingerprint that begins with {}", fingerprint));
    return Exit::usage;
  }
  return print(text) ? Exit::clean : Exit::internal;
}

}  // namespace

Exit run_explain(const Options& options) {
  if (options.arguments.empty()) {
    tell("usage: plumbline explain RULE|GATE|TAG|FINGERPRINT");
    return Exit::usage;
  }
  const std::string& what = options.arguments.front();
  const std::vector<engine::Rule>& rules = driver::built_in_pack().rules;
  std::vector<std::string> known;
  for (const engine::Rule& rule : rules) {
    if (rule.id == what || rule.name == what)
      return print(report::explain_rule(rule, report::Markup::plain)) ? Exit::clean : Exit::internal;
    known.push_back(rule.id);
    known.push_back(rule.name);
  }
  for (const judge::Gate& gate : driver::built_in_pack().gates) {
    if (gate.id == what)
      return print(report::explain_gate(gate, rules, report::Markup::plain)) ? Exit::clean : Exit::internal;
    known.push_back(gate.id);
  }
  for (std::size_t i = 0; i < engine::tag_names.size(); ++i) {
    known.emplace_back(engine::tag_names[i]);
    if (!ascii::equal_ignoring_case(engine::tag_names[i], what)) continue;
    return print(report::explain_tag(static_cast<engine::Tag>(i), rules, report::Markup::plain)) ? Exit::clean
                                                                                                 : Exit::internal;
  }
  if (is_fingerprint(what)) return explain_finding(options, what);
  const std::string_view near = ascii::nearest(what, {known.begin(), known.end()});
  tell(fmt::format("nothing is called '{}'{}", what,
                   near.empty() ? std::string() : fmt::format("; did you mean '{}'?", near)));
  return Exit::usage;
}

}  // namespace plumbline::cli
