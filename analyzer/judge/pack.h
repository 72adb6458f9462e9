#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/judge/gates.h"

namespace plumbline::judge {

/// Rules, knowledge and gates as the build embeds them: checked, and without a YAML reader's work at every start.
struct Pack {
  std::vector<engine::Rule> rules;                             ///< sorted by id
  std::vector<std::pair<std::string, std::string>> knowledge;  ///< name, text; sorted
  std::vector<Gate> gates;
};

/// Bytes that only the same build reads back: no version, no check beyond bounds.
std::string write_pack(const Pack& pack);
std::optional<Pack> read_pack(std::string_view bytes);

}  // namespace plumbline::judge
