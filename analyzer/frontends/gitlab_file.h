#pragma once

#include <string>
#include <unordered_map>

#include "analyzer/frontends/commands.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/gitlab_conditions.h"
#include "analyzer/frontends/gitlab_config.h"

/// What the parts of the frontend for GitLab's configurations share.
namespace plumbline::frontends {

struct GitlabFile {
  const Input& input;
  Context& context;
  ir::FileIrBuilder& ir;
  const Document& document;
  const GitlabConfig& config;
  /// What stands once is one entity, however many jobs take it over.
  std::unordered_map<std::uint64_t, ShellEntities> shells;
  std::unordered_map<std::uint32_t, Ref<ir::Image>> images;
  std::unordered_map<std::uint32_t, Ref<ir::Variable>> variables;
  std::array<Truth, gitlab_runs.size()> pipeline_runs{};  ///< by `workflow: rules:`
};

/// Is its value not known here?
bool is_gitlab_opaque(std::string_view text);

/// Variables of the maps of `entries`, secrets by reference told apart from literals.
std::vector<Ref<ir::Variable>> gitlab_variables(const std::vector<syntax::DataView>& entries, std::string_view path,
                                                GitlabFile& file);
/// None for an absent or empty one.
Ref<ir::Image> gitlab_image(const syntax::DataView& node, std::string_view path, ir::ImageRole role, Ref<ir::Job> job,
                            GitlabFile& file);

/// What `rules:`, `only:`, `except:` and `when:` say of one kind of run.
struct GitlabOutcome {
  Truth runs = Truth::yes;
  bool by_hand = false;        ///< in some case a person has to start it
  bool automatically = false;  ///< in some case nobody has to
  bool after_failure = false;
};
GitlabOutcome gitlab_outcome(const GitlabLayers& job, GitlabRun run, const GitlabConfig& config);

std::vector<Ref<ir::Job>> gitlab_jobs(Ref<ir::Pipeline> pipeline, GitlabFile& file);

struct GitlabSteps {
  std::vector<Ref<ir::Step>> steps;
  std::vector<Ref<ir::Image>> images;  ///< that the commands build
  ir::EnumSet<ir::Role> roles;
  bool open = false;
};
GitlabSteps gitlab_steps(const GitlabLayers& layers, std::string_view path, Ref<ir::Job> job, bool rolls_back,
                         GitlabFile& file);

}  // namespace plumbline::frontends
