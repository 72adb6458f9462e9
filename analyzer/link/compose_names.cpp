#include "analyzer/link/compose_names.h"

#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/interpolation.h"
#include "analyzer/ir/nodes.h"

namespace plumbline::link {

namespace {

using ir::NeedKind;

constexpr std::pair<NeedKind, std::string_view> sections[] = {{NeedKind::service, "services"},
                                                              {NeedKind::volume, "volumes"},
                                                              {NeedKind::network, "networks"},
                                                              {NeedKind::secret, "secrets"},
                                                              {NeedKind::config, "configs"}};

std::string key(NeedKind kind, std::string_view name) {
  return std::string(ir::name(kind)) + '\0' + std::string(name);
}

/// Visits the entries of a map, those that it merges included.
template <class Visit>
void each_entry(const ir::IrView& ir, std::uint32_t map, Visit&& visit) {
  std::vector<std::uint32_t> todo{map};
  constexpr std::size_t most = 100;  // of merged maps
  for (std::size_t at = 0; at < todo.size() && at < most; ++at) {
    std::uint32_t node = todo[at];
    const syntax::DataNode& row = ir::node_row(ir, node);
    if (row.kind == syntax::DataKind::alias) {
      if (row.target != syntax::DataNode::none) todo.push_back(row.target);
      continue;
    }
    for (auto child = ir::first_child(ir, node); child; child = ir::next_child(ir, node, *child)) {
      if (row.kind == syntax::DataKind::list || ir::node_key(ir, *child) == "<<") {
        todo.push_back(*child);
      } else {
        visit(ir::node_key(ir, *child), *child);
      }
    }
  }
}

std::string_view text_of(const ir::Value& value) {
  return value.is(ir::Tag::string) ? value.view() : std::string_view();
}

std::optional<std::uint32_t> child_of(const ir::IrView& ir, std::uint32_t node, std::string_view name) {
  if (!ir::node_is_map(ir, node)) return std::nullopt;
  const ir::Value value = ir::node_child(ir, node, name);
  return value.is(ir::Tag::node) ? std::optional<std::uint32_t>(value.index) : std::nullopt;
}

std::string_view scalar(const ir::IrView& ir, std::optional<std::uint32_t> node) {
  return node ? text_of(ir::node_value(ir, *node)) : std::string_view();
}

/// Words of a file's name: docker-compose.prod.yml → docker, compose, prod, yml.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    if (ascii::is_alnum(c)) {
      words.back() += ascii::lower(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

bool has_word(std::string_view path, std::initializer_list<std::string_view> wanted) {
  for (const std::string& word : words_of(path)) {
    if (std::find(wanted.begin(), wanted.end(), word) != wanted.end()) return true;
  }
  return false;
}

/// Compose and shells set some themselves.
bool is_given(std::string_view name) {
  constexpr std::string_view given[] = {"PWD", "HOME", "USER", "UID", "GID", "HOSTNAME", "PATH", "SHELL", "TMPDIR"};
  return name.substr(0, 8) == "COMPOSE_" || name.substr(0, 7) == "DOCKER_" ||
         std::find(std::begin(given), std::end(given), name) != std::end(given);
}

}  // namespace

ComposeNames::ComposeNames(ir::RepoIr& repo) : repo_(repo), view_(repo), files_(repo) {
  const auto& rows = repo.rows<ir::File>();
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (rows[i].kind == source::FileKind::compose) compose_.push_back({i});
  }
  if (compose_.empty()) return;
  for (const Ref<ir::File> file : compose_) {
    read_declarations(file);
    read_includes(file);
  }
  build_scopes();
  read_deploy_commands();
  read_variables();
}

void ComposeNames::read_declarations(Ref<ir::File> file) {
  const ir::File& row = repo_[file];
  if (!row.analysed || row.documents.incomplete != 0) open_.insert(file.index);
  const ir::IrView& ir = view_.ir();
  for (const Ref<ir::DataNode> document : repo_.list(row.documents)) {
    for (const auto& [kind, section] : sections) {
      const auto map = child_of(ir, document.index, section);
      if (!map) continue;
      each_entry(ir, *map, [&, kind = kind](std::string_view name, std::uint32_t) {
        declared_[file.index].insert(key(kind, name));
        anywhere_.insert(key(kind, name));
      });
    }
  }
}

/// `include: [a.yaml, {path: [b.yaml, c.yaml]}]`.
void ComposeNames::read_includes(Ref<ir::File> file) {
  const ir::IrView& ir = view_.ir();
  const std::string_view folder = folder_of(repo_.text(repo_[file].name));
  std::vector<std::uint32_t> todo;
  for (const Ref<ir::DataNode> document : repo_.list(repo_[file].documents)) {
    if (const auto include = child_of(ir, document.index, "include")) todo.push_back(*include);
  }
  for (std::size_t at = 0; at < todo.size(); ++at) {
    const std::uint32_t node = todo[at];
    if (ir::node_is_map(ir, node)) {
      if (const auto path = child_of(ir, node, "path")) todo.push_back(*path);
    } else if (ir::node_is_list(ir, node)) {
      for (auto child = ir::first_child(ir, node); child; child = ir::next_child(ir, node, *child)) {
        todo.push_back(*child);
      }
    } else {
      const Ref<ir::File> target = files_.find(join_path(folder, scalar(ir, node)));
      if (target && repo_[target].kind == source::FileKind::compose) {
        includes_[file.index].push_back(target);
      } else {
        open_.insert(file.index);
      }
    }
  }
}

void ComposeNames::build_scopes() {
  std::map<std::uint32_t, std::vector<Ref<ir::File>>> near = includes_;
  for (const auto& [from, targets] : includes_) {
    for (const Ref<ir::File> to : targets) near[to.index].push_back({from});
  }
  std::unordered_map<std::string_view, std::vector<Ref<ir::File>>> folders;
  for (const Ref<ir::File> file : compose_) folders[folder_of(repo_.text(repo_[file].name))].push_back(file);
  for (const Ref<ir::File> file : compose_) {
    ComposeScope& scope = scopes_[file.index];
    std::vector<Ref<ir::File>>& all = scope.files;
    all.push_back(file);
    const auto add = [&](const std::vector<Ref<ir::File>>& more) {
      for (const Ref<ir::File> one : more) {
        if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
      }
    };
    add(folders[folder_of(repo_.text(repo_[file].name))]);
    for (std::size_t at = 0; at < all.size(); ++at) {
      scope.open = scope.open || open_.count(all[at].index) > 0;
      if (const auto more = near.find(all[at].index); more != near.end()) add(more->second);
    }
  }
}

const ComposeScope& ComposeNames::scope(Ref<ir::File> file) const {
  static const ComposeScope none;
  const auto found = scopes_.find(file.index);
  return found == scopes_.end() ? none : found->second;
}

/// `docker stack deploy -c FILE`, and `docker compose -f FILE up` on another machine.
void ComposeNames::read_deploy_commands() {
  for (const ir::Command& command : repo_.rows<ir::Command>()) {
    const std::string_view program = repo_.text(command.program);
    if (program != "docker" && program != "docker-compose") continue;
    const auto operands = repo_.list(command.operands);
    const auto has = [&](std::string_view word) {
      return std::any_of(operands.begin(), operands.end(), [&](Str one) { return repo_.text(one) == word; });
    };
    const bool stack = has("stack") && has("deploy");
    const bool remote =
        (program == "docker-compose" || has("compose")) && has("up") && command.inside.has(ir::Inside::nested_shell);
    if (!stack && !remote) continue;
    bool named = false;
    const auto args = repo_.list(command.args);
    for (std::size_t i = 0; i + 1 < args.size(); ++i) {
      const std::string_view option = repo_.text(args[i]);
      if (option != "-f" && option != "-c" && option != "--file" && option != "--compose-file") continue;
      named = true;
      for (const Ref<ir::File> file : compose_) {
        if (name_of(repo_.text(repo_[file].name)) == name_of(repo_.text(args[i + 1]))) deployed_.insert(file.index);
      }
    }
    if (named) continue;
    for (const std::string_view name : {"compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"}) {
      if (const Ref<ir::File> file = files_.find(name)) deployed_.insert(file.index);
    }
  }
}

bool ComposeNames::is_deployed(Ref<ir::File> file) const {
  const std::string_view path = repo_.text(repo_[file].name);
  if (has_word(path, {"example", "examples", "sample", "samples", "demo", "test", "tests", "ci", "dev", "e2e",
                      "development", "local"})) {
    return false;
  }
  return deployed_.count(file.index) > 0 || has_word(name_of(path), {"prod", "production", "live", "swarm", "stack"}) ||
         has_word(folder_of(path), {"prod", "production", "live"});
}

void ComposeNames::read_variables() {
  using ir::VariableSource;
  for (const ir::Variable& variable : repo_.rows<ir::Variable>()) {
    const std::string name(repo_.text(variable.name));
    if (variable.source == VariableSource::dotenv) {
      listed_[std::string(folder_of(repo_.text(repo_[variable.file].name)))].insert(name);
    }
    if (variable.source != VariableSource::workload_env) variables_.insert(name);
  }
}

/// Only a folder whose environment file, or an example of one, lists others can be said to leave one out.
Declared ComposeNames::find_variable(const ir::Need& need) const {
  const std::string name(repo_.text(need.name));
  if (need.optional || is_given(name) || variables_.count(name) > 0) return Declared::yes;
  const auto listed = listed_.find(std::string(folder_of(repo_.text(repo_[need.file].name))));
  return listed == listed_.end() ? Declared::open : Declared::no;
}

/// Where nothing lies, a submodule or something generated may.
Declared ComposeNames::find_build_file(const ir::Need& need) const {
  const std::string path = join_path("", repo_.text(need.name));
  if (path.empty()) return Declared::open;
  if (files_.find(path)) return Declared::yes;
  if (!ascii::contains_ignoring_case(name_of(path), "dockerfile")) return Declared::open;
  const std::string_view folder = folder_of(path);
  const auto& rows = repo_.rows<ir::File>();
  const bool populated = std::any_of(rows.begin(), rows.end(), [&](const ir::File& file) {
    const std::string_view other = folder_of(repo_.text(file.name));
    return other == folder && file.kind != source::FileKind::compose;
  });
  return populated ? Declared::no : Declared::open;
}

Declared ComposeNames::find(const ir::Need& need) const {
  const std::string_view name = repo_.text(need.name);
  switch (need.kind) {
    case NeedKind::variable:
      return find_variable(need);
    case NeedKind::build_file:
      return find_build_file(need);
    case NeedKind::file:
      return files_.find(join_path("", name)) ? Declared::yes : Declared::open;  // ignored files are not read
    case NeedKind::service:
    case NeedKind::volume:
    case NeedKind::network:
    case NeedKind::secret:
    case NeedKind::config:
      break;
  }
  if (need.kind == NeedKind::network && (name == "default" || name == "host" || name == "none")) return Declared::yes;
  const ComposeScope& known = scope(need.file);
  const std::string wanted = key(need.kind, name);
  for (const Ref<ir::File> file : known.files) {
    const auto names = declared_.find(file.index);
    if (names != declared_.end() && names->second.count(wanted) > 0) return Declared::yes;
  }
  // A file of another folder may be named beside this one.
  return known.open || anywhere_.count(wanted) > 0 ? Declared::open : Declared::no;
}

ComposeNames::Extended ComposeNames::extended(const ir::Workload& service) const {
  const ir::IrView& ir = view_.ir();
  Extended found;
  if (!service.node) return found;
  const auto extends = child_of(ir, service.node.index, "extends");
  if (!extends) return found;
  found.extends = true;
  if (!ir::node_is_map(ir, *extends)) {
    found.file = service.file;
    found.service = scalar(ir, extends);
    return found;
  }
  found.service = scalar(ir, child_of(ir, *extends, "service"));
  const auto file = child_of(ir, *extends, "file");
  const std::string_view folder = folder_of(repo_.text(repo_[service.file].name));
  found.file = file ? files_.find(join_path(folder, scalar(ir, file))) : service.file;
  return found;
}

}  // namespace plumbline::link
