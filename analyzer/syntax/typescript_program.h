#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/limits.h"
#include "analyzer/base/location.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/data.h"
#include "analyzer/syntax/parsed.h"
#include "analyzer/syntax/typescript.h"

/// What a TypeScript or JavaScript program imports, exports and calls, as flat lists in source order.
namespace plumbline::syntax::typescript {

/// One name that comes from a module: `import name`, `import * as name`, `import { imported as name }`,
/// `const name = require("…")`, `const { imported: name } = require("…")`. Without a name: for its effect.
struct Import {
  std::string module;
  std::string imported;  ///< `default`, `*`, or the export's name
  std::string name;
  bool type_only = false;
  Span span;  ///< of the statement
};

enum class ExportKind : std::uint8_t { value, function, class_, re_export };
/// `export const name = …`, `export default …`, `export { local as name }`, `module.exports = …` (as `default`),
/// `exports.name = …`.
struct Export {
  ExportKind kind = ExportKind::value;
  std::string name;    ///< `default`; `*` for all of a module
  std::string module;  ///< re_export: where it comes from
  NodeRef value;       ///< initializer, function, class; none when it is not in this file
  Span span;           ///< of the statement
  Span name_span;      ///< the name, else the word `default`, else the statement's head
};

struct Call {
  static constexpr std::uint32_t none = ~0U;
  NodeRef node;
  NodeRef callee;
  std::string name;  ///< as written, without blanks and type arguments: `Sentry.init`
  bool is_new = false;
  std::uint32_t first_argument = 0;
  std::uint32_t argument_count = 0;
  std::uint32_t parent = none;  ///< the call in whose arguments it stands
  Span span;
  Span head;
};

struct JsxElement {
  NodeRef node;  ///< the opening or self-closing element, whose children are the attributes
  std::string name;
  Span span;  ///< of the whole element
};

/// `process.env.NAME`, `process.env["NAME"]`, `import.meta.env.NAME`.
struct EnvironmentUse {
  std::string name;
  Span span;
};

/// A declared variable or function.
struct Declaration {
  std::string name;
  NodeRef value;
  bool constant = false;  ///< `const`, function, class
  bool top_level = false;
};

struct Program {
  Parsed parsed;
  std::vector<Import> imports;
  std::vector<Export> exports;
  std::vector<Call> calls;
  std::vector<NodeRef> arguments;
  std::vector<JsxElement> elements;
  std::vector<EnvironmentUse> environment;
  std::vector<Declaration> declarations;
  std::vector<Comment> comments;

  std::span<const NodeRef> arguments_of(const Call& call) const {
    return {arguments.data() + call.first_argument, call.argument_count};
  }
  const Export* exported(std::string_view name) const;
  /// Where the first name of a call comes from: `Sentry.init` → the import of `Sentry`.
  const Import* import_of(std::string_view name) const;
  /// Through parentheses, `as`, `satisfies`, `!`, `await` and names of top-level constants.
  NodeRef resolve(NodeRef node) const;
  /// An attribute's value; the attribute itself when it has none; none when it is absent.
  NodeRef attribute(const JsxElement& element, std::string_view name) const;
  /// The value that an attribute's node holds; the node itself where only the name is written.
  NodeRef attribute_value(NodeRef attribute) const;
};

Program read_program(source::MappedText text, Dialect dialect, const Limits& limits = {});
Program read_program_file(std::string_view file, Dialect dialect, const Limits& limits = {});

/// A string's or template's text with its map; `literal` is false when it has `${…}`, which stays as written.
struct StringValue {
  source::MappedText text;
  bool literal = true;
};
bool is_string(const Program& program, NodeRef node);
StringValue string_value(const Program& program, NodeRef node);

/// A value as Data. Names of top-level constants are replaced by what they stand for (the place of an inner one is
/// where its name stands); what is computed is an opaque scalar with its source; an object with `...spread` or a
/// computed key is partial.
Data to_data(const Program& program, NodeRef value, const Limits& limits = {});
/// A JSX element's attributes as a map: without a value true.
Data attributes_data(const Program& program, const JsxElement& element, const Limits& limits = {});
/// What a function returns, if it is one object: the argument of its only `return`, or its body.
NodeRef returned(const Program& program, NodeRef function);

}  // namespace plumbline::syntax::typescript
