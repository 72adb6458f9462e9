#include "analyzer/frontends/nextjs_routes.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "analyzer/base/ascii.h"

namespace plumbline::frontends {

namespace {

/// Index of the folder that routes begin under: below `src` if there is one, else the first of that name.
std::optional<std::size_t> folder_named(const std::vector<std::string_view>& parts, std::string_view name) {
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (parts[i] != name) continue;
    if (i > 0 && parts[i - 1] == "src") return i;
    if (!first) first = i;
  }
  return first;
}

/// "(.)photo" stands in another place but is `photo`; "(marketing)" and "@modal" are no part of the address.
std::string_view segment_of(std::string_view folder) {
  while (folder.starts_with("(.")) {
    const std::size_t end = folder.find(')');
    if (end == std::string_view::npos) break;
    folder = folder.substr(end + 1);
  }
  if (folder.starts_with('@') || (folder.starts_with('(') && folder.ends_with(')'))) return {};
  return folder;
}

std::string joined(const std::vector<std::string_view>& parts, std::size_t count) {
  std::string path;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) path.push_back('/');
    path += parts[i];
  }
  return path;
}

}  // namespace

NextRoute next_route(std::string_view path) {
  NextRoute result;
  const std::vector<std::string_view> parts = ascii::split(path, '/');
  std::optional<std::size_t> start = folder_named(parts, "app");
  result.app = start.has_value();
  if (!start) start = folder_named(parts, "pages");
  const std::size_t first = start ? *start + 1 : 0;
  const std::size_t above = start ? *start : parts.size() - 1;
  result.root = joined(parts, above > 0 && parts[above - 1] == "src" && start ? above - 1 : above);
  std::vector<std::string_view> segments;
  for (std::size_t i = first; i + 1 < parts.size(); ++i) segments.push_back(segment_of(parts[i]));
  if (!result.app && start) {
    const std::string_view file = parts.back().substr(0, parts.back().find('.'));
    if (file != "index" && file != "_app" && file != "_document") segments.push_back(file);
  }
  for (const std::string_view segment : segments) {
    if (segment.empty()) continue;
    result.route.push_back('/');
    result.route += segment;
    result.dynamic = result.dynamic || segment.starts_with('[');
  }
  if (result.route.empty()) result.route.push_back('/');
  result.at_root = result.app && first + 1 == parts.size();
  return result;
}

}  // namespace plumbline::frontends
