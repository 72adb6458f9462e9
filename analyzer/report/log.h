#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/report/emit.h"

/// The implementation log, `.orchestration/implementation-log.md`: what a reader who must decide gets. Its regions,
/// between marker comments, are rewritten; what people write outside of them stays byte for byte.
namespace plumbline::report {

/// A log as for a repository that has none.
std::string new_log(const judge::Report& report);

/// `existing` with its regions rewritten; an empty one gives a new log. A text without markers is a person's: regions
/// go on top of it. Conflict markers of a merge are taken inside our regions only. Missing, doubled, nested or
/// disordered markers are an error with its line; `path` names the file there.
Result<std::string> merge_log(std::string_view existing, const judge::Report& report, const std::string& path);

/// JSON Schema of the machine-readable block.
std::string_view log_schema();

}  // namespace plumbline::report
