#include "analyzer/engine/message.h"

#include <bit>

#include <fmt/format.h>

#include "analyzer/ir/list_element.h"
#include "analyzer/ir/nodes.h"
#include "analyzer/ir/repo_ir.h"

namespace plumbline::engine {

tl::expected<std::vector<TemplatePiece>, TemplateError> parse_template(std::string_view text) {
  std::vector<TemplatePiece> pieces;
  std::string ours;
  const auto here = [](std::size_t at, std::size_t size) {
    return Span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + size)};
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c == '{' || c == '}') && i + 1 < text.size() && text[i + 1] == c) {
      ours += c;
      ++i;
    } else if (c == '{') {
      // A hole ends at its brace, not at one inside a string or a map of its expression.
      std::size_t depth = 1;
      char quote = 0;
      std::size_t end = i + 1;
      for (; end < text.size(); ++end) {
        if (quote != 0) {
          if (text[end] == '\\') {
            ++end;
          } else if (text[end] == quote) {
            quote = 0;
          }
        } else if (text[end] == '\'' || text[end] == '"') {
          quote = text[end];
        } else if (text[end] == '{') {
          ++depth;
        } else if (text[end] == '}' && --depth == 0) {
          break;
        }
      }
      if (end >= text.size()) return tl::unexpected(TemplateError{here(i, 1), "this brace is never closed"});
      if (!ours.empty()) pieces.push_back({std::move(ours), false, {}});
      ours.clear();
      pieces.push_back({std::string(text.substr(i + 1, end - i - 1)), true, here(i + 1, end - i - 1)});
      i = end;
    } else if (c == '}') {
      return tl::unexpected(TemplateError{here(i, 1), "a closing brace of the text is written }}"});
    } else {
      ours += c;
    }
  }
  if (!ours.empty()) pieces.push_back({std::move(ours), false, {}});
  return pieces;
}

bool is_printable(const ir::Type& type) {
  using Kind = ir::TypeKind;
  switch (type.kind) {
    case Kind::string:
    case Kind::integer:
    case Kind::unsigned_integer:
    case Kind::boolean:
    case Kind::word:
    case Kind::word_set:
    case Kind::dynamic:
    case Kind::node:
      return true;
    case Kind::list:
      return type.element().kind != Kind::list && is_printable(type.element());
    default:
      return false;
  }
}

namespace {

std::string print_element(const ir::Value& value, const ir::IrView& ir) {
  switch (value.tag) {
    case ir::Tag::boolean:
      return value.boolean ? "true" : "false";
    case ir::Tag::integer:
      return fmt::format("{}", value.integer);
    case ir::Tag::unsigned_integer:
      return fmt::format("{}", value.unsigned_integer);
    case ir::Tag::string:
      return std::string(value.view());
    case ir::Tag::unknown: {
      const Location cause = value.cause();
      if (!cause.file.has_value() || ir.repo == nullptr || cause.file.index >= ir.repo->file_count()) return "?";
      return std::string(cause.span.of(ir.repo->file_text({cause.file.index})));
    }
    case ir::Tag::node:
      return print_element(ir::node_value(ir, value.index), ir);
    default:
      return "?";
  }
}

std::string print_words(const ir::Value& value, const ir::IrView& ir) {
  std::string out;
  const auto words = ir.schema->vocabularies()[value.element].words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if ((value.unsigned_integer >> i & 1U) == 0) continue;
    if (!out.empty()) out += ", ";
    out += words[i];
  }
  return out;
}

}  // namespace

std::string print_for_message(const ir::Value& value, const ir::IrView& ir) {
  if (value.is(ir::Tag::word_set)) return print_words(value, ir);
  if (!value.is(ir::Tag::list)) return print_element(value, ir);
  std::string out;
  for (std::uint32_t i = 0; i < value.size; ++i) {
    if (i > 0) out += ", ";
    out += print_element(ir::list_element(ir, value, i), ir);
  }
  return out;
}

Text Message::render(std::span<const ir::Value> variables, cel::EvaluationContext& context) const {
  Text text;
  for (const Piece& piece : pieces) {
    if (piece.hole) {
      text.quoted(print_for_message(piece.hole->evaluate(variables, context), context.ir));
    } else {
      text.ours(piece.ours);
    }
  }
  return text;
}

}  // namespace plumbline::engine
