#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/diagnostic.h"

namespace plumbline::frontends {

/// What sets monitoring up in programs, from rules/knowledge/monitoring-sdks.yaml. Immutable.
class MonitoringSdks {
 public:
  struct Sdk {
    std::string provider;
    std::string kind;
    std::vector<std::string> init;
    bool by_import = false;  ///< importing the module is all that it takes
  };

  /// Wrong entries are told, with line and column.
  MonitoringSdks(std::string_view yaml, Diagnostics& diagnostics);

  /// The SDK that is started by calling or constructing `member` of the module; null if that starts nothing.
  const Sdk* started_by(std::string_view module, std::string_view member) const;
  /// The SDK that importing the module starts.
  const Sdk* started_by_import(std::string_view module) const;
  /// The SDK that a file of this name configures.
  const Sdk* configured_by(std::string_view file_name) const;
  /// Names that programs are searched for; those of whole families end in a slash.
  const std::vector<std::string>& modules() const { return modules_; }
  bool knows(std::string_view module) const { return !of(module).empty(); }

 private:
  std::vector<const Sdk*> of(std::string_view module) const;

  std::vector<Sdk> sdks_;
  std::vector<std::string> modules_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_module_;
  std::unordered_map<std::string, std::size_t> by_file_;
};

}  // namespace plumbline::frontends
