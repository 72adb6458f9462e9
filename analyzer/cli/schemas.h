#pragma once

#include <string>

namespace plumbline::cli {

/// JSON Schema of a rule file, with the vocabularies and entities of this build; for editors.
std::string rule_schema();
/// JSON Schema of .plumbline.yaml.
std::string config_schema();

}  // namespace plumbline::cli
