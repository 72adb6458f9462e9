#include <filesystem>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/session.h"

namespace plumbline::cli {

namespace {

constexpr std::string_view snippets = R"(
Wrote .plumbline.yaml. To run plumbline before each commit (.pre-commit-config.yaml):

  - repo: local
    hooks:
      - id: plumbline
        name: plumbline
        entry: plumbline check --staged --format concise
        language: system
        pass_filenames: false

To run it in a GitHub workflow:

  - run: plumbline check -o sarif=plumbline.sarif
  - uses: github/codeql-action/upload-sarif@v3
    if: always()
    with: { sarif_file: plumbline.sarif, category: plumbline }
)";

}  // namespace

Exit run_init(const Options& options) {
  auto opened = Session::open(options, options.arguments);
  if (const Exit* status = std::get_if<Exit>(&opened)) return *status;
  const Session& session = *std::get<std::unique_ptr<Session>>(opened);
  const std::string path = session.absolute(std::string(driver::config_name));
  if (std::filesystem::exists(path)) {
    tell(".plumbline.yaml is there already");
    return Exit::usage;
  }
  if (!write_file(path, driver::initial_config())) return Exit::internal;
  return print(snippets) ? Exit::clean : Exit::internal;
}

}  // namespace plumbline::cli
