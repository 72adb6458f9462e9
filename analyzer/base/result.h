#pragma once

#include <tl/expected.hpp>

#include "analyzer/base/diagnostic.h"

namespace plumbline {

/// One thing failed. Leaves with std::expected. To go on and tell, take a `Diagnostics&`.
template <class T>
using Result = tl::expected<T, Diagnostic>;

}  // namespace plumbline
