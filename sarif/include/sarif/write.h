#pragma once

#include <string>

#include "sarif/model.h"

namespace plumbline::sarif {

struct WriteOptions {
  bool indented = true;  ///< Two blanks a level; otherwise everything on one line.
};

/// A log file with this one run, ending in a line feed: UTF-8 without byte order mark, keys in a fixed order, no time,
/// host or user. Equal runs give equal bytes. Writes what it is given: limits are applied before (limits.h).
std::string write(const Run& run, const WriteOptions& options = {});

}  // namespace plumbline::sarif
