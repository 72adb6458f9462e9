#include "analyzer/ir/schema_builder.h"
#include "analyzer/ir/schema_tables.h"

namespace plumbline::ir {

namespace {

constexpr auto workload_fields = with_common<Workload>(std::to_array<Field>({
    field<Workload, &Workload::platform>("platform", "On what."),
    field<Workload, &Workload::kind>("kind", "In the words of the platform."),
    field<Workload, &Workload::name>("name", "Its name."),
    field<Workload, &Workload::name_space>("namespace", "Its namespace."),
    field<Workload, &Workload::replicas>("replicas", "How many."),
    field<Workload, &Workload::strategy>("strategy", "How it is updated."),
    field<Workload, &Workload::tuned_strategy>("tuned_strategy", "Are surge or unavailability set?"),
    field<Workload, &Workload::containers>("containers", "All kinds, in source order."),
    field<Workload, &Workload::labels>("labels", "Of what it runs."),
    field<Workload, &Workload::selector>("selector", "Labels it finds them by."),
    field<Workload, &Workload::service_account>("service_account", "Whose rights it has."),
    field<Workload, &Workload::mounts_token>("mounts_token",
                                             "Do its containers get a token of those rights? Kubernetes: yes, unless "
                                             "this says no."),
    field<Workload, &Workload::host_network>("host_network", "Uses the machine's network."),
    field<Workload, &Workload::host_pid>("host_pid", "Sees the machine's processes."),
    field<Workload, &Workload::volumes>("volumes", "That containers may mount."),
    field<Workload, &Workload::depends_on>("depends_on", "Names of workloads that it waits for."),
    field<Workload, &Workload::needs>("needs", "What it asks for by name."),
    field<Workload, &Workload::profiles>("profiles", "It only runs when one of them is asked for; empty: always."),
    field<Workload, &Workload::parts>(
        "parts", "Definitions that may be merged with it, itself first: overrides, and what it extends.",
        FieldStage::link),
    field<Workload, &Workload::deployed>("deployed", "Is it meant for users, not only for developers?",
                                         FieldStage::link),
    field<Workload, &Workload::services>("services", "That lead to it.", FieldStage::link),
    field<Workload, &Workload::autoscaler>("autoscaler", "That changes its replicas.", FieldStage::link),
    field<Workload, &Workload::disruption_budget>("disruption_budget", "That limits its evictions.", FieldStage::link),
    field<Workload, &Workload::first_party>("first_party", "Does it run an image that this repository builds?",
                                            FieldStage::link),
    field<Workload, &Workload::node>("node", "Its definition."),
}));

constexpr auto container_fields = with_common<Container>(std::to_array<Field>({
    field<Container, &Container::name>("name", "Its name."),
    field<Container, &Container::kind>("kind", "When it runs."),
    field<Container, &Container::image>("image", "What it runs."),
    field<Container, &Container::readiness>("readiness", "Is it ready for traffic?"),
    field<Container, &Container::liveness>("liveness", "Must it be restarted?"),
    field<Container, &Container::startup>("startup", "Has it started?"),
    field<Container, &Container::cpu_request>("cpu_request", "Millicores."),
    field<Container, &Container::cpu_limit>("cpu_limit", "Millicores."),
    field<Container, &Container::memory_request>("memory_request", "Bytes."),
    field<Container, &Container::memory_limit>("memory_limit", "Bytes."),
    field<Container, &Container::ports>("ports", "That it names."),
    field<Container, &Container::variables>("variables", "Its environment."),
    field<Container, &Container::mounts>("mounts", "Its mounts."),
    field<Container, &Container::privileged>("privileged", "All rights of the machine."),
    field<Container, &Container::allow_privilege_escalation>("allow_privilege_escalation",
                                                             "May a process gain rights?"),
    field<Container, &Container::read_only_root>("read_only_root", "Is its file system read-only?"),
    field<Container, &Container::run_as_non_root>("run_as_non_root",
                                                  "Must it not be root, its workload's setting included?"),
    field<Container, &Container::run_as_user>("run_as_user", "User number, its workload's setting included."),
    field<Container, &Container::capabilities_added>("capabilities_added", "Kernel capabilities."),
    field<Container, &Container::capabilities_dropped>("capabilities_dropped", "Kernel capabilities."),
    field<Container, &Container::command>("command", "Entry point."),
    field<Container, &Container::args>("args", "Arguments."),
    field<Container, &Container::commands>("commands", "What it starts with, as commands."),
    field<Container, &Container::build_file>("build_file", "The build file it names, from the root; empty: none here."),
    field<Container, &Container::build_context>("build_context",
                                                "The folder that is sent to the build, from the root."),
    field<Container, &Container::build_target>("build_target", "The stage that it takes."),
    field<Container, &Container::build_arguments>("build_arguments", "That it hands to the build."),
    field<Container, &Container::built_from>("built_from", "That build file.", FieldStage::link),
    always<Container, &Container::workload>("workload", "Where it stands."),
    field<Container, &Container::node>("node", "Its definition."),
}));

constexpr auto probe_fields = with_common<Probe>(std::to_array<Field>({
    field<Probe, &Probe::kind>("kind", "How."),
    field<Probe, &Probe::port>("port", "Number."),
    field<Probe, &Probe::port_name>("port_name", "Name."),
    field<Probe, &Probe::target>("target", "Path or command."),
    field<Probe, &Probe::initial_delay>("initial_delay", "Seconds."),
    field<Probe, &Probe::period>("period", "Seconds."),
    field<Probe, &Probe::timeout>("timeout", "Seconds."),
    field<Probe, &Probe::failure_threshold>("failure_threshold", "Times."),
    field<Probe, &Probe::commands>("commands", "What it runs."),
    field<Probe, &Probe::node>("node", "Its definition."),
}));

constexpr auto need_fields = with_common<Need>(std::to_array<Field>({
    field<Need, &Need::kind>("kind", "Of what."),
    field<Need, &Need::name>("name", "As written."),
    field<Need, &Need::key>("key", "Of a configuration: the one that is asked for; empty: all of it."),
    field<Need, &Need::condition>("condition", "What is waited for, in the words of the platform."),
    field<Need, &Need::optional>("optional", "Does it do without?"),
    field<Need, &Need::workload>("workload", "Whose it is."),
    field<Need, &Need::found>("found", "Is it declared? Unknown when that may be outside of what was read.",
                              FieldStage::link),
    field<Need, &Need::workloads>("workloads", "Definitions of that service.", FieldStage::link),
    field<Need, &Need::configs>("configs", "Definitions of that configuration or secret.", FieldStage::link),
}));

constexpr auto service_fields = with_common<Service>(std::to_array<Field>({
    field<Service, &Service::kind>("kind", "In the words of the platform."),
    field<Service, &Service::name>("name", "Its name."),
    field<Service, &Service::name_space>("namespace", "Its namespace."),
    field<Service, &Service::selector>("selector", "Labels it finds them by."),
    field<Service, &Service::ports>("ports", "Its ports."),
    field<Service, &Service::workloads>("workloads", "That it leads to.", FieldStage::link),
    field<Service, &Service::node>("node", "Its definition."),
}));

constexpr auto route_fields = with_common<Route>(std::to_array<Field>({
    field<Route, &Route::kind>("kind", "In the words of the platform."),
    field<Route, &Route::name>("name", "Its name."),
    field<Route, &Route::hosts>("hosts", "Host names."),
    field<Route, &Route::tls>("tls", "Is it encrypted?"),
    field<Route, &Route::backends>("backends", "Names of services."),
    field<Route, &Route::services>("services", "Those services.", FieldStage::link),
    field<Route, &Route::node>("node", "Its definition."),
}));

constexpr auto autoscaler_fields = with_common<Autoscaler>(std::to_array<Field>({
    field<Autoscaler, &Autoscaler::kind>("kind", "In the words of the platform."),
    field<Autoscaler, &Autoscaler::name>("name", "Its name."),
    field<Autoscaler, &Autoscaler::name_space>("namespace", "Its namespace."),
    field<Autoscaler, &Autoscaler::target_kind>("target_kind", "Of what it scales."),
    field<Autoscaler, &Autoscaler::target_name>("target_name", "Of what it scales."),
    field<Autoscaler, &Autoscaler::minimum>("minimum", "Replicas."),
    field<Autoscaler, &Autoscaler::maximum>("maximum", "Replicas."),
    field<Autoscaler, &Autoscaler::metrics>("metrics", "Names."),
    field<Autoscaler, &Autoscaler::workloads>("workloads", "That it scales.", FieldStage::link),
    field<Autoscaler, &Autoscaler::node>("node", "Its definition."),
}));

constexpr auto disruption_budget_fields = with_common<DisruptionBudget>(std::to_array<Field>({
    field<DisruptionBudget, &DisruptionBudget::name>("name", "Its name."),
    field<DisruptionBudget, &DisruptionBudget::name_space>("namespace", "Its namespace."),
    field<DisruptionBudget, &DisruptionBudget::min_available>("min_available", "Number or share."),
    field<DisruptionBudget, &DisruptionBudget::max_unavailable>("max_unavailable", "Number or share."),
    field<DisruptionBudget, &DisruptionBudget::selector>("selector", "Labels."),
    field<DisruptionBudget, &DisruptionBudget::workloads>("workloads", "That it covers.", FieldStage::link),
    field<DisruptionBudget, &DisruptionBudget::node>("node", "Its definition."),
}));

constexpr auto network_policy_fields = with_common<NetworkPolicy>(std::to_array<Field>({
    field<NetworkPolicy, &NetworkPolicy::name>("name", "Its name."),
    field<NetworkPolicy, &NetworkPolicy::name_space>("namespace", "Its namespace."),
    field<NetworkPolicy, &NetworkPolicy::selector>("selector", "Labels."),
    field<NetworkPolicy, &NetworkPolicy::workloads>("workloads", "That it is about.", FieldStage::link),
    field<NetworkPolicy, &NetworkPolicy::node>("node", "Its definition."),
}));

constexpr auto config_fields = with_common<ConfigObject>(std::to_array<Field>({
    field<ConfigObject, &ConfigObject::kind>("kind", "In the words of the platform."),
    field<ConfigObject, &ConfigObject::name>("name", "Its name."),
    field<ConfigObject, &ConfigObject::name_space>("namespace", "Its namespace."),
    field<ConfigObject, &ConfigObject::keys>("keys", "What it holds."),
    field<ConfigObject, &ConfigObject::secret>("secret", "Is it for secrets?"),
    field<ConfigObject, &ConfigObject::encrypted>("encrypted", "Are its values encrypted?"),
    field<ConfigObject, &ConfigObject::node>("node", "Its definition."),
}));

constexpr auto object_fields = with_common<Object>(std::to_array<Field>({
    field<Object, &Object::api>("api", "Group and version: `apps/v1`."),
    field<Object, &Object::kind>("kind", "In the words of the platform."),
    field<Object, &Object::name>("name", "Its name."),
    field<Object, &Object::name_space>("namespace", "Its namespace."),
    field<Object, &Object::conditional>("conditional", "Do values of a chart decide whether it is made?"),
    field<Object, &Object::node>("node", "Its definition."),
}));

}  // namespace

template <>
EntitySchema schema_of<Workload>() {
  return {"workload", "What runs containers.", workload_fields};
}

template <>
EntitySchema schema_of<Container>() {
  return {"container", "A container of a workload.", container_fields};
}

template <>
EntitySchema schema_of<Probe>() {
  return {"probe", "A question that the platform asks a container.", probe_fields};
}

template <>
EntitySchema schema_of<Need>() {
  return {"need", "A name by which something is asked for that is declared elsewhere.", need_fields};
}

template <>
EntitySchema schema_of<Service>() {
  return {"service", "An address for workloads.", service_fields};
}

template <>
EntitySchema schema_of<Route>() {
  return {"route", "What leads traffic from outside to services.", route_fields};
}

template <>
EntitySchema schema_of<Autoscaler>() {
  return {"autoscaler", "What changes replicas.", autoscaler_fields};
}

template <>
EntitySchema schema_of<DisruptionBudget>() {
  return {"disruption_budget", "What limits voluntary evictions.", disruption_budget_fields};
}

template <>
EntitySchema schema_of<NetworkPolicy>() {
  return {"network_policy", "What limits traffic.", network_policy_fields};
}

template <>
EntitySchema schema_of<ConfigObject>() {
  return {"config", "A configuration or secret object.", config_fields};
}

template <>
EntitySchema schema_of<Object>() {
  return {"object", "An object of Kubernetes, whatever its kind.", object_fields};
}

}  // namespace plumbline::ir
