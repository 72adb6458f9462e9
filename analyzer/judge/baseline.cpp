#include "analyzer/judge/baseline.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analyzer/base/ascii.h"

namespace plumbline::judge {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t schema = 1;

tl::unexpected<Diagnostic> malformed(const std::string& path, std::string_view why) {
  return tl::unexpected(
      diagnostic_at(path, {1, 1}, Code::configuration_error, Text("the baseline is malformed: ").ours(why)));
}

bool is_fingerprint(const std::string& text) {
  return text.size() == 32 &&
         std::all_of(text.begin(), text.end(), [](char c) { return ascii::is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool sorted_before(const BaselineEntry& a, const BaselineEntry& b) {
  return std::tie(a.path, a.rule, a.fingerprint) < std::tie(b.path, b.rule, b.fingerprint);
}

}  // namespace

Result<Baseline> parse_baseline(std::string_view text, const std::string& path) {
  const Json root = Json::parse(text, nullptr, false);
  if (!root.is_object()) return malformed(path, "it is not a JSON object");
  const auto version = root.find("schema");
  if (version == root.end() || !version->is_number_integer()) return malformed(path, "it has no schema number");
  if (*version != schema) return malformed(path, "its schema is not 1; use a newer plumbline or create it again");
  const auto entries = root.find("entries");
  if (entries == root.end() || !entries->is_array()) return malformed(path, "it has no list 'entries'");
  Baseline baseline;
  for (const Json& element : *entries) {
    if (!element.is_object()) return malformed(path, "an entry is not an object");
    BaselineEntry entry;
    for (const auto& [key, target] : {std::pair{"fingerprint", &entry.fingerprint}, std::pair{"rule", &entry.rule},
                                      std::pair{"path", &entry.path}, std::pair{"reason", &entry.reason}}) {
      const auto value = element.find(key);
      if (value == element.end() && std::string_view(key) == "reason") continue;
      if (value == element.end() || !value->is_string())
        return malformed(path, fmt::format("an entry lacks '{}'", key));
      *target = value->get<std::string>();
    }
    if (!is_fingerprint(entry.fingerprint)) return malformed(path, "a fingerprint is not 32 hexadecimal digits");
    if (!entry.path.empty() && entry.path.front() == '/') return malformed(path, "a path is absolute");
    baseline.entries.push_back(std::move(entry));
  }
  return baseline;
}

std::string write_baseline(const Baseline& baseline) {
  std::vector<BaselineEntry> sorted = baseline.entries;
  std::sort(sorted.begin(), sorted.end(), sorted_before);
  std::string out = "{\n\"schema\": 1,\n\"entries\": [\n";
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const BaselineEntry& entry = sorted[i];
    Json line = {{"fingerprint", entry.fingerprint}, {"rule", entry.rule}, {"path", entry.path}};
    if (!entry.reason.empty()) line["reason"] = entry.reason;
    out += line.dump(-1, ' ', false, Json::error_handler_t::replace);
    out += i + 1 < sorted.size() ? ",\n" : "\n";
  }
  return out + "]\n}\n";
}

void apply_baseline(Report& report, const Baseline& baseline) {
  std::map<std::string_view, const BaselineEntry*> by_fingerprint;
  for (const BaselineEntry& entry : baseline.entries) by_fingerprint[entry.fingerprint] = &entry;
  std::map<std::string_view, bool> used;
  for (Verdict& verdict : report.verdicts) {
    const auto found = by_fingerprint.find(verdict.fingerprint);
    if (found == by_fingerprint.end()) continue;
    used[found->first] = true;
    if (verdict.standing != Standing::stands) continue;
    const BaselineEntry& entry = *found->second;
    if ((*report.rules)[verdict.finding.rule.index].critical && entry.reason.empty()) {
      report.acceptance_notes.push_back({std::nullopt, Text("the baseline entry ")
                                                           .quoted(entry.fingerprint)
                                                           .ours(" gives no reason, which a critical finding needs")});
      continue;
    }
    verdict.standing = Standing::baselined;
    Acceptance acceptance;
    acceptance.means = "baseline";
    acceptance.reason = entry.reason;
    verdict.acceptance = std::move(acceptance);
  }
  for (const BaselineEntry& entry : baseline.entries) {
    if (used.count(entry.fingerprint) > 0) continue;
    report.acceptance_notes.push_back({std::nullopt, Text("stale baseline entry ")
                                                         .quoted(entry.fingerprint)
                                                         .ours(" for ")
                                                         .quoted(entry.rule)
                                                         .ours(" in ")
                                                         .quoted(entry.path)
                                                         .ours(": plumbline baseline prune removes it")});
  }
}

}  // namespace plumbline::judge
