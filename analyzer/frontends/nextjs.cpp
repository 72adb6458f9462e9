#include "analyzer/frontends/nextjs.h"

#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/nextjs_routes.h"
#include "analyzer/frontends/program_facts.h"

namespace plumbline::frontends {

namespace ts = syntax::typescript;
using syntax::DataView;
using syntax::Field;
using syntax::NodeRef;
using ts::Kind;

namespace {

constexpr int wrappers_looked_through = 10;

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool is_function(const ts::Program& program, NodeRef node) {
  switch (ts::kind(program.parsed, node)) {
    case Kind::function_declaration:
    case Kind::function_expression:
    case Kind::arrow_function:
      return true;
    default:
      return false;
  }
}

/// The object inside `withSentryConfig(withMdx(config), {…})`, `withAnalyzer({…})(config)`, `async () => config`.
NodeRef unwrapped(const ts::Program& program, NodeRef node) {
  const syntax::Parsed& parsed = program.parsed;
  for (int i = 0; node && i < wrappers_looked_through; ++i) {
    node = program.resolve(node);
    if (is_function(program, node)) {
      node = ts::returned(program, node);
      continue;
    }
    if (ts::kind(parsed, node) != Kind::call_expression) break;
    const NodeRef arguments = parsed.child(node, Field::arguments);
    NodeRef inner;
    if (!arguments) return {};
    for (const NodeRef argument : parsed.tree.children(arguments)) {
      const NodeRef value = program.resolve(argument);
      const Kind kind = ts::kind(parsed, value);
      if (kind == Kind::object || kind == Kind::call_expression || is_function(program, value)) {
        inner = argument;
        break;
      }
    }
    node = inner;
  }
  return node && ts::kind(parsed, node) == Kind::object ? node : NodeRef{};
}

/// The value under `key` of an object as written.
NodeRef property(const ts::Program& program, NodeRef object, std::string_view key) {
  if (!object) return {};
  const syntax::Parsed& parsed = program.parsed;
  for (const NodeRef child : parsed.tree.children(object)) {
    const NodeRef name = parsed.child(child, Field::key);
    if (name && parsed.text_of(name) == key) return parsed.child(child, Field::value);
  }
  return {};
}

class PageReader {
 public:
  PageReader(const Input& input, ProgramFacts& facts, ir::FileIrBuilder& ir)
      : input_(input), program_(facts.program()), facts_(facts), ir_(ir), route_(next_route(input.path)) {}

  void run() {
    const Ref<ir::Page> page = add_page();
    if (input_.kind == source::FileKind::nextjs_layout && route_.at_root) add_site(page);
  }

 private:
  Ref<ir::Page> add_page() {
    ir::Page row;
    row.kind = input_.kind == source::FileKind::nextjs_layout ? ir::PageKind::layout : ir::PageKind::page;
    row.span = {0, static_cast<std::uint32_t>(input_.text.size())};
    row.route = ir_.str(route_.route);
    row.path = row.route;
    row.dynamic_route = route_.dynamic;
    const ts::Export* metadata = program_.exported("metadata");
    const ts::Export* function = program_.exported("generateMetadata");
    const ts::Export* component = program_.exported("default");
    const ts::Export* headed = metadata != nullptr ? metadata : function != nullptr ? function : component;
    if (headed != nullptr) row.head = first_line(headed->name_span, input_.text);
    row.generates_metadata = function != nullptr;
    if (metadata != nullptr && metadata->value) object_ = program_.resolve(metadata->value);
    if (object_ && ts::kind(program_.parsed, object_) != Kind::object) object_ = {};
    if (object_) {
      row.metadata = facts_.exported_value("metadata");
      read(row);
    }
    // Another file, a function or an element of the page's own says it.
    const bool elsewhere = function != nullptr || (metadata != nullptr && !object_) || !route_.app;
    if (elsewhere) forget(row, headed != nullptr ? headed->span : Span{0, 0});
    return ir_.add(row);
  }

  static void forget(ir::Page& row, Span cause) {
    if (!row.title.is_present()) row.title = ir::Maybe<Str>::unknown(cause);
    if (!row.description.is_present()) row.description = ir::Maybe<Str>::unknown(cause);
    if (!row.canonical.is_present()) row.canonical = ir::Maybe<Str>::unknown(cause);
    if (!row.indexed.is_present()) row.indexed = ir::Maybe<bool>::unknown(cause);
  }

  ir::Maybe<Str> text_of(const DataView& value) {
    if (!value || value.kind() == syntax::DataKind::null) return {};
    const bool known = value.is_string() && !value.node().has(syntax::DataNode::opaque);
    return known ? ir::Maybe<Str>(ir_.str(value.text())) : ir::Maybe<Str>::unknown(value.span());
  }

  void read(ir::Page& row) {
    const syntax::Data data = ts::to_data(program_, object_);
    if (data.nodes.empty()) return;
    const DataView metadata(data, input_.text, 0);
    DataView title = metadata["title"];
    if (title.is_map()) title = title["absolute"] ? title["absolute"] : title["default"];
    row.title = text_of(title);
    row.description = text_of(metadata["description"]);
    const DataView alternates = metadata["alternates"];
    row.canonical = alternates.is_map() || !alternates ? text_of(alternates["canonical"])
                                                       : ir::Maybe<Str>::unknown(alternates.span());
    row.indexed = indexed(metadata["robots"]);
    if (metadata.node().has(syntax::DataNode::partial)) forget(row, metadata.span());
  }

  static ir::Maybe<bool> indexed(const DataView& robots) {
    if (!robots) return {};
    if (robots.is_map()) {
      const DataView index = robots["index"];
      if (!index)
        return robots.node().has(syntax::DataNode::partial) ? ir::Maybe<bool>::unknown(robots.span())
                                                            : ir::Maybe<bool>();
      const std::optional<bool> value = index.boolean();
      return value ? ir::Maybe<bool>(*value) : ir::Maybe<bool>::unknown(index.span());
    }
    if (!robots.is_string() || robots.node().has(syntax::DataNode::opaque))
      return ir::Maybe<bool>::unknown(robots.span());
    for (const std::string_view word : ascii::split(robots.text(), ',')) {
      if (ascii::trim(word) == "noindex" || ascii::trim(word) == "none") return false;
    }
    return true;
  }

  void add_site(Ref<ir::Page> page) {
    ir::Site row;
    row.span = ir_[page].span;
    row.head = ir_[page].head;
    row.root = ir_.str(route_.root);
    row.path = ir_.str("site");
    row.base = base();
    ir_.add(row);
  }

  /// `metadataBase: new URL("https://…")`.
  ir::Maybe<Str> base() {
    const NodeRef written = property(program_, object_, "metadataBase");
    const syntax::Parsed& parsed = program_.parsed;
    if (!written) {
      const ts::Export* metadata = program_.exported("metadata");
      return metadata != nullptr && !object_ ? ir::Maybe<Str>::unknown(metadata->span) : ir::Maybe<Str>();
    }
    const NodeRef node = program_.resolve(written);
    const NodeRef constructor = parsed.child(node, Field::constructor);
    const NodeRef arguments = parsed.child(node, Field::arguments);
    if (constructor && arguments && parsed.text_of(constructor) == "URL") {
      const NodeRef first = parsed.first_child(arguments);
      const NodeRef address = first ? program_.resolve(first) : NodeRef{};
      if (address && ts::is_string(program_, address)) {
        const ts::StringValue value = ts::string_value(program_, address);
        if (value.literal) return ir_.str(value.text.text());
      }
    }
    return ir::Maybe<Str>::unknown(parsed.source(written));
  }

  const Input& input_;
  const ts::Program& program_;
  ProgramFacts& facts_;
  ir::FileIrBuilder& ir_;
  NextRoute route_;
  NodeRef object_;  // of metadata
};

}  // namespace

void nextjs_config(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  ProgramFacts facts(input, context, ir);
  facts.add_all(ProgramFacts::Calls::all);
  ir::Site row;
  row.span = {0, static_cast<std::uint32_t>(input.text.size())};
  row.root = ir.str(folder_of(input.path));
  row.path = ir.str("site");
  if (const ts::Export* config = facts.program().exported("default")) {
    row.head = first_line(config->name_span, input.text);
    row.config = facts.exported_value("default");
    if (!row.config) row.config = facts.add_value(unwrapped(facts.program(), config->value), "config");
  }
  ir.add(row);
}

void nextjs_page(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  ProgramFacts facts(input, context, ir);
  facts.add_all(ProgramFacts::Calls::of_packages);
  PageReader(input, facts, ir).run();
}

}  // namespace plumbline::frontends
