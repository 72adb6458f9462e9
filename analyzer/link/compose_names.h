#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/ir/repo_ir.h"
#include "analyzer/ir/schema.h"
#include "analyzer/link/paths.h"

namespace plumbline::link {

/// Compose files that may be read together with one: of its folder, what they include, and what includes them.
struct ComposeScope {
  std::vector<Ref<ir::File>> files;  ///< the file itself first
  bool open = false;                 ///< something it includes was not read
};

enum class Declared : std::uint8_t {
  no,
  yes,
  open,  ///< it may be, where nobody looked
};

/// What the repository's Compose files declare, and where a name in one of them may be declared.
class ComposeNames {
 public:
  explicit ComposeNames(ir::RepoIr& repo);

  const ComposeScope& scope(Ref<ir::File> file) const;
  Declared find(const ir::Need& need) const;
  /// By its file's name, or by a command of the repository that starts it on another machine.
  bool is_deployed(Ref<ir::File> file) const;

  struct Extended {
    bool extends = false;
    Ref<ir::File> file;  ///< none when it was not read
    std::string service;
  };
  Extended extended(const ir::Workload& service) const;

 private:
  using Names = std::unordered_set<std::string>;

  void read_declarations(Ref<ir::File> file);
  void read_includes(Ref<ir::File> file);
  void build_scopes();
  void read_deploy_commands();
  void read_variables();
  Declared find_variable(const ir::Need& need) const;
  Declared find_build_file(const ir::Need& need) const;

  const ir::RepoIr& repo_;
  ir::RepoView view_;
  FileIndex files_;
  std::vector<Ref<ir::File>> compose_;
  std::unordered_map<std::uint32_t, Names> declared_;  ///< by file: "volume\0name"
  Names anywhere_;
  std::map<std::uint32_t, std::vector<Ref<ir::File>>> includes_;
  std::unordered_set<std::uint32_t> open_;  ///< files with includes that were not read, or errors
  std::unordered_map<std::uint32_t, ComposeScope> scopes_;
  std::unordered_set<std::uint32_t> deployed_;
  Names variables_;                                ///< that anything in the repository sets
  std::unordered_map<std::string, Names> listed_;  ///< by folder: in its environment files
};

}  // namespace plumbline::link
