#include "analyzer/report/sarif_rules.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/report/emit.h"
#include "analyzer/report/explain.h"
#include "analyzer/report/view.h"
#include "sarif/text.h"

namespace plumbline::report {

namespace {

constexpr std::size_t description_limit = 1024;

/// `deploy-without-rollback` → `DeployWithoutRollback`: the validator wants that form.
std::string pascal_case(std::string_view words) {
  std::string out;
  bool upper = true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const char c = words[i];
    if (!ascii::is_alnum(c)) {
      upper = true;
      continue;
    }
    // Two capitals in a row are no Pascal case for SARIF's readers: "a" joins the word before it.
    const bool alone = i > 0 && (i + 1 == words.size() || !ascii::is_alnum(words[i + 1]));
    out += upper && !alone ? ascii::upper(c) : c;
    upper = false;
  }
  return out;
}

std::string sentence(std::string_view words) {
  std::string out(ascii::trim(words));
  if (!out.empty() && out.back() != '.' && out.back() != '!' && out.back() != '?') out += '.';
  return out;
}

sarif::MultiformatText text(std::string_view words) {
  return {.text = sarif::shortened(sentence(words), description_limit)};
}

sarif::Precision precision_of(engine::Precision precision) {
  switch (precision) {
    case engine::Precision::very_high:
      return sarif::Precision::very_high;
    case engine::Precision::high:
      return sarif::Precision::high;
    case engine::Precision::medium:
      return sarif::Precision::medium;
    case engine::Precision::low:
      return sarif::Precision::low;
  }
  return sarif::Precision::medium;
}

/// A rule with a security consequence says so itself, or names a weakness.
std::optional<double> security_severity(const engine::Rule& rule) {
  if (rule.security_severity && *rule.security_severity > 0) return rule.security_severity;
  if (rule.cwe.empty()) return std::nullopt;
  if (rule.critical) return 9.5;
  switch (rule.severity) {
    case Severity::error:
      return 8.0;
    case Severity::warning:
      return 5.0;
    case Severity::note:
      return 2.0;
  }
  return std::nullopt;
}

sarif::ProblemSeverity problem_severity(Severity severity) {
  switch (severity) {
    case Severity::error:
      return sarif::ProblemSeverity::error;
    case Severity::warning:
      return sarif::ProblemSeverity::warning;
    case Severity::note:
      return sarif::ProblemSeverity::recommendation;
  }
  return sarif::ProblemSeverity::warning;
}

/// The rule's page; without a home page its first reference, else a name that leads nowhere: every rule needs one.
std::string help_uri(const engine::Rule& rule) {
  if (tool().uri.substr(0, 8) == "https://") return fmt::format("{}/rules/{}", tool().uri, rule.id);
  return rule.references.empty() ? fmt::format("{}:rules:{}", tool().uri, rule.id) : rule.references.front();
}

sarif::Rule sarif_rule(const engine::Rule& rule, const std::vector<judge::GateResult>& gates) {
  sarif::Rule out;
  out.id = rule.id;
  out.name = pascal_case(rule.name);
  out.short_description = text(rule.title);
  const std::string why = first_paragraph(rule.why);
  out.full_description = text(why.empty() ? std::string_view(rule.title) : std::string_view(why));
  out.help = {.text = explain_rule(rule, Markup::plain), .markdown = explain_rule(rule, Markup::markdown)};
  out.help_uri = help_uri(rule);
  out.level = sarif_level(rule.severity);
  out.precision = precision_of(rule.precision);
  out.security_severity = security_severity(rule);
  if (!out.security_severity) out.problem_severity = problem_severity(rule.severity);
  out.tags = {std::string(name(rule.tag)), std::string(name(rule.domain))};
  out.relationships = {{.taxonomy = tag_taxonomy, .taxon_id = std::string(name(rule.tag)), .kind = "superset"}};
  if (out.security_severity) out.tags.emplace_back("security");
  for (const std::uint32_t cwe : rule.cwe) {
    out.tags.push_back(fmt::format("external/cwe/cwe-{:03}", cwe));
    out.relationships.push_back({.taxonomy = cwe_taxonomy, .taxon_id = fmt::format("{}", cwe), .kind = "relevant"});
  }
  for (const std::string& gate : rule.gates) {
    const bool known =
        std::any_of(gates.begin(), gates.end(), [&](const judge::GateResult& each) { return each.id == gate; });
    out.tags.push_back("gate/" + gate);
    if (known) out.relationships.push_back({.taxonomy = gate_taxonomy, .taxon_id = gate, .kind = "relevant"});
  }
  return out;
}

/// What no rule says: a file that its own consumer would refuse.
sarif::Rule syntax_rule() {
  sarif::Rule out;
  out.id = no_rule_id;
  out.name = "SyntaxError";
  out.short_description = text("The file breaks the rules of its own format");
  out.full_description = text("What reads this file would refuse it; the rest of it was analysed");
  out.help = {.text = "Correct the syntax at the place shown.", .markdown = "Correct the syntax at the place shown."};
  engine::Rule named;
  named.id = no_rule_id;
  out.help_uri = help_uri(named);
  out.level = sarif::Level::error;
  out.precision = sarif::Precision::very_high;
  out.problem_severity = sarif::ProblemSeverity::error;
  out.tags = {"syntax"};
  return out;
}

sarif::Taxonomy taxonomy(const char* id, std::string_view words) {
  sarif::Taxonomy out;
  out.name = id;
  out.version = tool().version;
  out.organization = tool().name;
  out.information_uri = tool().uri;
  out.short_description = text(words);
  out.full_description = text(words);
  out.comprehensive = true;
  return out;
}

sarif::Taxonomy weaknesses(const judge::Report& report) {
  sarif::Taxonomy out = taxonomy(cwe_taxonomy, "The Common Weakness Enumeration");
  out.version = "4.15";
  out.organization = "MITRE";
  out.information_uri = "https://cwe.mitre.org/data/published/cwe_v4.15.pdf";
  out.download_uri = "https://cwe.mitre.org/data/xml/cwec_v4.15.xml.zip";
  out.comprehensive = false;
  std::set<std::uint32_t> used;
  for (const engine::Rule& rule : *report.rules) used.insert(rule.cwe.begin(), rule.cwe.end());
  for (const std::uint32_t cwe : used) {
    sarif::Taxon taxon;
    taxon.id = fmt::format("{}", cwe);
    taxon.name = fmt::format("CWE{}", cwe);
    taxon.short_description = text(fmt::format("Weakness {} of the enumeration", cwe));
    taxon.full_description =
        text(fmt::format("Weakness {} of the enumeration; its text stands under the address given", cwe));
    taxon.help_uri = fmt::format("https://cwe.mitre.org/data/definitions/{}.html", cwe);
    out.taxa.push_back(std::move(taxon));
  }
  return out;
}

}  // namespace

sarif::Level sarif_level(Severity severity) {
  switch (severity) {
    case Severity::note:
      return sarif::Level::note;
    case Severity::warning:
      return sarif::Level::warning;
    case Severity::error:
      return sarif::Level::error;
  }
  return sarif::Level::warning;
}

sarif::Driver sarif_driver(const judge::Report& report) {
  sarif::Driver out;
  out.name = tool().name;
  out.full_name = fmt::format("{} {}", tool().name, tool().version);
  out.organization = tool().name;
  out.semantic_version = tool().version;
  out.information_uri = tool().uri;
  out.short_description = text("Reviews an infrastructure repository as one delivery system");
  out.full_description =
      text("From the image to the pipeline that builds it, the manifest that runs it and the alert that watches it");
  for (const engine::Rule& rule : *report.rules) out.rules.push_back(sarif_rule(rule, report.gates));
  const bool ruleless = std::any_of(report.verdicts.begin(), report.verdicts.end(),
                                    [&](const judge::Verdict& verdict) { return rule_of(report, verdict) == nullptr; });
  if (ruleless) out.rules.push_back(syntax_rule());
  constexpr std::array<std::array<std::string_view, 3>, 8> descriptors{{
      {"not-analysed", "FileNotAnalysed", "A file was not analysed"},
      {"partly-analysed", "FilePartlyAnalysed", "Only a part of a file was analysed"},
      {"limit-hit", "LimitHit", "A limit ended something early"},
      {"declared-skip", "DeclaredSkip", "A file of a kind that is recognised and not supported"},
      {"unreadable", "FileUnreadable", "A file could not be read"},
      {"rule-error", "RuleFailed", "A rule could not be evaluated"},
      {"suppression", "AcceptanceWithoutEffect",
       "A comment or baseline entry that should accept a finding is not as it should be"},
      {"accepted", "FindingsAccepted", "Findings were accepted and are not among the results"},
  }};
  for (const auto& [id, name, words] : descriptors) {
    sarif::NotificationDescriptor descriptor;
    descriptor.id = id;
    descriptor.name = name;
    descriptor.short_description = text(words);
    descriptor.full_description = text(words);
    descriptor.help = text(words);
    out.notifications.push_back(std::move(descriptor));
  }
  return out;
}

std::vector<sarif::Taxonomy> sarif_taxonomies(const judge::Report& report) {
  std::vector<sarif::Taxonomy> out;
  if (sarif::Taxonomy cwe = weaknesses(report); !cwe.taxa.empty()) out.push_back(std::move(cwe));
  sarif::Taxonomy tags = taxonomy(tag_taxonomy, "Why a mistake is made");
  for (std::size_t i = 0; i < engine::tag_names.size(); ++i) {
    sarif::Taxon taxon;
    taxon.id = engine::tag_names[i];
    taxon.name = pascal_case(ascii::lower(engine::tag_names[i]));
    taxon.short_description = text(tag_summary(static_cast<engine::Tag>(i)));
    taxon.full_description = taxon.short_description;
    tags.taxa.push_back(std::move(taxon));
  }
  out.push_back(std::move(tags));
  if (report.gates.empty()) return out;
  sarif::Taxonomy gates = taxonomy(gate_taxonomy, "What a repository needs to be ready for production");
  for (const judge::GateResult& gate : report.gates) {
    sarif::Taxon taxon;
    taxon.id = gate.id;
    taxon.name = pascal_case(gate.id);
    taxon.short_description = text(gate.title);
    taxon.full_description = text(gate.question);
    gates.taxa.push_back(std::move(taxon));
  }
  out.push_back(std::move(gates));
  return out;
}

}  // namespace plumbline::report
