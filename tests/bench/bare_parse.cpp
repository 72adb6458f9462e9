// What the same files cost without plumbline: `bare_parse read|parse FOLDER` reads every file below FOLDER, and with
// `parse` runs its format's bare parser over it: libyaml's events, tree-sitter's trees, nlohmann's SAX. Nothing is
// kept.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <tree_sitter/api.h>
#include <yaml.h>

extern "C" {
const TSLanguage* tree_sitter_bash();
const TSLanguage* tree_sitter_ruby();
const TSLanguage* tree_sitter_typescript();
}

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::string text;
  std::FILE* file = std::fopen(path.c_str(), "rbe");
  if (file == nullptr) return text;
  text.resize(static_cast<std::size_t>(fs::file_size(path)));
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

std::uint64_t yaml_events(const std::string& text) {
  yaml_parser_t parser;
  yaml_parser_initialize(&parser);
  yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::uint64_t events = 0;
  for (bool more = true; more;) {
    yaml_event_t event;
    if (yaml_parser_parse(&parser, &event) == 0) break;
    more = event.type != YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
    ++events;
  }
  yaml_parser_delete(&parser);
  return events;
}

std::uint64_t tree(TSParser* parser, const TSLanguage* language, const std::string& text) {
  ts_parser_set_language(parser, language);
  TSTree* made = ts_parser_parse_string(parser, nullptr, text.data(), static_cast<std::uint32_t>(text.size()));
  if (made == nullptr) return 0;
  const std::uint64_t nodes = ts_node_descendant_count(ts_tree_root_node(made));
  ts_tree_delete(made);
  return nodes;
}

std::uint64_t parse(TSParser* parser, const fs::path& path, const std::string& text) {
  const std::string suffix = path.extension().string();
  if (suffix == ".yaml" || suffix == ".yml") return yaml_events(text);
  if (suffix == ".json") return nlohmann::json::accept(text) ? 1 : 0;
  if (suffix == ".sh") return tree(parser, tree_sitter_bash(), text);
  if (suffix == ".ts") return tree(parser, tree_sitter_typescript(), text);
  if (path.filename() == "Fastfile") return tree(parser, tree_sitter_ruby(), text);
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 2 || (arguments[0] != "read" && arguments[0] != "parse")) {
    fmt::print(stderr, "usage: bare_parse read|parse FOLDER\n");
    return 3;
  }
  TSParser* parser = ts_parser_new();
  std::uint64_t bytes = 0;
  std::uint64_t things = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(arguments[1])) {
    if (!entry.is_regular_file()) continue;
    const std::string text = read(entry.path());
    bytes += text.size();
    if (arguments[0] == "parse") things += parse(parser, entry.path(), text);
  }
  ts_parser_delete(parser);
  fmt::print("{} bytes, {} events and nodes\n", bytes, things);
  return 0;
}
