#pragma once

#include <string_view>

namespace plumbline::judge {

/// The built-in rules, knowledge and gates, as the build packed them (`read_pack`). Generated.
std::string_view rule_pack();

}  // namespace plumbline::judge
