#pragma once

#include <string>
#include <vector>

#include "analyzer/judge/report.h"
#include "sarif/model.h"

/// The standing part of a SARIF run: what could have been found, and in what terms.
namespace plumbline::report {

inline constexpr const char* cwe_taxonomy = "CWE";
inline constexpr const char* tag_taxonomy = "plumbline tags";
inline constexpr const char* gate_taxonomy = "plumbline gates";

/// Every rule that was evaluated, with all of its texts, and the kinds of notifications.
sarif::Driver sarif_driver(const judge::Report& report);
/// Weaknesses that the rules name, our tags, the gates.
std::vector<sarif::Taxonomy> sarif_taxonomies(const judge::Report& report);
sarif::Level sarif_level(Severity severity);

}  // namespace plumbline::report
