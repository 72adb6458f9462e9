#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/judge/report.h"

/// Writes a report. Only here do output formats exist. Every function is pure: the same report and options give the
/// same bytes, without time, host, user or absolute path.
namespace plumbline::report {

enum class Format : std::uint8_t { text, concise, json, jsonl, sarif, github, log };
inline constexpr std::array<std::string_view, 7> format_names{"text",  "concise", "json", "jsonl",
                                                              "sarif", "github",  "log"};
constexpr std::string_view name(Format format) {
  return format_names[static_cast<std::size_t>(format)];
}
/// By its name.
std::optional<Format> find_format(std::string_view name);

/// The commit that was analysed, where it is known.
struct Revision {
  std::string repository;  ///< web address, without credentials; empty: not known
  std::string commit;
  std::string branch;
};

/// What of the outcome is written in which manner. The options that a format has no use for are ignored.
struct EmitOptions {
  bool colour = false;            ///< text, concise: the stream takes escape sequences
  bool hyperlinks = false;        ///< text: the terminal takes OSC 8
  std::uint32_t width = 100;      ///< text: columns
  std::optional<Severity> show;   ///< least severity written; none: the format's default (warning for people, note)
  std::uint8_t quiet = 0;         ///< text, concise: 1: findings only; 2: nothing
  bool statistics = false;        ///< text: counts by rule at the end
  bool sarif_suppressed = false;  ///< sarif: accepted findings as well, marked so
  std::string category;           ///< sarif: keeps several uploads of one commit apart; empty: the tool's name
  Revision revision;              ///< sarif
  int exit_code = 0;              ///< sarif: with which the run will end
};

/// What calls itself so in reports.
struct Tool {
  std::string_view name;
  std::string_view version;
  std::string_view uri;
};
Tool tool();

/// The whole report in one format. `log` is a new log, as for a repository that has none; see log.h for merging.
std::string emit(const judge::Report& report, Format format, const EmitOptions& options = {});

/// JSON Schema of `json` and of each record of `jsonl`.
std::string_view report_schema();

}  // namespace plumbline::report
