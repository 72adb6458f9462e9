#pragma once

#include "analyzer/cel/program.h"
#include "analyzer/cel/steps.h"
#include "analyzer/cel/values.h"

/// What every step does with values that are not there, not known, or wrong. Inline: programs spend their time in it.
namespace plumbline::cel::step {

inline bool is_stuck(const ir::Value& v) {
  return v.is(ir::Tag::unknown) || v.is(ir::Tag::error);
}

inline ir::Value absent_field() {
  return ir::Value::error("no such key: the value is absent");
}

/// A field's value that must be there.
inline ir::Value required(const Step& s, ir::Value v) {
  return v.is(ir::Tag::absent) ? from(s, absent_field()) : from(s, v);
}

inline ir::Value load_field(const Step& s, Evaluation& e, const ir::Value& entity) {
  if (entity.is(ir::Tag::entity) && entity.element == s.b) {
    return s.load(*e.ir().repo, e.ir().tables[entity.element].row(entity.index));
  }
  return is_stuck(entity) || entity.is(ir::Tag::absent) ? entity : from(s, no_overload());
}

inline ir::Value present_or_unknown(const ir::Value& v) {
  if (v.is(ir::Tag::absent)) return ir::Value::of(false);
  if (v.is(ir::Tag::error)) return v;
  // Something that cannot be known is written there: it is present. With nothing written, not even that is known.
  if (v.is(ir::Tag::unknown)) return v.cause().span.empty() ? v : ir::Value::of(true);
  return ir::Value::of(true);
}

inline ir::Value some(Evaluation& e, const ir::Value& v) {
  if (is_stuck(v)) return v;
  if (v.is(ir::Tag::absent)) return ir::Value::optional(nullptr);
  ir::Value* kept = e.arena().allocate_array<ir::Value>(1);
  *kept = v;
  return ir::Value::optional(kept);
}

}  // namespace plumbline::cel::step
