#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/diagnostic.h"
#include "analyzer/engine/rule.h"

namespace plumbline::engine {

/// Who wrote a rule file: the users' carry `schema: 1` and free ids, ours follow the numbering by tag and domain.
enum class Authorship : std::uint8_t { built_in, user };

/// Reads one rule file. What is wrong with it is told with line and column; then there is no rule. Expressions are
/// taken as text: `RuleSet` compiles them.
std::optional<Rule> load_rule(std::string_view text, const std::string& origin, Authorship authorship,
                              Diagnostics& diagnostics);

/// Tag and domain that an id of ours stands for: "AB101" is assumption_blindness, docker.
std::optional<std::pair<Tag, Domain>> meaning_of_id(std::string_view id);

}  // namespace plumbline::engine
