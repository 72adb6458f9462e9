#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/cel/environment.h"
#include "analyzer/cel/guards.h"

namespace plumbline::cel {

/// One walk over a tree: what each name means, the type of each node, and what is wrong. Used by `check` only.
class Checker {
 public:
  Checker(Checked& checked, CheckOptions options)
      : out_(checked), ast_(checked.ast), options_(std::move(options)), guards_(checked) {
    guards_.assume(options_.known);
    for (const Variable& variable : out_.environment.variables) {
      if (!variable.type.is(ir::TypeKind::list)) guards_.assume_of(variable.name, variable.of_elements);
    }
  }

  void run() { visit(ast_.root); }
  std::vector<ExpressionError> take_errors() { return std::move(errors_); }

 private:
  struct Local {
    std::string_view name;
    ir::Type type;
  };

  /// The type of a node; a field that may be absent counts as present from here on.
  ir::Type visit(NodeId id);
  ir::Type visit_kind(NodeId id);
  ir::Type visit_identifier(NodeId id);
  ir::Type visit_select(NodeId id);
  ir::Type visit_has(NodeId id);
  ir::Type visit_index(NodeId id);
  ir::Type visit_unary(NodeId id);
  ir::Type visit_binary(NodeId id);
  ir::Type visit_logical(NodeId id);
  ir::Type visit_conditional(NodeId id);
  ir::Type visit_list(NodeId id);
  ir::Type visit_map(NodeId id);
  ir::Type visit_entry(NodeId id);
  ir::Type visit_comprehension(NodeId id);
  ir::Type visit_bind(NodeId id);
  ir::Type visit_optional_map(NodeId id);
  ir::Type visit_call(NodeId id);

  ir::Type field_type(NodeId id, const ir::Type& target);
  ir::Type index_type(NodeId id, const ir::Type& target, const ir::Type& index);
  ir::Type guarded(NodeId id, const ir::Type& type, const std::string& path);
  void enter(const std::vector<Local>& variables);
  ir::Type body(NodeId body, const Local& variable);
  ir::Type comprehension_result(const Node& node, const ir::Type& range, const ir::Type& element,
                                const ir::Type& transformed);
  std::vector<Local> comprehension_variables(NodeId id, const ir::Type& range);
  void expect_bool(NodeId id, const ir::Type& type);
  void check_words(const ir::Type& type, NodeId other);
  void check_pattern(NodeId id);
  std::string qualified_name(NodeId id) const;
  bool is_local(std::string_view name) const;
  int find_variable(std::string_view name) const;
  bool resolve_qualified(NodeId id);

  const ir::Type* keep(const ir::Type& type) { return &out_.types->emplace_back(type); }
  std::string print(const ir::Type& type) const { return ir::print_type(type, out_.environment.schema); }
  ir::Type error(Span at, std::string message);

  Checked& out_;
  const Ast& ast_;
  CheckOptions options_;
  Guards guards_;
  std::vector<Local> locals_;
  std::vector<ExpressionError> errors_;
  int comprehensions_ = 0;
  bool tolerant_ = false;  // inside has(): fields on the way may be absent
};

}  // namespace plumbline::cel
