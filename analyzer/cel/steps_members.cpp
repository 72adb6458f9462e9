#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "analyzer/cel/step_values.h"
#include "analyzer/cel/steps.h"
#include "analyzer/ir/nodes.h"

/// Members and elements by a name or an index that the value is asked for while it runs.
namespace plumbline::cel::step {

using ir::Tag;
using ir::Value;

// NOLINTBEGIN(misc-no-recursion): steps call their operands; bounded by max_height

namespace {

/// Member `name` of anything that has members: absent when it has none of that name.
Value member(const Step& s, Evaluation& e, const Value& given, const Value& name) {
  const Value target = plain(e, given);
  switch (target.tag) {
    case Tag::map:
    case Tag::node:
      return from(s, lookup(e, target, name));
    case Tag::entity: {
      if (e.ir().schema == nullptr) return from(s, no_overload());
      const auto found = e.ir().schema->field(target.element, name.view());
      if (!found.has_value()) return from(s, Value::error("no such field"));
      return found->load(*e.ir().repo, e.ir().tables[target.element].row(target.index));
    }
    case Tag::unknown:
    case Tag::error:
    case Tag::absent:
      return target;
    default:
      return from(s, no_overload());
  }
}

Value required_member(const Step& s, Evaluation& e, const Value& name, const Value& found) {
  if (!found.is(Tag::absent)) return found;
  if (name.is(Tag::string)) return from(s, e.failure(fmt::format("no such key: '{}'", name.view())));
  return from(s, Value::error("no such key"));
}

/// Element or entry by index; absent when a map has no such key.
Value entry(const Step& s, Evaluation& e, const Value& given, const Value& key_given) {
  const Value target = plain(e, given);
  const Value key = plain(e, key_given);
  if (target.is(Tag::unknown) || target.is(Tag::absent)) return target;
  if (key.is(Tag::unknown)) return key;
  if (target.is(Tag::error)) return target;
  if (key.is(Tag::error)) return key;
  if (is_map(e, target)) {
    if (!is_key(key) && !key.is(Tag::real)) return Value::absent();
    return from(s, lookup(e, target, key));
  }
  if (!is_list(e, target)) return from(s, no_overload());
  const auto exact = compare(key, Value::of(std::int64_t{0}));
  if (!is_number(key) || !exact) return from(s, Value::error("invalid_argument: a list is indexed by a number"));
  std::int64_t position = key.integer;
  if (key.is(Tag::real)) {
    if (!(key.real >= 0 && key.real < 1e15) || key.real != static_cast<double>(static_cast<std::int64_t>(key.real))) {
      return from(s, Value::error("invalid_argument: the index is no whole number"));
    }
    position = static_cast<std::int64_t>(key.real);
  }
  if (position < 0 || position >= visible_size(e, target)) {
    if (position >= 0 && is_incomplete(e, target)) return Value::unknown();
    return from(s, Value::error("invalid_argument: index out of range"));
  }
  return element_at(e, target, position);
}

/// Through an optional: none stays none, a value is asked for its member.
template <class Ask>
Value through_optional(Evaluation& e, const Value& optional, Ask ask) {
  if (optional.items == nullptr) return optional;
  return some(e, ask(*optional.values()));
}

/// An index outside of a list is none when asked for with `[?`.
Value entry_or_absent(const Step& s, Evaluation& e, const Value& target, const Value& key) {
  const Value list = plain(e, target);
  const Value position = plain(e, key);
  if (is_list(e, list) && position.is(Tag::integer) && !is_incomplete(e, list) &&
      (position.integer < 0 || position.integer >= visible_size(e, list))) {
    return Value::absent();
  }
  return entry(s, e, target, key);
}

}  // namespace

Value select(const Step& s, Evaluation& e) {
  const Value target = run(e, s.a);
  if (target.is(Tag::optional)) {
    return through_optional(e, target, [&](const Value& v) { return member(s, e, v, s.constant); });
  }
  return required_member(s, e, s.constant, member(s, e, target, s.constant));
}

Value tolerant_select(const Step& s, Evaluation& e) {
  const Value target = run(e, s.a);
  if (target.is(Tag::optional)) {
    return through_optional(e, target, [&](const Value& v) { return member(s, e, v, s.constant); });
  }
  return member(s, e, target, s.constant);
}

Value has_name(const Step& s, Evaluation& e) {
  const Value target = run(e, s.a);
  if (target.is(Tag::unknown)) return target;
  if (target.is(Tag::optional)) {
    if (target.items == nullptr) return Value::of(false);
    return present_or_unknown(member(s, e, *target.values(), s.constant));
  }
  return present_or_unknown(member(s, e, target, s.constant));
}

Value optional_select(const Step& s, Evaluation& e) {
  const Value target = run(e, s.a);
  const auto ask = [&](const Value& v) { return member(s, e, v, s.constant); };
  return target.is(Tag::optional) ? through_optional(e, target, ask) : some(e, ask(target));
}

Value index(const Step& s, Evaluation& e) {
  const Value target = run(e, s.a);
  const Value key = run(e, s.b);
  if (target.is(Tag::optional)) {
    return through_optional(e, target, [&](const Value& v) { return entry_or_absent(s, e, v, key); });
  }
  return required_member(s, e, plain(e, key), entry(s, e, target, key));
}

Value tolerant_index(const Step& s, Evaluation& e) {
  return entry_or_absent(s, e, run(e, s.a), run(e, s.b));
}

Value optional_index(const Step& s, Evaluation& e) {
  const Value target = run(e, s.a);
  const Value key = run(e, s.b);
  const auto ask = [&](const Value& v) { return entry_or_absent(s, e, v, key); };
  return target.is(Tag::optional) ? through_optional(e, target, ask) : some(e, ask(target));
}

// NOLINTEND(misc-no-recursion)

}  // namespace plumbline::cel::step
