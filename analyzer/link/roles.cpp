#include <algorithm>
#include <string_view>
#include <vector>

#include "analyzer/base/ascii.h"
#include "analyzer/link/link.h"

namespace plumbline::link {

namespace {

using ir::Command;
using ir::EnumSet;
using ir::Job;
using ir::Pipeline;
using ir::Role;
using ir::Script;
using ir::Step;

/// Roles flow from what is called to what calls. Each round carries them one call further, so that the number of
/// rounds bounds the depth of calls and cycles end.
class RoleSpreader {
 public:
  RoleSpreader(ir::RepoIr& repo, const Limits& limits) : repo_(repo), limits_(limits) {}

  void run() {
    start();
    for (std::uint32_t round = 0; round < limits_.link_depth && changed_; ++round) {
      changed_ = false;
      for (std::uint32_t i = 0; i < repo_.rows<Command>().size(); ++i) spread_command({i});
      for (std::uint32_t i = 0; i < repo_.rows<Script>().size(); ++i) spread_script({i});
      for (std::uint32_t i = 0; i < repo_.rows<Step>().size(); ++i) spread_step({i});
      for (std::uint32_t i = 0; i < repo_.rows<Job>().size(); ++i) spread_job({i});
      for (std::uint32_t i = 0; i < repo_.rows<Pipeline>().size(); ++i) spread_pipeline({i});
    }
    collect_commands();
    for (std::uint32_t i = 0; i < repo_.rows<Job>().size(); ++i) judge_place({i});
    spread_repo();
  }

 private:
  template <class E>
  void add(Ref<E> ref, EnumSet<Role> roles) {
    EnumSet<Role>& own = repo_.edit(ref).roles;
    const EnumSet<Role> before = own;
    own.add(roles);
    changed_ = changed_ || !(own == before);
  }

  void start() {
    for (Command& row : repo_.tables().table<Command>().rows) row.roles = row.own_roles;
    for (Script& row : repo_.tables().table<Script>().rows) row.roles = row.own_roles;
    for (Step& row : repo_.tables().table<Step>().rows) row.roles = row.own_roles;
    for (Job& row : repo_.tables().table<Job>().rows) row.roles = row.own_roles;
    for (Pipeline& row : repo_.tables().table<Pipeline>().rows) row.roles = row.own_roles;
  }

  void spread_command(Ref<Command> ref) {
    if (const Ref<Script> script = repo_[ref].calls_script) add(ref, repo_[script].roles);
    for (const Ref<Job> lane : repo_.list(repo_[ref].calls_jobs)) add(ref, repo_[lane].roles);
  }

  void spread_script(Ref<Script> ref) {
    for (const Ref<Command> command : repo_.list(repo_[ref].commands)) add(ref, repo_[command].roles);
  }

  void spread_step(Ref<Step> ref) {
    for (const Ref<Command> command : repo_.list(repo_[ref].commands)) add(ref, repo_[command].roles);
    if (const Ref<Pipeline> called = repo_[ref].calls) add(ref, repo_[called].roles);
    for (const Ref<Job> lane : repo_.list(repo_[ref].calls_jobs)) add(ref, repo_[lane].roles);
  }

  /// A lane that cannot be started from outside is called; a hidden job is only taken over from.
  bool is_template(Ref<Job> job) const {
    return repo_[job].is_private && repo_[repo_[job].pipeline].kind != ir::PipelineKind::lanes;
  }

  void spread_job(Ref<Job> ref) {
    if (is_template(ref)) return;
    for (const Ref<Step> step : repo_.list(repo_[ref].steps)) add(ref, repo_[step].roles);
    for (const Ref<Step> step : taken_over(ref)) add(ref, repo_[step].roles);
    if (const Ref<Pipeline> called = repo_[ref].calls) add(ref, repo_[called].roles);
  }

  void spread_pipeline(Ref<Pipeline> ref) {
    for (const Ref<Job> job : repo_.list(repo_[ref].jobs)) add(ref, repo_[job].roles);
  }

  /// Steps of the jobs that it takes over from, where it has none of that name itself.
  std::vector<Ref<Step>> taken_over(Ref<Job> ref) const {
    std::vector<Ref<Step>> steps;
    const auto own = repo_.list(repo_[ref].steps);
    for (const Ref<Job> base : repo_.list(repo_[ref].bases)) {
      for (const Ref<Step> step : repo_.list(repo_[base].steps)) {
        const auto same = [&](Ref<Step> other) { return repo_.text(repo_[other].id) == repo_.text(repo_[step].id); };
        if (std::none_of(own.begin(), own.end(), same) && std::none_of(steps.begin(), steps.end(), same))
          steps.push_back(step);
      }
    }
    return steps;
  }

  /// `job.commands`: of its steps, then of the scripts that they run, each script once.
  void collect_commands() {
    for (std::uint32_t i = 0; i < repo_.rows<Job>().size(); ++i) {
      std::vector<Ref<Command>> commands;
      bool incomplete = false;
      const auto add_own = [&](Ref<Step> step) {
        const auto own = repo_.list(repo_[step].commands);
        commands.insert(commands.end(), own.begin(), own.end());
      };
      for (const Ref<Step> step : repo_.list(repo_.rows<Job>()[i].steps)) add_own(step);
      for (const Ref<Step> step : taken_over({i})) add_own(step);
      std::vector<Ref<Script>> entered;
      for (std::size_t at = 0; at < commands.size(); ++at) {
        const Ref<Script> script = repo_[commands[at]].calls_script;
        if (!script || std::find(entered.begin(), entered.end(), script) != entered.end()) continue;
        if (entered.size() >= limits_.link_depth) {
          incomplete = true;
          break;
        }
        entered.push_back(script);
        const auto inner = repo_.list(repo_[script].commands);
        commands.insert(commands.end(), inner.begin(), inner.end());
      }
      repo_.edit(Ref<Job>{i}).commands = repo_.tables().add_list(commands, incomplete);
    }
  }

  /// Environments and names by which people tell a place that users do not see.
  static bool is_rehearsal(std::string_view name) {
    constexpr std::string_view words[] = {"stag",    "dev",  "test", "preview", "review", "qa",
                                          "sandbox", "demo", "e2e",  "ci",      "pr-",    "uat"};
    return std::any_of(std::begin(words), std::end(words),
                       [&](std::string_view word) { return ascii::contains_ignoring_case(name, word); });
  }

  void judge_place(Ref<Job> ref) {
    Job& job = repo_.edit(ref);
    const bool deploys = job.roles.has(Role::deploy) || job.roles.has(Role::publish);
    bool throwaway = false;
    for (const Ref<Command> command : repo_.list(job.commands)) throwaway = throwaway || makes_cluster(command);
    const bool on_changes_only = only_for_proposals(job);
    const bool rehearsal = job.environment.is_present() ? is_rehearsal(repo_.text(job.environment.value))
                                                        : is_rehearsal(repo_.text(job.id));
    job.production_like = !is_template(ref) && deploys && !throwaway && !on_changes_only && !rehearsal;
    for (const Ref<Command> command : repo_.list(job.commands)) {
      if (rolls_back_by_itself(command)) job.platform_rolls_back = true;
    }
  }

  bool makes_cluster(Ref<Command> command) const {
    const std::string_view program = repo_.text(repo_[command].program);
    return program == "kind" || program == "minikube" || program == "k3d" || program == "ct";
  }

  bool only_for_proposals(const Job& job) const {
    if (!job.pipeline) return false;
    const EnumSet<ir::TriggerKind> kinds =
        job.trigger_kinds.empty() ? repo_[job.pipeline].trigger_kinds : job.trigger_kinds;
    EnumSet<ir::TriggerKind> others = kinds;
    others.remove(ir::TriggerKind::pull_request);
    others.remove(ir::TriggerKind::merge_group);
    return !kinds.empty() && others.empty();
  }

  bool rolls_back_by_itself(Ref<Command> command) const {
    const auto options = repo_.list(repo_[command].options);
    return std::any_of(options.begin(), options.end(), [&](Str option) {
      const std::string_view text = repo_.text(option);
      return text == "--atomic" || text == "--rollback-on-failure";
    });
  }

  void spread_repo() {
    EnumSet<Role> roles;
    EnumSet<Role> dispatchable;
    for (const Pipeline& pipeline : repo_.rows<Pipeline>()) {
      EnumSet<ir::TriggerKind> kinds = pipeline.trigger_kinds;
      if (kinds.has_any(
              {ir::TriggerKind::manual, ir::TriggerKind::api, ir::TriggerKind::comment, ir::TriggerKind::issue})) {
        dispatchable.add(pipeline.roles);
      }
      kinds.remove(ir::TriggerKind::called);
      if (!kinds.empty()) roles.add(pipeline.roles);
    }
    repo_.edit_repo().roles = roles;
    repo_.edit_repo().dispatchable_roles = dispatchable;
  }

  ir::RepoIr& repo_;
  const Limits& limits_;
  bool changed_ = true;
};

}  // namespace

void spread_roles(ir::RepoIr& repo, const Limits& limits) {
  RoleSpreader(repo, limits).run();
}

}  // namespace plumbline::link
