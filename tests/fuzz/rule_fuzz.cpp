// Any bytes as a rule file: a rule that compiles, or told what is wrong with a place in the file.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/engine/rule_loader.h"
#include "analyzer/engine/rule_set.h"
#include "analyzer/judge/pack.h"
#include "check_places.h"

using namespace plumbline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const engine::Authorship author : {engine::Authorship::user, engine::Authorship::built_in}) {
    Diagnostics diagnostics;
    std::optional<engine::Rule> rule = engine::load_rule(text, "r.yaml", author, diagnostics);
    PLUMBLINE_CHECK(rule.has_value() != diagnostics.has_errors(), "a rule, or what is wrong with it");
    if (rule) {
      judge::Pack pack;
      pack.rules.push_back(*rule);
      const std::optional<judge::Pack> again = judge::read_pack(judge::write_pack(pack));
      PLUMBLINE_CHECK(again.has_value() && again->rules.size() == 1 && again->rules[0].id == rule->id,
                      "a rule is packed and unpacked");
      const engine::RuleSet set({*rule}, std::map<std::string, std::string>{{"r.yaml", std::string(text)}},
                                diagnostics);
      PLUMBLINE_CHECK(set.compiled().size() == (diagnostics.has_errors() ? 0U : 1U), "it compiles, or that is told");
    }
    fuzz::check_places(diagnostics, text);
  }
  return 0;
}
