#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/rule.h"
#include "analyzer/ir/repo_ir.h"

/// All that an emitter gets. Sorted by path, place, rule; without times, hosts, users or absolute paths.
namespace plumbline::judge {

/// Whether a finding counts, and what took it out.
enum class Standing : std::uint8_t { stands, suppressed, decided, baselined };
inline constexpr std::array<std::string_view, 4> standing_names{"stands", "suppressed", "decided", "baselined"};
constexpr std::string_view name(Standing standing) {
  return standing_names[static_cast<std::size_t>(standing)];
}

/// What took a finding out: a comment or a baseline entry.
struct Acceptance {
  std::optional<Location> at;    ///< of the comment; none for the baseline
  std::string means;             ///< "plumbline" or the tool whose pragma it is, "PATH_DECISION", "baseline"
  std::string reason;            ///< repository text
  std::string until;             ///< YYYY-MM-DD or empty
  bool added_by_change = false;  ///< with --diff: not there at the base
};

struct Verdict {
  engine::Finding finding;
  Severity severity = Severity::error;  ///< after configuration
  Standing standing = Standing::stands;
  std::optional<Acceptance> acceptance;
  std::string fingerprint;  ///< plumbline/v1: 32 hexadecimal digits
  bool is_new = true;       ///< with --diff or --staged: not there at the base
  bool in_scope = true;     ///< touches a path that was asked for
};

enum class GateVerdict : std::uint8_t { pass, fail, unknown, not_applicable };
inline constexpr std::array<std::string_view, 4> gate_verdict_names{"pass", "fail", "unknown", "n/a"};
constexpr std::string_view name(GateVerdict verdict) {
  return gate_verdict_names[static_cast<std::size_t>(verdict)];
}

/// How a fact came to be known: it stands there; through a script, action or platform; a person declared it.
enum class Strength : std::uint8_t { direct, inherited, declared };
inline constexpr std::array<std::string_view, 3> strength_names{"direct", "inherited", "declared"};
constexpr std::string_view name(Strength strength) {
  return strength_names[static_cast<std::size_t>(strength)];
}

struct Evidence {
  std::string id;  ///< E1, E2 … across all gates
  Text fact;
  Location at;
  std::string digest;  ///< first 16 digits of the line's SHA-256; empty where no output shows it
  Strength strength = Strength::direct;
};

struct GateResult {
  std::string id;  ///< "rollback"
  std::string title;
  std::string question;
  GateVerdict verdict = GateVerdict::unknown;
  bool optional = false;          ///< by configuration: does not decide readiness
  bool with_reservation = false;  ///< passes although a blocking finding was accepted
  Text reason;
  std::vector<std::string> evidence;      ///< ids
  std::vector<std::uint32_t> blocked_by;  ///< indices into Report::verdicts
};

enum class Readiness : std::uint8_t { ready, not_ready, incomplete };
inline constexpr std::array<std::string_view, 3> readiness_names{"READY", "NOT READY", "INCOMPLETE"};
constexpr std::string_view name(Readiness readiness) {
  return readiness_names[static_cast<std::size_t>(readiness)];
}

/// A tagged comment, and what it answers.
struct DecisionRecord {
  enum class Status : std::uint8_t { answers, stands, without_reason, stale, recorded };
  Ref<ir::Decision> decision;
  Status status = Status::recorded;
  std::string why;                     ///< of `stale`
  std::vector<std::uint32_t> answers;  ///< indices into Report::verdicts
};
inline constexpr std::array<std::string_view, 5> decision_status_names{"answers", "stands", "without-reason", "stale",
                                                                       "recorded"};
constexpr std::string_view name(DecisionRecord::Status status) {
  return decision_status_names[static_cast<std::size_t>(status)];
}

/// A file that was not or not wholly judged.
struct NotAnalysed {
  std::string path;
  Code code = Code::not_analysed;
  Text why;
  bool fails = true;  ///< false: declared skip, a note
};

struct Coverage {
  std::uint32_t files = 0;  ///< looked at
  std::uint32_t analysed = 0;
  std::uint32_t rules = 0;  ///< evaluated
  std::uint64_t bytes = 0;
  std::vector<NotAnalysed> not_analysed;  ///< by path
  std::vector<engine::RuleFailure> rule_failures;
  std::vector<std::string> rules_not_evaluated;  ///< ids; because of --scope files
};

/// A note about the means of acceptance: unused, expired, without a reason, unknown rule, stale baseline entry.
struct AcceptanceNote {
  std::optional<Location> at;
  Text message;
};

struct RuleTiming {
  engine::RuleId rule;
  std::uint64_t nanoseconds = 0;
  std::uint64_t evaluations = 0;
};

struct Report {
  // What the rest points into. Owned by the run, which outlives the report.
  const ir::RepoIr* repo = nullptr;
  const std::vector<engine::Rule>* rules = nullptr;        ///< by RuleId, sorted by id; those that were evaluated
  const std::vector<source::SourceFile>* files = nullptr;  ///< by FileId; secrets in their text are masked

  std::vector<Verdict> verdicts;  ///< all, accepted ones and those out of scope included
  std::vector<GateResult> gates;  ///< in the order of gates.yaml
  std::vector<Evidence> evidence;
  Readiness readiness = Readiness::incomplete;
  std::vector<DecisionRecord> decisions;
  std::vector<AcceptanceNote> acceptance_notes;
  Coverage coverage;
  std::vector<RuleTiming> timings;
  bool compares = false;  ///< --diff or --staged
  /// By FileId: SHA-256 of the bytes as read, before secrets were masked; empty when not known.
  std::vector<std::string> file_digests;
  // Digests of what was judged by what, for the log: "sha256:…", empty when there is none.
  std::string files_digest;
  std::string rules_digest;
  std::string configuration_digest;
  std::string baseline_digest;

  /// Stands, in scope, new where that was asked for.
  bool reported(const Verdict& verdict) const {
    return verdict.standing == Standing::stands && verdict.in_scope && (!compares || verdict.is_new);
  }
  /// Something could not be analysed, or a rule could not be evaluated.
  bool incomplete() const;
};

}  // namespace plumbline::judge
