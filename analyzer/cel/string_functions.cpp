#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"
#include "analyzer/cel/characters.h"
#include "analyzer/cel/functions.h"
#include "analyzer/cel/patterns.h"
#include "analyzer/cel/text.h"
#include "analyzer/cel/values.h"

/// Functions on strings; positions count code points.
namespace plumbline::cel {

using ir::Tag;
using ir::Value;

namespace {

bool are_strings(const Value* args, std::uint32_t count) {
  return std::all_of(args, args + count, [](const Value& v) { return v.is(Tag::string); });
}

Value out_of_range(Evaluation& e, std::int64_t index) {
  return e.failure(fmt::format("index out of range: {}", index));
}

Value starts_with(Evaluation&, const Value* args, std::uint32_t count) {
  return are_strings(args, count) ? Value::of(args[0].view().starts_with(args[1].view())) : no_overload();
}
Value ends_with(Evaluation&, const Value* args, std::uint32_t count) {
  return are_strings(args, count) ? Value::of(args[0].view().ends_with(args[1].view())) : no_overload();
}
Value contains(Evaluation& e, const Value* args, std::uint32_t count) {
  if (!are_strings(args, count)) return no_overload();
  if (!e.spend(1 + args[0].size / 256)) return Evaluation::spent();
  return Value::of(args[0].view().find(args[1].view()) != std::string_view::npos);
}

/// Only for patterns that are not constant: those are compiled with the expression.
Value matches(Evaluation& e, const Value* args, std::uint32_t count) {
  if (!are_strings(args, count)) return no_overload();
  if (!e.spend(50 + args[1].size + args[0].size / 64)) return Evaluation::spent();
  const Pattern pattern(args[1].view());
  const std::optional<bool> found = pattern.occurs_in(args[0].view());
  return found.has_value() ? Value::of(*found) : e.failure(fmt::format("wrong pattern: {}", pattern.problem()));
}

Value char_at(Evaluation& e, const Value* args, std::uint32_t) {
  if (!args[0].is(Tag::string) || !args[1].is(Tag::integer)) return no_overload();
  const Characters characters(args[0].view());
  const std::int64_t i = args[1].integer;
  if (i < 0 || i > characters.size()) return out_of_range(e, i);
  return Value::of(i == characters.size() ? std::string_view("") : characters.slice(i, i + 1));
}

Value index_of(Evaluation& e, const Value* args, std::uint32_t count) {
  if (!are_strings(args, 2) || (count == 3 && !args[2].is(Tag::integer))) return no_overload();
  const Characters characters(args[0].view());
  const std::int64_t from = count == 3 ? args[2].integer : 0;
  if (from < 0 || from > characters.size()) return out_of_range(e, from);
  const std::size_t found = args[0].view().find(args[1].view(), characters.offset(from));
  return Value::of(found == std::string_view::npos ? std::int64_t{-1} : characters.index(found));
}

Value last_index_of(Evaluation& e, const Value* args, std::uint32_t count) {
  if (!are_strings(args, 2) || (count == 3 && !args[2].is(Tag::integer))) return no_overload();
  const Characters characters(args[0].view());
  const std::int64_t from = count == 3 ? args[2].integer : characters.size();
  if (from < 0 || from > characters.size()) return out_of_range(e, from);
  const std::size_t found = args[0].view().rfind(args[1].view(), characters.offset(from));
  return Value::of(found == std::string_view::npos ? std::int64_t{-1} : characters.index(found));
}

template <char (*Convert)(char)>
Value convert_ascii(Evaluation& e, const Value* args, std::uint32_t) {
  if (!args[0].is(Tag::string)) return no_overload();
  if (!e.spend(1 + args[0].size / 64)) return Evaluation::spent();
  char* text = e.arena().allocate_array<char>(args[0].size + std::size_t{1});
  std::transform(args[0].text, args[0].text + args[0].size, text, Convert);
  return Value::of(std::string_view(text, args[0].size));
}

/// Collects text in the arena's terms: charged for its length.
class Output {
 public:
  explicit Output(Evaluation& e) : e_(e) {}
  void add(std::string_view text) {
    spent_ = spent_ || !e_.spend(text.size() / 64);
    if (!spent_) text_ += text;
  }
  Value value() { return spent_ ? Evaluation::spent() : e_.text(text_); }
  bool spent() const { return spent_; }

 private:
  Evaluation& e_;
  std::string text_;
  bool spent_ = false;
};

Value replace(Evaluation& e, const Value* args, std::uint32_t count) {
  if (!are_strings(args, 3) || (count == 4 && !args[3].is(Tag::integer))) return no_overload();
  const std::string_view text = args[0].view();
  const std::string_view from = args[1].view();
  std::int64_t left = count == 4 && args[3].integer >= 0 ? args[3].integer : -1;
  Output out(e);
  std::size_t at = 0;
  while (left != 0 && at <= text.size() && !out.spent()) {
    const std::size_t found = from.empty() ? at : text.find(from, at);
    if (found == std::string_view::npos) break;
    if (!e.spend(1)) return Evaluation::spent();
    out.add(text.substr(at, found - at));
    out.add(args[2].view());
    at = found + from.size();
    if (from.empty()) {  // between all characters
      if (at == text.size()) return out.value();
      const std::size_t size = decode_utf8(text, at).size;
      out.add(text.substr(at, size));
      at += size;
    }
    --left;
  }
  out.add(text.substr(std::min(at, text.size())));
  return out.value();
}

Value split(Evaluation& e, const Value* args, std::uint32_t count) {
  if (!are_strings(args, 2) || (count == 3 && !args[2].is(Tag::integer))) return no_overload();
  const std::string_view text = args[0].view();
  const std::string_view separator = args[1].view();
  const std::int64_t limit = count == 3 ? args[2].integer : -1;
  if (limit == 0) return Value::list(nullptr, 0);
  std::vector<Value> parts;
  std::size_t at = 0;
  while (limit < 0 || static_cast<std::int64_t>(parts.size()) + 1 < limit) {
    if (!e.spend(1)) return Evaluation::spent();
    if (separator.empty()) {
      if (at >= text.size()) break;
      const std::size_t size = decode_utf8(text, at).size;
      if (at + size >= text.size()) break;
      parts.push_back(Value::of(text.substr(at, size)));
      at += size;
      continue;
    }
    const std::size_t found = text.find(separator, at);
    if (found == std::string_view::npos) break;
    parts.push_back(Value::of(text.substr(at, found - at)));
    at = found + separator.size();
  }
  if (!separator.empty() || at < text.size()) parts.push_back(Value::of(text.substr(at)));
  Value* values = e.arena().allocate_array<Value>(parts.size() + 1);
  std::copy(parts.begin(), parts.end(), values);
  return Value::list(values, parts.size());
}

Value substring(Evaluation& e, const Value* args, std::uint32_t count) {
  if (!args[0].is(Tag::string) || !args[1].is(Tag::integer) || (count == 3 && !args[2].is(Tag::integer))) {
    return no_overload();
  }
  const Characters characters(args[0].view());
  const std::int64_t begin = args[1].integer;
  const std::int64_t end = count == 3 ? args[2].integer : characters.size();
  if (begin < 0 || begin > characters.size()) return out_of_range(e, begin);
  if (end < 0 || end > characters.size()) return out_of_range(e, end);
  if (begin > end) return e.failure(fmt::format("invalid substring range. start: {}, end: {}", begin, end));
  return Value::of(characters.slice(begin, end));
}

Value trim(Evaluation&, const Value* args, std::uint32_t) {
  return args[0].is(Tag::string) ? Value::of(trim_white_space(args[0].view())) : no_overload();
}

Value join(Evaluation& e, const Value* args, std::uint32_t count) {
  if (!is_list(e, args[0]) || (count == 2 && !args[1].is(Tag::string))) return no_overload();
  if (is_incomplete(e, args[0])) return Value::unknown();
  Output out(e);
  for (Elements elements(e, args[0]); elements.next();) {
    if (!e.spend(1)) return Evaluation::spent();
    const Value element = plain(e, elements.element());
    if (element.is(Tag::unknown)) return element;
    if (!element.is(Tag::string)) return no_overload();
    if (elements.position() != 0 && count == 2) out.add(args[1].view());
    out.add(element.view());
  }
  return out.value();
}

Value quoted(Evaluation& e, const Value* args, std::uint32_t) {
  if (!args[0].is(Tag::string)) return no_overload();
  if (!e.spend(1 + args[0].size / 64)) return Evaluation::spent();
  return e.text(quote(args[0].view()));
}

}  // namespace

std::span<const Function> string_functions() {
  static constexpr auto table = std::to_array<Function>({
      {"startsWith", true, "ss:b", &starts_with},
      {"endsWith", true, "ss:b", &ends_with},
      {"contains", true, "ss:b", &contains},
      {"matches", true, "ss:b", &matches},
      {"matches", false, "ss:b", &matches},
      {"charAt", true, "si:s", &char_at},
      {"indexOf", true, "ss:i ssi:i", &index_of},
      {"lastIndexOf", true, "ss:i ssi:i", &last_index_of},
      {"lowerAscii", true, "s:s", &convert_ascii<&ascii::lower>},
      {"upperAscii", true, "s:s", &convert_ascii<&ascii::upper>},
      {"replace", true, "sss:s sssi:s", &replace},
      {"split", true, "ss:L ssi:L", &split},
      {"substring", true, "si:s sii:s", &substring},
      {"trim", true, "s:s", &trim},
      {"join", true, "L:s Ls:s", &join},
      {"strings.quote", false, "s:s", &quoted},
  });
  return table;
}

}  // namespace plumbline::cel
