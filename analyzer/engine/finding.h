#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/diagnostic.h"
#include "analyzer/ir/schema.h"

namespace plumbline::engine {

/// Index of a rule in the run's RuleSet.
struct RuleId {
  std::uint32_t index = ~0U;
  friend constexpr auto operator<=>(RuleId, RuleId) = default;
};

/// Any row of any table.
struct EntityRef {
  ir::EntityKind kind = 0;
  std::uint32_t row = 0;
  friend constexpr auto operator<=>(EntityRef, EntityRef) = default;
};

/// What to replace, in bytes of one file as read.
struct Edit {
  Location at;
  Text replacement;
};

struct Fix {
  bool safe = false;
  std::vector<Edit> edits;  ///< sorted, not overlapping
};

/// One thing that a rule says. `what.labels` begins with the primary label (one line, the shortest text that carries
/// the mistake); the others are the related places.
struct Finding {
  RuleId rule;
  Diagnostic what;
  EntityRef subject;         ///< the entity that the rule looked at
  EntityRef at;              ///< the entity that the primary label points at
  std::string logical_path;  ///< of `at`: "jobs.deploy.steps[3]"
  Span extent;               ///< the whole of `at`: where comments count as standing at it
  std::optional<Fix> fix;
};

/// A rule that could not be evaluated on some entity: its gates become unknown and the run incomplete.
struct RuleFailure {
  RuleId rule;
  Location at;
  std::string why;
};

}  // namespace plumbline::engine
