#include "analyzer/frontends/scripts.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/built_images.h"
#include "analyzer/frontends/commands.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/rollback.h"
#include "analyzer/syntax/json.h"
#include "analyzer/syntax/makefile_targets.h"
#include "analyzer/syntax/shell.h"

namespace plumbline::frontends {

namespace {

/// Options as words: `-eux`, `-o pipefail`.
ShellOptions read_options(std::string_view words) {
  ShellOptions options;
  for (const std::string_view word : ascii::split(words, ' ')) take_shell_option(word, options);
  return options;
}

std::string_view line_at(std::string_view text, std::size_t begin) {
  const std::size_t end = text.find_first_of("\r\n", begin);
  return text.substr(begin, end == std::string_view::npos ? end : end - begin);
}

/// `#!/bin/bash -e`
ShellOptions shebang_options(std::string_view text) {
  const std::string_view line = line_at(text, 0);
  if (line.substr(0, 2) != "#!") return {};
  const std::size_t blank = ascii::trim(line.substr(2)).find(' ');
  if (blank == std::string_view::npos) return {};
  return read_options(ascii::trim(line.substr(2)).substr(blank));
}

/// One script while its commands are being added.
class ScriptWriter {
 public:
  ScriptWriter(ir::Script row, std::string_view name, Context& context, ir::FileIrBuilder& ir)
      : name_(name), context_(context), ir_(ir) {
    row.name = ir.str(name);
    script_ = ir.add(row);
  }

  /// What the text holds, in the order in which it was added.
  ShellEntities add(const source::MappedText& text, const ShellOptions& options,
                    const std::vector<Filled>& filled = {}) {
    ShellPlace place;
    place.script = script_;
    place.path = name_;
    place.errexit = options.errexit;
    place.pipefail = options.pipefail;
    place.xtrace = options.xtrace;
    ShellEntities added = add_commands(text, place, filled, context_, ir_);
    commands_.insert(commands_.end(), added.commands.begin(), added.commands.end());
    roles_.add(added.roles);
    complete_ = complete_ && added.complete;
    return added;
  }

  Ref<ir::Script> finish() {
    if (is_rollback_name(name_)) {
      turn_into_rollback(roles_);
      for (const Ref<ir::Command> command : commands_) turn_into_rollback(ir_[command].own_roles);
    }
    add_built_images(commands_, {}, ir_);
    // Every text counts its commands from 0.
    for (std::size_t i = 0; i < commands_.size(); ++i)
      ir_[commands_[i]].path = ir_.str(fmt::format("{}[{}]", name_, i));
    ir_[script_].commands = ir_.list(commands_, !complete_);
    ir_[script_].own_roles = roles_;
    return script_;
  }

 private:
  std::string name_;
  Context& context_;
  ir::FileIrBuilder& ir_;
  Ref<ir::Script> script_;
  std::vector<Ref<ir::Command>> commands_;
  ir::EnumSet<ir::Role> roles_;
  bool complete_ = true;
};

}  // namespace

void shell_file(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  ir::Script row;
  row.kind = ir::ScriptKind::shell;
  row.span = {0, static_cast<std::uint32_t>(input.text.size())};
  row.head = first_line(row.span, input.text);
  row.path = ir.str(input.path);
  ScriptWriter script(row, input.path, context, ir);
  const ShellEntities added =
      script.add(source::MappedText::verbatim(input.text, row.span), shebang_options(input.text));
  script.finish();
  for (Span span : added.comments) {
    if (!span.empty() && input.text[span.begin] == '#') ++span.begin;
    add_comment(span, ir);
  }
}

namespace {

/// Adds to each script the roles of those that run with it; as long as that adds something, so that circles end.
class RoleFlow {
 public:
  void add(std::string name, Ref<ir::Script> script, std::vector<std::string> with) {
    nodes_.push_back({std::move(name), script, std::move(with)});
  }

  void run(ir::FileIrBuilder& ir) const {
    std::unordered_multimap<std::string_view, Ref<ir::Script>> by_name;
    for (const Node& node : nodes_) by_name.emplace(node.name, node.script);
    bool changed = true;
    for (std::uint32_t round = 0; changed && round < most_rounds; ++round) {
      changed = false;
      for (const Node& node : nodes_) {
        ir::EnumSet<ir::Role> roles = ir[node.script].own_roles;
        for (const std::string& name : node.with) {
          const auto [first, last] = by_name.equal_range(name);
          for (auto other = first; other != last; ++other) roles.add(ir[other->second].own_roles);
        }
        changed = changed || !(roles == ir[node.script].own_roles);
        ir[node.script].own_roles = roles;
      }
    }
  }

 private:
  static constexpr std::uint32_t most_rounds = 20;  // as deep as calls are followed

  struct Node {
    std::string name;
    Ref<ir::Script> script;
    std::vector<std::string> with;
  };
  std::vector<Node> nodes_;
};

}  // namespace

void package_json(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Data data = syntax::parse_json(input.text, context.limits());
  Document document(data, input, ir);
  document.report_errors();
  if (document.roots().empty()) return;
  RoleFlow flow;
  for (const syntax::DataView& entry : document.roots().front()["scripts"].children()) {
    if (!entry.is_string()) continue;
    ir::Script row;
    row.kind = ir::ScriptKind::npm;
    row.span = {entry.key_span().begin, entry.span().end};
    row.head = head_of(entry, input.text);
    row.path = ir.str(fmt::format("scripts.{}", entry.key()));
    ScriptWriter script(row, entry.key(), context, ir);
    script.add(entry.mapped(), {});
    flow.add(std::string(entry.key()), script.finish(),
             {fmt::format("pre{}", entry.key()), fmt::format("post{}", entry.key())});
  }
  flow.run(ir);
}

namespace {

/// `.SHELLFLAGS := -eu -o pipefail -c`; without it make says `-c`.
ShellOptions make_options(const syntax::Makefile& make, std::string_view text) {
  ShellOptions options;
  for (const syntax::MakeVariable& variable : make.variables) {
    if (variable.name.of(text) == ".SHELLFLAGS") options = read_options(variable.value.of(text));
  }
  return options;
}

void add_recipe(const syntax::MakeRule& rule, const ShellOptions& options, ScriptWriter& script,
                ir::FileIrBuilder& ir) {
  // Each line has a shell of its own; make stops at the first that fails.
  for (const syntax::MakeRecipeLine& line : rule.recipe) {
    std::vector<Filled> filled;
    for (const Span reference : line.references) filled.push_back({reference, {}});
    for (const Ref<ir::Command> command : script.add(line.text, options, filled).commands) {
      if (line.failure_ignored) ir[command].failure_ignored = true;
    }
  }
}

}  // namespace

void makefile(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Makefile make = syntax::parse_makefile(input.text);
  const ShellOptions options = make_options(make, input.text);
  RoleFlow flow;
  for (const syntax::MakeRule& rule : make.rules) {
    std::vector<std::string> needed;
    for (const syntax::MakeWord& word : rule.prerequisites) needed.push_back(word.text);
    for (const syntax::MakeWord& target : rule.targets) {
      // A pattern is not called by its name, nor is a special target.
      if (target.text.empty() || target.text.front() == '.' || target.text.find('%') != std::string::npos) continue;
      ir::Script row;
      row.kind = ir::ScriptKind::make;
      row.span = rule.span;
      row.head = first_line(target.span, input.text);
      row.path = ir.str(target.text);
      ScriptWriter script(row, target.text, context, ir);
      add_recipe(rule, options, script, ir);
      flow.add(target.text, script.finish(), needed);
    }
  }
  flow.run(ir);
  for (const syntax::Comment& comment : make.comments) add_comment({comment.span.begin + 1, comment.span.end}, ir);
}

}  // namespace plumbline::frontends
