#include "analyzer/judge/fingerprints.h"

#include <map>
#include <string>

#include <fmt/format.h>

#include "analyzer/base/hash.h"

namespace plumbline::judge {

void add_fingerprints(std::vector<Verdict>& verdicts, const std::vector<engine::Rule>& rules,
                      const std::vector<source::SourceFile>& files) {
  std::map<std::string, std::uint32_t> seen;
  for (Verdict& verdict : verdicts) {
    const Label& primary = verdict.finding.what.labels.front();
    const source::SourceFile& file = files[primary.at.file.index];
    std::string key = rules[verdict.finding.rule.index].id;
    for (const std::string_view part :
         {file.path(), std::string_view(verdict.finding.logical_path), primary.at.span.of(file.text())}) {
      key += '\0';
      key += part;
    }
    const std::uint32_t ordinal = seen[key]++;
    verdict.fingerprint = sha256_hex(fmt::format("{}{}{}", key, '\0', ordinal)).substr(0, 32);
  }
}

}  // namespace plumbline::judge
