#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"
#include "analyzer/base/text.h"

namespace plumbline {

enum class Severity : std::uint8_t { note, warning, error };
inline constexpr std::array<std::string_view, 3> severity_names{"note", "warning", "error"};
constexpr std::string_view name(Severity severity) {
  return severity_names[static_cast<std::size_t>(severity)];
}

/// What a diagnostic that is not a rule's finding is about. Names are shown to users and stand in SARIF descriptors.
enum class Code : std::uint8_t {
  finding,              ///< a rule's
  syntax_error,         ///< the format's own consumer would refuse this; the rest could be read
  not_analysed,         ///< nothing of the file was judged
  partly_analysed,      ///< what was read was judged
  limit_hit,            ///< a limit of ours ended something early
  declared_skip,        ///< recognised and not supported: no failure
  unreadable,           ///< the file system refused
  rule_error,           ///< a rule file is wrong, or failed at run time
  configuration_error,  ///< .plumbline.yaml, a baseline or an option is wrong
  suppression,          ///< an ignore comment without effect
  usage,                ///< command line
  output_error,         ///< a report could not be written
};
inline constexpr std::array<std::string_view, 12> code_names{
    "finding",    "syntax-error", "not-analysed",        "partly-analysed", "limit-hit", "declared-skip",
    "unreadable", "rule-error",   "configuration-error", "suppression",     "usage",     "output-error"};
constexpr std::string_view name(Code code) {
  return code_names[static_cast<std::size_t>(code)];
}

struct Label {
  Location at;
  Text text;
  bool primary = false;
};

/// The one type from lexer to report: syntax errors, limits, errors in rule files, findings. A diagnostic about a file
/// that is no part of the repository (a rule file, the command line) names it in `origin` and has no labels.
struct Diagnostic {
  struct Origin {
    std::string name;  ///< path as given, or "command line"
    LineColumn at;
  };

  Code code = Code::finding;
  Severity severity = Severity::error;
  Text message;
  std::vector<Label> labels;
  std::vector<Text> notes;
  std::optional<Origin> origin;
};

/// Where code that goes on after a problem tells of it. Kept in order of arrival; sorting is the report's.
class Diagnostics {
 public:
  void add(Diagnostic diagnostic) { all_.push_back(std::move(diagnostic)); }
  /// A diagnostic with one primary label.
  void add(Code code, Severity severity, Location at, Text message);

  const std::vector<Diagnostic>& all() const { return all_; }
  std::vector<Diagnostic> take() { return std::move(all_); }
  bool empty() const { return all_.empty(); }
  bool has_errors() const;

 private:
  std::vector<Diagnostic> all_;
};

Diagnostic diagnostic_at(std::string origin, LineColumn at, Code code, Text message);

}  // namespace plumbline
