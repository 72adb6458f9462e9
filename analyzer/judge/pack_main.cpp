// The build's own program: checks every rule, gate and knowledge table, and writes them as one constant. A mistake is
// printed with file, line and column, and fails the build.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "analyzer/engine/rule_loader.h"
#include "analyzer/engine/rule_set.h"
#include "analyzer/facts/knowledge.h"
#include "analyzer/frontends/knowledge_check.h"
#include "analyzer/judge/gates.h"
#include "analyzer/judge/pack.h"

namespace {

namespace fs = std::filesystem;
using namespace plumbline;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<fs::path> files_below(const fs::path& folder, std::string_view suffix) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == suffix) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// A string literal's pieces; compilers limit the length of one.
std::string as_source(const std::string& bytes) {
  std::string out =
      "#include \"analyzer/judge/rule_pack.h\"\n\nnamespace plumbline::judge {\n\nnamespace {\n\nconstexpr char "
      "bytes[] =\n";
  constexpr std::size_t width = 4000;
  for (std::size_t at = 0; at < bytes.size(); at += width) {
    out += "    \"";
    for (const char c : bytes.substr(at, width))
      fmt::format_to(std::back_inserter(out), "\\{:03o}", static_cast<unsigned char>(c));
    out += "\"\n";
  }
  return out +
         "    \"\";\n\n}  // namespace\n\nstd::string_view rule_pack() { return {bytes, sizeof(bytes) - 1}; }\n\n}  // "
         "namespace plumbline::judge\n";
}

/// Two rules must not share an id or a name.
void check_unique(const std::vector<engine::Rule>& rules, Diagnostics& diagnostics) {
  std::map<std::string, std::string> seen;
  for (const engine::Rule& rule : rules) {
    for (const std::string& word : {rule.id, rule.name}) {
      const auto [entry, added] = seen.emplace(word, rule.origin);
      if (added) continue;
      diagnostics.add(diagnostic_at(rule.origin, {1, 1}, Code::rule_error,
                                    Text(fmt::format("'{}' is taken by {}", word, entry->second))));
    }
  }
}

void check_folder(const engine::Rule& rule, const fs::path& path, Diagnostics& diagnostics) {
  std::string folder = path.parent_path().filename().string();
  std::transform(folder.begin(), folder.end(), folder.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); });
  if (folder != engine::name(rule.tag)) {
    diagnostics.add(
        diagnostic_at(rule.origin, {1, 1}, Code::rule_error,
                      Text(fmt::format("a rule of {} does not belong into this folder", engine::name(rule.tag)))));
  }
  if (path.stem() != rule.name) {
    diagnostics.add(diagnostic_at(rule.origin, {1, 1}, Code::rule_error,
                                  Text(fmt::format("the file is to be called {}.yaml", rule.name))));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: plumbline-rules RULES_FOLDER OUTPUT.cpp\n", stderr);
    return 2;
  }
  const fs::path root = argv[1];
  Diagnostics diagnostics;
  judge::Pack pack;
  std::map<std::string, std::string> sources;
  for (const fs::path& path : files_below(root, ".yaml")) {
    const std::string origin = "rules/" + path.lexically_relative(root).generic_string();
    const std::string text = read(path);
    if (path.parent_path().filename() == "knowledge") {
      pack.knowledge.emplace_back(path.stem().string(), text);
    } else if (path.filename() == "gates.yaml") {
      pack.gates = judge::load_gates(text, origin, diagnostics);
    } else {
      sources[origin] = text;
      if (auto rule = engine::load_rule(text, origin, engine::Authorship::built_in, diagnostics)) {
        check_folder(*rule, path, diagnostics);
        pack.rules.push_back(std::move(*rule));
      }
    }
  }
  for (const fs::path& path : files_below(root / "knowledge", ".json"))
    pack.knowledge.emplace_back(path.stem().string(), read(path));
  std::sort(pack.knowledge.begin(), pack.knowledge.end());
  std::sort(pack.rules.begin(), pack.rules.end(),
            [](const engine::Rule& a, const engine::Rule& b) { return a.id < b.id; });
  check_unique(pack.rules, diagnostics);
  const engine::RuleSet compiled(pack.rules, sources, diagnostics);
  const judge::GateSet gates(pack.gates, "rules/gates.yaml", diagnostics);
  std::vector<facts::Knowledge::Entry> entries(pack.knowledge.begin(), pack.knowledge.end());
  frontends::check_knowledge(facts::Knowledge(std::move(entries)), diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    const std::string message = diagnostic.message.joined([](std::string_view quoted) { return visible(quoted); });
    const Diagnostic::Origin origin = diagnostic.origin.value_or(Diagnostic::Origin{"rules", {}});
    std::fputs(fmt::format("{}:{}:{}: error: {}\n", origin.name, origin.at.line, origin.at.column, message).c_str(),
               stderr);
  }
  if (!diagnostics.empty()) return 1;
  std::ofstream out(argv[2], std::ios::binary);
  out << as_source(judge::write_pack(pack));
  return out.good() ? 0 : 1;
}
