#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/base/text.h"
#include "analyzer/cel/program.h"

namespace plumbline::engine {

/// "'{job.name}' deploys": text of ours with holes. `{{` and `}}` are braces.
struct TemplatePiece {
  std::string text;  ///< ours, or the hole's expression
  bool hole = false;
  Span span;  ///< of the expression in the template
};

/// What is wrong with a template: a place in it and why.
struct TemplateError {
  Span at;
  std::string message;
};

tl::expected<std::vector<TemplatePiece>, TemplateError> parse_template(std::string_view text);

/// A compiled template.
struct Message {
  struct Piece {
    std::string ours;
    std::optional<cel::Program> hole;
  };
  std::vector<Piece> pieces;

  /// What holes evaluate to is quoted. An unknown value prints the source text that is its cause.
  Text render(std::span<const ir::Value> variables, cel::EvaluationContext& context) const;
};

/// May a hole have this type: a string, number, bool, word, or a list of these?
bool is_printable(const ir::Type& type);

/// A value as a message shows it.
std::string print_for_message(const ir::Value& value, const ir::IrView& ir);

}  // namespace plumbline::engine
