#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"

/// Variables in the values of a Compose file: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`,
/// `${NAME:?message}`, `${NAME:+other}`; `$$` is a dollar sign.
namespace plumbline::facts {

/// What stands for the variable when it has no value.
enum class Otherwise : std::uint8_t {
  empty,       ///< nothing: Compose warns and goes on
  when_empty,  ///< `:-`
  when_unset,  ///< `-`
  refuses,     ///< `:?` and `?`
  replaces,    ///< `:+` and `+`: the operand, when the variable has a value
};

struct Interpolation {
  Span span;
  Span name;
  Otherwise otherwise = Otherwise::empty;
  Span operand;  ///< behind the operator; may hold interpolations itself
  friend bool operator==(const Interpolation&, const Interpolation&) = default;
};

/// In order of their beginnings: those inside an operand follow the one around them.
std::vector<Interpolation> find_interpolations(std::string_view text);

/// A variable's value, or none where it cannot be known.
using VariableLookup = std::function<std::optional<std::string>(std::string_view name)>;

/// The text with its variables filled in, `$$` decoded. A variable without a value takes its default; without one, or
/// with another operator, nothing can be known.
std::optional<std::string> interpolate(std::string_view text, const VariableLookup& lookup);

}  // namespace plumbline::facts
