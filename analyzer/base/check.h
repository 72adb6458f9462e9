#pragma once

#include <string_view>

namespace plumbline {

/// Prints the broken invariant and aborts; in every build. For states that cannot be, never for bad input.
[[noreturn]] void check_failed(std::string_view condition, std::string_view why, std::string_view file, int line);

}  // namespace plumbline

// A macro because it needs the condition's text and place (std::source_location is missing in clang 14).
#define PLUMBLINE_CHECK(condition, why) \
  ((condition) ? static_cast<void>(0) : ::plumbline::check_failed(#condition, why, __FILE__, __LINE__))
