#pragma once

#include <string>
#include <string_view>

#include "analyzer/frontends/frontend.h"
#include "analyzer/syntax/ruby_program.h"

/// What every frontend over Ruby does with values, comments and errors.
namespace plumbline::frontends {

/// A value under a name as a variable, not yet added. `value` is a node of `data`; `node` the same in the program, none
/// if it is not known there. What is read from the environment or computed is a reference, never a value.
ir::Variable ruby_variable(const syntax::ruby::Program& program, const syntax::DataView& value, syntax::NodeRef node,
                           ir::FileIrBuilder& ir);

/// Variables for the entries of maps inside `value`, however deep: "properties" of a call hold secrets as well.
void add_nested_ruby_variables(const syntax::ruby::Program& program, const syntax::DataView& value,
                               std::string_view path, ir::FileIrBuilder& ir);

/// `X` of `ENV["X"]` and `x` of `config.x = …`; a variable's own name without its sign.
std::string assigned_name(const syntax::ruby::Program& program, syntax::NodeRef target);
bool is_environment(std::string_view written);

void add_ruby_comments(const syntax::ruby::Program& program, ir::FileIrBuilder& ir);
void tell_ruby_problems(const syntax::ruby::Program& program, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends
