// Writes docs/ from the built-in rules, the gates and the field table: `plumbline-docs FOLDER`. With `--check` nothing
// is written, and the status is 1 when a page is missing, stale or left over.
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analyzer/judge/pack.h"
#include "analyzer/judge/rule_pack.h"
#include "analyzer/report/explain.h"

namespace {

using namespace plumbline;
namespace fs = std::filesystem;
using Pages = std::map<std::string, std::string>;  // path below the folder, text

std::optional<std::string> read(const fs::path& path) {
  std::FILE* file = std::fopen(path.c_str(), "rbe");
  if (file == nullptr) return std::nullopt;
  std::string text;
  char chunk[16384];
  for (std::size_t got = 0; (got = std::fread(chunk, 1, sizeof chunk, file)) > 0;) text.append(chunk, got);
  std::fclose(file);
  return text;
}

bool write(const fs::path& path, const std::string& text) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  std::FILE* file = std::fopen(path.c_str(), "wbe");
  if (file == nullptr) return false;
  const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && whole;
}

std::string tag_page(const std::vector<engine::Rule>& rules) {
  std::string out = "# Tags\n\nA tag says why people make a mistake, not how bad it is.\n";
  for (std::size_t i = 0; i < engine::tag_names.size(); ++i) {
    const auto tag = static_cast<engine::Tag>(i);
    std::string body = report::explain_tag(tag, rules, report::Markup::markdown);
    // The list of rules stands below the tag's own heading.
    if (const std::size_t at = body.find("## Rules"); at != std::string::npos) body.insert(at, 1, '#');
    out += fmt::format("\n## {}\n\n{}", engine::name(tag), body);
  }
  return out;
}

Pages make_pages(const judge::Pack& pack) {
  Pages pages;
  pages["rules.md"] = report::docs_rules_index(pack.rules);
  pages["tags.md"] = tag_page(pack.rules);
  pages["gates.md"] = report::docs_gates(pack.gates, pack.rules);
  pages["entities.md"] = report::docs_ir();
  for (const engine::Rule& rule : pack.rules) pages[fmt::format("rules/{}.md", rule.id)] = report::docs_rule_page(rule);
  return pages;
}

/// Pages of rules that are no longer there.
std::vector<std::string> left_over(const fs::path& folder, const Pages& pages) {
  std::vector<std::string> out;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder / "rules", failed)) {
    std::string path = "rules/" + entry.path().filename().string();
    if (pages.find(path) == pages.end()) out.push_back(std::move(path));
  }
  return out;
}

int check(const fs::path& folder, const Pages& pages) {
  std::vector<std::string> stale = left_over(folder, pages);
  for (const auto& [path, text] : pages) {
    if (read(folder / path) != text) stale.push_back(path);
  }
  for (const std::string& path : stale) fmt::print(stderr, "stale: {}\n", (folder / path).string());
  if (!stale.empty()) fmt::print(stderr, "`make docs` writes them\n");
  return stale.empty() ? 0 : 1;
}

int update(const fs::path& folder, const Pages& pages) {
  std::error_code failed;
  for (const std::string& path : left_over(folder, pages)) fs::remove(folder / path, failed);
  for (const auto& [path, text] : pages) {
    if (write(folder / path, text)) continue;
    fmt::print(stderr, "{} cannot be written\n", (folder / path).string());
    return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool only_check = !arguments.empty() && arguments.front() == "--check";
  if (arguments.size() != (only_check ? 2U : 1U)) {
    fmt::print(stderr, "usage: plumbline-docs [--check] FOLDER\n");
    return 3;
  }
  const std::optional<judge::Pack> pack = judge::read_pack(judge::rule_pack());
  if (!pack) {
    fmt::print(stderr, "the rules in this program cannot be read\n");
    return 4;
  }
  const Pages pages = make_pages(*pack);
  return only_check ? check(arguments.back(), pages) : update(arguments.back(), pages);
}
