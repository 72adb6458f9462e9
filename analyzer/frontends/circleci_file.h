#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/frontends/commands.h"
#include "analyzer/frontends/data_tools.h"

/// What the parts of the frontend for CircleCI's configurations share.
/// https://circleci.com/docs/configuration-reference/
namespace plumbline::frontends {

struct CircleSteps {
  std::vector<Ref<ir::Step>> steps;
  std::vector<Ref<ir::Image>> images;  ///< that the commands build
  ir::EnumSet<ir::Role> roles;
  bool open = false;  ///< something in them cannot be seen here
};

struct CircleFile {
  const Input& input;
  Context& context;
  ir::FileIrBuilder& ir;
  const Document& document;
  syntax::DataView root;
  /// What stands once is one entity, however many jobs use it.
  std::unordered_map<std::uint64_t, ShellEntities> shells;
  std::unordered_map<std::uint64_t, CircleSteps> steps;  ///< by the job's definition
  std::unordered_map<std::uint32_t, Ref<ir::Image>> images;
  std::unordered_map<std::uint32_t, Ref<ir::Variable>> variables;
};

/// `<< parameters.name >>`: filled in before anything else reads the text.
struct CircleParameter {
  Span fence;
  Span name;  ///< without blanks
};
std::vector<CircleParameter> circle_parameters(std::string_view text);
bool is_circleci_opaque(std::string_view text);

/// A command, job or executor that a name stands for.
struct CircleCallee {
  syntax::DataView definition;  ///< in this file
  syntax::DataView home;        ///< where names in the definition are looked up: the file or an inline orb
  std::string orb;              ///< namespace/orb/name, lower case, of a published one
  std::string_view version;
  ir::RefKind kind = ir::RefKind::none;

  bool known() const { return definition || !orb.empty(); }
};
CircleCallee circle_callee(std::string_view kind, std::string_view name, const syntax::DataView& home,
                           const CircleFile& file);

std::vector<Ref<ir::Variable>> circle_variables(const syntax::DataView& map, std::string_view path,
                                                ir::VariableSource source, CircleFile& file);

struct CircleStepsPlace {
  std::string_view path;
  Ref<ir::Job> job;
  syntax::DataView home;
  std::string_view shell;  ///< that the job names
  bool rolls_back = false;
};
/// The steps of `lists`, one behind the other.
CircleSteps circle_steps(const std::vector<syntax::DataView>& lists, const CircleStepsPlace& place, CircleFile& file);

/// The jobs that a workflow starts, or those of the file when it has no workflows.
std::vector<Ref<ir::Job>> circle_jobs(const std::vector<syntax::DataView>& entries, std::string_view path,
                                      Ref<ir::Pipeline> pipeline, CircleFile& file);

}  // namespace plumbline::frontends
