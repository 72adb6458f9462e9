#include <fmt/format.h>

#include "analyzer/cel/program.h"
#include "analyzer/cli/commands.h"
#include "analyzer/cli/session.h"
#include "analyzer/ir/json.h"
#include "analyzer/ir/list_element.h"

namespace plumbline::cli {

namespace {

/// An entity as `path:line:col  logical.path  head`, anything else as JSON.
std::string line_of(const ir::Value& value, const ir::IrView& ir) {
  if (value.is(ir::Tag::entity)) {
    const auto& entity = *static_cast<const ir::Entity*>(ir.tables[value.element].row(value.index));
    if (!entity.file.has_value()) return std::string(ir::schema()[value.element].name);
    return fmt::format("{}  {}  {}", visible(ir::print_place(*ir.repo, {{entity.file.index}, entity.head})),
                       visible(ir.repo->text(entity.path)),
                       visible(entity.head.of(ir.repo->file_text(entity.file)), 100));
  }
  if (value.is(ir::Tag::unknown))
    return fmt::format("unknown (cause at {})", visible(ir::print_place(*ir.repo, value.cause())));
  return visible(ir::value_to_json(value, ir));
}

std::vector<ir::Value> elements(const ir::Value& value, const ir::IrView& ir) {
  std::vector<ir::Value> all;
  if (!value.is(ir::Tag::list)) return {value};
  for (std::uint32_t i = 0; i < value.size; ++i) all.push_back(ir::list_element(ir, value, i));
  return all;
}

}  // namespace

Exit run_query(const Options& options) {
  if (options.arguments.empty()) {
    tell("usage: plumbline query EXPR [PATH]");
    return Exit::usage;
  }
  cel::Environment environment;
  environment.schema = &ir::schema_view();
  environment.variables.push_back({"repo", ir::Type::of_entity(ir::kind_of<ir::Repo>), false});
  auto checked = cel::check(options.arguments.front(), environment);
  if (!checked) {
    for (const cel::ExpressionError& error : checked.error().errors) {
      tell(fmt::format("expression, character {}: {}", error.at.begin + 1, error.message));
    }
    return Exit::usage;
  }
  auto opened = Session::open(options, {options.arguments.begin() + 1, options.arguments.end()});
  if (const Exit* status = std::get_if<Exit>(&opened)) return *status;
  const Session& session = *std::get<std::unique_ptr<Session>>(opened);
  const auto analysis =
      driver::analyse(session.files(), driver::built_in_knowledge(), session.check_options().analysis);
  const ir::RepoView view(*analysis->repo);
  const cel::Program program = cel::compile(std::make_shared<const cel::Checked>(std::move(*checked)));
  Arena arena;
  cel::EvaluationContext context;
  context.arena = &arena;
  context.ir = view.ir();
  context.budget = 100'000'000;
  const ir::Value repo = ir::Value::entity(ir::kind_of<ir::Repo>, 0);
  const ir::Value result = program.evaluate(std::span(&repo, 1), context);
  if (result.is(ir::Tag::error)) {
    tell(result.view());
    return Exit::usage;
  }
  std::string out;
  for (const ir::Value& value : elements(result, view.ir())) {
    if (options.format == "json") {
      out += (out.empty() ? "[" : ",\n ") + ir::value_to_json(value, view.ir());
    } else {
      out += line_of(value, view.ir()) + "\n";
    }
  }
  if (options.format == "json") out = out.empty() ? "[]\n" : out + "]\n";
  return print(out) ? Exit::clean : Exit::internal;
}

}  // namespace plumbline::cli
