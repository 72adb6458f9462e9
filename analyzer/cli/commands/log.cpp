#include "analyzer/cli/commands.h"
#include "analyzer/cli/log_file.h"
#include "analyzer/cli/session.h"

namespace plumbline::cli {

Exit run_log(const Options& options) {
  auto opened = Session::open(options, options.arguments);
  if (const Exit* status = std::get_if<Exit>(&opened)) return *status;
  Session& session = *std::get<std::unique_ptr<Session>>(opened);
  session.check_options().paths.clear();
  auto checked = session.check();
  if (const Exit* status = std::get_if<Exit>(&checked)) return *status;
  const judge::Report& report = std::get<driver::CheckResult>(checked).report;
  const std::string path = session.absolute(session.check_options().config.log_path);
  std::string before;
  const std::optional<std::string> merged = merged_log(path, report, before);
  if (!merged) return Exit::usage;
  if (options.check_only) {
    if (*merged == before) return Exit::clean;
    tell(session.check_options().config.log_path + " is not what `plumbline log` writes");
    return Exit::findings;
  }
  return *merged == before || write_file(path, *merged) ? Exit::clean : Exit::internal;
}

}  // namespace plumbline::cli
