#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/frontends/fastlane_actions.h"
#include "analyzer/frontends/frontend.h"
#include "analyzer/frontends/ruby_surroundings.h"
#include "analyzer/syntax/ruby_program.h"

namespace plumbline::frontends {

/// What a call in a Fastfile is by its name.
struct CalledName {
  std::string written;
  const FastlaneAction* action = nullptr;  ///< null: a lane, a helper, a plugin's action or plain Ruby
  bool shell = false;                      ///< sh, system, backquotes
};
/// None: not something that fastlane runs (`require`, `UI.message`, a call on an object).
std::optional<CalledName> called_name(const syntax::ruby::Program& program, const syntax::ruby::Call& call,
                                      const FastlaneActions& actions);

/// Where a step stands.
struct StepPlace {
  Ref<ir::Job> job;
  std::string path;         ///< of the step
  bool in_failure = false;  ///< error block, rescue clause
  bool always = false;      ///< ensure
  bool shadowed = false;    ///< a lane or helper of this name is called, not the action
};

/// Adds rows for the calls of one Fastfile.
class FastfileSteps {
 public:
  FastfileSteps(const syntax::ruby::Program& program, Context& context, ir::FileIrBuilder& ir)
      : program_(program), context_(context), ir_(ir), around_(program) {}

  Ref<ir::Step> add(const syntax::ruby::Call& call, const CalledName& name, const StepPlace& place);
  /// `api_key = app_store_connect_api_key`: an action's name as a value.
  Ref<ir::Step> add_bare(syntax::NodeRef node, const CalledName& name, const StepPlace& place);

 private:
  struct ShellText {
    std::optional<source::MappedText> text;  ///< for a shell
    std::vector<source::MappedText> words;   ///< without one
    bool literal = true;
    bool computed = false;  ///< Ruby stands in the place of a string: a variable, a call
  };
  ir::Step common(syntax::NodeRef node, const CalledName& name, const StepPlace& place);
  void add_options(const syntax::ruby::Call& call, const CalledName& name, const StepPlace& place, ir::Step& step);
  void add_shell(const syntax::ruby::Call& call, const CalledName& name, const StepPlace& place, ir::Step& step,
                 Ref<ir::Step> ref);
  ShellText shell_text(const syntax::ruby::Call& call) const;
  void take_value(syntax::NodeRef node, ShellText& into) const;
  bool failure_counts_not(const syntax::ruby::Call& call, const CalledName& name) const;

  const syntax::ruby::Program& program_;
  Context& context_;
  ir::FileIrBuilder& ir_;
  RubySurroundings around_;
};

}  // namespace plumbline::frontends
