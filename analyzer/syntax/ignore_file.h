#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"
#include "analyzer/syntax/data.h"

namespace plumbline::syntax {

enum class IgnoreDialect : std::uint8_t {
  git,     ///< a pattern without a slash holds in every folder; blanks at the end go unless escaped
  docker,  ///< every pattern starts at the context; blanks around it go
};

struct IgnorePattern {
  std::string pattern;  ///< without `!`, without slashes at its ends; escapes stay
  bool negated = false;
  bool directory_only = false;
  bool anchored = false;  ///< starts at the file's own folder
  Span span;              ///< as written, with `!`
};

struct IgnoreFile {
  std::vector<IgnorePattern> patterns;
  std::vector<Comment> comments;
};

/// `.gitignore`, `.dockerignore` and their kin. Every file is one.
IgnoreFile parse_ignore_file(std::string_view file, IgnoreDialect dialect);

}  // namespace plumbline::syntax
