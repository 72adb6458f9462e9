#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/ir/schema.h"
#include "analyzer/judge/gates.h"

/// What is said about a rule, a gate or a tag: one source for the command `explain`, SARIF's help and the docs.
namespace plumbline::report {

/// Where the text goes. All are made from the same blocks.
enum class Markup : std::uint8_t {
  plain,     ///< a terminal
  markdown,  ///< headings from `##`
};

std::string explain_rule(const engine::Rule& rule, Markup markup);
/// `rules`: those whose findings count on the gate are listed.
std::string explain_gate(const judge::Gate& gate, const std::vector<engine::Rule>& rules, Markup markup);
std::string explain_tag(engine::Tag tag, const std::vector<engine::Rule>& rules, Markup markup);
/// One sentence: the mistake behind the tag.
std::string_view tag_summary(engine::Tag tag);

/// Pages under docs/: an index by domain, a page a rule, the entities with their fields.
std::string docs_rules_index(const std::vector<engine::Rule>& rules);
std::string docs_rule_page(const engine::Rule& rule);
std::string docs_gates(const std::vector<judge::Gate>& gates, const std::vector<engine::Rule>& rules);
std::string docs_ir();

}  // namespace plumbline::report
