#pragma once

#include <string>
#include <string_view>

#include "analyzer/driver/check.h"

namespace plumbline::driver {

/// The facts that made a finding true: each part of the rule's condition with its value. Empty when no finding has a
/// fingerprint that begins so.
std::string explain_finding(const CheckResult& result, std::string_view fingerprint);

}  // namespace plumbline::driver
