#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace plumbline::report {

/// What the log says, without the marker lines.
struct LogRegions {
  std::string summary;
  std::string details;
};

/// A whole new file with these regions and a place for people's notes.
std::string new_file(const LogRegions& regions);

/// `existing` with the text between its markers replaced; see log.h.
Result<std::string> replace_regions(std::string_view existing, const LogRegions& regions, const std::string& path);

}  // namespace plumbline::report
