#pragma once

#include "analyzer/ir/entities.h"

namespace plumbline::ir {

/// Something that is not read here may say what is absent: a chart's block of lines, an overlay's patch. Values that
/// are absent become unknown, lists incomplete.
inline void make_open(List<Str>& list) {
  list.incomplete = 1;
}
template <class E>
void make_open(List<Ref<E>>& list) {
  list.incomplete = 1;
}
template <class T>
void make_open(Maybe<T>& value) {
  if (value.is_absent()) value = Maybe<T>::unknown({});
}
template <class E>
void make_open(Ref<E>& ref) {
  if (!ref.has_value()) ref = Ref<E>::unknown();
}

template <class... Fields>
void make_all_open(Fields&... fields) {
  (make_open(fields), ...);
}

inline void make_resources_open(Container& row) {
  make_all_open(row.cpu_request, row.cpu_limit, row.memory_request, row.memory_limit);
}

inline void make_security_open(Container& row) {
  make_all_open(row.privileged, row.allow_privilege_escalation, row.read_only_root, row.run_as_non_root,
                row.run_as_user, row.capabilities_added, row.capabilities_dropped);
}

inline void make_open(Container& row) {
  make_all_open(row.readiness, row.liveness, row.startup, row.ports, row.variables, row.mounts, row.command, row.args);
  make_resources_open(row);
  make_security_open(row);
}

/// The pods' part; what stands beside it (`replicas`, `strategy`) is apart.
inline void make_pod_open(Workload& row) {
  make_all_open(row.service_account, row.mounts_token, row.host_network, row.host_pid, row.volumes, row.containers);
}

inline void make_open(Workload& row) {
  make_pod_open(row);
  make_all_open(row.replicas, row.strategy, row.labels, row.selector);
}

}  // namespace plumbline::ir
