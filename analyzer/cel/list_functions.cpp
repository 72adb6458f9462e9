#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyzer/base/utf8.h"
#include "analyzer/cel/functions.h"
#include "analyzer/cel/values.h"

/// size(), and the extensions for lists, sets and encoders.
namespace plumbline::cel {

using ir::Tag;
using ir::Value;

namespace {

Value size(Evaluation& e, const Value* args, std::uint32_t) {
  const Value& v = args[0];
  if (v.is(Tag::string)) return Value::of(static_cast<std::int64_t>(count_code_points(v.view())));
  if (v.is(Tag::bytes)) return Value::of(std::int64_t{v.size});
  if (!is_list(e, v) && !is_map(e, v)) return no_overload();
  return is_incomplete(e, v) ? Value::unknown() : Value::of(visible_size(e, v));
}

Value new_list(Evaluation& e, const std::vector<Value>& values, bool incomplete = false) {
  Value* kept = e.arena().allocate_array<Value>(values.size() + 1);
  std::copy(values.begin(), values.end(), kept);
  return Value::list(kept, values.size(), incomplete);
}

/// A list's elements; empty when the budget has ended.
std::optional<std::vector<Value>> elements_of(Evaluation& e, const Value& list) {
  if (!e.spend(1 + static_cast<std::uint64_t>(visible_size(e, list)))) return std::nullopt;
  std::vector<Value> values;
  for (Elements elements(e, list); elements.next();) values.push_back(elements.element());
  return values;
}

Value reverse(Evaluation& e, const Value* args, std::uint32_t) {
  if (args[0].is(Tag::string)) {
    if (!e.spend(1 + args[0].size / 16)) return Evaluation::spent();
    const std::string_view text = args[0].view();
    std::string reversed;
    for (std::size_t at = text.size(); at > 0;) {
      std::size_t begin = at - 1;
      while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xc0U) == 0x80U) --begin;
      reversed += text.substr(begin, at - begin);
      at = begin;
    }
    return e.text(reversed);
  }
  if (!is_list(e, args[0])) return no_overload();
  if (is_incomplete(e, args[0])) return Value::unknown();
  auto values = elements_of(e, args[0]);
  if (!values) return Evaluation::spent();
  std::reverse(values->begin(), values->end());
  return new_list(e, *values);
}

Value slice(Evaluation& e, const Value* args, std::uint32_t) {
  if (!is_list(e, args[0]) || !args[1].is(Tag::integer) || !args[2].is(Tag::integer)) return no_overload();
  if (is_incomplete(e, args[0])) return Value::unknown();
  const std::int64_t begin = args[1].integer;
  const std::int64_t end = args[2].integer;
  if (begin < 0 || end < 0) return Value::error("a slice has no negative positions");
  if (begin > end) return Value::error("a slice begins before its end");
  if (end > visible_size(e, args[0])) return Value::error("a slice ends within its list");
  auto values = elements_of(e, args[0]);
  if (!values) return Evaluation::spent();
  return new_list(e, {values->begin() + begin, values->begin() + end});
}

Value flatten(Evaluation& e, const Value* args, std::uint32_t count) {
  if (!is_list(e, args[0]) || (count == 2 && !args[1].is(Tag::integer))) return no_overload();
  std::int64_t depth = count == 2 ? args[1].integer : 1;
  if (depth < 0) return Value::error("level must be non-negative");
  auto values = elements_of(e, args[0]);
  bool incomplete = is_incomplete(e, args[0]);
  for (bool nested = true; values && nested && depth > 0; --depth) {
    nested = false;
    std::vector<Value> flat;
    for (const Value& value : *values) {
      if (!is_list(e, value)) {
        flat.push_back(value);
        continue;
      }
      nested = true;
      incomplete = incomplete || is_incomplete(e, value);
      const auto inner = elements_of(e, value);
      if (!inner) return Evaluation::spent();
      flat.insert(flat.end(), inner->begin(), inner->end());
    }
    values = std::move(flat);
  }
  return values ? new_list(e, *values, incomplete) : Evaluation::spent();
}

bool holds(Evaluation& e, const std::vector<Value>& values, const Value& wanted) {
  return std::any_of(values.begin(), values.end(),
                     [&](const Value& v) { return e.spend(1) && equals(e, v, wanted).is_true(); });
}

Value distinct(Evaluation& e, const Value* args, std::uint32_t) {
  if (!is_list(e, args[0])) return no_overload();
  std::vector<Value> kept;
  for (Elements elements(e, args[0]); elements.next();) {
    if (!holds(e, kept, elements.element())) kept.push_back(elements.element());
  }
  if (e.context->exhausted) return Evaluation::spent();
  return new_list(e, kept, is_incomplete(e, args[0]));
}

Value sort(Evaluation& e, const Value* args, std::uint32_t) {
  if (!is_list(e, args[0])) return no_overload();
  if (is_incomplete(e, args[0])) return Value::unknown();
  auto values = elements_of(e, args[0]);
  if (!values) return Evaluation::spent();
  for (Value& value : *values) {
    value = plain(e, value);
    if (value.is(Tag::unknown)) return value;
    const std::optional<Order> order = compare(values->front(), value);
    // Sorting asks for one order of all: numbers of one type, or values of one other type.
    if (!order || value.tag != values->front().tag || *order == Order::unordered) return no_overload();
  }
  if (!e.spend(values->size() * 8)) return Evaluation::spent();
  std::stable_sort(values->begin(), values->end(),
                   [](const Value& a, const Value& b) { return compare(a, b) == Order::less; });
  return new_list(e, *values);
}

Value range(Evaluation& e, const Value* args, std::uint32_t) {
  if (!args[0].is(Tag::integer)) return no_overload();
  const std::int64_t end = std::max<std::int64_t>(args[0].integer, 0);
  if (!e.spend(static_cast<std::uint64_t>(end))) return Evaluation::spent();
  Value* values = e.arena().allocate_array<Value>(static_cast<std::size_t>(end) + 1);
  for (std::int64_t i = 0; i < end; ++i) values[i] = Value::of(i);
  return Value::list(values, static_cast<std::size_t>(end));
}

Value end_of(Evaluation& e, const Value& list, bool last) {
  if (!is_list(e, list)) return no_overload();
  const std::int64_t count = visible_size(e, list);
  if (is_incomplete(e, list) && (last || count == 0)) return Value::unknown();
  if (count == 0) return Value::optional(nullptr);
  Value* kept = e.arena().allocate_array<Value>(1);
  *kept = element_at(e, list, last ? count - 1 : 0);
  return Value::optional(kept);
}
Value first(Evaluation& e, const Value* args, std::uint32_t) {
  return end_of(e, args[0], false);
}
Value last(Evaluation& e, const Value* args, std::uint32_t) {
  return end_of(e, args[0], true);
}

/// Are all (any, when `any`) elements of `parts` in `whole`? True, false or unknown.
Value set_relation(Evaluation& e, const Value& whole, const Value& parts, bool any) {
  const auto values = elements_of(e, whole);
  if (!values) return Evaluation::spent();
  bool unknown = is_incomplete(e, parts);
  for (Elements elements(e, parts); elements.next();) {
    const bool found = holds(e, *values, elements.element());
    if (e.context->exhausted) return Evaluation::spent();
    if (found && any) return Value::of(true);
    if (!found && is_incomplete(e, whole)) {
      unknown = true;
    } else if (!found && !any) {
      return Value::of(false);
    }
  }
  return unknown ? Value::unknown() : Value::of(!any);
}

Value set_contains(Evaluation& e, const Value* args, std::uint32_t) {
  return is_list(e, args[0]) && is_list(e, args[1]) ? set_relation(e, args[0], args[1], false) : no_overload();
}
Value set_intersects(Evaluation& e, const Value* args, std::uint32_t) {
  return is_list(e, args[0]) && is_list(e, args[1]) ? set_relation(e, args[0], args[1], true) : no_overload();
}
Value set_equivalent(Evaluation& e, const Value* args, std::uint32_t) {
  if (!is_list(e, args[0]) || !is_list(e, args[1])) return no_overload();
  const Value one = set_relation(e, args[0], args[1], false);
  return one.is_true() ? set_relation(e, args[1], args[0], false) : one;
}

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

Value base64_encode(Evaluation& e, const Value* args, std::uint32_t) {
  if (!args[0].is(Tag::bytes)) return no_overload();
  if (!e.spend(1 + args[0].size / 16)) return Evaluation::spent();
  std::string out;
  const std::string_view bytes = args[0].view();
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8U | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) out += j <= count ? alphabet[group >> (18 - 6 * j) & 63U] : '=';
  }
  return e.text(out);
}

Value base64_decode(Evaluation& e, const Value* args, std::uint32_t) {
  if (!args[0].is(Tag::string)) return no_overload();
  if (!e.spend(1 + args[0].size / 16)) return Evaluation::spent();
  std::string_view text = args[0].view();
  const std::size_t padding = text.size() - std::min(text.find_last_not_of('=') + 1, text.size());
  if (padding > 2 || (padding != 0 && text.size() % 4 != 0)) return Value::error("malformed base64");
  text.remove_suffix(padding);
  std::string out;
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t digit = alphabet.find(c);
    if (digit == std::string_view::npos) return Value::error("malformed base64");
    group = (group << 6U | static_cast<std::uint32_t>(digit)) & 0xffffffU;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(group >> static_cast<unsigned>(bits) & 0xffU);
    }
  }
  if (text.size() % 4 == 1) return Value::error("malformed base64");
  return Value::bytes(e.arena().copy(out));
}

}  // namespace

std::span<const Function> list_functions() {
  static constexpr auto table = std::to_array<Function>({
      {"size", false, "s:i y:i l:i m:i", &size},
      {"size", true, "s:i y:i l:i m:i", &size},
      {"reverse", true, "s:s l:S", &reverse},
      {"slice", true, "lii:S", &slice},
      {"flatten", true, "l:l li:l", &flatten},
      {"distinct", true, "l:S", &distinct},
      {"sort", true, "l:S", &sort},
      {"first", true, "l:P", &first},
      {"last", true, "l:P", &last},
      {"lists.range", false, "i:I", &range},
      {"sets.contains", false, "ll:b", &set_contains},
      {"sets.intersects", false, "ll:b", &set_intersects},
      {"sets.equivalent", false, "ll:b", &set_equivalent},
      {"base64.encode", false, "y:s", &base64_encode},
      {"base64.decode", false, "s:y", &base64_decode},
  });
  return table;
}

}  // namespace plumbline::cel
