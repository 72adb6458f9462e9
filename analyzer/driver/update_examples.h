#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/driver/rule_examples.h"

namespace plumbline::driver {

/// A rule file whose bad examples expect what they really give.
struct ExampleUpdate {
  std::string text;                   ///< the file; the same bytes when nothing is to be changed, or when refused
  std::vector<std::string> changes;   ///< one line each: "bad 2: finds "a", not "b""
  std::vector<std::string> refusals;  ///< why nothing is rewritten
};

/// Rewrites `finds` and `message` of the bad examples in `source`, the text of the rule's file; every other byte stays.
/// Refused as a whole when an example changed sides (a bad one finds nothing, a good one something) or could not be
/// evaluated: that is for a person to decide.
ExampleUpdate update_examples(std::string_view source, const engine::Rule& rule, const facts::Knowledge& knowledge);

}  // namespace plumbline::driver
