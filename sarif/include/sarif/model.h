#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// SARIF 2.1.0 as plain values: what an analysis has to say, without the indices that SARIF wants beside its names.
/// The writer finds those itself (a rule by its id, a file by its URI, a taxon by its taxonomy and id), so a model
/// cannot hold a wrong one. An empty string or list means that the property is left out, unless SARIF demands it.
///
/// Every member has an initialiser, so that a value can be written by naming some: Message{.text = "…"}.
///
/// Strings are bytes; what is not UTF-8 is written as U+FFFD. Texts are in SARIF's plain-text form: a value quoted from
/// elsewhere goes through escape_message (text.h) first, or its brackets become links.
namespace plumbline::sarif {

enum class Level : std::uint8_t { none, note, warning, error };
inline constexpr std::array<std::string_view, 4> level_names{"none", "note", "warning", "error"};
constexpr std::string_view name(Level value) {
  return level_names[static_cast<std::size_t>(value)];
}

/// Any kind but `fail` goes with Level::none.
enum class Kind : std::uint8_t { fail, pass, open, review, informational, not_applicable };
inline constexpr std::array<std::string_view, 6> kind_names{"fail",   "pass",          "open",
                                                            "review", "informational", "notApplicable"};
constexpr std::string_view name(Kind value) {
  return kind_names[static_cast<std::size_t>(value)];
}

/// How often a rule is right; GitHub orders alerts by severity and this.
enum class Precision : std::uint8_t { low, medium, high, very_high };
inline constexpr std::array<std::string_view, 4> precision_names{"low", "medium", "high", "very-high"};
constexpr std::string_view name(Precision value) {
  return precision_names[static_cast<std::size_t>(value)];
}

/// The severity of a rule that is no security rule.
enum class ProblemSeverity : std::uint8_t { recommendation, warning, error };
inline constexpr std::array<std::string_view, 3> problem_severity_names{"recommendation", "warning", "error"};
constexpr std::string_view name(ProblemSeverity value) {
  return problem_severity_names[static_cast<std::size_t>(value)];
}

enum class BaselineState : std::uint8_t { fresh, unchanged, updated, absent };
inline constexpr std::array<std::string_view, 4> baseline_state_names{"new", "unchanged", "updated", "absent"};
constexpr std::string_view name(BaselineState value) {
  return baseline_state_names[static_cast<std::size_t>(value)];
}

enum class SuppressionKind : std::uint8_t { in_source, external };
inline constexpr std::array<std::string_view, 2> suppression_kind_names{"inSource", "external"};
constexpr std::string_view name(SuppressionKind value) {
  return suppression_kind_names[static_cast<std::size_t>(value)];
}

enum class SuppressionStatus : std::uint8_t { accepted, under_review, rejected };
inline constexpr std::array<std::string_view, 3> suppression_status_names{"accepted", "underReview", "rejected"};
constexpr std::string_view name(SuppressionStatus value) {
  return suppression_status_names[static_cast<std::size_t>(value)];
}

enum class Importance : std::uint8_t { important, essential, unimportant };
inline constexpr std::array<std::string_view, 3> importance_names{"important", "essential", "unimportant"};
constexpr std::string_view name(Importance value) {
  return importance_names[static_cast<std::size_t>(value)];
}

/// Name and value; written in the order of the names.
using Strings = std::vector<std::pair<std::string, std::string>>;

struct Message {
  std::string text{};
  std::string markdown{};
  std::string id{};                      ///< Names one of the rule's message strings.
  std::vector<std::string> arguments{};  ///< For that message string's {0}, {1} …
};

struct MultiformatText {
  std::string text{};
  std::string markdown{};
};

struct ArtifactLocation {
  std::string uri{};          ///< From uri_from_path.
  std::string uri_base_id{};  ///< "SRCROOT", with an entry in Run::uri_bases.
};

/// Lines and columns count from 1; columns in UTF-16 code units (utf16_column); the end column is the one behind the
/// last character. A start line of 0 means no region.
struct Region {
  std::uint32_t start_line = 0;
  std::uint32_t start_column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;
  std::optional<std::string> snippet{};  ///< Where a secret stands: as redacted, with Run::redaction_tokens.

  bool has_value() const { return start_line != 0; }
};

struct PhysicalLocation {
  ArtifactLocation artifact{};
  Region region{};
  Region context_region{};  ///< A proper superset of `region`.
};

struct LogicalLocation {
  std::string name{};
  std::string fully_qualified_name{};
  std::string kind{};  ///< SARIF's vocabulary, or one's own word: "job", "step".
};

struct Location {
  std::optional<std::uint32_t> id{};  ///< What a message's `[text](id)` points at; unique in its result.
  std::optional<PhysicalLocation> physical{};
  std::vector<LogicalLocation> logical{};
  Message message{};
};

struct Suppression {
  SuppressionKind kind = SuppressionKind::in_source;
  SuppressionStatus status = SuppressionStatus::accepted;
  std::string justification{};
  std::optional<Location> location{};
};

struct Replacement {
  Region deleted{};        ///< Empty (start = end) for an insertion.
  std::string inserted{};  ///< Empty for a deletion.
};

struct ArtifactChange {
  ArtifactLocation artifact{};
  std::vector<Replacement> replacements{};
};

struct Fix {
  Message description{};
  std::vector<ArtifactChange> changes{};
};

struct ThreadFlowLocation {
  Location location{};
  Importance importance = Importance::important;
};

struct ThreadFlow {
  std::string id{};
  Message message{};
  std::vector<ThreadFlowLocation> locations{};
};

struct CodeFlow {
  Message message{};
  std::vector<ThreadFlow> thread_flows{};
};

struct Result {
  std::string rule_id{};
  Kind kind = Kind::fail;
  Level level = Level::warning;
  Message message{};
  std::vector<Location> locations{};  ///< The first one places the alert: one line, the shortest token that is wrong.
  std::vector<Location> related_locations{};
  std::vector<CodeFlow> code_flows{};
  Strings fingerprints{};          ///< "plumbline/v1"
  Strings partial_fingerprints{};  ///< "primaryLocationLineHash"
  std::optional<BaselineState> baseline_state{};
  /// When one result of a run has any, every other is written with an empty list: SARIF wants all or none.
  std::vector<Suppression> suppressions{};
  std::vector<Fix> fixes{};
};

/// A rule's place in a taxonomy of the run.
struct Relationship {
  std::string taxonomy{};
  std::string taxon_id{};
  std::string kind = "relevant";  ///< "superset": all that this rule finds is of that class, and so on (SARIF 3.53.3).
};

struct Rule {
  std::string id{};
  std::string name{};  ///< PascalCase
  MultiformatText short_description{};
  MultiformatText full_description{};
  MultiformatText help{};
  std::string help_uri{};
  std::vector<std::pair<std::string, MultiformatText>> message_strings{};  ///< Placeholders as '{0}'.
  Level level = Level::warning;
  std::vector<Relationship> relationships{};
  std::vector<std::string> tags{};
  std::optional<Precision> precision{};
  std::optional<ProblemSeverity> problem_severity{};  ///< Or the next, not both.
  std::optional<double> security_severity{};          ///< Above 0, up to 10; makes GitHub show security alerts.
};

/// A kind of notification.
struct NotificationDescriptor {
  std::string id{};
  std::string name{};
  MultiformatText short_description{};
  MultiformatText full_description{};
  Level level = Level::warning;
  MultiformatText help{};
};

struct Driver {
  std::string name{};
  std::string full_name{};
  std::string organization{};
  std::string semantic_version{};
  std::string information_uri{};
  MultiformatText short_description{};
  MultiformatText full_description{};
  std::vector<Rule> rules{};  ///< Every rule that was evaluated, not only those with results.
  std::vector<NotificationDescriptor> notifications{};
};

struct Taxon {
  std::string id{};
  std::string name{};
  MultiformatText short_description{};
  MultiformatText full_description{};
  std::string help_uri{};
};

struct Taxonomy {
  std::string name{};  ///< "CWE"
  std::string version{};
  std::string organization{};
  std::string information_uri{};
  std::string download_uri{};
  MultiformatText short_description{};
  MultiformatText full_description{};
  bool comprehensive = false;  ///< All of its taxa are listed.
  std::vector<Taxon> taxa{};
};

struct Artifact {
  ArtifactLocation location{};
  std::vector<std::string> roles{};  ///< "analysisTarget", "resultFile" …
  std::optional<std::uint64_t> length{};
  std::string source_language{};
  std::string sha256{};  ///< 64 hexadecimal digits
};

struct Notification {
  std::string descriptor_id{};
  Level level = Level::warning;  ///< `error` says that the run failed and its results are incomplete.
  Message message{};
  std::vector<Location> locations{};
  std::string associated_rule_id{};
};

struct Invocation {
  bool execution_successful = true;
  int exit_code = 0;
  std::string exit_code_description{};
  std::vector<Notification> tool_notifications{};
  std::vector<Notification> configuration_notifications{};
};

/// A root of relative URIs, described but not located: where a checkout lies is nobody's business.
struct UriBase {
  std::string id{};
  std::string description{};
};

struct VersionControl {
  std::string repository_uri{};  ///< Without credentials.
  std::string revision_id{};
  std::string branch{};
  std::string mapped_to_base_id{};
};

struct Run {
  Driver driver{};
  std::vector<Taxonomy> taxonomies{};
  std::string automation_id{};  ///< "category/"
  std::string automation_description{};
  std::vector<UriBase> uri_bases{};
  std::vector<VersionControl> version_control{};
  std::vector<std::string> redaction_tokens{};  ///< What stands in for text that was taken out.
  std::vector<Invocation> invocations{};
  std::vector<Artifact> artifacts{};
  std::vector<Result> results{};
};

}  // namespace plumbline::sarif
