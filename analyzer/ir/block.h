#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/ir/tables.h"

namespace plumbline::ir {

/// The bytes of a FileIr: a header of counts, then each table's rows and references, the strings, the masks, the pool.
std::string write_block(const Tables& tables, std::string_view pool, std::span<const Span> masks,
                        std::uint32_t file_size);

/// Replaces a secret by asterisks of the same length; from twelve bytes on its first three stay.
void mask_in_place(std::span<char> secret);

}  // namespace plumbline::ir
