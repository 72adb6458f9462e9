#include "analyzer/syntax/parse_cache.h"

namespace plumbline::syntax {

std::optional<Parsed> ParseCache::find(const source::MappedText& text) const {
  if (text.text().size() > longest_text) return std::nullopt;
  const auto known = kept_.find(text.text());
  if (known == kept_.end()) return std::nullopt;
  Parsed parsed;
  parsed.tree = known->second.tree;
  parsed.fields = known->second.fields;
  parsed.text = text;
  return parsed;
}

void ParseCache::keep(const Parsed& parsed) {
  const bool sound = parsed.errors.empty() && parsed.limits.empty();
  if (!sound || parsed.text.text().size() > longest_text || kept_.size() >= most_texts) return;
  kept_.try_emplace(std::string(parsed.text.text()), Kept{parsed.tree, parsed.fields});
}

}  // namespace plumbline::syntax
