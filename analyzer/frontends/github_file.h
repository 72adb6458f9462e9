#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/github_expressions.h"

/// What the parts of the frontend for GitHub's workflows and actions share.
namespace plumbline::frontends {

/// A step of docker/metadata-action, which makes the tags of later steps.
struct GithubMetadata {
  std::string output;  ///< `steps.ID.outputs.tags`
  syntax::DataView images;
};

struct GithubFile {
  const Input& input;
  Context& context;
  ir::FileIrBuilder& ir;
  const GithubFacts& facts;
  const Document& document;
  GithubExpressions expressions;
  std::vector<GithubMetadata> metadata;  ///< of the job that is being read
};

/// What surrounds shell text, when a step does not say it.
struct GithubDefaults {
  std::string_view shell;
  std::string_view working_directory;
  bool windows = false;  ///< every machine that it may run on is one
};

std::vector<Ref<ir::Variable>> github_variables(const syntax::DataView& map, std::string_view path,
                                                ir::VariableSource source, GithubFile& file);
/// `permissions:`, as a word for all or as a map.
std::vector<Ref<ir::Permission>> github_permissions(const syntax::DataView& node, std::string_view path,
                                                    GithubFile& file);
/// `on:`. The names of the events go to `events`.
std::vector<Ref<ir::Trigger>> github_triggers(const syntax::DataView& on, std::vector<std::string>& events,
                                              GithubFile& file);
/// `defaults: run:` of a workflow or a job, over what was known before.
GithubDefaults github_defaults(const syntax::DataView& defaults, GithubDefaults outer);

/// The variables of `env:` that hold what outsiders write are remembered under `env.`.
std::vector<Ref<ir::Variable>> github_environment(const syntax::DataView& env, const ExpressionPlace& at,
                                                  GithubExpressions::List& expressions, GithubFile& file);

struct GithubSteps {
  std::vector<Ref<ir::Step>> steps;
  std::vector<Ref<ir::Image>> images;  ///< that the steps run in or build
  ir::EnumSet<ir::Role> roles;
};
/// The steps of a job or of a composite action; `path` is the list's.
GithubSteps github_steps(const syntax::DataView& list, std::string_view path, Ref<ir::Job> job,
                         const GithubDefaults& defaults, GithubFile& file);

std::vector<Ref<ir::Job>> github_jobs(const syntax::DataView& jobs, Ref<ir::Pipeline> pipeline,
                                      const GithubDefaults& defaults, GithubFile& file);

/// How `owner/repository/path@ref`, `./path` or `docker://image` is fixed, and its parts.
struct GithubUses {
  std::string action;  ///< lower case; a local path as written
  std::string_view ref;
  ir::RefKind kind = ir::RefKind::none;
  std::string_view image;  ///< behind `docker://`
};
GithubUses github_uses(std::string_view uses);

}  // namespace plumbline::frontends
