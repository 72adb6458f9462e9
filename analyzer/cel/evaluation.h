#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/base/arena.h"
#include "analyzer/cel/ast.h"
#include "analyzer/ir/schema_view.h"
#include "analyzer/ir/value.h"

namespace plumbline::cel {

struct EvaluationContext;

/// Values of sub-expressions as they were evaluated, for `explain`. A node inside a comprehension occurs once for each
/// element.
struct Trace {
  struct Entry {
    NodeId node;
    ir::Value value;
  };
  std::vector<Entry> entries;
  std::size_t limit = 10'000;
};

/// Lent to an evaluation by its caller, who may reuse it. Results lie in `arena` until the caller resets it.
struct EvaluationContext {
  Arena* arena = nullptr;
  ir::IrView ir;
  std::uint64_t budget = 1'000'000;  ///< steps left: elements visited, work of functions on long values
  bool exhausted = false;            ///< the budget has ended: results are unknown
  Trace* trace = nullptr;            ///< filled by programs compiled for it
  /// Value of a lazy variable that is `absent` in the activation.
  ir::Value (*lazy)(EvaluationContext&, void* user, std::uint32_t variable) = nullptr;
  void* user = nullptr;
};

/// What functions and steps need while an expression is evaluated.
struct Evaluation {
  EvaluationContext* context = nullptr;
  const struct Step* steps = nullptr;
  const std::uint32_t* operands = nullptr;
  const ir::Value* variables = nullptr;
  ir::Value* locals = nullptr;

  const ir::IrView& ir() const { return context->ir; }
  Arena& arena() { return *context->arena; }
  /// False when the budget does not suffice; then the result is to be `spent()`.
  bool spend(std::uint64_t cost) {
    if (cost <= context->budget) {
      context->budget -= cost;
      return true;
    }
    context->budget = 0;
    context->exhausted = true;
    return false;
  }
  static ir::Value spent() { return ir::Value::unknown(); }
  ir::Value text(std::string_view s) { return ir::Value::of(arena().copy(s)); }
  ir::Value failure(std::string_view message) { return ir::Value::error(arena().copy(message)); }
};

}  // namespace plumbline::cel
