#include "analyzer/frontends/fastlane_actions.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/knowledge_file.h"

namespace plumbline::frontends {

namespace {

using syntax::DataView;

bool holds(const ActionRefinement& refinement, std::string_view text) {
  return std::find(refinement.is.begin(), refinement.is.end(), text) != refinement.is.end() ||
         std::any_of(refinement.contains.begin(), refinement.contains.end(),
                     [&](const std::string& part) { return ascii::contains_ignoring_case(text, part); });
}

ActionRefinement refinement_of(KnowledgeFile& file, const DataView& entry, const std::vector<std::string>& options,
                               bool unchecked) {
  file.check_keys(entry, {"option", "is", "contains", "roles", "instead"});
  ActionRefinement refinement{file.texts(entry, "option"), file.texts(entry, "is"), file.texts(entry, "contains"),
                              file.roles(entry), entry["instead"].boolean().value_or(false)};
  for (const std::string& option : refinement.options) {
    if (!unchecked && std::find(options.begin(), options.end(), option) == options.end())
      file.tell(entry["option"].span(), fmt::format("the action has no option '{}'", option));
  }
  if (refinement.options.empty() || (refinement.is.empty() && refinement.contains.empty()))
    file.tell(entry.span(), "a refinement names an option and what it must say");
  return refinement;
}

}  // namespace

ir::EnumSet<ir::Role> FastlaneAction::roles_with(
    const std::vector<std::pair<std::string, std::string>>& literals) const {
  ir::EnumSet<ir::Role> result = roles;
  for (const ActionRefinement& refinement : refinements) {
    const bool fits = std::any_of(literals.begin(), literals.end(), [&](const auto& literal) {
      return std::find(refinement.options.begin(), refinement.options.end(), literal.first) !=
                 refinement.options.end() &&
             holds(refinement, literal.second);
    });
    if (!fits) continue;
    if (refinement.instead) result = {};
    result.add(refinement.roles);
  }
  return result;
}

FastlaneActions::FastlaneActions(std::string_view yaml, Diagnostics& diagnostics) {
  KnowledgeFile file(yaml, "fastlane-actions", diagnostics);
  for (const DataView& entry : file.entries()) {
    file.check_keys(
        entry, {"action", "aliases", "roles", "refine", "options", "replaced", "deprecated", "unchecked", "plugin"});
    FastlaneAction action;
    action.name = file.text(entry, "action");
    action.roles = file.roles(entry);
    action.options = file.texts(entry, "options");
    for (const DataView& option : entry["replaced"].children())
      action.replaced.emplace_back(option.key(), option.text_or(""));
    if (entry["deprecated"]) action.deprecated = std::string(entry["deprecated"].text_or(""));
    action.unchecked = entry["unchecked"].boolean().value_or(false);
    for (const DataView& refinement : entry["refine"].elements())
      action.refinements.push_back(refinement_of(file, refinement, action.options, action.unchecked));
    action.plugin = entry["plugin"].boolean().value_or(false);
    std::vector<std::string> names = file.texts(entry, "aliases");
    names.push_back(action.name);
    for (const std::string& name : names) {
      if (!by_name_.emplace(name, actions_.size()).second)
        file.tell(entry.span(), fmt::format("'{}' is the name of another action as well", name));
    }
    actions_.push_back(std::move(action));
  }
}

const FastlaneAction* FastlaneActions::find(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? nullptr : &actions_[found->second];
}

}  // namespace plumbline::frontends
