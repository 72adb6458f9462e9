#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "analyzer/report/emit.h"

namespace plumbline::report {

/// One document, schema plumbline-report/1.
std::string emit_json(const judge::Report& report, const EmitOptions& options);
/// A record a line, each with its `type`; the last is the summary, so that a cut file shows.
std::string emit_jsonl(const judge::Report& report, const EmitOptions& options);

/// A value as text: bytes that are not UTF-8 become U+FFFD, deceptive characters are escaped. `indent` < 0: one line.
std::string dumped(const nlohmann::ordered_json& value, int indent);

}  // namespace plumbline::report
