#include "analyzer/frontends/program_filter.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

source::ProgramFilter program_filter(const facts::Knowledge& knowledge) {
  // Built when the first program is met: most runs meet none.
  auto literals = std::make_shared<std::vector<std::string>>();
  const std::string_view yaml = knowledge.text("monitoring-sdks");
  return [literals, yaml](std::string_view text) {
    if (literals->empty()) {
      const syntax::Data data = syntax::parse_yaml(yaml, Limits());
      if (!data.nodes.empty()) {
        for (const syntax::DataView& entry : syntax::DataView(data, yaml, 0)["modules"].elements()) {
          literals->emplace_back(entry["module"].text_or(entry.text_or("")));
        }
      }
      literals->emplace_back("@sentry/");
    }
    return std::any_of(literals->begin(), literals->end(), [&](const std::string& literal) {
      return !literal.empty() && text.find(literal) != std::string_view::npos;
    });
  };
}

}  // namespace plumbline::frontends
