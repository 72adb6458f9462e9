#pragma once

#include <string_view>

#include "analyzer/base/limits.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/data.h"

namespace plumbline::syntax {

/// YAML as Kubernetes, Helm and Compose read it: libyaml's grammar, plain scalars by the core schema of YAML 1.2 (`on`
/// and `yes` are strings). Every document of the stream; comments, anchors, tags as flags. Never fails: what stands
/// before an error is kept, with open collections marked partial and the error in `errors`. UTF-8 with or without a
/// byte order mark; other encodings are the caller's to convert (source/encoding.h). Linear in the size of the file.
Data parse_yaml(std::string_view file, const Limits& limits);

/// YAML inside another file (a ConfigMap's value, a heredoc); spans are places in that file.
Data parse_yaml(const source::MappedText& text, const Limits& limits);

/// What a plain scalar means.
DataKind resolve_plain(std::string_view text);

}  // namespace plumbline::syntax
