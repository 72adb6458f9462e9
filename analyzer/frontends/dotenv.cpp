#include "analyzer/syntax/dotenv.h"

#include "analyzer/base/ascii.h"
#include "analyzer/facts/interpolation.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/compose.h"
#include "analyzer/frontends/data_tools.h"

namespace plumbline::frontends {

void dotenv(const Input& input, Context& /*context*/, ir::FileIrBuilder& ir) {
  const syntax::Dotenv file = syntax::parse_dotenv(input.text);
  for (const syntax::Comment& comment : file.comments) add_comment(comment.span, ir);
  for (const syntax::DotenvEntry& entry : file.entries) {
    ir::Variable row;
    row.span = entry.span;
    row.head = first_line(entry.name, input.text);
    row.name = ir.str(entry.name.of(input.text));
    row.path = row.name;
    row.source = ir::VariableSource::dotenv;
    if (entry.assigned) {
      const std::string_view value = entry.value.text();
      const bool expands = entry.quote != syntax::DotenvQuote::single && !facts::find_interpolations(value).empty();
      row.value = ir.str(value);
      row.value_span = entry.value_span;
      row.literal = !expands && !facts::is_reference(value);
      row.reference = row.literal ? ir::Reference::none : ir::Reference::variable;
      if (const auto fallback = facts::literal_default(value); expands && fallback) {
        row.fallback = ir.str(fallback->of(value));
      }
    } else {
      row.reference = ir::Reference::variable;
    }
    ir.add(row);
  }
}

}  // namespace plumbline::frontends
