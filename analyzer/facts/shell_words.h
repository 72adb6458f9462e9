#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"

namespace plumbline::facts {

struct ShellWord {
  std::string text;  ///< quotes and escapes resolved; expansions as written
  Span span;         ///< with quotes
  bool quoted = false;
};

/// Words of a plain command line by POSIX quoting, without operators or expansions: for text that a program splits
/// itself. An open quote ends at the end.
std::vector<ShellWord> split_shell_words(std::string_view text);

}  // namespace plumbline::facts
