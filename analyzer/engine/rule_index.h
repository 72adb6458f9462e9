#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/engine/rule_set.h"

namespace plumbline::engine {

/// Rules of one entity kind, found by the words that an entity has. Each distinct chain of fields that some rule
/// constrains is read once an entity; a table says which rules its word lets through.
class RuleIndex {
 public:
  RuleIndex(const std::vector<CompiledRule>& rules, ir::EntityKind kind, bool use_constraints);

  bool empty() const { return rules_.empty(); }
  const std::vector<std::uint32_t>& rules() const { return rules_; }  ///< indices into the compiled rules
  /// Sets bit i of `allowed` for rule i of `rules()` that can fire on the row.
  void find(const ir::IrView& ir, const void* row, std::vector<std::uint64_t>& allowed) const;

 private:
  struct Chain {
    std::vector<ir::FieldView> fields;
    std::vector<std::uint64_t> unconstrained;         ///< rules that do not ask
    std::vector<std::vector<std::uint64_t>> by_word;  ///< rules that a word lets through, the others included
  };
  void add(const CompiledRule& rule, std::uint32_t bit);

  std::vector<std::uint32_t> rules_;
  std::size_t words_ = 0;
  std::vector<Chain> chains_;
};

}  // namespace plumbline::engine
