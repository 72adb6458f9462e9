#include "analyzer/syntax/typescript.h"

#include <utility>

#include "analyzer/syntax/nesting.h"
#include "analyzer/syntax/tree_sitter.h"

namespace plumbline::syntax::typescript {
namespace {

tree_sitter::Grammar grammar_of(Dialect dialect) {
  switch (dialect) {
    case Dialect::typescript:
      return tree_sitter::Grammar::typescript;
    case Dialect::tsx:
      return tree_sitter::Grammar::tsx;
    case Dialect::javascript:
      break;
  }
  return tree_sitter::Grammar::javascript;
}

}  // namespace

Dialect dialect_of(std::string_view path) {
  if (path.ends_with(".tsx")) return Dialect::tsx;
  if (path.ends_with(".ts") || path.ends_with(".mts") || path.ends_with(".cts")) return Dialect::typescript;
  return Dialect::javascript;
}

Parsed parse(source::MappedText text, Dialect dialect, const Limits& limits) {
  if (auto refused = refuse_program(text.text(), limits)) return refused_text(std::move(text), *std::move(refused));
  return tree_sitter::parse(grammar_of(dialect), kind_names, std::move(text), limits);
}

Parsed parse_file(std::string_view file, Dialect dialect, const Limits& limits) {
  return parse(source::MappedText::verbatim(file, {0, static_cast<std::uint32_t>(file.size())}), dialect, limits);
}

}  // namespace plumbline::syntax::typescript
