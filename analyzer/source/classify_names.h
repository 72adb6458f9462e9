#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/source/classify.h"

namespace plumbline::source {

enum class ByName : std::uint8_t {
  certain,  ///< the name alone says it
  guess,    ///< the content has to agree
};

/// One line of the table of names; the first that matches decides.
struct NameRule {
  /// Folders that the file lies in, at any depth of the repository: `a/b/` anywhere below them, `a/b/.` directly in
  /// them. Empty: anywhere.
  std::string_view place;
  /// The last part of the path: names with a blank between; one `*` in a name stands for any bytes, none too.
  std::string_view names;
  FileKind kind;
  Support support;
  ByName by_name;
  std::string_view reason;
};

/// The first rule that matches, or null.
const NameRule* name_rule(std::string_view path);

}  // namespace plumbline::source
