#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/judge/report.h"
#include "analyzer/source/classify.h"

/// The quality gates: questions about the repository whose answers need evidence. They are data (rules/gates.yaml).
namespace plumbline::judge {

/// One way in which a fact shows: the entities that it stands at and the sentence that says it.
struct GateFact {
  engine::RuleExpression at;    ///< CEL over `repo`: an entity, a node or a list of them
  engine::RuleExpression fact;  ///< text with {CEL} holes; `at` is the entity
  Strength strength = Strength::direct;
};

/// What a missing group of facts says.
enum class Absence : std::uint8_t {
  fails,    ///< it would stand here if it existed
  unknown,  ///< it may exist outside of the repository
  reserve,  ///< the gate passes, with a reservation
};
inline constexpr std::array<std::string_view, 3> absence_names{"fails", "unknown", "reserve"};

/// Facts of which one at least is needed.
struct GateNeed {
  std::string name;
  std::string absent;  ///< the reason given when there is none: our words
  Absence absence = Absence::fails;
  std::vector<GateFact> facts;
};

struct GateCondition {
  engine::RuleExpression when;  ///< CEL over `repo`, bool
  std::string reason;           ///< our words
};

struct Gate {
  std::string id;
  std::string title;
  std::string question;
  std::string guide;                            ///< Markdown: what passes, what fails, what cannot be known
  std::vector<source::FileKind> reads;          ///< kinds whose files it must have read to say that something is absent
  std::vector<engine::RuleExpression> applies;  ///< one of them true: there is a subject
  std::string no_subject;                       ///< the reason for n/a
  std::vector<GateNeed> needs;
  std::vector<GateCondition> fails;
  std::vector<GateCondition> unknown;
  std::vector<std::string> refuted_by;  ///< rule ids beside those whose own `gates` name this one
};

/// Reads gates.yaml. What is wrong is told with its place.
std::vector<Gate> load_gates(std::string_view text, const std::string& origin, Diagnostics& diagnostics);

}  // namespace plumbline::judge
