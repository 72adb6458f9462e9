#include "analyzer/frontends/images.h"

#include <algorithm>

#include "analyzer/facts/image_reference.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/source/line_index.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

namespace {

/// A caret points at the reference, not at the quotes around it.
Span inside_quotes(Span span, std::string_view file) {
  const std::string_view text = span.of(file);
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
  return quoted ? Span{span.begin + 1, span.end - 1} : span;
}

}  // namespace

Ref<ir::Image> add_image(std::string_view text, Span place, ir::ImageRole role, std::string_view path,
                         ir::FileIrBuilder& ir) {
  ir::Image row;
  row.span = place;
  row.head = inside_quotes(first_line(place, ir.file_text()), ir.file_text());
  row.path = ir.str(path);
  row.role = role;
  row.text = ir.str(text);
  const facts::Parsed<facts::ImageReference> parsed = facts::parse_image_reference(text);
  if (!parsed) {
    row.literal = false;
    row.tag_is_literal = false;
    return ir.add(row);
  }
  const facts::ImageReference& image = *parsed;
  row.literal = image.known();
  row.tag_is_literal = !image.tag.unknown && !image.digest.unknown && !image.repository.unknown;
  if (image.registry.text != "docker.io") row.registry = ir.str(image.registry.text);
  std::string_view repository = image.repository.text;
  constexpr std::string_view official = "library/";
  if (image.registry.text == "docker.io" && repository.substr(0, official.size()) == official) {
    repository.remove_prefix(official.size());
  }
  row.repository = ir.str(repository);
  row.tag = ir.str(image.tag.text);
  row.digest = ir.str(image.digest.text);
  row.family = ir.str(repository.substr(repository.rfind('/') + 1));
  return ir.add(row);
}

BaseImages::BaseImages(std::string_view yaml, Diagnostics& diagnostics) {
  const syntax::Data data = syntax::parse_yaml(yaml, Limits());
  const source::LineIndex lines(yaml);
  for (const syntax::SyntaxError& error : data.errors) {
    diagnostics.add(diagnostic_at("rules/knowledge/base-images.yaml", lines.locate(error.at.begin, yaml),
                                  Code::rule_error, Text(error.message)));
  }
  if (data.nodes.empty()) return;
  const syntax::DataView root(data, yaml, 0);
  for (const auto& [key, into] :
       {std::pair{"root", &root_}, std::pair{"non_root", &non_root_}, std::pair{"non_root_tags", &non_root_tags_}}) {
    for (const syntax::DataView& element : root[key].elements()) into->emplace_back(element.text_or(""));
  }
}

std::optional<bool> BaseImages::runs_as_root(std::string_view registry, std::string_view repository,
                                             std::string_view tag) const {
  std::string name(registry);
  if (!name.empty()) name += '/';
  name += repository;
  const auto listed = [&](const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& one) {
      const bool prefix = one.size() > 1 && one.back() == '*';
      return prefix ? name.compare(0, one.size() - 1, one, 0, one.size() - 1) == 0 : name == one;
    });
  };
  const bool by_tag = std::any_of(non_root_tags_.begin(), non_root_tags_.end(),
                                  [&](const std::string& word) { return tag.find(word) != std::string_view::npos; });
  if (by_tag || listed(non_root_)) return false;
  if (listed(root_)) return true;
  return std::nullopt;
}

}  // namespace plumbline::frontends
