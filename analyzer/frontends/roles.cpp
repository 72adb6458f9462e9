#include "analyzer/frontends/roles.h"

#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/knowledge_file.h"

namespace plumbline::frontends {

namespace {

using syntax::DataView;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : ascii::split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

/// Is the option there: as it stands, or with a value behind "="?
bool has_option(std::span<const std::string_view> args, std::string_view option) {
  return std::any_of(args.begin(), args.end(), [&](std::string_view arg) {
    return arg == option ||
           (arg.size() > option.size() && arg.substr(0, option.size()) == option && arg[option.size()] == '=');
  });
}

}  // namespace

CommandRoles::CommandRoles(std::string_view yaml, Diagnostics& diagnostics) {
  KnowledgeFile table(yaml, "command-roles", diagnostics);
  for (const DataView& entry : table.entries()) {
    table.check_keys(entry, {"run", "roles", "with", "unless", "takes", "then"});
    std::vector<std::string> words = words_of(table.text(entry, "run"));
    if (words.empty()) continue;
    Program& program = by_program_[words.front()];
    words.erase(words.begin());
    for (std::string& option : table.texts(entry, "takes")) program.takes.push_back(std::move(option));
    program.entries.push_back({std::move(words), table.texts(entry, "with"), table.texts(entry, "unless"),
                               table.roles(entry), entry["then"].text_or("") == "command"});
  }
}

/// Places of the words that are neither options nor values of options.
std::vector<std::size_t> CommandRoles::operands_of(const Program& program, std::span<const std::string_view> args) {
  std::vector<std::size_t> operands;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (std::find(program.takes.begin(), program.takes.end(), args[i]) != program.takes.end()) {
      ++i;
    } else if (args[i].empty() || args[i].front() != '-') {
      operands.push_back(i);
    }
  }
  return operands;
}

bool CommandRoles::fits(const Entry& entry, std::span<const std::string_view> args,
                        const std::vector<std::size_t>& operands) {
  if (entry.operands.size() > operands.size()) return false;
  for (std::size_t i = 0; i < entry.operands.size(); ++i) {
    if (entry.operands[i] != "*" && entry.operands[i] != args[operands[i]]) return false;
  }
  const auto stands = [&](const std::string& option) { return has_option(args, option); };
  return std::all_of(entry.with.begin(), entry.with.end(), stands) &&
         std::none_of(entry.unless.begin(), entry.unless.end(), stands);
}

ir::EnumSet<ir::Role> CommandRoles::of(std::string_view program, std::span<const std::string_view> args) const {
  constexpr int most_runners = 5;  // npx dotenv cross-env nyc jest
  ir::EnumSet<ir::Role> roles;
  for (int i = 0; i < most_runners; ++i) {
    const auto found = by_program_.find(std::string(program));
    if (found == by_program_.end()) break;
    const std::vector<std::size_t> operands = operands_of(found->second, args);
    std::size_t next = args.size();
    for (const Entry& entry : found->second.entries) {
      if (!fits(entry, args, operands)) continue;
      roles.add(entry.roles);
      if (!entry.runs_command) continue;
      std::size_t operand = entry.operands.size();
      // Variables that are set for the command alone.
      while (operand < operands.size() && args[operands[operand]].find('=') != std::string_view::npos) ++operand;
      if (operand < operands.size()) next = operands[operand];
    }
    if (next == args.size()) break;
    program = args[next].substr(args[next].rfind('/') + 1);
    args = args.subspan(next + 1);
  }
  return roles;
}

ActionRoles::ActionRoles(std::string_view yaml, std::string_view file, Diagnostics& diagnostics) {
  KnowledgeFile table(yaml, file, diagnostics);
  for (const DataView& entry : table.entries()) {
    table.check_keys(entry, {"uses", "roles"});
    const std::string name = ascii::lower(table.text(entry, "uses"));
    if (name.size() > 2 && name.substr(name.size() - 2) == "/*") {
      prefixes_.emplace_back(name.substr(0, name.size() - 1), table.roles(entry));
    } else {
      exact_[name].add(table.roles(entry));
    }
  }
}

ir::EnumSet<ir::Role> ActionRoles::of(std::string_view action) const {
  ir::EnumSet<ir::Role> roles;
  if (const auto found = exact_.find(std::string(action)); found != exact_.end()) roles.add(found->second);
  for (const auto& [prefix, of_prefix] : prefixes_) {
    if (action.substr(0, prefix.size()) == prefix) roles.add(of_prefix);
  }
  return roles;
}

bool ActionRoles::knows(std::string_view action) const {
  return exact_.count(std::string(action)) > 0 ||
         std::any_of(prefixes_.begin(), prefixes_.end(),
                     [&](const auto& prefix) { return action.substr(0, prefix.first.size()) == prefix.first; });
}

}  // namespace plumbline::frontends
