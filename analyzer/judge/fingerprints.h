#pragma once

#include <vector>

#include "analyzer/judge/report.h"

namespace plumbline::judge {

/// Gives every verdict its plumbline/v1 fingerprint: rule, path, logical path, the text under the caret and its ordinal
/// among equals; no line, no message, no version, so that it survives edits elsewhere. Secrets are masked in that text
/// before it comes here.
void add_fingerprints(std::vector<Verdict>& verdicts, const std::vector<engine::Rule>& rules,
                      const std::vector<source::SourceFile>& files);

}  // namespace plumbline::judge
