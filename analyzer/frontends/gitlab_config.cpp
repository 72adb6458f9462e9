#include "analyzer/frontends/gitlab_config.h"

#include <algorithm>
#include <unordered_set>

#include "analyzer/frontends/data_tools.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

// GitLab allows eleven levels of `extends` and ten of `!reference`; these bound what a hostile file can ask for.
constexpr std::size_t max_layers = 200;
constexpr std::size_t max_references = 20;
constexpr std::size_t max_items = 5000;
constexpr std::size_t max_items_in_file = 200000;

constexpr std::string_view global_keys[] = {"default",       "include",      "stages", "variables",
                                            "workflow",      "spec",         "image",  "services",
                                            "before_script", "after_script", "cache",  "types"};

bool is_global(std::string_view key) {
  return std::find(std::begin(global_keys), std::end(global_keys), key) != std::end(global_keys);
}

}  // namespace

DataView GitlabLayers::operator[](std::string_view key) const {
  for (const DataView& map : maps) {
    if (const DataView value = map[key]) return value;
  }
  return {};
}

bool GitlabLayers::has(std::string_view key) const {
  return static_cast<bool>((*this)[key]);
}

std::vector<DataView> GitlabConfig::jobs() const {
  std::vector<DataView> jobs;
  for (const DataView& entry : root_.children()) {
    if (entry.is_map() && !is_global(entry.key())) jobs.push_back(entry);
  }
  return jobs;
}

const GitlabLayers& GitlabConfig::layers(const DataView& job) const {
  const auto [known, added] = layers_.try_emplace(job.index());
  GitlabLayers& result = known->second;
  if (!added) return result;
  std::unordered_set<std::uint32_t> taken;
  for (std::vector<DataView> todo{job}; !todo.empty();) {
    const DataView map = todo.back();
    todo.pop_back();
    if (!taken.insert(map.index()).second) continue;
    if (result.maps.size() == max_layers) {
      result.open = true;
      break;
    }
    result.maps.push_back(map);
    // The last base is the strongest: it is taken first.
    for (const std::string_view name : words_of(map["extends"])) {
      const DataView base = root_[name];
      if (base.is_map()) todo.push_back(base);
      result.open = result.open || !base.is_map();
    }
  }
  return result;
}

DataView GitlabConfig::resolved(const DataView& value, bool& open) const {
  DataView now = value;
  for (std::size_t i = 0; i < max_references; ++i) {
    if (!now || now.resolved().tag(file_) != "!reference") return now;
    const std::vector<std::string_view> path = words_of(now);
    const DataView job = path.empty() ? DataView() : root_[path.front()];
    if (!job) break;
    DataView next = job;
    if (path.size() > 1) next = layers(job)[path[1]];
    for (std::size_t k = 2; k < path.size(); ++k) next = next[path[k]];
    if (!next) break;
    now = next;
  }
  open = true;
  return {};
}

GitlabItems GitlabConfig::items(const DataView& list) const {
  GitlabItems result;
  std::size_t steps = 0;
  for (std::vector<DataView> todo{list}; !todo.empty();) {
    if (++steps > max_items || todo.size() > max_items || ++items_taken_ > max_items_in_file) {
      result.open = true;
      break;
    }
    const DataView node = resolved(todo.back(), result.open);
    todo.pop_back();
    if (!node) continue;
    if (!node.is_list()) {
      result.items.push_back(node);
      continue;
    }
    const std::vector<DataView> elements = node.elements();
    todo.insert(todo.end(), elements.rbegin(), elements.rend());
  }
  return result;
}

GitlabItems GitlabConfig::entries(const GitlabLayers& layers, std::string_view key) const {
  GitlabItems result;
  result.open = layers.open;
  for (const DataView& layer : layers.maps) {
    const DataView written = layer[key];
    if (!written) continue;
    const DataView map = resolved(written, result.open);
    if (!map.is_map()) break;
    for (const DataView& entry : map.children()) {
      const bool known = std::any_of(result.items.begin(), result.items.end(),
                                     [&](const DataView& other) { return other.key() == entry.key(); });
      if (!known) result.items.push_back(entry);
    }
  }
  return result;
}

bool GitlabConfig::inherits(const GitlabLayers& layers, std::string_view key) const {
  const DataView inherit = layers["inherit"]["default"];
  if (!inherit) return true;
  if (inherit.is_list()) {
    const std::vector<std::string_view> words = words_of(inherit);
    return std::find(words.begin(), words.end(), key) != words.end();
  }
  return inherit.boolean().value_or(true);
}

DataView GitlabConfig::inherited(const GitlabLayers& layers, std::string_view key) const {
  if (layers.has(key)) return layers[key];
  if (!inherits(layers, key)) return {};
  if (const DataView value = root_["default"][key]) return value;
  return root_[key];
}

}  // namespace plumbline::frontends
