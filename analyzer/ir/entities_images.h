#pragma once

#include "analyzer/ir/entity.h"

/// Images, and the files that they are built from.
namespace plumbline::ir {

struct Build;
struct Command;
struct Container;
struct Job;
struct Stage;
struct Step;
struct Variable;

struct Image : Entity {
  Str text;
  Str registry;
  Str repository;
  Str tag;
  Str digest;
  bool literal = true;  // the whole reference is known
  bool tag_is_literal = true;
  Str family;  // the last word of the repository: node, alpine
  ImageRole role = ImageRole::runs;
  Ref<Job> job;
  Ref<Step> step;
  Ref<Container> container;  // that runs it
  List<Ref<Build>> built_by;
};

struct Port : Entity {
  Str name;
  Maybe<std::int64_t> number;
  Maybe<std::int64_t> target;
  Str target_name;
  Str protocol;
  Str address;
  Ref<Port> conflict;  // that takes the same place of the same machine
};

struct Mount : Entity {
  Str type;
  Str source;
  Str target;
  Str id;
  bool read_only = false;
  Ref<DataNode> node;
};

struct Instruction : Entity {
  Keyword keyword = Keyword::unknown;
  Str name;  // as written
  Str text;  // arguments as written, continuations joined
  List<Str> words;
  List<Str> flags;  // "--from=build"
  Str from;
  List<Str> sources;
  Str destination;
  List<Ref<Mount>> mounts;
  List<Ref<Command>> commands;
  List<Ref<Variable>> variables;
  List<Str> refers_to;  // names of variables that its words expand
  bool exec_form = false;
  bool broken_exec_form = false;  // begins like JSON and is not
  bool heredoc = false;
  bool on_build = false;
  Ref<Stage> stage;
};

struct Stage : Entity {
  Str name;
  std::int64_t index = 0;
  bool final = false;
  Ref<Image> base;
  Ref<Stage> base_stage;
  List<Ref<Instruction>> instructions;
  List<Ref<Variable>> variables;
  List<Ref<Port>> ports;
  Maybe<Str> user;  // effective, base stages included
  Maybe<bool> runs_as_root;
  Maybe<Str> workdir;
  Maybe<Str> platform;
  Ref<Instruction> healthcheck;
  Ref<Instruction> cmd;
  Ref<Instruction> entrypoint;
  bool used = false;      // the final stage, or one that it needs
  bool pipefail = false;  // its SHELL has it
  Ref<Build> build;
};

struct Build : Entity {
  List<Ref<Stage>> stages;
  List<Ref<Instruction>> instructions;
  List<Ref<Variable>> arguments;  // before the first stage
  Ref<Stage> final_stage;
  Ref<File> ignore_file;
  bool has_ignore_file = false;
  List<Str> tags;  // full references that something builds it as
  bool tags_open = false;
  List<Ref<Command>> built_by;
  List<Ref<Container>> run_by;
  List<Ref<File>> beside;  // package.json and .env files in its folder and below
};

}  // namespace plumbline::ir
