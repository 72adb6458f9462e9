#include "analyzer/frontends/rollback.h"

#include <string>
#include <vector>

#include "analyzer/base/ascii.h"

namespace plumbline::frontends {

bool is_rollback_name(std::string_view name) {
  std::string words = " ";
  for (const char c : name.substr(name.rfind('/') + 1)) words += ascii::is_alnum(c) ? ascii::lower(c) : ' ';
  words += ' ';
  for (const std::string_view phrase : {" rollback ", " roll back ", " revert "}) {
    if (words.find(phrase) != std::string::npos) return true;
  }
  return false;
}

void turn_into_rollback(ir::EnumSet<ir::Role>& roles) {
  if (!roles.has(ir::Role::deploy)) return;
  roles.remove(ir::Role::deploy);
  roles.add(ir::Role::rollback);
}

void turn_into_rollback(Ref<ir::Job> job, ir::FileIrBuilder& ir) {
  const auto listed = ir.tables().list(ir[job].steps);
  const std::vector<Ref<ir::Step>> steps(listed.begin(), listed.end());
  for (const Ref<ir::Step> step : steps) {
    turn_into_rollback(ir[step].own_roles);
    const auto commands = ir.tables().list(ir[step].commands);
    for (const Ref<ir::Command> command : std::vector<Ref<ir::Command>>(commands.begin(), commands.end())) {
      turn_into_rollback(ir[command].own_roles);
    }
  }
  turn_into_rollback(ir[job].own_roles);
}

}  // namespace plumbline::frontends
