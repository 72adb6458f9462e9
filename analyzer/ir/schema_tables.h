#pragma once

#include "analyzer/ir/schema.h"

namespace plumbline::ir {

/// Defined once for each entity, in the schema_<area>.cpp that declares its fields.
template <class E>
EntitySchema schema_of();

template <>
EntitySchema schema_of<Repo>();
template <>
EntitySchema schema_of<File>();
template <>
EntitySchema schema_of<Problem>();
template <>
EntitySchema schema_of<Comment>();
template <>
EntitySchema schema_of<Decision>();
template <>
EntitySchema schema_of<Suppression>();
template <>
EntitySchema schema_of<Variable>();
template <>
EntitySchema schema_of<Secret>();
template <>
EntitySchema schema_of<Label>();
template <>
EntitySchema schema_of<Pipeline>();
template <>
EntitySchema schema_of<Trigger>();
template <>
EntitySchema schema_of<Permission>();
template <>
EntitySchema schema_of<Job>();
template <>
EntitySchema schema_of<Step>();
template <>
EntitySchema schema_of<Command>();
template <>
EntitySchema schema_of<Expression>();
template <>
EntitySchema schema_of<Script>();
template <>
EntitySchema schema_of<Image>();
template <>
EntitySchema schema_of<Build>();
template <>
EntitySchema schema_of<Stage>();
template <>
EntitySchema schema_of<Instruction>();
template <>
EntitySchema schema_of<Mount>();
template <>
EntitySchema schema_of<Port>();
template <>
EntitySchema schema_of<Workload>();
template <>
EntitySchema schema_of<Container>();
template <>
EntitySchema schema_of<Probe>();
template <>
EntitySchema schema_of<Need>();
template <>
EntitySchema schema_of<Service>();
template <>
EntitySchema schema_of<Route>();
template <>
EntitySchema schema_of<Autoscaler>();
template <>
EntitySchema schema_of<DisruptionBudget>();
template <>
EntitySchema schema_of<NetworkPolicy>();
template <>
EntitySchema schema_of<ConfigObject>();
template <>
EntitySchema schema_of<Object>();
template <>
EntitySchema schema_of<Call>();
template <>
EntitySchema schema_of<Export>();
template <>
EntitySchema schema_of<Page>();
template <>
EntitySchema schema_of<Site>();
template <>
EntitySchema schema_of<Monitor>();
template <>
EntitySchema schema_of<Alert>();
template <>
EntitySchema schema_of<Receiver>();
template <>
EntitySchema schema_of<DataNode>();

}  // namespace plumbline::ir
