#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/cel/ast.h"
#include "analyzer/ir/schema_view.h"
#include "analyzer/ir/type.h"

namespace plumbline::cel {

struct Function;

/// A variable of an expression. Its value stands at its position in the activation.
struct Variable {
  std::string name;                      ///< may be dotted
  ir::Type type;                         ///< its parameters outlive the checked expression
  bool lazy = false;                     ///< asked for when first read (`EvaluationContext::lazy`)
  std::vector<std::string> when_true{};  ///< a named condition: fields that are present when it holds
  /// A list: fields that are present in each element; else in the variable. Without the variable's own name.
  std::vector<std::string> of_elements{};
};

struct Environment {
  std::vector<Variable> variables;
  const ir::SchemaView* schema = nullptr;
};

struct CheckOptions {
  bool typed = true;     ///< false: names are resolved, types are not checked; what is wrong fails when evaluated
  bool patterns = true;  ///< compile constant patterns to see whether they are sound
  int comprehension_depth = 3;  ///< comprehensions inside of each other
  /// Fields that are present whenever the expression is evaluated, so that it need not ask: from `known_when_true` of
  /// a condition that held before.
  std::vector<std::string> known{};
};

/// What a name means.
enum class Meaning : std::uint8_t {
  none,       ///< nothing (only without type check), or not a name
  variable,   ///< `index` in the environment
  local,      ///< `index` of a comprehension's or binding's variable
  type_name,  ///< of a type: a value itself
  field,      ///< of an entity: `field`
  node_key,   ///< of a document's value
  map_key,    ///< of a map, or of what is only known when evaluated
  function,   ///< `function`
};

/// What the checker found out about a node.
struct Analysis {
  ir::Type type;
  Meaning meaning = Meaning::none;
  std::uint8_t locals = 0;  ///< visible outside of this node: where its own variables begin
  bool tolerant = false;    ///< inside has(): what is absent on the way makes it false
  bool unguarded = false;   ///< reads a field that may be absent without asking first
  std::uint32_t index = 0;
  ir::FieldView field;
  const Function* function = nullptr;
};

/// A checked expression: the tree and, beside it, what each node means. Movable; owns all but the schema.
struct Checked {
  Ast ast;
  std::vector<Analysis> analysis;  ///< by node
  Environment environment;
  std::uint32_t local_count = 0;
  std::unique_ptr<std::deque<ir::Type>> types;  ///< parameters of types; stable addresses

  const Analysis& operator[](NodeId id) const { return analysis[id]; }
  const ir::Type& type() const { return analysis[ast.root].type; }
};

/// Every problem, in source order of discovery; at least one when there is no result.
struct CheckFailure {
  std::vector<ExpressionError> errors;
};

tl::expected<Checked, CheckFailure> check(Ast ast, Environment environment, CheckOptions options = {});

/// Parses and checks.
tl::expected<Checked, CheckFailure> check(std::string_view text, Environment environment, CheckOptions options = {});

/// Fields that are present when the expression is true, in the spelling of `CheckOptions::known`.
std::vector<std::string> known_when_true(const Checked& checked);
/// Fields that are present in each element of the list that the expression gives, or in the element that it takes out
/// of one, by the filters on the way; in the spelling of `Variable::of_elements`.
std::vector<std::string> known_of_elements(const Checked& checked);
/// What is known of the variable itself, in that spelling.
std::vector<std::string> known_of(std::string_view variable, const std::vector<std::string>& known);
/// A variable that stands for the value of an expression, with what the expression says of it.
Variable variable_for(std::string name, const Checked& value, bool lazy);

/// A value of type `from` may stand where `to` is asked for.
bool is_assignable(const ir::Type& from, const ir::Type& to);

}  // namespace plumbline::cel
