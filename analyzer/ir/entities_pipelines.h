#pragma once

#include "analyzer/ir/entity.h"

/// What runs when something happens: pipelines with their jobs, steps and commands, and the scripts that they call.
namespace plumbline::ir {

struct Image;
struct Job;
struct Pipeline;
struct Script;
struct Step;
struct Variable;

struct Trigger : Entity {
  TriggerKind kind = TriggerKind::other;
  Str event;  // the provider's own word
  List<Str> types;
  List<Str> branches;
  List<Str> paths;
  List<Str> tags;
  Str schedule;
};

struct Permission : Entity {
  Str scope;
  Maybe<PermissionLevel> level;
};

struct Expression : Entity {
  Str text;  // without its fence
  Place place = Place::other;
  List<Str> contexts;  // dotted paths it reads
  List<Str> functions;
  bool valid = true;
  Str error;
  bool untrusted = false;  // reads what an outsider can write
  Str untrusted_path;
  Maybe<bool> constant;  // its truth, when it does not depend on anything
  Ref<Job> job;
  Ref<Step> step;
};

struct Command : Entity {
  Str program;
  List<Str> args;                   // decoded; with an expansion as written
  Str text;                         // as written, program to last argument, expressions in place
  List<Str> options;                // args that begin with '-', up to '='
  List<Str> operands;               // the others
  List<Ref<Variable>> assignments;  // before the program
  List<Str> redirects;              // target files of output
  EnumSet<Role> own_roles;
  EnumSet<Role> roles;  // and those of what it calls
  EnumSet<Inside> inside;
  bool failure_ignored = false;
  bool errexit = false;
  bool pipefail = false;
  bool xtrace = false;
  bool expands = false;  // some word is not literal
  bool dynamic = false;  // the program itself is not
  Ref<Command> pipes_to;
  Ref<Command> piped_from;
  List<Ref<Expression>> expressions;
  Ref<Job> job;
  Ref<Step> step;
  Ref<Script> script;
  Ref<Script> calls_script;
  List<Ref<Job>> calls_jobs;
};

struct Step : Entity {
  Maybe<Str> name;
  Str id;
  Str uses;    // as written
  Str action;  // lower-case owner/repository[/path], a built-in action's canonical name, or a local path
  Str action_ref;
  RefKind ref_kind = RefKind::none;
  Ref<DataNode> with;
  List<Ref<Variable>> inputs;
  List<Ref<Command>> commands;
  List<Ref<Variable>> variables;
  List<Ref<Expression>> expressions;
  Maybe<Str> condition;
  bool runs_on_failure = false;
  bool always_runs = false;
  Maybe<bool> continue_on_error;
  Maybe<std::int64_t> timeout;
  Maybe<Str> shell;
  bool runs_shell = false;    // has a script of its own
  bool options_open = false;  // further inputs may come from elsewhere
  bool inside_rescue = false;
  EnumSet<Role> own_roles;
  EnumSet<Role> roles;
  Ref<Job> job;
  Ref<Pipeline> calls;        // a local action
  List<Ref<Job>> calls_jobs;  // lanes
};

struct Job : Entity {
  Str name;
  Str id;
  Ref<Pipeline> pipeline;
  List<Str> needs_names;
  List<Ref<Job>> needs;
  Maybe<Str> condition;
  Maybe<bool> condition_constant;
  EnumSet<TriggerKind> trigger_kinds;
  Maybe<bool> every_branch;
  Maybe<bool> manual;
  bool runs_on_failure = false;
  Maybe<Str> stage;
  bool after_stages = false;
  List<Str> base_names;
  List<Ref<Job>> bases;
  List<Str> missing_bases;
  List<Str> missing_needs;
  List<Str> runner;
  Maybe<Str> environment;
  Maybe<std::int64_t> timeout;
  bool declares_permissions = false;
  List<Ref<Permission>> permissions;
  List<Ref<Variable>> variables;
  bool matrix = false;
  List<Ref<Step>> steps;
  List<Ref<Command>> commands;  // of its steps and of the scripts that they call
  List<Ref<Image>> images;
  List<Ref<Expression>> expressions;
  Maybe<bool> allow_failure;
  bool concurrency = false;
  Str uses;  // a reusable workflow
  RefKind ref_kind = RefKind::none;
  Ref<Pipeline> calls;
  bool inherits_secrets = false;
  bool is_private = false;
  Maybe<Platform> platform;
  List<Str> parameters;
  EnumSet<Role> own_roles;
  EnumSet<Role> roles;
  bool production_like = false;
  bool platform_rolls_back = false;
  List<Ref<Job>> called_by;
  Ref<DataNode> node;
};

struct Pipeline : Entity {
  Provider provider = Provider::other;
  PipelineKind kind = PipelineKind::workflow;
  Str name;
  List<Ref<Trigger>> triggers;
  EnumSet<TriggerKind> trigger_kinds;
  bool declares_permissions = false;
  List<Ref<Permission>> permissions;
  List<Ref<Variable>> variables;
  List<Str> stages;
  List<Str> include_paths;
  List<Ref<Pipeline>> includes;
  List<Str> missing_includes;
  bool includes_elsewhere = false;
  List<Ref<Job>> jobs;
  List<Ref<Expression>> expressions;
  bool concurrency = false;
  Maybe<Platform> platform;
  EnumSet<Role> own_roles;
  EnumSet<Role> roles;
  bool cyclic_needs = false;
  bool externally_triggered = false;  // outsiders start it with the repository's rights
  Ref<DataNode> node;
};

struct Script : Entity {
  Str name;
  ScriptKind kind = ScriptKind::shell;
  List<Ref<Command>> commands;
  EnumSet<Role> own_roles;
  EnumSet<Role> roles;
  List<Ref<Job>> called_by;
};

}  // namespace plumbline::ir
