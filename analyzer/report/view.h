#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/judge/report.h"

/// What every format asks of a report.
namespace plumbline::report {

/// A location as people write it; the end is the place behind the last character.
struct Place {
  std::string_view path;
  LineColumn begin;
  LineColumn end;
};
Place place_of(const judge::Report& report, Location at);
const source::SourceFile& file_of(const judge::Report& report, FileId file);

/// The finding's rule; null for what no rule says (a syntax error).
const engine::Rule* rule_of(const judge::Report& report, const judge::Verdict& verdict);
/// Id for people and machines alike; findings without a rule have one of their own.
std::string_view rule_id(const judge::Report& report, const judge::Verdict& verdict);
/// What stands for findings that no rule says.
inline constexpr std::string_view no_rule_id = "SY001";
bool is_critical(const judge::Report& report, const judge::Verdict& verdict);
/// "critical", else the severity.
std::string_view grade(const judge::Report& report, const judge::Verdict& verdict);
/// Where the finding stands.
Location primary(const judge::Verdict& verdict);

/// Indices of verdicts that stand, are in scope, new where asked, and at least `show`; by path, place, rule.
std::vector<std::uint32_t> reported(const judge::Report& report, Severity show);
/// Indices of the accepted ones, in the same order.
std::vector<std::uint32_t> accepted(const judge::Report& report);

/// All that stand, and all that were accepted, whatever was asked to be shown: what a verdict on the repository counts.
std::vector<std::uint32_t> all_standing(const judge::Report& report);
std::vector<std::uint32_t> all_accepted(const judge::Report& report);

struct Counts {
  std::uint32_t critical = 0;
  std::uint32_t errors = 0;  ///< without the critical ones
  std::uint32_t warnings = 0;
  std::uint32_t notes = 0;
  std::uint32_t files = 0;  ///< that have any
  std::uint32_t fixable = 0;
  std::uint32_t total() const { return critical + errors + warnings + notes; }
};
Counts count(const judge::Report& report, const std::vector<std::uint32_t>& verdicts);

struct AcceptedCounts {
  std::uint32_t suppressed = 0;
  std::uint32_t decided = 0;
  std::uint32_t baselined = 0;
  std::uint32_t added_here = 0;  ///< by comments that the change under review adds
  std::uint32_t total() const { return suppressed + decided + baselined; }
};
AcceptedCounts count_accepted(const judge::Report& report);

/// By GateVerdict; optional gates count where their verdict says.
std::array<std::uint32_t, 4> count_gates(const judge::Report& report);
/// Files that failed to be analysed (declared skips are none).
std::uint32_t count_failed(const judge::Report& report);

/// First paragraph of Markdown text of ours as one line.
std::string first_paragraph(std::string_view markdown);
/// "1 file", "2 files".
std::string counted(std::uint64_t count, std::string_view singular);

}  // namespace plumbline::report
