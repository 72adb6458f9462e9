#include "analyzer/base/ascii.h"
#include "analyzer/cli/commands.h"
#include "analyzer/cli/session.h"
#include "analyzer/ir/json.h"
#include "analyzer/report/escape.h"

namespace plumbline::cli {

Exit run_ir(const Options& options) {
  std::optional<ir::DumpFilter> filter;
  if (!options.at.empty()) {
    const std::size_t colon = options.at.rfind(':');
    const auto line =
        colon == std::string::npos ? std::nullopt : ascii::parse_int(std::string_view(options.at).substr(colon + 1));
    if (!line || *line < 1) {
      tell("--at takes FILE:LINE");
      return Exit::usage;
    }
    filter = ir::DumpFilter{options.at.substr(0, colon), static_cast<std::uint32_t>(*line)};
  }
  auto opened = Session::open(options, options.arguments);
  if (const Exit* status = std::get_if<Exit>(&opened)) return *status;
  const Session& session = *std::get<std::unique_ptr<Session>>(opened);
  const auto analysis =
      driver::analyse(session.files(), driver::built_in_knowledge(), session.check_options().analysis);
  return print(report::harmless_json(ir::to_json(*analysis->repo, filter))) ? Exit::clean : Exit::internal;
}

}  // namespace plumbline::cli
