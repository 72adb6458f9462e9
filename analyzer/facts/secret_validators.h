#pragma once

#include <optional>
#include <string_view>

#include "analyzer/facts/secret_shapes.h"

namespace plumbline::facts {

/// Judges what a shape's pattern matched; none if it is no secret at all. `before` is what stands before
/// it in its line.
std::optional<Validity> validate_shape(ShapeValidator validator, std::string_view secret, std::string_view before,
                                       std::size_t public_prefix);

}  // namespace plumbline::facts
