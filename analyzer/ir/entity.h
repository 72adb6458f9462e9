#pragma once

#include <cstdint>

#include "analyzer/base/diagnostic.h"
#include "analyzer/ir/fields.h"
#include "analyzer/ir/value.h"
#include "analyzer/ir/vocabulary.h"
#include "analyzer/syntax/data.h"

/// What every entity of the IR has.
namespace plumbline::ir {

/// The `node` entity: a value of a data file, an object literal, a hash.
using DataNode = syntax::DataNode;

struct File;

/// What every entity has. `span` is all of it, `head` the place for a caret (on one line), `path` its logical place.
struct Entity {
  Ref<File> file;
  Span span;
  Span head;
  Str path;
};

}  // namespace plumbline::ir
