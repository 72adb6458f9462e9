#pragma once

#include "analyzer/report/emit.h"

namespace plumbline::cli {

/// What CI says in its variables of the repository and commit that it has checked out; empty parts elsewhere. Nothing
/// is read from the checkout: a local run says the same wherever it stands.
report::Revision revision_of_ci();

}  // namespace plumbline::cli
