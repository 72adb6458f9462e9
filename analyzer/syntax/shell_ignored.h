#pragma once

#include <vector>

#include "analyzer/syntax/parsed.h"
#include "analyzer/syntax/shell_commands.h"
#include "analyzer/syntax/shell_statements.h"

namespace plumbline::syntax::shell {

/// What is known around a statement when its commands are judged.
struct Surroundings {
  State state;
  bool followed = false;  ///< something runs behind it that does not look at `$?`
  bool background = false;
};

/// Why a failure of row[i] changes nothing; `row` is one flat statement.
Ignored judge_failure(const Parsed& script, const std::vector<Element>& row, std::size_t i, const Surroundings& around);

}  // namespace plumbline::syntax::shell
