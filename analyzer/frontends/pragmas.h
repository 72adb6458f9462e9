#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/diagnostic.h"
#include "analyzer/ir/vocabulary.h"

namespace plumbline::frontends {

/// A comment that silences rules. Views into the comment.
struct Pragma {
  std::string_view tool;
  std::vector<std::string_view> rules;
  std::string_view reason;
  std::string_view until;  ///< YYYY-MM-DD
  ir::SuppressionScope scope = ir::SuppressionScope::line;
};

/// The forms of such comments, ours and other tools', from rules/knowledge/pragmas.yaml. An entry there reads
///   - {tool: zizmor, begins: "zizmor: ignore[", ends: "]", scope: line, reason: ""}
/// : what the comment begins with, what ends the list of rules (default: what is no rule's name), how far it reaches,
/// and what introduces a reason.
class Pragmas {
 public:
  Pragmas(std::string_view yaml, Diagnostics& diagnostics);
  /// `comment` without its marker.
  std::optional<Pragma> read(std::string_view comment) const;

 private:
  struct Form {
    std::string tool;
    std::string begins;
    std::string ends;
    std::string reason;
    ir::SuppressionScope scope = ir::SuppressionScope::line;
    bool anywhere = false;  ///< need not stand at the comment's beginning
  };
  std::vector<Form> forms_;
};

}  // namespace plumbline::frontends
