#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/frontends/frontend.h"
#include "analyzer/syntax/typescript_program.h"

/// What every frontend over TypeScript and JavaScript adds: comments, problems, variables, calls, exports, monitors.
namespace plumbline::frontends {

/// Where the name that a call begins with comes from.
struct CallOrigin {
  std::string module;  ///< empty: this file, or the language itself
  std::string member;  ///< what of the module, `default` for the module itself: `init` of `Sentry.init`
};
CallOrigin origin_of(const syntax::typescript::Program& program, const syntax::typescript::Call& call);

class ProgramFacts {
 public:
  ProgramFacts(const Input& input, Context& context, ir::FileIrBuilder& ir);
  ProgramFacts(const ProgramFacts&) = delete;
  ProgramFacts& operator=(const ProgramFacts&) = delete;

  const syntax::typescript::Program& program() const { return program_; }
  /// Which calls become entities.
  enum class Calls : std::uint8_t { all, of_packages };
  /// Comments, problems, variables, calls, exports, monitors; in that order.
  void add_all(Calls calls);
  /// The row of what a name exports when it is data; none otherwise.
  Ref<ir::DataNode> exported_value(std::string_view name) const;
  /// A value's node and whatever it holds as variables; absent when it is no data.
  Ref<ir::DataNode> add_value(syntax::NodeRef value, std::string_view path);

 private:
  struct Around {
    syntax::NodeRef condition;
    bool negated = false;
  };
  void add_comments();
  void add_block_comment(Span span);
  void find_conditions();
  void add_declarations();
  void add_calls(Calls calls);
  void add_call(const syntax::typescript::Call& call, const CallOrigin& origin);
  void add_elements();
  void add_exports();
  void add_monitor(const syntax::typescript::Call& call, const CallOrigin& origin, Ref<ir::DataNode> arguments,
                   const syntax::Data& data);
  /// A module that the file loads, by a statement or by a call of `require` or `import`.
  struct Load {
    std::string module;
    Span span;
    syntax::NodeRef call;  ///< none: by a statement, or by `const x = require(…)`
  };
  std::vector<Load> loads() const;
  /// What has run when a call is reached: every import statement, wherever it stands, and the calls of `require` above.
  ir::List<Str> loaded_before(std::uint32_t at, std::string_view own_module);
  void add_import_monitors();
  void add_configured_monitor();
  bool only_in_development(syntax::NodeRef node) const;
  void add_variables(const syntax::DataView& root, std::string_view path);
  syntax::Data arguments_data(const syntax::typescript::Call& call) const;

  const Input& input_;
  Context& context_;
  ir::FileIrBuilder& ir_;
  syntax::typescript::Program program_;
  std::vector<Around> around_;
  std::vector<std::pair<std::string, Ref<ir::DataNode>>> exported_;
  std::vector<std::string> started_;  // providers and members that a monitor exists for
};

/// A value's facts as a variable, not yet added: `process.env.X` is a reference.
ir::Variable program_variable(const syntax::DataView& value, ir::FileIrBuilder& ir);
bool is_process_environment(std::string_view written);

/// Programs at no place with a meaning of its own.
void program_file(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
