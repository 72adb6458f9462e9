#pragma once

#include <string>

#include <tl/expected.hpp>

#include "analyzer/base/location.h"

namespace plumbline::facts {

/// What is wrong with a piece of text, and where in it. `message` is ours: lower case, no period, nothing quoted.
struct Error {
  Span at;
  std::string message;
  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Parsed = tl::expected<T, Error>;

inline tl::unexpected<Error> error_at(Span at, std::string message) {
  return tl::unexpected<Error>(Error{at, std::move(message)});
}

}  // namespace plumbline::facts
