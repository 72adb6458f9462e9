#pragma once

#include <string>
#include <string_view>

#include "analyzer/judge/report.h"

namespace plumbline::report {

/// How a change reaches its users and who watches it there, as a Mermaid flowchart: jobs by what they are for, the
/// order in which they need each other, images, what runs them, alerts and their receivers. Only what was found; empty
/// when that is nothing. At most `limit` jobs, those that deliver before those that only check.
std::string delivery_graph(const judge::Report& report, std::size_t limit);

/// Text of the repository inside of a quoted Mermaid label: nothing in it is markup, an entity or an end.
std::string mermaid_label(std::string_view quoted);

}  // namespace plumbline::report
