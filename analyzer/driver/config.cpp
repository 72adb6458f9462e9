#include "analyzer/driver/config.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/engine/yaml_reader.h"

namespace plumbline::driver {

namespace {

using engine::YamlReader;

class ConfigReader {
 public:
  ConfigReader(std::string_view text, const std::string& path, Diagnostics& diagnostics) : reader_(path, diagnostics) {
    config_.path = path;
    config_.text = text;
  }

  Config read() {
    const auto root = reader_.parse(config_.text);
    const bool is_map =
        root && reader_.expect_map(root,
                                   {"schema", "select", "ignore", "severity", "paths", "exclude", "rules", "context",
                                    "trusted_registries", "kubernetes_version", "gates", "log"},
                                   {"schema"});
    if (!is_map) return std::move(config_);
    for (const auto& [key, value] : reader_.entries(root)) config_.set.push_back(key);
    if (reader_.text(reader_.get(root, "schema")).value_or("") != "1") {
      reader_.error(reader_.get(root, "schema"), "this plumbline reads configurations of schema 1");
    }
    config_.selection.select = reader_.texts(reader_.get(root, "select"));
    config_.selection.ignore = reader_.texts(reader_.get(root, "ignore"));
    config_.exclude = reader_.texts(reader_.get(root, "exclude"));
    config_.rules = reader_.texts(reader_.get(root, "rules"));
    severities(reader_.get(root, "severity"));
    paths(reader_.get(root, "paths"));
    context(reader_.get(root, "context"));
    config_.context.trusted_registries = reader_.texts(reader_.get(root, "trusted_registries"));
    config_.context.kubernetes_version = reader_.text(reader_.get(root, "kubernetes_version"));
    gates(reader_.get(root, "gates"));
    log(reader_.get(root, "log"));
    check_inside();
    return std::move(config_);
  }

 private:
  void severities(const YamlReader::Value& map) {
    for (const auto& [rule, value] : reader_.entries(map)) {
      const auto word = reader_.word(value, {severity_names.begin(), severity_names.end()});
      if (word) config_.severity[rule] = static_cast<Severity>(*word);
    }
  }

  void paths(const YamlReader::Value& list) {
    for (const auto& entry : reader_.list(list)) {
      if (!reader_.expect_map(entry, {"glob", "ignore"}, {"glob", "ignore"})) continue;
      config_.paths.push_back(
          {reader_.text(reader_.get(entry, "glob")).value_or(""), reader_.texts(reader_.get(entry, "ignore"))});
    }
  }

  void context(const YamlReader::Value& map) {
    if (!map || !reader_.expect_map(map, {"peak_rps", "team_size", "regions", "public"})) return;
    config_.context.peak_rps = reader_.integer(reader_.get(map, "peak_rps"));
    config_.context.team_size = reader_.integer(reader_.get(map, "team_size"));
    config_.context.regions = reader_.integer(reader_.get(map, "regions"));
    config_.context.is_public = reader_.boolean(reader_.get(map, "public"));
  }

  void gates(const YamlReader::Value& map) {
    for (const auto& [gate, value] : reader_.entries(map)) {
      const auto word = reader_.word(value, {"required", "optional"});
      if (word) config_.optional_gates[gate] = *word == 1;
    }
  }

  void log(const YamlReader::Value& map) {
    if (!map || !reader_.expect_map(map, {"path"})) return;
    if (const auto path = reader_.text(reader_.get(map, "path"))) config_.log_path = *path;
  }

  /// Nothing outside of the root is read or written.
  void check_inside() {
    std::vector<std::string> named = config_.rules;
    named.push_back(config_.log_path);
    for (const std::string& path : named) {
      const std::vector<std::string_view> steps = ascii::split(path, '/');
      const bool leaves =
          path.empty() || path.front() == '/' || std::find(steps.begin(), steps.end(), "..") != steps.end();
      if (leaves) reader_.error(LineColumn{1, 1}, fmt::format("'{}' is not inside the repository", path));
    }
  }

  YamlReader reader_;
  Config config_;
};

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("[{}]", fmt::join(words, ", "));
}

}  // namespace

Config parse_config(std::string_view text, const std::string& path, Diagnostics& diagnostics) {
  return ConfigReader(text, path, diagnostics).read();
}

std::string show_config(const Config& config) {
  std::string out;
  const auto line = [&](std::string_view key, const std::string& value) {
    const bool set = std::find(config.set.begin(), config.set.end(), key) != config.set.end();
    out += fmt::format("{}: {}  # {}\n", key, visible(value), set ? visible(config.path) : "default");
  };
  line("select",
       joined(config.selection.select.empty() ? std::vector<std::string>{"DEFAULT"} : config.selection.select));
  line("ignore", joined(config.selection.ignore));
  std::vector<std::string> severities;
  for (const auto& [rule, severity] : config.severity)
    severities.push_back(fmt::format("{}: {}", rule, name(severity)));
  line("severity", fmt::format("{{{}}}", fmt::join(severities, ", ")));
  std::vector<std::string> paths;
  for (const Config::PathRule& rule : config.paths)
    paths.push_back(fmt::format("{{glob: \"{}\", ignore: {}}}", rule.glob, joined(rule.ignore)));
  line("paths", joined(paths));
  line("exclude", joined(config.exclude));
  line("rules", joined(config.rules));
  std::vector<std::string> context;
  const auto number = [&](std::string_view key, const std::optional<std::int64_t>& value) {
    if (value) context.push_back(fmt::format("{}: {}", key, *value));
  };
  number("peak_rps", config.context.peak_rps);
  number("team_size", config.context.team_size);
  number("regions", config.context.regions);
  if (config.context.is_public) context.push_back(fmt::format("public: {}", *config.context.is_public));
  line("context", fmt::format("{{{}}}", fmt::join(context, ", ")));
  line("trusted_registries", joined(config.context.trusted_registries));
  line("kubernetes_version", config.context.kubernetes_version.value_or("~"));
  std::vector<std::string> gates;
  for (const auto& [gate, optional] : config.optional_gates)
    gates.push_back(fmt::format("{}: {}", gate, optional ? "optional" : "required"));
  line("gates", fmt::format("{{{}}}", fmt::join(gates, ", ")));
  line("log", fmt::format("{{path: {}}}", config.log_path));
  return out;
}

std::string_view initial_config() {
  return R"(# What plumbline does here; `plumbline config show` prints every value with where it came from.
schema: 1

# Rules by id, id prefix, name, tag:…, gate:…, domain:…; DEFAULT is every stable rule that is on by itself.
# select: [DEFAULT]
# ignore: []
# severity: { AB101: error }

# By glob, first to last.
# paths:
#   - glob: "charts/**/templates/tests/**"
#     ignore: [CD301]
# exclude: ["third_party/**"]

# Your own rules, in the same format as the built-in ones.
# rules: ["policy/"]

# Facts that no file states. They confirm or refute; rules do without them.
# context:
#   peak_rps: 40
#   team_size: 3
#   regions: 1
#   public: true
)";
}

}  // namespace plumbline::driver
