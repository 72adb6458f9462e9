#include "analyzer/syntax/typescript_program.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/ascii.h"

namespace plumbline::syntax::typescript {
namespace {

constexpr int max_hops = 16;  // from constant to constant

bool is_function(Kind kind) {
  return kind == Kind::function_declaration || kind == Kind::generator_function_declaration ||
         kind == Kind::function_expression || kind == Kind::arrow_function;
}

std::string unquoted(std::string_view text) {
  return std::string(text.size() >= 2 ? text.substr(1, text.size() - 2) : text);
}

/// A callee as it is spoken of: `a?.b<T>` is `a.b`.
std::string callee_name(std::string_view text) {
  std::string name;
  for (const char c : text.substr(0, 200))
    if (!ascii::is_space(c) && c != '?' && c != '!') name += c;
  return name;
}

class Reading {
 public:
  explicit Reading(Program& program) : program_(program), parsed_(program.parsed), parents_(parsed_.parents()) {}

  void run() {
    for (std::uint32_t i = 0; i < parsed_.tree.size(); ++i) {
      while (!open_.empty() && parsed_.tree[program_.calls[open_.back()].node].subtree_end <= i) open_.pop_back();
      visit({i});
    }
  }

 private:
  void visit(NodeRef node) {
    switch (kind(parsed_, node)) {
      case Kind::import_statement:
        return add_import(node);
      case Kind::export_statement:
        return add_export(node);
      case Kind::variable_declarator:
        return add_declarator(node);
      case Kind::function_declaration:
      case Kind::generator_function_declaration:
      case Kind::class_declaration:
        return add_named(node);
      case Kind::call_expression:
        return add_call(node, Field::function, false);
      case Kind::new_expression:
        return add_call(node, Field::constructor, true);
      case Kind::assignment_expression:
        return add_commonjs(node);
      case Kind::member_expression:
      case Kind::subscript_expression:
        return add_environment(node);
      case Kind::jsx_opening_element:
      case Kind::jsx_self_closing_element:
        return add_element(node);
      case Kind::comment:
        program_.comments.push_back({parsed_.source(node)});
        return;
      default:
        return;
    }
  }

  std::string text(NodeRef node) const { return node ? std::string(parsed_.text_of(node)) : std::string(); }

  NodeRef child_of_kind(NodeRef node, Kind wanted) const {
    if (node)
      for (const NodeRef child : parsed_.tree.children(node))
        if (kind(parsed_, child) == wanted) return child;
    return {};
  }

  bool at_top(NodeRef node) const {
    for (NodeRef above = parents_[node.index]; above; above = parents_[above.index]) {
      const Kind what = kind(parsed_, above);
      if (what == Kind::program) return true;
      if (what != Kind::export_statement && what != Kind::lexical_declaration && what != Kind::variable_declaration &&
          what != Kind::expression_statement)
        return false;
    }
    return false;
  }

  void add_import(NodeRef node) {
    Import base;
    const NodeRef from = parsed_.child(node, Field::source);
    base.module = from ? unquoted(parsed_.text_of(from)) : std::string();
    base.span = parsed_.source(node);
    base.type_only = static_cast<bool>(child_of_kind(node, Kind::type_word));
    const auto add = [&](std::string imported, std::string name) {
      Import one = base;
      one.imported = std::move(imported);
      one.name = std::move(name);
      program_.imports.push_back(std::move(one));
    };
    const NodeRef clause = child_of_kind(node, Kind::import_clause);
    if (!clause) return add("", "");
    for (const NodeRef child : parsed_.tree.children(clause)) {
      const Kind what = kind(parsed_, child);
      if (what == Kind::identifier) add("default", text(child));
      if (what == Kind::namespace_import) add("*", text(parsed_.first_child(child)));
      if (what != Kind::named_imports) continue;
      for (const NodeRef specifier : parsed_.tree.children(child)) {
        if (kind(parsed_, specifier) != Kind::import_specifier) continue;
        const NodeRef name = parsed_.child(specifier, Field::name);
        const NodeRef alias = parsed_.child(specifier, Field::alias);
        add(text(name), text(alias ? alias : name));
      }
    }
  }

  void add_export(NodeRef node) {
    Export base;
    base.span = parsed_.source(node);
    base.name_span = parsed_.source_head(parsed_.tree[node].span);
    const NodeRef from = parsed_.child(node, Field::source);
    if (from) base.module = unquoted(parsed_.text_of(from));
    const NodeRef declaration = parsed_.child(node, Field::declaration);
    if (const NodeRef word = child_of_kind(node, Kind::default_word)) {
      base.name = "default";
      base.name_span = parsed_.source(word);
      base.value = declaration ? declaration : parsed_.child(node, Field::value);
      base.kind = kind_of(base.value);
      program_.exports.push_back(std::move(base));
      return;
    }
    if (declaration) return add_exported_declaration(declaration, base);
    const NodeRef clause = child_of_kind(node, Kind::export_clause);
    if (!clause) {
      if (!from) return;
      base.kind = ExportKind::re_export;
      base.name = "*";
      program_.exports.push_back(std::move(base));
      return;
    }
    for (const NodeRef specifier : parsed_.tree.children(clause)) {
      if (kind(parsed_, specifier) != Kind::export_specifier) continue;
      const NodeRef name = parsed_.child(specifier, Field::name);
      const NodeRef alias = parsed_.child(specifier, Field::alias);
      Export one = base;
      one.kind = from ? ExportKind::re_export : ExportKind::value;
      one.name = text(alias ? alias : name);
      one.name_span = parsed_.source(alias ? alias : name);
      if (!from) one.value = name;  // resolves to what it names
      program_.exports.push_back(std::move(one));
    }
  }

  void add_exported_declaration(NodeRef declaration, const Export& base) {
    const auto add = [&](NodeRef name, NodeRef value) {
      if (!name) return;
      Export one = base;
      one.name = text(name);
      one.name_span = parsed_.source(name);
      one.value = value;
      one.kind = kind_of(value);
      program_.exports.push_back(std::move(one));
    };
    const Kind what = kind(parsed_, declaration);
    if (what != Kind::lexical_declaration && what != Kind::variable_declaration)
      return add(parsed_.child(declaration, Field::name), declaration);
    for (const NodeRef child : parsed_.tree.children(declaration))
      if (kind(parsed_, child) == Kind::variable_declarator)
        add(parsed_.child(child, Field::name), parsed_.child(child, Field::value));
  }

  ExportKind kind_of(NodeRef value) const {
    if (!value) return ExportKind::value;
    const Kind what = kind(parsed_, value);
    if (is_function(what)) return ExportKind::function;
    return what == Kind::class_declaration || what == Kind::class_ ? ExportKind::class_ : ExportKind::value;
  }

  void add_declarator(NodeRef node) {
    const NodeRef name = parsed_.child(node, Field::name);
    const NodeRef value = parsed_.child(node, Field::value);
    if (!name) return;
    if (value && kind(parsed_, value) == Kind::call_expression) add_require(node, name, value);
    if (kind(parsed_, name) != Kind::identifier) return;
    const NodeRef statement = parents_[node.index];
    const bool constant = statement && static_cast<bool>(child_of_kind(statement, Kind::const_word));
    program_.declarations.push_back({text(name), value, constant, at_top(node)});
  }

  void add_require(NodeRef node, NodeRef name, NodeRef call) {
    const NodeRef callee = parsed_.child(call, Field::function);
    const NodeRef module = parsed_.first_child(parsed_.child(call, Field::arguments));
    if (!callee || !module || parsed_.text_of(callee) != "require" || kind(parsed_, module) != Kind::string) return;
    Import base;
    base.module = unquoted(parsed_.text_of(module));
    base.span = parsed_.source(parents_[node.index] ? parents_[node.index] : node);
    base.imported = "*";
    if (kind(parsed_, name) == Kind::identifier) {
      base.name = text(name);
      program_.imports.push_back(std::move(base));
      return;
    }
    for (const NodeRef child : parsed_.tree.children(name)) {
      Import one = base;
      const NodeRef key = parsed_.child(child, Field::key);
      const NodeRef value = parsed_.child(child, Field::value);
      one.imported = text(key ? key : child);
      one.name = text(value ? value : child);
      program_.imports.push_back(std::move(one));
    }
  }

  void add_named(NodeRef node) {
    const NodeRef name = parsed_.child(node, Field::name);
    if (name) program_.declarations.push_back({text(name), node, true, at_top(node)});
  }

  void add_call(NodeRef node, Field callee_field, bool is_new) {
    Call call;
    call.node = node;
    call.callee = parsed_.child(node, callee_field);
    call.is_new = is_new;
    if (call.callee) call.name = callee_name(parsed_.text_of(call.callee));
    call.span = parsed_.source(node);
    call.head = parsed_.source_head(parsed_.tree[node].span);
    call.parent = open_.empty() ? Call::none : open_.back();
    call.first_argument = static_cast<std::uint32_t>(program_.arguments.size());
    const NodeRef list = parsed_.child(node, Field::arguments);
    if (list && kind(parsed_, list) == Kind::arguments)
      for (const NodeRef child : parsed_.tree.children(list))
        if (kind(parsed_, child) != Kind::comment && parsed_.tree[child].has(Node::named))
          program_.arguments.push_back(child);
    call.argument_count = static_cast<std::uint32_t>(program_.arguments.size()) - call.first_argument;
    open_.push_back(static_cast<std::uint32_t>(program_.calls.size()));
    program_.calls.push_back(std::move(call));
  }

  void add_commonjs(NodeRef node) {
    const NodeRef left = parsed_.child(node, Field::left);
    const NodeRef right = parsed_.child(node, Field::right);
    if (!left || !right || !at_top(node)) return;
    const std::string_view target = parsed_.text_of(left);
    Export one;
    if (target == "module.exports")
      one.name = "default";
    else if (target.starts_with("module.exports.") || target.starts_with("exports."))
      one.name = std::string(target.substr(target.find("exports.") + 8));
    else
      return;
    one.value = right;
    one.kind = kind_of(right);
    one.span = parsed_.source(node);
    one.name_span = parsed_.source(left);
    program_.exports.push_back(std::move(one));
  }

  void add_environment(NodeRef node) {
    const NodeRef object = parsed_.child(node, Field::object);
    if (!object) return;
    const std::string name = callee_name(parsed_.text_of(object));
    if (name != "process.env" && name != "import.meta.env") return;
    if (const NodeRef property = parsed_.child(node, Field::property))
      program_.environment.push_back({text(property), parsed_.source(node)});
    else if (const NodeRef index = parsed_.child(node, Field::index); index && kind(parsed_, index) == Kind::string)
      program_.environment.push_back({unquoted(parsed_.text_of(index)), parsed_.source(node)});
  }

  void add_element(NodeRef node) {
    const NodeRef name = parsed_.child(node, Field::name);
    const NodeRef above = parents_[node.index];
    const bool whole = above && kind(parsed_, above) == Kind::jsx_element;
    program_.elements.push_back({node, text(name), parsed_.source(whole ? above : node)});
  }

  Program& program_;
  const Parsed& parsed_;
  std::vector<NodeRef> parents_;
  std::vector<std::uint32_t> open_;  // calls around the node
};

}  // namespace

const Export* Program::exported(std::string_view name) const {
  const auto found = std::find_if(exports.begin(), exports.end(), [&](const Export& one) { return one.name == name; });
  return found == exports.end() ? nullptr : &*found;
}

const Import* Program::import_of(std::string_view name) const {
  const std::string_view first = name.substr(0, name.find('.'));
  const auto found = std::find_if(imports.begin(), imports.end(),
                                  [&](const Import& one) { return !one.name.empty() && one.name == first; });
  return found == imports.end() ? nullptr : &*found;
}

NodeRef Program::resolve(NodeRef node) const {
  for (int hops = 0; node && hops < max_hops; ++hops) {
    switch (kind(parsed, node)) {
      case Kind::parenthesized_expression:
      case Kind::as_expression:
      case Kind::satisfies_expression:
      case Kind::non_null_expression:
      case Kind::await_expression: {
        const NodeRef inner = parsed.first_child(node);
        if (!inner) return node;
        node = inner;
        break;
      }
      case Kind::identifier:
      case Kind::shorthand_property_identifier: {
        const std::string_view name = parsed.text_of(node);
        const auto found = std::find_if(declarations.begin(), declarations.end(), [&](const Declaration& one) {
          return one.top_level && one.constant && one.value && one.name == name;
        });
        if (found == declarations.end()) return node;
        node = found->value;
        break;
      }
      default:
        return node;
    }
  }
  return node;
}

NodeRef Program::attribute(const JsxElement& element, std::string_view name) const {
  for (const NodeRef child : parsed.tree.children(element.node)) {
    if (kind(parsed, child) != Kind::jsx_attribute) continue;
    const NodeRef own = parsed.first_child(child);
    if (own && parsed.text_of(own) == name) return attribute_value(child);
  }
  return {};
}

NodeRef Program::attribute_value(NodeRef attribute) const {
  NodeRef value;
  for (const NodeRef part : parsed.tree.children(attribute)) {
    if (part.index != attribute.index + 1) value = part;
  }
  if (value && kind(parsed, value) == Kind::jsx_expression) {
    if (const NodeRef inner = parsed.first_child(value)) return inner;
  }
  return value ? value : attribute;
}

NodeRef returned(const Program& program, NodeRef function) {
  const Parsed& parsed = program.parsed;
  const NodeRef body = parsed.child(function, Field::body);
  if (!body) return {};
  if (kind(parsed, body) != Kind::statement_block) return body;
  NodeRef found;
  for (std::uint32_t i = body.index + 1; i < parsed.tree[body].subtree_end;) {
    const Kind what = kind(parsed, {i});
    if (is_function(what) || what == Kind::method_definition) {
      i = parsed.tree[{i}].subtree_end;
      continue;
    }
    if (what == Kind::return_statement) {
      if (found) return {};
      found = parsed.first_child({i});
      if (!found) return {};
    }
    ++i;
  }
  return found;
}

Program read_program(source::MappedText text, Dialect dialect, const Limits& limits) {
  Program program;
  program.parsed = parse(std::move(text), dialect, limits);
  Reading(program).run();
  return program;
}

Program read_program_file(std::string_view file, Dialect dialect, const Limits& limits) {
  return read_program(source::MappedText::verbatim(file, {0, static_cast<std::uint32_t>(file.size())}), dialect,
                      limits);
}

}  // namespace plumbline::syntax::typescript
