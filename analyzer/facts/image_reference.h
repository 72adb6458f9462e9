#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/location.h"
#include "analyzer/facts/parsed.h"

namespace plumbline::facts {

/// A part of an image reference. *given*: written there; *unknown*: holds a variable or a template, so its value cannot
/// be known here (and it may hide other parts).
struct ImagePart {
  std::string text;  ///< normalised; for an unknown part as written
  Span span;         ///< in the parsed text; empty unless given
  bool given = false;
  bool unknown = false;
};

/// `registry/repository:tag@digest`, by the grammar of the distribution project.
struct ImageReference {
  ImagePart registry;    ///< `docker.io` if not given
  ImagePart repository;  ///< `library/` is put before a single component of docker.io
  ImagePart tag;         ///< empty if not given
  ImagePart digest;      ///< `sha256:…`

  bool known() const { return !registry.unknown && !repository.unknown && !tag.unknown && !digest.unknown; }
  bool has_tag() const { return tag.given; }
  bool has_digest() const { return digest.given; }
  /// `registry/repository`.
  std::string name() const;
  std::string canonical() const;
};

/// Expressions (`$X ${…} ${{ … }} {{ … }} <%…%> %(…)s`) may stand anywhere.
Parsed<ImageReference> parse_image_reference(std::string_view text);

}  // namespace plumbline::facts
