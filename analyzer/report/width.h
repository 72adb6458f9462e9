#pragma once

#include <cstdint>

namespace plumbline::report {

/// Columns of a terminal that a character takes: East Asian wide ones 2, combining ones 0, others (ambiguous ones
/// among them) 1.
std::uint32_t column_width(char32_t c);

}  // namespace plumbline::report
