#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/diagnostic.h"
#include "analyzer/ir/fields.h"
#include "analyzer/ir/vocabulary.h"

namespace plumbline::frontends {

/// What commands are for, from rules/knowledge/command-roles.yaml. An entry there reads
///   - {run: "kubectl apply", roles: [deploy], unless: ["--dry-run"]}
/// : the program, then words that must be the first operands in that order (`*` is any one), then options that must
/// (`with`) or must not (`unless`) stand anywhere. All entries that fit count. Two more keys say how to read words:
///   - {run: "kubectl", takes: ["-n"]}       options of the program whose value is a word of its own
///   - {run: "bundle exec", then: command}   what follows is a command line of its own, and its roles count
class CommandRoles {
 public:
  /// Wrong entries are told, with line and column, and left out.
  CommandRoles(std::string_view yaml, Diagnostics& diagnostics);

  /// `program` without a path; `args` decoded.
  ir::EnumSet<ir::Role> of(std::string_view program, std::span<const std::string_view> args) const;

 private:
  struct Entry {
    std::vector<std::string> operands;
    std::vector<std::string> with;
    std::vector<std::string> unless;
    ir::EnumSet<ir::Role> roles;
    bool runs_command = false;
  };
  struct Program {
    std::vector<Entry> entries;
    std::vector<std::string> takes;
  };
  static std::vector<std::size_t> operands_of(const Program& program, std::span<const std::string_view> args);
  static bool fits(const Entry& entry, std::span<const std::string_view> args,
                   const std::vector<std::size_t>& operands);

  std::unordered_map<std::string, Program> by_program_;
};

/// What called actions are for, from rules/knowledge/action-roles.yaml: `- {uses: "actions/checkout", roles:
/// [checkout]}`; a name that ends in `/*` stands for all below it. So are commands and jobs of CircleCI's orbs
/// (orb-roles) and templates and components of GitLab (gitlab-templates).
class ActionRoles {
 public:
  /// `file`: the table's name, for messages.
  ActionRoles(std::string_view yaml, std::string_view file, Diagnostics& diagnostics);
  /// `action`: lower-case owner/repository[/path].
  ir::EnumSet<ir::Role> of(std::string_view action) const;
  bool knows(std::string_view action) const;

 private:
  std::unordered_map<std::string, ir::EnumSet<ir::Role>> exact_;
  std::vector<std::pair<std::string, ir::EnumSet<ir::Role>>> prefixes_;
};

}  // namespace plumbline::frontends
