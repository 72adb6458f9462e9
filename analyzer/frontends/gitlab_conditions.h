#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "analyzer/ir/vocabulary.h"

/// When GitLab runs a job, as far as the file says it. https://docs.gitlab.com/ci/jobs/job_rules/
namespace plumbline::frontends {

/// Runs of a pipeline that differ in what conditions see.
enum class GitlabRun : std::uint8_t { branch_push, default_push, merge_request, tag, schedule, web, api };
inline constexpr std::array<GitlabRun, 7> gitlab_runs{
    GitlabRun::branch_push, GitlabRun::default_push, GitlabRun::merge_request, GitlabRun::tag, GitlabRun::schedule,
    GitlabRun::web,         GitlabRun::api};
ir::TriggerKind trigger_kind(GitlabRun run);

/// `maybe`: it depends on what stands in no file.
enum class Truth : std::uint8_t { no, maybe, yes };
constexpr Truth both(Truth a, Truth b) {
  return a < b ? a : b;
}
constexpr Truth either(Truth a, Truth b) {
  return a > b ? a : b;
}
constexpr Truth opposite(Truth a) {
  return a == Truth::yes ? Truth::no : a == Truth::no ? Truth::yes : Truth::maybe;
}

/// The text of `rules: if:` in such a run. Maybe for what is no condition.
Truth gitlab_condition(std::string_view text, GitlabRun run);

/// A word of `only:` or `except:`: a kind of ref, a branch, a pattern.
Truth gitlab_ref(std::string_view word, GitlabRun run);

}  // namespace plumbline::frontends
