#include "analyzer/judge/report.h"

#include <algorithm>

namespace plumbline::judge {

bool Report::incomplete() const {
  return !coverage.rule_failures.empty() || std::any_of(coverage.not_analysed.begin(), coverage.not_analysed.end(),
                                                        [](const NotAnalysed& each) { return each.fails; });
}

}  // namespace plumbline::judge
