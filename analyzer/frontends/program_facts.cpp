#include "analyzer/frontends/program_facts.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/joined_data.h"
#include "analyzer/frontends/monitoring_sdks.h"

namespace plumbline::frontends {

namespace ts = syntax::typescript;
using syntax::DataView;
using syntax::Field;
using syntax::NodeRef;
using ts::Kind;

namespace {

/// Without blanks and with one kind of quotes and equality, so that conditions can be compared.
std::string squeezed(std::string_view code) {
  std::string result;
  for (const char c : code) {
    if (ascii::is_space(c)) continue;
    result += c == '\'' || c == '`' ? '"' : c;
  }
  for (std::size_t at = result.find("=="); at != std::string::npos; at = result.find("==", at + 1)) {
    while (at + 2 < result.size() && result[at + 2] == '=') result.erase(at + 2, 1);
    if (at > 0 && result[at - 1] == '!') result.erase(at, 1);
  }
  return result;
}

bool is_data(const ts::Program& program, NodeRef node) {
  switch (ts::kind(program.parsed, node)) {
    case Kind::object:
    case Kind::array:
    case Kind::string:
    case Kind::template_string:
    case Kind::number:
    case Kind::true_:
    case Kind::false_:
    case Kind::null:
      return true;
    default:
      return false;
  }
}

/// "require("x").init": module and what is called on it.
std::optional<CallOrigin> required(std::string_view name) {
  constexpr std::string_view start = "require(";
  if (!name.starts_with(start) || name.size() < start.size() + 2) return std::nullopt;
  const std::size_t end = name.find(')');
  if (end == std::string_view::npos || end < start.size() + 2) return std::nullopt;
  CallOrigin origin;
  origin.module = name.substr(start.size() + 1, end - start.size() - 2);
  origin.member = end + 2 < name.size() ? std::string(name.substr(end + 2)) : "default";
  return origin;
}

/// Not a file of the repository: neither relative nor below a folder that people give a short name.
bool is_package(std::string_view module) {
  return !module.starts_with('.') && !module.starts_with('/') && !module.starts_with("@/") && !module.starts_with("~");
}

}  // namespace

bool is_process_environment(std::string_view written) {
  return written.starts_with("process.env.") || written.starts_with("process.env[") ||
         written.starts_with("import.meta.env.");
}

CallOrigin origin_of(const ts::Program& program, const ts::Call& call) {
  if (const std::optional<CallOrigin> origin = required(call.name)) return *origin;
  const std::size_t dot = std::min(call.name.find('.'), call.name.size());
  const ts::Import* import = program.import_of(call.name);
  if (import == nullptr || import->type_only) return {};
  const std::string rest = dot < call.name.size() ? call.name.substr(dot + 1) : std::string();
  CallOrigin origin{import->module, {}};
  const bool whole = import->imported == "*" || import->imported == "default";
  if (whole) {
    origin.member = rest.empty() ? "default" : rest;
  } else {
    origin.member = rest.empty() ? import->imported : fmt::format("{}.{}", import->imported, rest);
  }
  if (origin.member.starts_with("default.")) origin.member = origin.member.substr(8);
  return origin;
}

ir::Variable program_variable(const DataView& value, ir::FileIrBuilder& ir) {
  ir::Variable row;
  row.source = ir::VariableSource::program;
  row.name = ir.str(value.key());
  row.span = {value.key_span().empty() ? value.span().begin : value.key_span().begin, value.span().end};
  row.span.end = std::max(row.span.begin, row.span.end);
  row.head = head_of(value, ir.file_text());
  row.value_span = value.span();
  if (!value.is_scalar()) return row;
  if (!value.node().has(syntax::DataNode::opaque)) {
    row.literal = true;
    if (value.kind() != syntax::DataKind::null) row.value = ir.str(value.text());
    return row;
  }
  const std::string_view written = value.text();
  row.reference = is_process_environment(written) ? ir::Reference::variable : ir::Reference::expression;
  row.value = ir::Maybe<Str>::unknown(value.span());
  add_written_default(written, row, ir);
  return row;
}

ProgramFacts::ProgramFacts(const Input& input, Context& context, ir::FileIrBuilder& ir)
    : input_(input),
      context_(context),
      ir_(ir),
      program_(ts::read_program_file(input.text, ts::dialect_of(input.path), context.limits())) {
  find_conditions();
}

void ProgramFacts::add_all(Calls calls) {
  for (const syntax::SyntaxError& error : program_.parsed.errors)
    ir_.problem(Code::syntax_error, Severity::error, error.at, Text(error.message));
  for (const syntax::SyntaxError& limit : program_.parsed.limits)
    ir_.problem(Code::limit_hit, Severity::error, limit.at, Text(limit.message));
  add_comments();
  add_declarations();
  add_exports();
  add_calls(calls);
  add_elements();
  add_import_monitors();
  add_configured_monitor();
}

void ProgramFacts::add_comments() {
  for (const syntax::Comment& comment : program_.comments) {
    const std::string_view text = comment.span.of(input_.text);
    if (text.starts_with("/*")) {
      add_block_comment(comment.span);
    } else {
      add_comment({comment.span.begin + (text.starts_with("//") ? 2U : 0U), comment.span.end}, ir_);
    }
  }
}

/// A row for each of its lines, without what people put before them.
void ProgramFacts::add_block_comment(Span span) {
  const std::string_view all = span.of(input_.text);
  std::uint32_t at = span.begin + 2;
  const std::uint32_t end = all.size() >= 4 && all.ends_with("*/") ? span.end - 2 : span.end;
  while (at < end) {
    const std::string_view rest = Span{at, end}.of(input_.text);
    const auto line = static_cast<std::uint32_t>(std::min(rest.find('\n'), rest.size()));
    Span inner{at, at + line};
    while (!inner.empty() && ascii::is_space(input_.text[inner.begin])) ++inner.begin;
    while (!inner.empty() && input_.text[inner.begin] == '*') ++inner.begin;
    if (!ascii::trim(inner.of(input_.text)).empty()) add_comment(inner, ir_);
    at += line + 1;
  }
}

/// The condition that each node runs under: its parent's, or that of the branch that begins with it.
void ProgramFacts::find_conditions() {
  const syntax::Parsed& parsed = program_.parsed;
  const std::vector<NodeRef> parents = parsed.parents();
  around_.resize(parsed.tree.size());
  for (std::uint32_t i = 0; i < around_.size(); ++i) {
    const NodeRef parent = parents[i];
    if (!parent) continue;
    around_[i] = around_[parent.index];
    const Field field = parsed.field({i});
    const Kind above = ts::kind(parsed, parent);
    if ((above == Kind::if_statement || above == Kind::ternary_expression) && field != Field::condition) {
      around_[i] = {parsed.child(parent, Field::condition), field == Field::alternative};
    } else if (above == Kind::binary_expression && field == Field::right) {
      const NodeRef left = parsed.child(parent, Field::left);
      const std::string_view between =
          Span{parsed.tree[left].span.end, parsed.tree[{i}].span.begin}.of(parsed.text.text());
      const std::string_view sign = ascii::trim(between);
      if (sign == "&&" || sign == "||" || sign == "??") around_[i] = {left, sign != "&&"};
    }
  }
}

bool ProgramFacts::only_in_development(NodeRef node) const {
  const Around& around = around_[node.index];
  if (!around.condition) return false;
  const std::string condition = squeezed(program_.parsed.text_of(around.condition).substr(0, 1000));
  const auto says = [&](std::string_view word) { return condition.find(word) != std::string::npos; };
  const bool development = says("NODE_ENV==\"development\"") || says("NODE_ENV!=\"production\"");
  const bool production = says("NODE_ENV==\"production\"") || says("NODE_ENV!=\"development\"");
  return around.negated ? production && !development : development && !production;
}

void ProgramFacts::add_variables(const DataView& root, std::string_view path) {
  std::vector<std::pair<DataView, std::string>> todo{{root, std::string(path)}};
  for (std::size_t i = 0; i < todo.size(); ++i) {
    const std::string parent = todo[i].second;
    for (const DataView& child : todo[i].first.children()) {
      const std::string at = child.key().empty() ? parent : fmt::format("{}.{}", parent, child.key());
      if (!child.is_scalar()) {
        if (at.size() < 1024) todo.emplace_back(child, at);
        continue;
      }
      const bool tells = child.is_string() || child.node().has(syntax::DataNode::opaque);
      if (child.key().empty() || !tells) continue;
      ir::Variable row = program_variable(child, ir_);
      // What is computed otherwise says nothing: only literals and the environment are facts.
      if (!row.literal && row.reference != ir::Reference::variable) continue;
      row.path = ir_.str(at);
      ir_.add(row);
    }
  }
}

Ref<ir::DataNode> ProgramFacts::add_value(NodeRef value, std::string_view path) {
  if (!value) return {};
  const NodeRef node = program_.resolve(value);
  if (!is_data(program_, node)) return {};
  const syntax::Data data = ts::to_data(program_, node, context_.limits());
  if (data.nodes.empty()) return {};
  add_variables(DataView(data, input_.text, 0), path);
  return {ir_.add_data(data)};
}

Ref<ir::DataNode> ProgramFacts::exported_value(std::string_view name) const {
  for (const auto& [exported, row] : exported_) {
    if (exported == name) return row;
  }
  return {};
}

/// Texts under names: what a program keeps in itself, and what it takes from outside.
void ProgramFacts::add_declarations() {
  for (const ts::Declaration& declaration : program_.declarations) {
    if (!declaration.value) continue;
    const std::string_view written = program_.parsed.text_of(declaration.value);
    const bool string = ts::is_string(program_, declaration.value);
    if (!string && !is_process_environment(written)) continue;
    const syntax::Data data = ts::to_data(program_, declaration.value, context_.limits());
    if (data.nodes.empty()) continue;
    ir::Variable row = program_variable(DataView(data, input_.text, 0), ir_);
    row.name = ir_.str(declaration.name);
    row.path = row.name;
    ir_.add(row);
  }
}

void ProgramFacts::add_exports() {
  for (const ts::Export& exported : program_.exports) {
    ir::Export row;
    row.span = exported.span;
    row.head = first_line(exported.name_span, input_.text);
    row.name = ir_.str(exported.name);
    row.path = ir_.str(fmt::format("exports.{}", exported.name));
    NodeRef value = exported.value ? program_.resolve(exported.value) : NodeRef{};
    row.is_function = exported.kind == ts::ExportKind::function;
    if (value && program_.parsed.child(value, Field::body) && !is_data(program_, value)) {
      const Kind kind = ts::kind(program_.parsed, value);
      row.is_function = kind != Kind::class_declaration && kind != Kind::class_;
      value = row.is_function ? ts::returned(program_, value) : NodeRef{};
    }
    row.value = add_value(value, ir_.text(row.path));
    if (row.value) exported_.emplace_back(exported.name, row.value);
    ir_.add(row);
  }
}

syntax::Data ProgramFacts::arguments_data(const ts::Call& call) const {
  std::vector<syntax::Data> values;
  bool partial = false;
  for (const NodeRef argument : program_.arguments_of(call)) {
    partial = partial || ts::kind(program_.parsed, argument) == Kind::spread_element;
    // The text of a function or element says nothing that its own rows do not say.
    values.push_back(ts::to_data(program_, argument, context_.limits()));
  }
  const NodeRef list = program_.parsed.child(call.node, Field::arguments);
  return joined_list(values, list ? program_.parsed.source(list) : call.span, partial);
}

void ProgramFacts::add_calls(Calls calls) {
  for (const ts::Call& call : program_.calls) {
    const CallOrigin origin = origin_of(program_, call);
    const bool relevant = calls == Calls::all || context_.monitoring_sdks().knows(origin.module);
    if (call.name == "require" || call.name.empty() || !relevant) continue;
    add_call(call, origin);
  }
}

void ProgramFacts::add_call(const ts::Call& call, const CallOrigin& origin) {
  const syntax::Data data = arguments_data(call);
  ir::Call row;
  row.span = call.span;
  row.head = first_line(call.callee ? program_.parsed.source(call.callee) : call.head, input_.text);
  row.callee = ir_.str(call.name);
  row.module = ir_.str(origin.module);
  row.path = row.callee;
  row.arguments = {ir_.add_data(data)};
  row.conditional = static_cast<bool>(around_[call.node.index].condition);
  ir_.add(row);
  if (!origin.module.empty()) add_variables(DataView(data, input_.text, 0), call.name);
  add_monitor(call, origin, row.arguments, data);
}

/// Elements that come from packages, and those that pages tell others about themselves with.
void ProgramFacts::add_elements() {
  for (const ts::JsxElement& element : program_.elements) {
    const ts::Import* import = program_.import_of(element.name);
    const bool package = import != nullptr && !import->type_only && is_package(import->module);
    const bool tells =
        element.name == "script" || element.name == "link" || element.name == "meta" || element.name == "html";
    if (!package && !tells) continue;
    const syntax::Data data = ts::attributes_data(program_, element, context_.limits());
    ir::Call row;
    row.span = element.span;
    row.head = program_.parsed.source_head(program_.parsed.tree[element.node].span);
    row.callee = ir_.str(element.name);
    row.path = row.callee;
    if (import != nullptr) row.module = ir_.str(import->module);
    row.arguments = {ir_.add_data(joined_list({data}, element.span, false))};
    row.conditional = static_cast<bool>(around_[element.node.index].condition);
    ir_.add(row);
    add_variables(DataView(data, input_.text, 0), element.name);
  }
}

void ProgramFacts::add_monitor(const ts::Call& call, const CallOrigin& origin, Ref<ir::DataNode> arguments,
                               const syntax::Data& data) {
  const MonitoringSdks::Sdk* sdk = context_.monitoring_sdks().started_by(origin.module, origin.member);
  if (sdk == nullptr) return;
  const bool has_options = data.nodes.size() > 1 && data.nodes[1].kind == syntax::DataKind::map;
  const std::string key = fmt::format("{} {}", sdk->provider, origin.member);
  // A second counter is no second monitor; a second set of options is.
  if (!has_options && std::find(started_.begin(), started_.end(), key) != started_.end()) return;
  if (sdk->kind == "metrics" && std::find(started_.begin(), started_.end(), sdk->provider) != started_.end()) return;
  started_.push_back(key);
  started_.push_back(sdk->provider);
  ir::Monitor row;
  row.span = call.span;
  row.head = first_line(call.callee ? program_.parsed.source(call.callee) : call.head, input_.text);
  row.path = ir_.str(call.name);
  row.provider = ir_.str(sdk->provider);
  row.kind = ir_.str(sdk->kind);
  if (has_options) row.options = {arguments.index + 1};
  row.options_open = data.nodes.size() > 1 && (!has_options || data.nodes[1].has(syntax::DataNode::partial));
  row.development_only = only_in_development(call.node);
  row.loaded_before = loaded_before(call.span.begin, origin.module);
  ir_.add(row);
}

std::vector<ProgramFacts::Load> ProgramFacts::loads() const {
  std::vector<Load> all;
  for (const ts::Import& import : program_.imports) {
    if (!import.type_only) all.push_back({import.module, import.span, {}});
  }
  for (const ts::Call& call : program_.calls) {
    if ((call.name != "require" && call.name != "import") || call.argument_count == 0) continue;
    const NodeRef module = program_.arguments_of(call)[0];
    if (ts::is_string(program_, module))
      all.push_back({std::string(ts::string_value(program_, module).text.text()), call.span, call.node});
  }
  return all;
}

ir::List<Str> ProgramFacts::loaded_before(std::uint32_t at, std::string_view own_module) {
  std::vector<std::string> modules;
  for (const Load& load : loads()) {
    const std::string_view written = load.span.of(input_.text);
    // A statement runs before every other line, `require` where it stands, and `import(…)` some time after that.
    const bool statement = !load.call && written.starts_with("import");
    const bool earlier = load.span.begin < at && !(load.call && written.starts_with("import"));
    if (load.module != own_module && (statement || earlier)) modules.push_back(load.module);
  }
  std::sort(modules.begin(), modules.end());
  modules.erase(std::unique(modules.begin(), modules.end()), modules.end());
  return ir_.strs(modules);
}

void ProgramFacts::add_import_monitors() {
  for (const Load& load : loads()) {
    const MonitoringSdks::Sdk* sdk = context_.monitoring_sdks().started_by_import(load.module);
    if (sdk == nullptr || std::find(started_.begin(), started_.end(), sdk->provider) != started_.end()) continue;
    started_.push_back(sdk->provider);
    ir::Monitor row;
    row.span = load.span;
    row.head = first_line(load.span, input_.text);
    row.path = ir_.str(load.module);
    row.provider = ir_.str(sdk->provider);
    row.kind = ir_.str(sdk->kind);
    row.options_open = true;  // its options stand elsewhere: a file, the environment
    row.development_only = load.call && only_in_development(load.call);
    ir_.add(row);
  }
}

void ProgramFacts::add_configured_monitor() {
  const std::string_view name = input_.path.substr(input_.path.rfind('/') + 1);
  const MonitoringSdks::Sdk* sdk = context_.monitoring_sdks().configured_by(name);
  if (sdk == nullptr) return;
  for (const ts::Export& exported : program_.exports) {
    if (exported.name != "config" && exported.name != "default") continue;
    ir::Monitor row;
    row.span = exported.span;
    row.head = first_line(exported.name_span, input_.text);
    row.path = ir_.str(sdk->provider);
    row.provider = ir_.str(sdk->provider);
    row.kind = ir_.str(sdk->kind);
    row.options = exported_value(exported.name);
    row.options_open = true;  // the environment's count as well
    ir_.add(row);
    return;
  }
}

void program_file(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  ProgramFacts(input, context, ir).add_all(ProgramFacts::Calls::all);
}

}  // namespace plumbline::frontends
