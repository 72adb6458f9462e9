#pragma once

#include <optional>
#include <vector>

#include "analyzer/cel/program.h"

namespace plumbline::cel {

/// Turns a checked tree into steps. Used by `compile` only.
class Compiler {
 public:
  Compiler(Program& program, const Checked& checked, CompileOptions options)
      : program_(program), checked_(checked), ast_(checked.ast), options_(options) {}

  /// Position of the step that computes a node.
  std::uint32_t emit(NodeId id);

 private:
  Step make(NodeId id);
  Step identifier(NodeId id);
  Step select(NodeId id);
  Step has(NodeId id);
  Step index(NodeId id);
  Step call(NodeId id);
  Step operation(NodeId id);
  Step comprehension(NodeId id);
  Step many(StepBody run, std::span<const NodeId> operands);
  Step function_call(const Function& function, std::span<const NodeId> operands);
  /// What can be done in one step instead of several.
  std::optional<Step> fused(NodeId id);
  std::optional<Step> fused_in(NodeId id);
  std::optional<Step> fused_equality(NodeId id);
  std::optional<Step> fused_size(NodeId id);
  std::optional<Step> fused_pattern(NodeId id, NodeId text, NodeId pattern);
  /// Bits of the words that a literal, or a list of literals, has.
  std::optional<std::uint64_t> word_bits(const ir::Type& of, NodeId id) const;
  bool can_fold(NodeId id, const Step& step) const;
  ir::Value fold(const Step& step);

  std::uint32_t push(Step step);
  static Step constant(ir::Value value);
  Step failing(NodeId id, std::string_view message);
  bool is_constant(std::uint32_t step) const;
  const ir::Type& type(NodeId id) const { return checked_.analysis[id].type; }

  Program& program_;
  const Checked& checked_;
  const Ast& ast_;
  CompileOptions options_;
};

}  // namespace plumbline::cel
