#pragma once

#include <string_view>

#include "analyzer/ir/file_ir.h"

namespace plumbline::frontends {

/// Does a name (of a pipeline, a job, a script) say that what it does is the way back? The folder of a path does not
/// count.
bool is_rollback_name(std::string_view name);

/// The same command deploys or goes back by its place: what deploys in the job counts as rollback.
void turn_into_rollback(Ref<ir::Job> job, ir::FileIrBuilder& ir);
/// The roles of one command, and what that makes of the roles of what holds it.
void turn_into_rollback(ir::EnumSet<ir::Role>& roles);

}  // namespace plumbline::frontends
