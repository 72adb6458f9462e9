#pragma once

#include <string_view>

#include "analyzer/base/location.h"
#include "analyzer/syntax/data.h"
#include "analyzer/syntax/data_builder.h"

namespace plumbline::syntax {

/// A scalar that libyaml found, with what it decoded.
struct YamlScalar {
  std::string_view file;
  Span span;  ///< without anchor and tag
  ScalarStyle style = ScalarStyle::plain;
  std::string_view value;
  bool simple_breaks = false;  ///< the file ends its lines with LF only
};

/// Writes the scalar's text, which differs from its source, with its map to the builder (between begin_text and
/// end_text): exactly `value`, whatever happens. False if the map is a coarse one, the whole text for the whole scalar.
bool map_yaml_scalar(const YamlScalar& scalar, DataBuilder& out);

struct YamlBlockHeader {
  Span comment;           ///< empty if none
  std::uint32_t end = 0;  ///< of its line, without the break
};

/// The first line of a block scalar.
YamlBlockHeader yaml_block_header(const YamlScalar& scalar);

}  // namespace plumbline::syntax
