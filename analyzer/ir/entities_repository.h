#pragma once

#include "analyzer/ir/entity.h"

/// Files, what is said in them for plumbline, values and secrets, and the repository as a whole.
namespace plumbline::ir {

struct Alert;
struct AlertRoute;
struct Autoscaler;
struct Build;
struct Call;
struct Command;
struct Component;
struct ConfigObject;
struct Container;
struct DependencyUpdate;
struct DisruptionBudget;
struct Document;
struct Export;
struct Image;
struct Job;
struct Mention;
struct Monitor;
struct NetworkPolicy;
struct Object;
struct Page;
struct Pipeline;
struct Receiver;
struct Route;
struct Scrape;
struct Script;
struct Service;
struct Site;
struct Stage;
struct Step;
struct Workload;

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

}  // namespace plumbline::ir
