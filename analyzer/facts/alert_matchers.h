#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

/// The two small languages of alerts: matchers of routes, and what an expression's form says.
namespace plumbline::facts {

/// One condition on a label, as Alertmanager reads it: `severity=~"page|critical"`.
struct AlertMatcher {
  enum class Operator : std::uint8_t { equal, not_equal, matches, not_matches };
  std::string label;
  Operator op = Operator::equal;
  std::string value;
  /// Of a value that is a pattern. Where nobody read it from text, none: then `accepts` compiles it each time.
  std::shared_ptr<const re2::RE2> pattern = nullptr;

  /// Of an alert that has this value for the label; an absent label counts as an empty one.
  bool accepts(std::string_view label_value) const;
  /// `label="value"`, whatever it was written like.
  std::string text() const;
};

/// One or more, with commas between them, in braces or not. Nothing when the text is no such list.
std::optional<std::vector<AlertMatcher>> parse_alert_matchers(std::string_view text);

/// Does the expression compare samples of one moment with something: no range of time, nothing of the clock, no
/// recorded average? Such a condition is true as soon as one sample is missed.
bool compares_single_samples(std::string_view promql);

}  // namespace plumbline::facts
