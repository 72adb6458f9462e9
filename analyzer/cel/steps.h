#pragma once

#include "analyzer/cel/program.h"
#include "analyzer/cel/values.h"

/// The operations that programs are made of. What their operands mean stands beside each.
namespace plumbline::cel::step {

inline ir::Value run(Evaluation& e, std::uint32_t step) {
  const Step& s = e.steps[step];
  return s.run(s, e);
}

/// An error remembers the node that it came from.
inline ir::Value from(const Step& s, ir::Value error) {
  if (error.is(ir::Tag::error) && error_origin(error) == no_node && s.node < 0xffffffU - 1) {
    const std::uint32_t bits = s.node + 1;
    error.element = static_cast<std::uint8_t>(bits);
    error.form = static_cast<ir::ListForm>(bits >> 8U & 0xffU);
    error.incomplete = static_cast<std::uint8_t>(bits >> 16U);
  }
  return error;
}

// Leaves.
ir::Value constant(const Step&, Evaluation&);
ir::Value variable(const Step&, Evaluation&);       ///< a: position
ir::Value lazy_variable(const Step&, Evaluation&);  ///< a: position
ir::Value local(const Step&, Evaluation&);          ///< a: position
ir::Value trace(const Step&, Evaluation&);          ///< a: step

// Fields. a: the target's step, b: the entity's kind.
ir::Value field(const Step&, Evaluation&);
ir::Value local_field(const Step&, Evaluation&);     ///< a: position of a local
ir::Value variable_field(const Step&, Evaluation&);  ///< a: position of a variable
ir::Value tolerant_field(const Step&, Evaluation&);
ir::Value has_field(const Step&, Evaluation&);
ir::Value optional_field(const Step&, Evaluation&);
// By name, whatever the target is; constant: the name.
ir::Value select(const Step&, Evaluation&);
ir::Value tolerant_select(const Step&, Evaluation&);
ir::Value has_name(const Step&, Evaluation&);
ir::Value optional_select(const Step&, Evaluation&);
// a: target, b: index.
ir::Value index(const Step&, Evaluation&);
ir::Value tolerant_index(const Step&, Evaluation&);
ir::Value optional_index(const Step&, Evaluation&);

// Operators and calls. a, b: first and count of the operands.
ir::Value call(const Step&, Evaluation&);
ir::Value all_of(const Step&, Evaluation&);
ir::Value any_of(const Step&, Evaluation&);
ir::Value conditional(const Step&, Evaluation&);  ///< a, b, c: steps
ir::Value list(const Step&, Evaluation&);
ir::Value map(const Step&, Evaluation&);
ir::Value optional_entry(const Step&, Evaluation&);  ///< a: step; absent for none

// Fused. a: step.
ir::Value words_have(const Step&, Evaluation&);        ///< constant: a word_set, one of which is to be there
ir::Value local_words_have(const Step&, Evaluation&);  ///< the same of a local's field; a: position, b: entity, load
ir::Value word_among(const Step&, Evaluation&);        ///< constant: a word_set; b: 1 to negate
ir::Value matches(const Step&, Evaluation&);           ///< pattern
ir::Value compare_size(const Step&, Evaluation&);      ///< b: an Operator; constant: an int

// Comprehensions. a: range, b: predicate, c: position of the first variable. Two variables: constant is true.
ir::Value exists(const Step&, Evaluation&);
ir::Value all(const Step&, Evaluation&);
ir::Value exists_one(const Step&, Evaluation&);
ir::Value filter(const Step&, Evaluation&);
// a: first of the operands: range, transform, and the predicate when b is 3. c: position of the first variable.
ir::Value transform_list(const Step&, Evaluation&);
ir::Value transform_map(const Step&, Evaluation&);
ir::Value transform_entry(const Step&, Evaluation&);
// a: value, b: body, c: position of the variable.
ir::Value bind(const Step&, Evaluation&);
ir::Value optional_map(const Step&, Evaluation&);
ir::Value optional_flat_map(const Step&, Evaluation&);

}  // namespace plumbline::cel::step
