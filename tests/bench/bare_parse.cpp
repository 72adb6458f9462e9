// What the same files cost without plumbline: `bare_parse FOLDER` reads every file below FOLDER; `bare_parse FOLDER
// RECORDS` also runs the bare parsers, libyaml's events and tree-sitter's trees, over every text that a run of
// plumbline handed to them (written down by `parsed_texts`: whole files and the snippets inside them), and nlohmann's
// SAX over JSON. Nothing is kept.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
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
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_ruby();
const TSLanguage* tree_sitter_tsx();
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

std::uint64_t yaml_events(std::string_view text) {
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

std::uint64_t tree(TSParser* parser, const TSLanguage* language, std::string_view text) {
  ts_parser_set_language(parser, language);
  TSTree* made = ts_parser_parse_string(parser, nullptr, text.data(), static_cast<std::uint32_t>(text.size()));
  if (made == nullptr) return 0;
  const std::uint64_t nodes = ts_node_descendant_count(ts_tree_root_node(made));
  ts_tree_delete(made);
  return nodes;
}

/// The texts that a run of plumbline parsed, as parsed_texts.cpp writes them down.
std::uint64_t parse_records(TSParser* parser, const std::string& records) {
  std::uint64_t things = 0;
  for (std::size_t at = 0; at < records.size();) {
    const char language = records[at];
    std::uint32_t size = 0;
    std::memcpy(&size, records.data() + at + 1, sizeof size);
    at += 1 + sizeof size;
    const std::string_view text = std::string_view(records).substr(at, size);
    at += size;
    switch (language) {
      case 'y':
        things += yaml_events(text);
        break;
      case 'b':
        things += tree(parser, tree_sitter_bash(), text);
        break;
      case 'r':
        things += tree(parser, tree_sitter_ruby(), text);
        break;
      case 't':
        things += tree(parser, tree_sitter_typescript(), text);
        break;
      case 'x':
        things += tree(parser, tree_sitter_tsx(), text);
        break;
      default:
        things += tree(parser, tree_sitter_javascript(), text);
    }
  }
  return things;
}

/// What neither library parses: JSON, and Dockerfiles, of which there is no parser as a library.
std::uint64_t parse_rest(const fs::path& path, const std::string& text) {
  if (path.extension() == ".json") return nlohmann::json::accept(text) ? 1 : 0;
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty() || arguments.size() > 2) {
    fmt::print(stderr, "usage: bare_parse FOLDER [RECORDS]\n");
    return 3;
  }
  const bool parses = arguments.size() == 2;
  TSParser* parser = ts_parser_new();
  std::uint64_t bytes = 0;
  std::uint64_t things = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(arguments[0])) {
    if (!entry.is_regular_file()) continue;
    const std::string text = read(entry.path());
    bytes += text.size();
    if (parses) things += parse_rest(entry.path(), text);
  }
  if (parses) things += parse_records(parser, read(arguments[1]));
  ts_parser_delete(parser);
  fmt::print("{} bytes, {} events and nodes\n", bytes, things);
  return 0;
}
