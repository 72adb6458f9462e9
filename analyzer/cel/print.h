#pragma once

#include <string>

#include "analyzer/ir/schema_view.h"
#include "analyzer/ir/value.h"

namespace plumbline::cel {

/// A value for people, in CEL's notation as far as there is one: `"text"`, `[1, 2]`, `{"k": true}`, `job 3`,
/// `timestamp("…")`, `unknown`, `error: …`. A list whose end is not visible ends in `…`; long ones are cut.
std::string print_value(const ir::IrView& ir, const ir::Value& value);

}  // namespace plumbline::cel
