#pragma once

#include <string>
#include <vector>

#include "analyzer/base/text.h"

namespace plumbline::report {

/// A message in SARIF's plain-text form. Values stand in single quotes, brackets in them cannot become links, and it
/// ends in a period.
struct SarifMessage {
  std::string text;
  std::string format;                  ///< the same with '{0}', '{1}' … for the values
  std::vector<std::string> arguments;  ///< escaped like `text`
};
SarifMessage sarif_message(const Text& message);

/// The words with their values in quotes, not escaped: for what escapes by itself.
std::string plain_words(const Text& message);

}  // namespace plumbline::report
