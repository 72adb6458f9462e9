#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/base/diagnostic.h"
#include "analyzer/ir/fields.h"
#include "analyzer/ir/vocabulary.h"

namespace plumbline::frontends {

/// Roles that an action has where an option says so.
struct ActionRefinement {
  std::vector<std::string> options;   ///< any of them
  std::vector<std::string> is;        ///< its text is one of these
  std::vector<std::string> contains;  ///< or holds one of these, whatever the case
  ir::EnumSet<ir::Role> roles;
  bool instead = false;  ///< of the action's others
};

struct FastlaneAction {
  std::string name;  ///< canonical
  ir::EnumSet<ir::Role> roles;
  std::vector<ActionRefinement> refinements;
  std::vector<std::string> options;                           ///< every name it takes; empty: not known
  std::vector<std::pair<std::string, std::string>> replaced;  ///< deprecated options, and what to use
  std::optional<std::string> deprecated;                      ///< the action is; what to use, may be empty
  bool unchecked = false;                                     ///< takes any option
  bool plugin = false;

  /// What it is for in a call whose literal options are these, name and text.
  ir::EnumSet<ir::Role> roles_with(const std::vector<std::pair<std::string, std::string>>& literals) const;
};

/// fastlane's actions by name and alias, from rules/knowledge/fastlane-actions.yaml. Immutable.
class FastlaneActions {
 public:
  /// Wrong entries are told, with line and column.
  FastlaneActions(std::string_view yaml, Diagnostics& diagnostics);

  /// Null: fastlane knows no such action.
  const FastlaneAction* find(std::string_view name) const;
  const std::vector<FastlaneAction>& all() const { return actions_; }

 private:
  std::vector<FastlaneAction> actions_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

}  // namespace plumbline::frontends
