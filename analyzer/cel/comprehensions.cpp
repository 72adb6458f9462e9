#include "analyzer/cel/step_values.h"
#include "analyzer/cel/steps.h"

/// exists(), all() and their kin, cel.bind() and optMap().
namespace plumbline::cel::step {

using ir::Tag;
using ir::Value;

// NOLINTBEGIN(misc-no-recursion): steps call their operands; bounded by max_height

namespace {

/// What a comprehension runs over; when that is no list or map, why not, in `problem`.
struct Range {
  Value value;
  Value problem;
  bool sound = false;
};

Range range_of(const Step& s, Evaluation& e, std::uint32_t step) {
  Range range;
  range.value = plain(e, run(e, step));
  range.sound = is_list(e, range.value) || is_map(e, range.value);
  if (!range.sound) range.problem = is_stuck(range.value) ? range.value : from(s, no_overload());
  return range;
}

void set_variables(const Step& s, Evaluation& e, const Elements& elements, bool two, bool map) {
  if (!two) {
    e.locals[s.c] = elements.element();
    return;
  }
  e.locals[s.c] = map ? elements.element() : Value::of(elements.position());
  e.locals[s.c + 1] = map ? elements.mapped() : elements.element();
}

/// What is known after one more element: `pending`, if `v` does not decide.
bool decides(const Step& s, const Value& v, bool decisive, Value& pending) {
  if (v.is(Tag::boolean)) return v.boolean == decisive;
  if (v.is(Tag::unknown)) {
    if (!pending.is(Tag::unknown)) pending = v;
  } else if (!is_stuck(pending)) {
    pending = v.is(Tag::error) ? v : from(s, no_overload());
  }
  return false;
}

/// Over the rows of a table, which most lists of an IR are.
Value quantify_rows(const Step& s, Evaluation& e, const Value& list, bool decisive) {
  if (!e.spend(list.size)) return Evaluation::spent();
  Value pending = list.incomplete != 0 ? Value::unknown() : Value::of(!decisive);
  const auto* rows = static_cast<const std::uint32_t*>(list.items);
  const Step& predicate = e.steps[s.b];
  Value& element = e.locals[s.c];
  for (std::uint32_t i = 0; i < list.size; ++i) {
    element = Value::entity(list.element, rows[i]);
    Value v = predicate.run(predicate, e);
    if (v.is(Tag::node)) v = plain_node(e, v);
    if (decides(s, v, decisive, pending)) return v;
  }
  return e.context->exhausted ? Evaluation::spent() : pending;
}

/// exists (`decisive` true) or all.
Value quantifier(const Step& s, Evaluation& e, bool decisive) {
  const Range range = range_of(s, e, s.a);
  if (!range.sound) return range.problem;
  const bool two = s.constant.is_true();
  const Value& list = range.value;
  if (!two && list.is(Tag::list) && list.form == ir::ListForm::refs && list.element != Value::node_element) {
    return quantify_rows(s, e, list, decisive);
  }
  const bool map = two && is_map(e, range.value);
  Value pending = is_incomplete(e, range.value) ? Value::unknown() : Value::of(!decisive);
  for (Elements elements(e, range.value); elements.next();) {
    if (!e.spend(1)) return Evaluation::spent();
    set_variables(s, e, elements, two, map);
    const Value v = plain(e, run(e, s.b));
    if (decides(s, v, decisive, pending)) return v;
  }
  return pending;
}

/// Truth of a predicate: a bool, an unknown or an error.
Value truth(const Step& s, Evaluation& e, std::uint32_t step) {
  const Value v = plain(e, run(e, step));
  return v.is(Tag::boolean) || is_stuck(v) ? v : from(s, no_overload());
}

}  // namespace

Value exists(const Step& s, Evaluation& e) {
  return quantifier(s, e, true);
}

Value all(const Step& s, Evaluation& e) {
  return quantifier(s, e, false);
}

Value exists_one(const Step& s, Evaluation& e) {
  const Range range = range_of(s, e, s.a);
  if (!range.sound) return range.problem;
  const bool two = s.constant.is_true();
  const bool map = two && is_map(e, range.value);
  std::int64_t hits = 0;
  Value stuck = is_incomplete(e, range.value) ? Value::unknown() : Value::null();
  for (Elements elements(e, range.value); elements.next();) {
    if (!e.spend(1)) return Evaluation::spent();
    set_variables(s, e, elements, two, map);
    const Value v = truth(s, e, s.b);
    if (v.is(Tag::error)) return v;
    if (v.is(Tag::unknown)) stuck = v;
    if (v.is_true()) ++hits;
  }
  return hits < 2 && stuck.is(Tag::unknown) ? stuck : Value::of(hits == 1);
}

Value filter(const Step& s, Evaluation& e) {
  const Range range = range_of(s, e, s.a);
  if (!range.sound) return range.problem;
  bool incomplete = is_incomplete(e, range.value);
  Value* kept = e.arena().allocate_array<Value>(static_cast<std::size_t>(visible_size(e, range.value)) + 1);
  std::size_t count = 0;
  for (Elements elements(e, range.value); elements.next();) {
    if (!e.spend(1)) return Evaluation::spent();
    set_variables(s, e, elements, false, false);
    const Value v = truth(s, e, s.b);
    if (v.is(Tag::error)) return v;
    // Whether it belongs to the result cannot be known: the result may have more than is visible.
    if (v.is(Tag::unknown)) incomplete = true;
    if (v.is_true()) kept[count++] = elements.element();
  }
  return Value::list(kept, count, incomplete);
}

namespace {

/// Calls `add(elements, transformed)` for each element that the predicate, if any, keeps. True when all went well;
/// else `problem` is the result. `incomplete` when the predicate of some element is unknown.
template <class Add>
bool transform_each(const Step& s, Evaluation& e, const Value& range, Value& problem, bool& incomplete, Add add) {
  const bool two = s.constant.is_true();
  const bool map = two && is_map(e, range);
  for (Elements elements(e, range); elements.next();) {
    problem = Evaluation::spent();
    if (!e.spend(1)) return false;
    set_variables(s, e, elements, two, map);
    if (s.b == 3) {
      const Value keep = truth(s, e, e.operands[s.a + 2]);
      problem = keep;
      if (keep.is(Tag::error)) return false;
      if (keep.is(Tag::unknown)) incomplete = true;
      if (!keep.is_true()) continue;
    }
    problem = run(e, e.operands[s.a + 1]);
    if (is_stuck(problem)) return false;
    if (problem.is(Tag::absent)) problem = from(s, Value::error("no such key: the value is absent"));
    if (!add(elements, Value(problem))) return false;
  }
  return true;
}

}  // namespace

Value transform_list(const Step& s, Evaluation& e) {
  const Range range = range_of(s, e, e.operands[s.a]);
  if (!range.sound) return range.problem;
  bool incomplete = is_incomplete(e, range.value);
  Value* values = e.arena().allocate_array<Value>(static_cast<std::size_t>(visible_size(e, range.value)) + 1);
  std::size_t count = 0;
  Value problem;
  const bool sound = transform_each(s, e, range.value, problem, incomplete, [&](const Elements&, Value v) {
    if (v.is(Tag::error)) return false;
    values[count++] = v;
    return true;
  });
  return sound ? Value::list(values, count, incomplete) : problem;
}

Value transform_map(const Step& s, Evaluation& e) {
  const Range range = range_of(s, e, e.operands[s.a]);
  if (!range.sound) return range.problem;
  const bool map = is_map(e, range.value);
  bool incomplete = is_incomplete(e, range.value);
  Value* entries = e.arena().allocate_array<Value>(2 * static_cast<std::size_t>(visible_size(e, range.value)) + 1);
  std::size_t count = 0;
  Value problem;
  const bool sound = transform_each(s, e, range.value, problem, incomplete, [&](const Elements& elements, Value v) {
    if (v.is(Tag::error)) return false;
    entries[2 * count] = map ? elements.element() : Value::of(elements.position());
    entries[2 * count + 1] = v;
    ++count;
    return true;
  });
  if (!sound) return problem;
  return incomplete ? Value::unknown() : Value::map(entries, count);
}

Value transform_entry(const Step& s, Evaluation& e) {
  const Range range = range_of(s, e, e.operands[s.a]);
  if (!range.sound) return range.problem;
  bool incomplete = is_incomplete(e, range.value);
  const auto capacity = static_cast<std::size_t>(visible_size(e, range.value));
  Value* entries = e.arena().allocate_array<Value>(2 * capacity + 1);
  std::size_t count = 0;
  Value problem;
  const bool sound = transform_each(s, e, range.value, problem, incomplete, [&](const Elements&, Value v) {
    if (!v.is(Tag::map) || v.size != 1) {
      problem = v.is(Tag::error) ? v : from(s, no_overload());
      return false;
    }
    if (!lookup(e, Value::map(entries, count), v.values()[0]).is(Tag::absent)) {
      problem = from(s, e.context->exhausted ? Evaluation::spent() : Value::error("repeated key in a map"));
      return false;
    }
    entries[2 * count] = v.values()[0];
    entries[2 * count + 1] = v.values()[1];
    ++count;
    return true;
  });
  if (!sound) return problem;
  return incomplete ? Value::unknown() : Value::map(entries, count);
}

Value bind(const Step& s, Evaluation& e) {
  e.locals[s.c] = run(e, s.a);
  return run(e, s.b);
}

namespace {

Value map_optional(const Step& s, Evaluation& e, bool flat) {
  const Value v = run(e, s.a);
  if (!v.is(Tag::optional)) return is_stuck(v) ? v : from(s, no_overload());
  if (v.items == nullptr) return v;
  e.locals[s.c] = *v.values();
  const Value result = run(e, s.b);
  if (is_stuck(result)) return result;
  if (flat) return result.is(Tag::optional) ? result : from(s, no_overload());
  Value* kept = e.arena().allocate_array<Value>(1);
  *kept = result;
  return Value::optional(kept);
}

}  // namespace

Value optional_map(const Step& s, Evaluation& e) {
  return map_optional(s, e, false);
}

Value optional_flat_map(const Step& s, Evaluation& e) {
  return map_optional(s, e, true);
}

// NOLINTEND(misc-no-recursion)

}  // namespace plumbline::cel::step
