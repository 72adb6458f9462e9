#include "analyzer/frontends/program_filter.h"

#include <algorithm>
#include <memory>

#include "analyzer/frontends/monitoring_sdks.h"

namespace plumbline::frontends {

namespace {

/// In quotes, as imports and `require` name modules.
bool names_module(std::string_view text, std::string_view module) {
  for (std::size_t at = text.find(module); at != std::string_view::npos; at = text.find(module, at + 1)) {
    const std::size_t end = at + module.size();
    if (at == 0 || end >= text.size()) continue;
    const bool opens = text[at - 1] == '"' || text[at - 1] == '\'' || text[at - 1] == '`';
    if (opens && (text[end] == text[at - 1] || module.ends_with('/'))) return true;
  }
  return false;
}

}  // namespace

source::ProgramFilter program_filter(const facts::Knowledge& knowledge) {
  // Built when the first program is met: most runs meet none.
  auto sdks = std::make_shared<std::unique_ptr<MonitoringSdks>>();
  const std::string_view yaml = knowledge.text("monitoring-sdks");
  return [sdks, yaml](std::string_view text) {
    if (!*sdks) {
      Diagnostics of_the_table;  // told by check_knowledge
      *sdks = std::make_unique<MonitoringSdks>(yaml, of_the_table);
    }
    const auto& modules = (*sdks)->modules();
    return std::any_of(modules.begin(), modules.end(),
                       [&](const std::string& module) { return names_module(text, module); });
  };
}

}  // namespace plumbline::frontends
