#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analyzer/base/arena.h"
#include "analyzer/cel/environment.h"
#include "analyzer/cel/evaluation.h"
#include "analyzer/cel/functions.h"
#include "analyzer/cel/patterns.h"

namespace plumbline::cel {

struct Step;
using StepBody = ir::Value (*)(const Step&, Evaluation&);

/// One operation that calls its operands directly. What `a` to `c` mean is `run`'s: other steps, positions of
/// variables, or a place in the program's list of operands.
struct Step {
  StepBody run = nullptr;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  NodeId node = no_node;  ///< what it computes
  ir::Value constant;
  union {
    FunctionBody body = nullptr;
    ir::Value (*load)(const ir::RepoIr&, const void* row);
    const Pattern* pattern;
  };
};

struct CompileOptions {
  bool traced = false;  ///< records every sub-expression; nothing is folded; fused only where that knows more
};

/// A compiled expression. Immutable: shared by threads, each with a context of its own. Owns all that it needs but the
/// schema.
class Program {
 public:
  /// The value: a plain CEL value, unknown (also when the budget has ended) or an error. `variables` are the
  /// environment's, in its order.
  ir::Value evaluate(std::span<const ir::Value> variables, EvaluationContext& context) const;

  const ir::Type& type() const { return type_; }
  std::size_t step_count() const { return steps_.size(); }
  bool is_constant() const;

 private:
  friend class Compiler;
  friend Program compile(std::shared_ptr<const Checked> checked, CompileOptions options);
  std::vector<Step> steps_;
  std::vector<std::uint32_t> operands_;
  std::vector<std::unique_ptr<Pattern>> patterns_;
  std::uint32_t root_ = 0;
  std::uint32_t local_count_ = 0;
  ir::Type type_;
  Arena constants_;
  std::shared_ptr<const Checked> checked_;  // names and literals lie in it; several programs of one expression share it
};

Program compile(std::shared_ptr<const Checked> checked, CompileOptions options = {});

/// The node that an error came from; `no_node` when unknown.
NodeId error_origin(const ir::Value& error);

}  // namespace plumbline::cel
