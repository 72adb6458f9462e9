#include <fmt/format.h>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/session.h"

namespace plumbline::cli {

Exit run_files(const Options& options) {
  auto opened = Session::open(options, options.arguments);
  if (const Exit* status = std::get_if<Exit>(&opened)) return *status;
  Session& session = *std::get<std::unique_ptr<Session>>(opened);
  const auto analysis =
      driver::analyse(session.files(), driver::built_in_knowledge(), session.check_options().analysis);
  std::string out;
  for (const driver::FileRecord& record : analysis->records) {
    const bool left_out = record.support == source::Support::not_analysed;
    out +=
        fmt::format("{}\t{}\t{}\n", visible(record.path), left_out ? std::string_view("-") : source::name(record.kind),
                    left_out ? record.reason : fmt::format("{}; {}", source::name(record.support), record.reason));
  }
  return print(out) ? Exit::clean : Exit::internal;
}

}  // namespace plumbline::cli
