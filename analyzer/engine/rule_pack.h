#pragma once

#include <string_view>

namespace plumbline::engine {

/// The built-in rules and knowledge, as the build packed them (`read_pack`). Generated.
std::string_view rule_pack();

}  // namespace plumbline::engine
