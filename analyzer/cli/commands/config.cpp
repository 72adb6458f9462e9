#include "analyzer/cli/commands.h"
#include "analyzer/cli/session.h"

namespace plumbline::cli {

Exit run_config(const Options& options) {
  const std::string what = options.arguments.empty() ? "show" : options.arguments.front();
  if (what != "show" && what != "check") {
    tell("usage: plumbline config show|check [PATH]");
    return Exit::usage;
  }
  auto opened = Session::open(
      options, {options.arguments.begin() + (options.arguments.empty() ? 0 : 1), options.arguments.end()});
  if (const Exit* status = std::get_if<Exit>(&opened)) return *status;
  const Session& session = *std::get<std::unique_ptr<Session>>(opened);
  if (what == "check") return Exit::clean;
  return print(driver::show_config(session.check_options().config)) ? Exit::clean : Exit::internal;
}

}  // namespace plumbline::cli
