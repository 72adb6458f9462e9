#pragma once

#include "analyzer/judge/report.h"

namespace plumbline::judge {

/// Matches PATH_DECISION comments with the findings that they answer and fills `Report::decisions`. A decision answers
/// findings of rules that take decisions, whose entity lies in what it stands at. One without a reason, or that names
/// a file that does not exist, answers nothing.
void apply_decisions(Report& report);

}  // namespace plumbline::judge
