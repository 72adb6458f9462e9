#include "analyzer/cel/steps.h"

#include <array>

#include <fmt/format.h>

#include "analyzer/cel/step_values.h"

namespace plumbline::cel {

using ir::Tag;
using ir::Value;

// An error's bytes that other values need for elements hold the node that it came from, plus one.
NodeId error_origin(const Value& error) {
  const std::uint32_t bits = error.element | static_cast<std::uint32_t>(error.form) << 8U |
                             static_cast<std::uint32_t>(error.incomplete) << 16U;
  return bits == 0 ? no_node : bits - 1;
}

namespace step {

// NOLINTBEGIN(misc-no-recursion): steps call their operands; bounded by max_height

Value constant(const Step& s, Evaluation&) {
  return s.constant;
}

Value variable(const Step& s, Evaluation& e) {
  return e.variables[s.a];
}

Value lazy_variable(const Step& s, Evaluation& e) {
  const Value& v = e.variables[s.a];
  if (!v.is(Tag::absent) || e.context->lazy == nullptr) return v;
  return e.context->lazy(*e.context, e.context->user, s.a);
}

Value local(const Step& s, Evaluation& e) {
  return e.locals[s.a];
}

Value trace(const Step& s, Evaluation& e) {
  const Value v = run(e, s.a);
  Trace* trace = e.context->trace;
  if (trace != nullptr && trace->entries.size() < trace->limit) trace->entries.push_back({s.node, v});
  return v;
}

Value field(const Step& s, Evaluation& e) {
  return required(s, load_field(s, e, run(e, s.a)));
}
Value local_field(const Step& s, Evaluation& e) {
  return required(s, load_field(s, e, e.locals[s.a]));
}
Value variable_field(const Step& s, Evaluation& e) {
  return required(s, load_field(s, e, e.variables[s.a]));
}
Value tolerant_field(const Step& s, Evaluation& e) {
  return load_field(s, e, run(e, s.a));
}
Value has_field(const Step& s, Evaluation& e) {
  const Value target = run(e, s.a);
  if (target.is(Tag::unknown)) return target;
  return present_or_unknown(load_field(s, e, target));
}
Value optional_field(const Step& s, Evaluation& e) {
  return some(e, load_field(s, e, run(e, s.a)));
}

Value call(const Step& s, Evaluation& e) {
  constexpr std::uint32_t few = 4;
  std::array<Value, few> on_stack;
  Value* arguments = s.b <= few ? on_stack.data() : e.arena().allocate_array<Value>(s.b);
  const Value* unknown = nullptr;
  const Value* error = nullptr;
  for (std::uint32_t i = 0; i < s.b; ++i) {
    Value& argument = arguments[i];
    argument = plain(e, run(e, e.operands[s.a + i]));
    if (argument.is(Tag::absent)) argument = from(s, absent_field());
    if (argument.is(Tag::unknown) && unknown == nullptr) unknown = &argument;
    if (argument.is(Tag::error) && error == nullptr) error = &argument;
  }
  // What is unknown may turn out to be an error, too, or to make this one not matter: it comes first.
  if (unknown != nullptr) return *unknown;
  if (error != nullptr) return from(s, *error);
  return from(s, s.body(e, arguments, s.b));
}

namespace {

/// Operands of && (`decisive` false) or ||: one decisive operand decides, wherever it stands.
Value logical(const Step& s, Evaluation& e, bool decisive) {
  Value pending = Value::of(!decisive);
  for (std::uint32_t i = 0; i < s.b; ++i) {
    const Value v = plain(e, run(e, e.operands[s.a + i]));
    if (v.is(Tag::boolean)) {
      if (v.boolean == decisive) return v;
    } else if (v.is(Tag::unknown)) {
      if (!pending.is(Tag::unknown)) pending = v;
    } else if (!is_stuck(pending)) {
      pending = v.is(Tag::error) ? v : from(s, no_overload());
    }
  }
  return pending;
}

}  // namespace

Value all_of(const Step& s, Evaluation& e) {
  return logical(s, e, false);
}

Value any_of(const Step& s, Evaluation& e) {
  return logical(s, e, true);
}

Value conditional(const Step& s, Evaluation& e) {
  const Value condition = plain(e, run(e, s.a));
  if (condition.is(Tag::boolean)) return run(e, condition.boolean ? s.b : s.c);
  return is_stuck(condition) ? condition : from(s, no_overload());
}

Value list(const Step& s, Evaluation& e) {
  Value* values = e.arena().allocate_array<Value>(s.b + std::size_t{1});
  std::size_t count = 0;
  Value stuck;
  for (std::uint32_t i = 0; i < s.b; ++i) {
    const Value v = run(e, e.operands[s.a + i]);
    if (v.is(Tag::absent)) continue;  // an entry with `?`
    if (v.is(Tag::unknown) || (v.is(Tag::error) && !is_stuck(stuck))) stuck = v;
    values[count++] = v;
  }
  return is_stuck(stuck) ? stuck : Value::list(values, count);
}

Value map(const Step& s, Evaluation& e) {
  Value* entries = e.arena().allocate_array<Value>(s.b + std::size_t{1});
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < s.b; i += 2) {
    const Value key = plain(e, run(e, e.operands[s.a + i]));
    const Value value = run(e, e.operands[s.a + i + 1]);
    if (is_stuck(key)) return key;
    if (is_stuck(value)) return value;
    if (!is_key(key)) return from(s, Value::error("unsupported key type"));
    if (value.is(Tag::absent)) continue;  // an entry with `?`
    if (!lookup(e, Value::map(entries, count), key).is(Tag::absent)) {
      return from(s, e.context->exhausted ? Evaluation::spent() : Value::error("repeated key in a map"));
    }
    entries[2 * count] = key;
    entries[2 * count + 1] = value;
    ++count;
  }
  return Value::map(entries, count);
}

Value optional_entry(const Step& s, Evaluation& e) {
  const Value v = run(e, s.a);
  if (is_stuck(v)) return v;
  if (!v.is(Tag::optional)) return from(s, no_overload());
  return v.items == nullptr ? Value::absent() : *v.values();
}

namespace {

Value have(const Step& s, const Value& v) {
  if (!v.is(Tag::word_set)) return is_stuck(v) ? v : from(s, no_overload());
  if ((v.unsigned_integer & s.constant.unsigned_integer) != 0) return Value::of(true);
  return v.incomplete != 0 ? Value::unknown() : Value::of(false);
}

}  // namespace

Value words_have(const Step& s, Evaluation& e) {
  return have(s, run(e, s.a));
}

Value local_words_have(const Step& s, Evaluation& e) {
  return have(s, required(s, load_field(s, e, e.locals[s.a])));
}

Value word_among(const Step& s, Evaluation& e) {
  const Value v = run(e, s.a);
  if (!v.is(Tag::string)) return is_stuck(v) ? v : Value::of(s.b != 0);
  const bool among = v.element != 0 && (s.constant.unsigned_integer >> (v.element - 1U) & 1U) != 0;
  return Value::of(among != (s.b != 0));
}

Value matches(const Step& s, Evaluation& e) {
  const Value v = plain(e, run(e, s.a));
  if (!v.is(Tag::string)) return is_stuck(v) ? v : from(s, no_overload());
  if (!e.spend(1 + v.size / 64)) return Evaluation::spent();
  const std::optional<bool> found = s.pattern->occurs_in(v.view());
  return found.has_value() ? Value::of(*found)
                           : from(s, e.failure(fmt::format("wrong pattern: {}", s.pattern->problem())));
}

Value compare_size(const Step& s, Evaluation& e) {
  const Value v = plain(e, run(e, s.a));
  if (is_stuck(v)) return v;
  if (!is_list(e, v) && !is_map(e, v)) {
    const Value size = s.body(e, &v, 1);
    const std::array<Value, 2> both{size, s.constant};
    if (is_stuck(size)) return from(s, size);
    return operator_function(static_cast<Operator>(s.b)).body(e, both.data(), 2);
  }
  const std::int64_t least = visible_size(e, v);
  const std::int64_t limit = s.constant.integer;
  const bool open = is_incomplete(e, v);  // `least` or more
  const auto decide = [&](bool truth, bool settled) { return open && !settled ? Value::unknown() : Value::of(truth); };
  switch (static_cast<Operator>(s.b)) {
    case Operator::greater:
      return decide(least > limit, least > limit);
    case Operator::greater_equal:
      return decide(least >= limit, least >= limit);
    case Operator::less:
      return decide(least < limit, least >= limit);
    case Operator::less_equal:
      return decide(least <= limit, least > limit);
    case Operator::equal:
      return decide(least == limit, least > limit);
    case Operator::not_equal:
      return decide(least != limit, least > limit);
    default:
      return from(s, no_overload());
  }
}

// NOLINTEND(misc-no-recursion)

}  // namespace step

}  // namespace plumbline::cel
