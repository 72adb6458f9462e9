#pragma once

#include "sarif/model.h"

namespace plumbline::sarif {

/// A run that uses every part of the model: rules of both kinds, taxonomies, related locations with links, a code flow,
/// fixes, suppressions, baseline states, and notifications for what was not analysed. What the schema, Microsoft's
/// validator and our own invariants are tried on.
Run sample_run();

}  // namespace plumbline::sarif
