#pragma once

#include <optional>
#include <string>

#include "analyzer/judge/report.h"

namespace plumbline::cli {

/// What a log file would hold after a rewrite: its regions new, the rest as it is. Tells mistakes.
std::optional<std::string> merged_log(const std::string& path, const judge::Report& report, std::string& before);
/// Rewrites it.
bool write_log(const std::string& path, const judge::Report& report);

}  // namespace plumbline::cli
