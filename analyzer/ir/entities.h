#pragma once

#include <cstdint>
#include <tuple>
#include <type_traits>

#include "analyzer/base/diagnostic.h"
#include "analyzer/ir/fields.h"
#include "analyzer/ir/value.h"
#include "analyzer/ir/vocabulary.h"
#include "analyzer/syntax/data.h"

/// What a repository's delivery system consists of, the same for every provider. What each field means stands once, in
/// the field tables (schema_*.cpp), from which documentation, type checker and JSON are made; here are only the shapes.
namespace plumbline::ir {

/// The `node` entity: a value of a data file, an object literal, a hash.
using DataNode = syntax::DataNode;

struct File;

/// What every entity has. `span` is all of it, `head` the place for a caret (on one line), `path` its logical place.
struct Entity {
  Ref<File> file;
  Span span;
  Span head;
  Str path;
};

struct Comment : Entity {
  Str text;
};

struct Decision : Entity {
  DecisionTag tag = DecisionTag::path_decision;
  Str text;
  List<Str> reasons;
  Span target;  // of the entity it stands at; the whole file: {0, size}
  bool covers_file = false;
  bool covers_folder = false;
  List<Str> named_files;  // words of the text that look like files of the repository
};

struct Suppression : Entity {
  Str tool;         // "plumbline" or the tool whose pragma it is
  List<Str> rules;  // as written; empty: all of the tool's
  Str reason;
  Str until;  // YYYY-MM-DD
  SuppressionScope scope = SuppressionScope::line;
  Span target;  // what it covers beside its own line
};

/// A diagnostic of a parser or frontend, as data. All of the message counts as quoted.
struct Problem : Entity {
  Code code = Code::syntax_error;
  Severity severity = Severity::error;
  Str message;
};

struct File : Entity {
  source::FileKind kind{};
  Str name;  // the path
  List<Ref<Comment>> comments;
  List<Ref<Decision>> decisions;
  List<Ref<Suppression>> suppressions;
  List<Ref<Problem>> problems;
  List<Ref<DataNode>> documents;
  bool analysed = true;
};

struct Variable : Entity {
  Str name;
  Maybe<Str> value;
  Span value_span;  // as written, quotes included; empty when there is no value
  bool literal = false;
  Reference reference = Reference::none;
  Maybe<Str> fallback;  // literal used when what it refers to is missing
  VariableSource source = VariableSource::program;
  // Secret facts; the value itself has left before the block does.
  bool secret_name = false;
  bool secret_value = false;
  bool placeholder = false;
};

struct Secret : Entity {
  Str kind;  // "GitHub token", or "literal under a telling key"
  Confidence confidence = Confidence::medium;
  std::int64_t length = 0;  // code points
  Str shown;                // its public prefix and length: all that may be printed
  bool fixed_shape = false;
  bool placeholder = false;
  bool in_comment = false;
  bool throwaway = false;  // of a job's own test service, an example file, a test folder
  Ref<Variable> variable;
};

struct Label : Entity {
  Str key;
  Maybe<Str> value;
};

// --- pipelines ---

struct Pipeline;
struct Job;
struct Step;
struct Command;
struct Build;
struct Script;

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

struct Container;

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

// --- images ---

struct Stage;
struct Instruction;

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

// --- what runs ---

struct Workload;
struct Service;
struct ConfigObject;
struct Autoscaler;
struct DisruptionBudget;

struct Probe : Entity {
  ProbeKind kind = ProbeKind::http;
  Maybe<std::int64_t> port;
  Str port_name;
  Str target;  // path or command
  Maybe<std::int64_t> initial_delay;
  Maybe<std::int64_t> period;
  Maybe<std::int64_t> timeout;
  Maybe<std::int64_t> failure_threshold;
  List<Ref<Command>> commands;
  Ref<DataNode> node;
};

/// A name by which a definition asks for something that is declared elsewhere.
struct Need : Entity {
  NeedKind kind = NeedKind::service;
  Str name;
  Str key;        // of a configuration: the one that is asked for; empty: all of it
  Str condition;  // in the words of the platform
  bool optional = false;
  Ref<Workload> workload;
  Maybe<bool> found;
  List<Ref<Workload>> workloads;    // of a service: its definitions
  List<Ref<ConfigObject>> configs;  // of a configuration or secret: its definitions
};

struct Container : Entity {
  Str name;
  ContainerKind kind = ContainerKind::main;
  Ref<Image> image;
  Ref<Probe> readiness;
  Ref<Probe> liveness;
  Ref<Probe> startup;
  Maybe<std::int64_t> cpu_request;  // millicores
  Maybe<std::int64_t> cpu_limit;
  Maybe<std::int64_t> memory_request;  // bytes
  Maybe<std::int64_t> memory_limit;
  List<Ref<Port>> ports;
  List<Ref<Variable>> variables;
  List<Ref<Mount>> mounts;
  Maybe<bool> privileged;
  Maybe<bool> allow_privilege_escalation;
  Maybe<bool> read_only_root;
  Maybe<bool> run_as_non_root;  // the pod's included
  Maybe<std::int64_t> run_as_user;
  List<Str> capabilities_added;
  List<Str> capabilities_dropped;
  List<Str> command;
  List<Str> args;
  List<Ref<Command>> commands;
  Str build_file;     // its path from the root
  Str build_context;  // the same
  Maybe<Str> build_target;
  List<Ref<Variable>> build_arguments;
  Ref<Build> built_from;
  Ref<Workload> workload;
  Ref<DataNode> node;
};

struct Workload : Entity {
  Platform platform = Platform::kubernetes;
  Str kind;
  Str name;
  Maybe<Str> name_space;
  Maybe<std::int64_t> replicas;
  Maybe<Str> strategy;
  bool tuned_strategy = false;      // surge or unavailability are set
  List<Ref<Container>> containers;  // all kinds
  List<Ref<Label>> labels;          // of its pods
  List<Ref<Label>> selector;
  Maybe<Str> service_account;
  Maybe<bool> mounts_token;  // of its service account
  Maybe<bool> host_network;
  Maybe<bool> host_pid;
  List<Ref<Mount>> volumes;
  List<Str> depends_on;
  List<Ref<Need>> needs;
  List<Str> profiles;
  List<Ref<Workload>> parts;  // definitions that are merged with it, itself included
  bool deployed = false;
  List<Ref<Service>> services;
  Ref<Autoscaler> autoscaler;
  Ref<DisruptionBudget> disruption_budget;
  bool first_party = false;  // runs an image that this repository builds
  Ref<DataNode> node;
};

struct Service : Entity {
  Str kind;
  Str name;
  Maybe<Str> name_space;
  List<Ref<Label>> selector;
  List<Ref<Port>> ports;
  List<Ref<Workload>> workloads;
  Ref<DataNode> node;
};

struct Route : Entity {
  Str kind;
  Str name;
  List<Str> hosts;
  bool tls = false;
  List<Str> backends;
  List<Ref<Service>> services;
  Ref<DataNode> node;
};

struct Autoscaler : Entity {
  Str kind;
  Str name;
  Maybe<Str> name_space;
  Str target_kind;
  Str target_name;
  Maybe<std::int64_t> minimum;
  Maybe<std::int64_t> maximum;
  List<Str> metrics;
  List<Ref<Workload>> workloads;
  Ref<DataNode> node;
};

struct DisruptionBudget : Entity {
  Str name;
  Maybe<Str> name_space;
  Maybe<Str> min_available;
  Maybe<Str> max_unavailable;
  List<Ref<Label>> selector;
  List<Ref<Workload>> workloads;
  Ref<DataNode> node;
};

struct NetworkPolicy : Entity {
  Str name;
  Maybe<Str> name_space;
  List<Ref<Label>> selector;
  List<Ref<Workload>> workloads;
  Ref<DataNode> node;
};

struct ConfigObject : Entity {
  Str kind;
  Str name;
  Maybe<Str> name_space;
  List<Str> keys;
  bool secret = false;
  bool encrypted = false;
  Ref<DataNode> node;
};

/// Any object of Kubernetes, whatever its kind.
struct Object : Entity {
  Str api;  // group and version
  Str kind;
  Str name;
  Maybe<Str> name_space;
  bool conditional = false;  // whether it is made at all depends on values of a chart
  Ref<DataNode> node;
};

// --- programs ---

struct Call : Entity {
  Str callee;
  Str module;
  Ref<DataNode> arguments;  // a list
  bool conditional = false;
};

struct Export : Entity {
  Str name;
  Ref<DataNode> value;
  bool is_function = false;
};

struct Page : Entity {
  PageKind kind = PageKind::page;
  Str route;
  bool dynamic_route = false;
  bool generates_metadata = false;
  Maybe<Str> title;
  Maybe<Str> description;
  Maybe<Str> canonical;
  Maybe<bool> indexed;  // false: asks search engines to stay away
  Ref<DataNode> metadata;
};

struct Site : Entity {
  Str root;         // its folder
  Maybe<Str> base;  // metadataBase
  Ref<File> sitemap;
  Ref<File> robots;
  bool has_sitemap = false;
  bool has_robots = false;
  List<Ref<Page>> pages;
  List<Ref<Export>> exports;  // of sitemap, robots and configuration
  Ref<DataNode> config;
};

struct Monitor : Entity {
  Str provider;  // lower-case name of the product
  Str kind;      // what it is: sdk, agent, metrics, logs, traces
  Ref<DataNode> options;
  bool options_open = false;
  bool development_only = false;
};

struct Document;
struct Receiver;

struct Alert : Entity {
  Str name;
  Str group;
  Maybe<Str> severity;
  Maybe<Str> duration;
  Maybe<Str> runbook;
  Str condition;
  List<Ref<Label>> labels;
  List<Str> annotations;   // their names
  bool momentary = false;  // the condition compares single samples
  bool keeps_firing = false;
  bool duplicate = false;  // an earlier one of its group has the same name and labels
  Maybe<bool> runbook_found;
  List<Ref<Receiver>> receivers;
  Ref<DataNode> node;
};

struct Receiver : Entity {
  Str name;
  List<Str> channels;
  bool used = false;
  Ref<DataNode> node;
};

/// One node of the tree by which alerts find receivers.
struct AlertRoute : Entity {
  Str receiver_name;  // inherited from above where it names none
  List<Str> matchers;
  List<Str> labels;  // that they ask for
  bool root = false;
  bool continues = false;
  bool scoped = false;  // of one namespace only
  Maybe<bool> found;
  Ref<Receiver> receiver;
  List<Ref<AlertRoute>> routes;  // below it, in order
  Ref<DataNode> node;
};

struct Scrape : Entity {
  Str name;
  List<Str> targets;
  bool discovers = false;
  List<Str> missing;
  Ref<DataNode> node;
};

/// A part of a telemetry collector: where it is declared, and each time a pipeline names it.
struct Component : Entity {
  ComponentKind kind = ComponentKind::receiver;
  Str name;
  bool declares = false;
  Str pipeline;
  Maybe<bool> found;
  Ref<DataNode> node;
};

// --- texts ---

struct Mention : Entity {
  MentionKind kind = MentionKind::file;
  Str name;
  Str text;
  Ref<Document> document;
  bool certain = true;  // nothing beside it says that it means another place
  Maybe<bool> found;
};

struct Document : Entity {
  Maybe<Str> title;
  List<Str> headings;
  List<Ref<Mention>> mentions;
};

/// What asks for updates of dependencies.
struct DependencyUpdate : Entity {
  Str tool;
  Str ecosystem;
  Str directory;
  Maybe<bool> found;
};

/// The repository itself: one row, filled by link. Its lists are all rows of their tables.
struct Repo : Entity {
  List<Ref<File>> files;
  List<Ref<Pipeline>> pipelines;
  List<Ref<Job>> jobs;
  List<Ref<Step>> steps;
  List<Ref<Command>> commands;
  List<Ref<Script>> scripts;
  List<Ref<Build>> builds;
  List<Ref<Stage>> stages;
  List<Ref<Image>> images;
  List<Ref<Workload>> workloads;
  List<Ref<Container>> containers;
  List<Ref<Service>> services;
  List<Ref<Route>> routes;
  List<Ref<Autoscaler>> autoscalers;
  List<Ref<DisruptionBudget>> disruption_budgets;
  List<Ref<NetworkPolicy>> network_policies;
  List<Ref<ConfigObject>> configs;
  List<Ref<Object>> objects;
  List<Ref<Variable>> variables;
  List<Ref<Secret>> secrets;
  List<Ref<Decision>> decisions;
  List<Ref<Call>> calls;
  List<Ref<Export>> exports;
  List<Ref<Page>> pages;
  List<Ref<Site>> sites;
  List<Ref<Monitor>> monitors;
  List<Ref<Alert>> alerts;
  List<Ref<Receiver>> receivers;
  List<Ref<AlertRoute>> alert_routes;
  List<Ref<Scrape>> scrapes;
  List<Ref<Component>> components;
  List<Ref<Document>> documents;
  List<Ref<Mention>> mentions;
  List<Ref<DependencyUpdate>> dependency_updates;
  EnumSet<Role> roles;               // of all pipelines that something can start
  EnumSet<Role> dispatchable_roles;  // of those that a person or an event can start by itself
  bool has_pipelines = false;
  bool complete = true;  // every file that could matter was analysed
  Maybe<std::int64_t> peak_rps;
  Maybe<std::int64_t> team_size;
  Maybe<std::int64_t> regions;
  Maybe<bool> is_public;
  bool scale_evidence = false;
  List<Str> trusted_registries;
  Maybe<Str> kubernetes_version;
};

/// Every table of the IR. The order is the order of tables in a block and of entity kinds.
using EntityTypes =
    std::tuple<Repo, File, Problem, Comment, Decision, Suppression, Variable, Secret, Label, Pipeline, Trigger,
               Permission, Job, Step, Command, Expression, Script, Image, Build, Stage, Instruction, Mount, Port,
               Workload, Container, Probe, Need, Service, Route, Autoscaler, DisruptionBudget, NetworkPolicy,
               ConfigObject, Object, Call, Export, Page, Site, Monitor, Alert, Receiver, AlertRoute, Scrape, Component,
               Document, Mention, DependencyUpdate, DataNode>;
inline constexpr std::size_t entity_type_count = std::tuple_size_v<EntityTypes>;

namespace detail {
template <class E, std::size_t I = 0>
constexpr std::size_t index_of() {
  if constexpr (std::is_same_v<E, std::tuple_element_t<I, EntityTypes>>) {
    return I;
  } else {
    return index_of<E, I + 1>();
  }
}
}  // namespace detail

template <class E>
inline constexpr EntityKind kind_of = static_cast<EntityKind>(detail::index_of<E>());

template <class... E>
constexpr bool all_trivially_copyable(const std::tuple<E...>*) {
  return (std::is_trivially_copyable_v<E> && ...);
}
static_assert(all_trivially_copyable(static_cast<const EntityTypes*>(nullptr)));

}  // namespace plumbline::ir
