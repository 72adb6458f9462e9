#pragma once

#include <tuple>
#include <type_traits>

#include "analyzer/ir/entities_images.h"
#include "analyzer/ir/entities_monitoring.h"
#include "analyzer/ir/entities_pipelines.h"
#include "analyzer/ir/entities_programs.h"
#include "analyzer/ir/entities_repository.h"
#include "analyzer/ir/entities_workloads.h"

/// What a repository's delivery system consists of, the same for every provider. What each field means stands once, in
/// the field tables (schema_*.cpp), from which documentation, type checker and JSON are made; here are only the shapes.
namespace plumbline::ir {

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
