#include "analyzer/base/diagnostic.h"

#include <algorithm>

namespace plumbline {

void Diagnostics::add(Code code, Severity severity, Location at, Text message) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.severity = severity;
  diagnostic.message = std::move(message);
  diagnostic.labels.push_back({at, {}, true});
  all_.push_back(std::move(diagnostic));
}

bool Diagnostics::has_errors() const {
  return std::any_of(all_.begin(), all_.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

Diagnostic diagnostic_at(std::string origin, LineColumn at, Code code, Text message) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.message = std::move(message);
  diagnostic.origin = Diagnostic::Origin{std::move(origin), at};
  return diagnostic;
}

}  // namespace plumbline
