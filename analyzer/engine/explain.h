#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/rule.h"

namespace plumbline::engine {

/// A part of a condition and what it was for a subject.
struct Fact {
  std::string expression;
  std::string value;
};

/// Evaluates a rule's condition once more for one subject, every part of it recorded: the `let`s first, then the parts
/// of the condition that are no literals, outermost first.
std::vector<Fact> facts_of(const Rule& rule, EntityRef subject, const ir::RepoIr& repo);

}  // namespace plumbline::engine
