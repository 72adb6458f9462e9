#include <fmt/format.h>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/schemas.h"
#include "analyzer/cli/session.h"
#include "analyzer/report/emit.h"
#include "analyzer/report/explain.h"
#include "analyzer/report/log.h"

namespace plumbline::cli {

Exit run_schema(const Options& options) {
  const std::string what = options.arguments.empty() ? "" : options.arguments.front();
  std::string text;
  if (what == "ir") {
    text = report::docs_ir();
  } else if (what == "rule") {
    text = rule_schema();
  } else if (what == "config") {
    text = config_schema();
  } else if (what == "report") {
    text = std::string(report::report_schema());
  } else if (what == "log") {
    text = std::string(report::log_schema());
  } else {
    tell("usage: plumbline schema ir|rule|config|report|log");
    return Exit::usage;
  }
  if (text.empty() || text.back() != '\n') text += '\n';
  return print(text) ? Exit::clean : Exit::internal;
}

}  // namespace plumbline::cli
