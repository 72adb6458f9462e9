#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/diagnostic.h"
#include "analyzer/engine/rule_set.h"
#include "analyzer/link/link.h"

namespace plumbline::driver {

inline constexpr std::string_view config_name = ".plumbline.yaml";

/// `.plumbline.yaml`, and where each value came from.
struct Config {
  std::string path;  ///< empty: none was read
  std::string text;
  engine::Selection selection;  ///< select and ignore
  std::map<std::string, Severity> severity;
  struct PathRule {
    std::string glob;
    std::vector<std::string> ignore;
  };
  std::vector<PathRule> paths;
  std::vector<std::string> exclude;
  std::vector<std::string> rules;  ///< files and folders of the users' rules, relative to the root
  link::ConfiguredContext context;
  std::map<std::string, bool> optional_gates;
  std::string log_path = ".orchestration/implementation-log.md";
  std::vector<std::string> set;  ///< keys that the file sets
};

/// Reads a configuration. What is wrong is told with line, column and the nearest valid name.
Config parse_config(std::string_view text, const std::string& path, Diagnostics& diagnostics);

/// The effective values, one a line, each with where it came from.
std::string show_config(const Config& config);

/// The commented file that `plumbline init` writes.
std::string_view initial_config();

}  // namespace plumbline::driver
