#pragma once

#include "analyzer/ir/entity.h"

/// What runs in a cluster or beside one: workloads, and the objects around them.
namespace plumbline::ir {

struct Autoscaler;
struct Build;
struct Command;
struct ConfigObject;
struct DisruptionBudget;
struct Image;
struct Label;
struct Mount;
struct Port;
struct Service;
struct Variable;
struct Workload;

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

}  // namespace plumbline::ir
