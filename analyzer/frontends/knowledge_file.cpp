#include "analyzer/frontends/knowledge_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/limits.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

using syntax::DataView;

KnowledgeFile::KnowledgeFile(std::string_view yaml, std::string_view name, Diagnostics& diagnostics)
    : yaml_(yaml),
      origin_(fmt::format("rules/knowledge/{}.yaml", name)),
      lines_(yaml),
      diagnostics_(diagnostics),
      data_(syntax::parse_yaml(yaml, Limits())) {
  for (const syntax::SyntaxError& error : data_.errors) tell(error.at, error.message);
}

std::vector<DataView> KnowledgeFile::entries() const {
  return syntax::first_document(data_, yaml_).elements();
}

std::string KnowledgeFile::text(const DataView& entry, std::string_view key) {
  const DataView value = entry[key];
  if (!value.is_scalar()) tell(entry.span(), fmt::format("lacks '{}'", key));
  return std::string(value.text_or(""));
}

std::vector<std::string> KnowledgeFile::texts(const DataView& entry, std::string_view key) {
  const DataView value = entry[key];
  std::vector<std::string> all;
  if (value.is_scalar()) all.emplace_back(value.text());
  for (const DataView& element : value.elements()) {
    if (!element.is_scalar()) tell(element.span(), "expected a word");
    all.emplace_back(element.text_or(""));
  }
  if (value && !value.is_scalar() && !value.is_list()) tell(value.span(), "expected a word or a list of words");
  return all;
}

ir::EnumSet<ir::Role> KnowledgeFile::roles(const DataView& entry) {
  ir::EnumSet<ir::Role> roles;
  for (const DataView& element : entry["roles"].elements()) {
    const auto& words = ir::Vocabulary<ir::Role>::words;
    const auto found = std::find(words.begin(), words.end(), element.text());
    if (found == words.end()) {
      const std::string_view near = ascii::nearest(element.text(), {words.begin(), words.end()});
      tell(element.span(), fmt::format("'{}' is no role; did you mean '{}'?", element.text(), near));
    } else {
      roles.add(static_cast<ir::Role>(found - words.begin()));
    }
  }
  return roles;
}

void KnowledgeFile::check_keys(const DataView& entry, std::initializer_list<std::string_view> known) {
  for (const DataView& child : entry.children()) {
    if (std::find(known.begin(), known.end(), child.key()) != known.end()) continue;
    tell(child.span(), fmt::format("unknown key '{}'", child.key()));
  }
}

void KnowledgeFile::tell(Span at, std::string_view message) {
  diagnostics_.add(diagnostic_at(origin_, lines_.locate(at.begin, yaml_), Code::rule_error, Text(message)));
}

}  // namespace plumbline::frontends
