#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"

namespace plumbline::engine {

/// Rules and knowledge as the build embeds them.
struct Pack {
  std::vector<Rule> rules;                                     ///< sorted by id
  std::vector<std::pair<std::string, std::string>> knowledge;  ///< name, text; sorted
  std::string gates;                                           ///< text of gates.yaml
};

/// Bytes that only the same build reads back: no version, no check beyond bounds.
std::string write_pack(const Pack& pack);
std::optional<Pack> read_pack(std::string_view bytes);

}  // namespace plumbline::engine
