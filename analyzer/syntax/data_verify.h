#pragma once

#include <string>
#include <string_view>

#include "analyzer/syntax/data.h"

namespace plumbline::syntax {

/// The first promise of Data that `data` breaks, in words; empty when it keeps all. `file` is the file that spans are
/// places in. For tests and fuzzing: linear, but slower than parsing.
std::string find_broken_promise(const Data& data, std::string_view file);

}  // namespace plumbline::syntax
