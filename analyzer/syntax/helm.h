#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"
#include "analyzer/syntax/data.h"

namespace plumbline::syntax {

/// A chart's template as YAML of the same length, so that every place in it is a place in the file: what only steers
/// is blank, what is written into a line is a word that stands for it.
struct MaskedTemplate {
  /// Something that is written here as lines of their own: `{{- toYaml .Values.x | nindent 8 }}`.
  struct Block {
    Span span;
    std::uint32_t column = 0;  ///< where its lines begin
  };

  std::string text;
  std::vector<Span> inserted;  ///< actions inside of a line, in order
  std::vector<Block> blocks;   ///< in order
  std::vector<Span> branches;  ///< what stands between `if`, `with`, `range` and their `else` or `end`, by begin
  bool balanced = true;        ///< every branch ends
};

MaskedTemplate mask_template(std::string_view file);

/// Marks what cannot be known in the tree of a masked text: scalars with an action inside, collections that a block is
/// written into, and scalars under a branch that begins inside of their document.
void mark_unknown(Data& data, const MaskedTemplate& masked, std::string_view file);

}  // namespace plumbline::syntax
