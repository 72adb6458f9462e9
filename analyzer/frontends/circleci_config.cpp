#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/semver.h"
#include "analyzer/frontends/circleci_file.h"

namespace plumbline::frontends {

using syntax::DataView;

std::vector<CircleParameter> circle_parameters(std::string_view text) {
  std::vector<CircleParameter> all;
  for (std::size_t at = text.find("<<"); at != std::string_view::npos; at = text.find("<<", at)) {
    const std::size_t begin = at;
    at += 2;
    if (begin > 0 && text[begin - 1] == '\\') continue;
    std::size_t end = at;
    while (end < text.size() && (ascii::is_name(text[end]) || ascii::is_blank(text[end]) || text[end] == '.' ||
                                 text[end] == '-' || text[end] == '#' || text[end] == '/' || text[end] == '^'))
      ++end;
    // A heredoc's word is followed by a line end.
    if (text.substr(end, 2) != ">>" || ascii::trim(text.substr(at, end - at)).empty()) continue;
    CircleParameter found;
    found.fence = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end + 2)};
    std::size_t first = at;
    while (ascii::is_blank(text[first])) ++first;
    std::size_t last = end;
    while (ascii::is_blank(text[last - 1])) --last;
    found.name = {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)};
    all.push_back(found);
    at = end + 2;
  }
  return all;
}

bool is_circleci_opaque(std::string_view text) {
  return !circle_parameters(text).empty();
}

namespace {

/// `1.2.3` is fixed, `1.2` and `1` move with releases, `volatile` and `dev:…` with everything.
ir::RefKind version_kind(std::string_view version) {
  if (version == "volatile" || version.substr(0, 4) == "dev:") return ir::RefKind::branch;
  switch (facts::ref_kind(version)) {
    case facts::RefKind::version_tag:
      return ir::RefKind::version;
    case facts::RefKind::minor_tag:
    case facts::RefKind::major_tag:
      return ir::RefKind::major;
    default:
      break;
  }
  return version.empty() ? ir::RefKind::none : ir::RefKind::dynamic;
}

}  // namespace

CircleCallee circle_callee(std::string_view kind, std::string_view name, const DataView& home, const CircleFile& file) {
  CircleCallee callee;
  if (const DataView own = home[kind][name]; own.is_map()) {
    callee.definition = own;
    callee.home = home;
    return callee;
  }
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return callee;
  const std::string_view alias = name.substr(0, slash);
  DataView orb = home["orbs"][alias];
  if (!orb) orb = file.root["orbs"][alias];
  if (orb.is_map()) {
    callee.definition = orb[kind][name.substr(slash + 1)];
    callee.home = orb;
    return callee;
  }
  if (!orb.is_scalar()) return callee;
  const std::string_view source = orb.text();
  const std::size_t at = source.find('@');
  callee.orb = fmt::format("{}/{}", ascii::lower(source.substr(0, at)), name.substr(slash + 1));
  if (at != std::string_view::npos) callee.version = source.substr(at + 1);
  callee.kind = is_circleci_opaque(source) ? ir::RefKind::dynamic : version_kind(callee.version);
  return callee;
}

std::vector<Ref<ir::Variable>> circle_variables(const DataView& map, std::string_view path, ir::VariableSource source,
                                                CircleFile& file) {
  std::vector<Ref<ir::Variable>> variables;
  const auto add = [&](const DataView& entry) {
    const auto [known, added] = file.variables.try_emplace(entry.index());
    if (added) {
      ir::Variable row = row_at<ir::Variable>(entry, fmt::format("{}.{}", path, entry.key()), file);
      row.name = file.ir.str(entry.key());
      row.source = source;
      row.value = maybe_text(entry, is_circleci_opaque, file.ir);
      row.value_span = entry.span();
      const bool refers = entry.is_scalar() && entry.text().find('$') != std::string_view::npos;
      row.literal = row.value.is_present() && !refers;
      if (refers) row.reference = ir::Reference::variable;
      if (row.value.is_unknown()) row.reference = ir::Reference::expression;
      known->second = file.ir.add(row);
    }
    variables.push_back(known->second);
  };
  if (map.is_map()) {
    for (const DataView& entry : map.children()) add(entry);
  }
  // `environment:` may be a list of maps.
  for (const DataView& element : map.elements()) {
    if (!element.is_map()) continue;
    for (const DataView& entry : element.children()) add(entry);
  }
  return variables;
}

}  // namespace plumbline::frontends
