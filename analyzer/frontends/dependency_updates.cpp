#include <fmt/format.h>

#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/documentation.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

namespace {

using syntax::DataView;

void add(const DataView& entry, const DataView& folder, std::size_t number, const Input& input, ir::FileIrBuilder& ir) {
  ir::DependencyUpdate row;
  row.span = entry.span();
  row.head = first_line(folder.is_scalar() ? folder.span() : entry.span(), input.text);
  row.path = ir.str(fmt::format("updates[{}]", number));
  row.tool = ir.str("dependabot");
  row.ecosystem = ir.str(entry["package-ecosystem"].text_or(""));
  row.directory = ir.str(folder.text_or(""));
  ir.add(row);
}

}  // namespace

void dependabot(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Data data = syntax::parse_yaml(input.text, context.limits());
  Document document(data, input, ir);
  document.report_errors();
  if (document.roots().empty()) return;
  std::size_t number = 0;
  for (const DataView& entry : document.roots().front()["updates"].elements()) {
    if (!entry.is_map()) continue;
    if (entry["directory"].is_scalar()) add(entry, entry["directory"], number, input, ir);
    for (const DataView& folder : entry["directories"].elements()) add(entry, folder, number, input, ir);
    ++number;
  }
}

void renovate(const Input& input, Context&, ir::FileIrBuilder& ir) {
  ir::DependencyUpdate row;
  row.span = {0, static_cast<std::uint32_t>(input.text.size())};
  row.head = first_line(row.span, input.text);
  row.path = ir.str(input.path);
  row.tool = ir.str("renovate");
  ir.add(row);
}

}  // namespace plumbline::frontends
