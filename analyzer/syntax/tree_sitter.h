#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/base/limits.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/parsed.h"

/// The one way to tree-sitter: a text goes in, our flat tree comes out, and the library's tree is gone.
namespace plumbline::syntax::tree_sitter {

enum class Grammar : std::uint8_t { bash, ruby, typescript, tsx, javascript };

/// Nodes' kinds by the grammar's names for them; the index is the kind. 0 is every other node, 1 is what could not be
/// read. A name that begins with `'` is a token, not a rule (`'&&`); tokens that are not listed are left out of the
/// tree.
using Kinds = std::span<const std::string_view>;
inline constexpr std::uint16_t other_kind = 0;
inline constexpr std::uint16_t error_kind = 1;

/// Parses within a budget that is counted, not timed, so that it ends at the same place everywhere. `kinds` must be the
/// same table in every call for a grammar.
Parsed parse(Grammar grammar, Kinds kinds, source::MappedText text, const Limits& limits);

}  // namespace plumbline::syntax::tree_sitter
