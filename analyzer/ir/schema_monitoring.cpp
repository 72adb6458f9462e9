#include "analyzer/ir/schema_builder.h"
#include "analyzer/ir/schema_tables.h"

namespace plumbline::ir {

namespace {

constexpr auto alert_fields = with_common<Alert>(std::to_array<Field>({
    field<Alert, &Alert::name>("name", "Its name."),
    field<Alert, &Alert::group>("group", "The group of rules that it stands in."),
    field<Alert, &Alert::severity>("severity", "Its severity."),
    field<Alert, &Alert::duration>("duration", "How long the condition must hold."),
    field<Alert, &Alert::runbook>("runbook", "Where to read what to do."),
    field<Alert, &Alert::condition>("condition", "As written."),
    field<Alert, &Alert::labels>("labels", "That it adds to those of the series."),
    field<Alert, &Alert::annotations>("annotations", "Names of its texts."),
    field<Alert, &Alert::momentary>("momentary", "Does the condition compare single samples, without a range of time?"),
    field<Alert, &Alert::keeps_firing>("keeps_firing", "Does it go on for a while when the condition is gone?"),
    field<Alert, &Alert::duplicate>("duplicate", "Has an earlier one of its group the same name and labels?"),
    field<Alert, &Alert::runbook_found>(
        "runbook_found", "Is the file there? Unknown when it is not one of this repository.", FieldStage::link),
    field<Alert, &Alert::receivers>("receivers", "Where the routes of this repository lead it.", FieldStage::link),
    field<Alert, &Alert::node>("node", "Its definition."),
}));

constexpr auto receiver_fields = with_common<Receiver>(std::to_array<Field>({
    field<Receiver, &Receiver::name>("name", "Its name."),
    field<Receiver, &Receiver::channels>("channels", "Kinds of channels."),
    field<Receiver, &Receiver::used>("used", "Does a route lead to it?"),
    field<Receiver, &Receiver::node>("node", "Its definition."),
}));

constexpr auto alert_route_fields = with_common<AlertRoute>(std::to_array<Field>({
    field<AlertRoute, &AlertRoute::receiver_name>("receiver_name", "Where it leads; from above where it says nothing."),
    field<AlertRoute, &AlertRoute::matchers>("matchers", "What an alert must look like: `severity=\"critical\"`."),
    field<AlertRoute, &AlertRoute::labels>("labels", "Names of the labels that these ask for."),
    field<AlertRoute, &AlertRoute::root>("root", "Does every alert begin here?"),
    field<AlertRoute, &AlertRoute::continues>("continues", "Are the routes behind it tried as well?"),
    field<AlertRoute, &AlertRoute::scoped>("scoped", "Does it see the alerts of one namespace only?"),
    field<AlertRoute, &AlertRoute::found>("found", "Is its receiver declared?"),
    field<AlertRoute, &AlertRoute::receiver>("receiver", "Where it leads."),
    field<AlertRoute, &AlertRoute::routes>("routes", "Below it, in order."),
    field<AlertRoute, &AlertRoute::node>("node", "Its definition."),
}));

constexpr auto scrape_fields = with_common<Scrape>(std::to_array<Field>({
    field<Scrape, &Scrape::name>("name", "Its name."),
    field<Scrape, &Scrape::targets>("targets", "Addresses that are written down."),
    field<Scrape, &Scrape::discovers>("discovers", "Does it find others by itself?"),
    field<Scrape, &Scrape::missing>("missing", "Those whose name nothing in its Compose files has.", FieldStage::link),
    field<Scrape, &Scrape::node>("node", "Its definition."),
}));

constexpr auto component_fields = with_common<Component>(std::to_array<Field>({
    field<Component, &Component::kind>("kind", "Which."),
    field<Component, &Component::name>("name", "Its name: `otlp/traces`."),
    field<Component, &Component::declares>("declares", "A declaration; otherwise a use."),
    field<Component, &Component::pipeline>("pipeline", "That uses it; empty for an extension."),
    field<Component, &Component::found>(
        "found", "Of a declaration: is it used? Of a use: is it declared? Unknown when that may be elsewhere.",
        FieldStage::link),
    field<Component, &Component::node>("node", "Its definition."),
}));

constexpr auto document_fields = with_common<Document>(std::to_array<Field>({
    field<Document, &Document::title>("title", "The first heading."),
    field<Document, &Document::headings>("headings", "All of them, in order."),
    field<Document, &Document::mentions>("mentions", "What it tells to use."),
}));

constexpr auto mention_fields = with_common<Mention>(std::to_array<Field>({
    field<Mention, &Mention::kind>("kind", "Of what."),
    field<Mention, &Mention::name>("name", "The target, the script, the path."),
    field<Mention, &Mention::text>("text", "As written."),
    field<Mention, &Mention::document>("document", "That says it."),
    field<Mention, &Mention::certain>("certain", "False: what stands around it may mean another place."),
    field<Mention, &Mention::found>("found", "Is it there? Unknown when it may be elsewhere.", FieldStage::link),
}));

constexpr auto dependency_update_fields = with_common<DependencyUpdate>(std::to_array<Field>({
    field<DependencyUpdate, &DependencyUpdate::tool>("tool", "That updates."),
    field<DependencyUpdate, &DependencyUpdate::ecosystem>("ecosystem", "In the words of the tool."),
    field<DependencyUpdate, &DependencyUpdate::directory>("directory", "As written; empty: all."),
    field<DependencyUpdate, &DependencyUpdate::found>("found", "Is there such a folder?", FieldStage::link),
}));

}  // namespace

template <>
EntitySchema schema_of<Alert>() {
  return {"alert", "An alert rule.", alert_fields};
}

template <>
EntitySchema schema_of<Receiver>() {
  return {"receiver", "Where alerts go.", receiver_fields};
}

template <>
EntitySchema schema_of<AlertRoute>() {
  return {"alert_route", "A way of alerts to a receiver.", alert_route_fields};
}

template <>
EntitySchema schema_of<Scrape>() {
  return {"scrape", "A job that collects metrics.", scrape_fields};
}

template <>
EntitySchema schema_of<Component>() {
  return {"component", "A part of a telemetry collector, declared or named by a pipeline.", component_fields};
}

template <>
EntitySchema schema_of<Document>() {
  return {"document", "A text for people.", document_fields};
}

template <>
EntitySchema schema_of<Mention>() {
  return {"mention", "Something of the repository that a text names.", mention_fields};
}

template <>
EntitySchema schema_of<DependencyUpdate>() {
  return {"dependency_update", "A request for updates of dependencies.", dependency_update_fields};
}

}  // namespace plumbline::ir
