#pragma once

#include <memory>
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
  std::vector<engine::RuleExpression> applies;  ///< one of them true: needed here; empty: always
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
  std::vector<GateCondition> unknown;   ///< what is missing may be elsewhere: absence is unknown then
  std::vector<std::string> refuted_by;  ///< rules whose findings block it even as warnings
};

/// Reads gates.yaml. What is wrong is told with its place.
std::vector<Gate> load_gates(std::string_view text, const std::string& origin, Diagnostics& diagnostics);

struct GatePrograms;

/// Gates whose expressions are checked and compiled. Immutable.
class GateSet {
 public:
  /// Wrong expressions are told with their place in `origin`; a gate that has one is unknown.
  GateSet(std::vector<Gate> gates, const std::string& origin, Diagnostics& diagnostics);
  /// Gates that were found sound before, by the build.
  explicit GateSet(std::vector<Gate> gates);
  GateSet(GateSet&&) noexcept;
  GateSet& operator=(GateSet&&) noexcept;
  ~GateSet();

  const std::vector<Gate>& gates() const { return gates_; }
  const GatePrograms& programs() const { return *programs_; }

 private:
  std::vector<Gate> gates_;
  std::unique_ptr<GatePrograms> programs_;
};

/// Fills `Report::gates`, `evidence` and `readiness`; verdicts, decisions and coverage are there. All findings count,
/// in scope or not. `optional`: gates that do not decide readiness.
void judge_gates(Report& report, const GateSet& gates, const std::vector<std::string>& optional = {});

/// Fills `Evidence::digest`, for outputs that show it.
void add_evidence_digests(Report& report);

/// What an expression said about a repository.
enum class Answer : std::uint8_t { no, yes, unknown };

/// Everything that one gate's expressions said: the part of the judgement that needs no expressions any more.
struct GateFacts {
  Answer applies = Answer::yes;
  struct Need {
    Answer applies = Answer::yes;
    std::vector<Evidence> found;  ///< without ids
    bool open = false;            ///< there may be more that cannot be seen
  };
  std::vector<Need> needs;
  std::vector<Answer> fails;
  std::vector<Answer> unknown;
};

/// The verdict on one gate; evidence gets its ids in `report`.
GateResult decide_gate(Report& report, const Gate& gate, const GateFacts& facts);
/// READY: every gate that is not optional passes or does not apply; NOT READY: one fails.
Readiness readiness_of(const std::vector<GateResult>& gates);

}  // namespace plumbline::judge
