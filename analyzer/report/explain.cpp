#include "analyzer/report/explain.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "analyzer/report/document.h"
#include "analyzer/report/escape.h"

namespace plumbline::report {

std::string_view tag_summary(engine::Tag tag) {
  switch (tag) {
    case engine::Tag::cargo_cult:
      return "Copied complexity that nothing here needs.";
    case engine::Tag::pattern_momentum:
      return "A pattern taken over because everybody uses it, without the problem that it solves.";
    case engine::Tag::completion_drive:
      return "Something left out in order to be done.";
    case engine::Tag::false_completion:
      return "\"It was deployed\" taken for \"it works\".";
    case engine::Tag::assumption_blindness:
      return "An assumption that nobody verified.";
  }
  return {};
}

namespace {

std::string facts_line(const engine::Rule& rule) {
  std::string out = fmt::format("{}, precision {}, tag {}", rule.critical ? "critical" : name(rule.severity),
                                name(rule.precision), name(rule.tag));
  if (rule.status != engine::Status::stable) out += fmt::format(", {}", name(rule.status));
  if (!rule.enabled_by_default) out += ", off unless selected";
  if (!rule.since.empty()) out += fmt::format(", since {}", rule.since);
  return out + ".";
}

void how_to_accept(Document& out, const engine::Rule& rule) {
  out.heading("How to accept it");
  if (rule.critical) {
    out.paragraph(
        "This finding is critical: no comment silences it. Only a baseline entry with a reason does "
        "(`plumbline baseline update --allow-new`).");
    return;
  }
  if (rule.takes_decision()) {
    out.paragraph("Record the decision in a comment at the place, with its reason:");
    out.code("", "# #PATH_DECISION: <what was decided> because <reason>");
  }
  out.paragraph(rule.takes_decision() ? "Or silence this finding, with a reason:"
                                      : "Silence it where it stands, with a reason:");
  out.code("", fmt::format("# plumbline: ignore[{}] -- <reason>", rule.id));
}

void example(Document& out, std::string_view heading, const std::vector<engine::Example>& examples) {
  if (examples.empty()) return;
  out.heading(heading);
  for (const engine::ExampleFile& file : examples.front().files) {
    out.paragraph(fmt::format("`{}`", file.path));
    out.code(fence_language(file.path), file.text);
  }
}

void rule_body(Document& out, const engine::Rule& rule) {
  if (!rule.why.empty()) out.heading("Why").paragraph(rule.why);
  if (!rule.remedy.empty()) out.heading("What to do").paragraph(rule.remedy);
  example(out, "Found", rule.bad);
  example(out, "Not found", rule.good);
  if (!rule.gates.empty()) {
    out.heading("Quality gates");
    for (const std::string& gate : rule.gates) out.item(fmt::format("`{}`", gate));
  }
  if (!rule.equivalents.empty()) {
    out.heading("The same check elsewhere");
    for (const auto& [tool, ids] : rule.equivalents) {
      out.item(fmt::format("{}: {}; its ignore comments for them are honoured", tool, fmt::join(ids, ", ")));
    }
  }
  how_to_accept(out, rule);
  if (!rule.cwe.empty() || !rule.references.empty()) out.heading("References");
  for (const std::uint32_t cwe : rule.cwe)
    out.item(fmt::format("[CWE-{}](https://cwe.mitre.org/data/definitions/{}.html)", cwe, cwe));
  for (const std::string& reference : rule.references) out.item(fmt::format("<{}>", reference));
}

std::vector<const engine::Rule*> sorted_by_id(const std::vector<engine::Rule>& rules) {
  std::vector<const engine::Rule*> out;
  for (const engine::Rule& rule : rules) out.push_back(&rule);
  std::sort(out.begin(), out.end(), [](const engine::Rule* a, const engine::Rule* b) { return a->id < b->id; });
  return out;
}

void gate_body(Document& out, const judge::Gate& gate, const std::vector<engine::Rule>& rules) {
  out.paragraph(gate.question);
  out.paragraph(gate.guide);
  out.heading("Needed to pass");
  for (const judge::GateNeed& need : gate.needs) {
    const std::string_view verdict = need.absence == judge::Absence::fails     ? "the gate fails"
                                     : need.absence == judge::Absence::unknown ? "the gate is unknown"
                                                                               : "the gate passes with a reservation";
    const std::string_view where = need.applies.empty() ? "" : ", where there is something of the kind";
    out.item(fmt::format("{}{}; else {}: {}", need.name, where, verdict, need.absent));
  }
  if (!gate.fails.empty()) {
    out.heading("Fails also when");
    for (const judge::GateCondition& each : gate.fails) out.item(each.reason);
  }
  if (!gate.unknown.empty()) {
    out.heading("Unknown when");
    for (const judge::GateCondition& each : gate.unknown) out.item(each.reason);
  }
  out.heading("Rules that count on it");
  out.paragraph("A critical finding or an error of one of these blocks it; an accepted one leaves a reservation.");
  for (const engine::Rule* rule : sorted_by_id(rules)) {
    const bool refutes = std::find(gate.refuted_by.begin(), gate.refuted_by.end(), rule->id) != gate.refuted_by.end();
    const bool named = refutes || std::find(rule->gates.begin(), rule->gates.end(), gate.id) != rule->gates.end();
    if (named) out.item(fmt::format("`{}` {}{}", rule->id, rule->title, refutes ? " (as a warning, too)" : ""));
  }
}

}  // namespace

std::string explain_rule(const engine::Rule& rule, Markup markup) {
  Document out(markup);
  if (markup == Markup::plain) out.heading(fmt::format("{} {}: {}", rule.id, rule.name, rule.title), 1);
  out.paragraph(facts_line(rule));
  if (rule.status == engine::Status::deprecated && !rule.replaced_by.empty())
    out.paragraph(fmt::format("Replaced by `{}`.", rule.replaced_by));
  rule_body(out, rule);
  return out.take();
}

std::string explain_gate(const judge::Gate& gate, const std::vector<engine::Rule>& rules, Markup markup) {
  Document out(markup);
  if (markup == Markup::plain) out.heading(fmt::format("Gate {}: {}", gate.id, gate.title), 1);
  gate_body(out, gate, rules);
  return out.take();
}

std::string explain_tag(engine::Tag tag, const std::vector<engine::Rule>& rules, Markup markup) {
  Document out(markup);
  if (markup == Markup::plain) out.heading(name(tag), 1);
  out.paragraph(tag_summary(tag));
  out.paragraph(tag == engine::Tag::cargo_cult || tag == engine::Tag::pattern_momentum
                    ? "A `PATH_DECISION` comment with a reason answers its findings."
                    : "No decision answers its findings: they are fixed, or silenced with a reason.");
  out.heading("Rules");
  for (const engine::Rule* rule : sorted_by_id(rules)) {
    if (rule->tag == tag) out.item(fmt::format("`{}` {}", rule->id, rule->title));
  }
  return out.take();
}

std::string docs_rules_index(const std::vector<engine::Rule>& rules) {
  const std::vector<const engine::Rule*> sorted = sorted_by_id(rules);
  Document out(Markup::markdown);
  out.heading("Rules", 1);
  out.paragraph(
      fmt::format("{} rules. The letters of an id stand for the tag, its hundreds for the domain.", rules.size()));
  for (std::size_t d = 1; d <= engine::domain_names.size(); ++d) {  // the users' own last
    const auto domain = static_cast<engine::Domain>(d % engine::domain_names.size());
    std::string table;
    for (const engine::Rule* rule : sorted) {
      if (rule->domain != domain) continue;
      fmt::format_to(std::back_inserter(table), "| [{0}](rules/{0}.md) | {1} | {2} | {3} | {4} |\n", rule->id,
                     rule->name, markdown_line(rule->title), rule->critical ? "critical" : name(rule->severity),
                     name(rule->status));
    }
    if (table.empty()) continue;
    out.heading(name(domain));
    out.paragraph("| id | name | what it finds | severity | status |\n|---|---|---|---|---|\n" + table);
  }
  return out.take();
}

std::string docs_rule_page(const engine::Rule& rule) {
  Document out(Markup::markdown);
  out.heading(fmt::format("{}: {}", rule.id, rule.title), 1);
  out.paragraph(fmt::format("`{}`: {}", rule.name, facts_line(rule)));
  rule_body(out, rule);
  out.heading("Condition");
  for (const auto& [variable, expression] : rule.lets)
    out.code("cel", fmt::format("{} = {}", variable, expression.text));
  out.code("cel", rule.when.text);
  return out.take();
}

std::string docs_gates(const std::vector<judge::Gate>& gates, const std::vector<engine::Rule>& rules) {
  std::string out =
      "# Quality gates\n\nA repository is READY when every gate passes or is not applicable, NOT READY when one "
      "fails, else INCOMPLETE. A gate passes by evidence, never by silence.\n";
  for (const judge::Gate& gate : gates) {
    Document page(Markup::markdown);
    gate_body(page, gate, rules);
    // Its headings stand below the gate's own.
    std::string body;
    for (const char c : "\n" + page.take()) {
      body += c;
      if (body.size() >= 4 && body.compare(body.size() - 4, 4, "\n## ") == 0)
        body.replace(body.size() - 4, 4, "\n### ");
    }
    out += fmt::format("\n## {}: {}\n{}", gate.id, gate.title, body);
  }
  return out;
}

std::string docs_ir() {
  std::string out =
      "# The entities that rules see\n\nMade from the field table. A type with `?` may be absent: guard it with `has`, "
      "`?.` or "
      "`orValue`. Any value may be unknown; then a rule is silent.\n";
  for (const ir::EntitySchema& entity : ir::schema()) {
    fmt::format_to(std::back_inserter(out), "\n## {}\n\n{}\n", entity.name, entity.doc);
    bool header = false;
    for (const ir::Field& field : entity.fields) {
      if (field.name.empty()) continue;
      if (!header) out += "\n| field | type | meaning |\n|---|---|---|\n";
      header = true;
      fmt::format_to(std::back_inserter(out), "| `{}` | {} | {} |\n", field.name,
                     ir::print_type(field.type, &ir::schema_view()), markdown_line(field.doc));
    }
  }
  out += "\n# Vocabularies\n\nAn unknown word in a comparison is an error when the rule is loaded.\n";
  for (const ir::WordList& words : ir::schema_view().vocabularies()) {
    fmt::format_to(std::back_inserter(out), "\n## {}\n\n{}\n", words.title,
                   fmt::format("`{}`", fmt::join(words.words, "` `")));
  }
  return out;
}

}  // namespace plumbline::report
