#include "analyzer/engine/rule_index.h"

#include <algorithm>

namespace plumbline::engine {

namespace {

bool same_chain(const std::vector<ir::FieldView>& a, const std::vector<ir::FieldView>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const ir::FieldView& x, const ir::FieldView& y) { return x.load == y.load; });
}

/// The last field's value; absent or unknown when something on the way is.
ir::Value load(const std::vector<ir::FieldView>& chain, const ir::IrView& ir, const void* row) {
  ir::Value value;
  for (const ir::FieldView& field : chain) {
    value = field.load(*ir.repo, row);
    if (!value.is(ir::Tag::entity)) return value;
    row = ir.tables[value.element].row(value.index);
  }
  return value;
}

}  // namespace

RuleIndex::RuleIndex(const std::vector<CompiledRule>& rules, ir::EntityKind kind, bool use_constraints) {
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    if (rules[i].subject == kind) rules_.push_back(i);
  }
  words_ = (rules_.size() + 63) / 64;
  if (!use_constraints) return;
  for (std::uint32_t bit = 0; bit < rules_.size(); ++bit) add(rules[rules_[bit]], bit);
  for (Chain& chain : chains_) {
    for (std::vector<std::uint64_t>& allowed : chain.by_word) {
      for (std::size_t w = 0; w < words_; ++w) allowed[w] |= chain.unconstrained[w];
    }
  }
}

void RuleIndex::add(const CompiledRule& rule, std::uint32_t bit) {
  const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
  for (const cel::Constraint& constraint : rule.constraints) {
    auto chain = std::find_if(chains_.begin(), chains_.end(),
                              [&](const Chain& c) { return same_chain(c.fields, constraint.fields); });
    if (chain == chains_.end()) {
      Chain fresh;
      fresh.fields = constraint.fields;
      fresh.unconstrained.assign(words_, ~std::uint64_t{0});
      fresh.by_word.assign(constraint.fields.back().type.vocabulary->words.size(),
                           std::vector<std::uint64_t>(words_, 0));
      chains_.push_back(std::move(fresh));
      chain = chains_.end() - 1;
    }
    const bool seen = (chain->unconstrained[bit / 64] & mask) == 0;
    chain->unconstrained[bit / 64] &= ~mask;
    for (std::size_t word = 0; word < chain->by_word.size(); ++word) {
      const bool lets_through = (constraint.words >> word & 1U) != 0;
      std::uint64_t& allowed = chain->by_word[word][bit / 64];
      // Two constraints on one chain both must hold; on a set each asks for another word, and the first is enough to
      // leave out what can not fire.
      if (seen) {
        if (!lets_through && !chain->fields.back().type.is(ir::TypeKind::word_set)) allowed &= ~mask;
      } else if (lets_through) {
        allowed |= mask;
      }
    }
  }
}

void RuleIndex::find(const ir::IrView& ir, const void* row, std::vector<std::uint64_t>& allowed) const {
  allowed.assign(words_, ~std::uint64_t{0});
  for (const Chain& chain : chains_) {
    const ir::Value value = load(chain.fields, ir, row);
    if (value.is(ir::Tag::string) && value.element > 0) {
      for (std::size_t w = 0; w < words_; ++w) allowed[w] &= chain.by_word[value.element - 1U][w];
    } else if (value.is(ir::Tag::word_set)) {
      for (std::size_t w = 0; w < words_; ++w) {
        std::uint64_t any = chain.unconstrained[w];
        for (std::size_t word = 0; word < chain.by_word.size(); ++word) {
          if ((value.unsigned_integer >> word & 1U) != 0) any |= chain.by_word[word][w];
        }
        allowed[w] &= any;
      }
    } else {
      // Absent or unknown: no word is equal to it.
      for (std::size_t w = 0; w < words_; ++w) allowed[w] &= chain.unconstrained[w];
    }
  }
}

}  // namespace plumbline::engine
