#pragma once

#include <string_view>
#include <vector>

#include "analyzer/frontends/frontend.h"
#include "analyzer/syntax/data.h"

namespace plumbline::frontends {

/// Values that were parsed one by one, out of one file, as the elements of a list at `span`.
syntax::Data joined_list(const std::vector<syntax::Data>& values, Span span, bool partial);

/// The literal that counts when the reference `written` is missing, as `fallback`. The value is then what is written:
/// a literal inside a reference can be a secret.
void add_written_default(std::string_view written, ir::Variable& row, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
