#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"
#include "analyzer/cel/civil.h"
#include "analyzer/cel/print.h"
#include "analyzer/cel/program.h"
#include "analyzer/cel/values.h"

/// Runs a file of conformance cases, one JSON object a line: see tests/conformance/README.md.
namespace plumbline::cel {

namespace {

using ir::Tag;
using ir::Value;
using Json = nlohmann::json;

/// A value as the cases write it: {"int": "1"}, {"list": […]}, …
class ValueReader {
 public:
  explicit ValueReader(Arena& arena) : arena_(arena) {}

  std::optional<Value> read(const Json& json) {  // NOLINT(misc-no-recursion): the test file's own nesting
    if (!json.is_object() || json.size() != 1) return std::nullopt;
    const std::string& kind = json.begin().key();
    const Json& body = json.begin().value();
    if (kind == "null") return Value::null();
    if (kind == "bool") return Value::of(body.get<bool>());
    if (kind == "list") return list(body);
    if (kind == "map") return map(body);
    const std::string text = body.get<std::string>();
    if (kind == "int") return parsed(ascii::parse_int(text));
    if (kind == "uint") return Value::of(std::uint64_t{std::stoull(text)});
    if (kind == "double") return real(text);
    if (kind == "string") return Value::of(arena_.copy(text));
    if (kind == "bytes_hex") return bytes(text);
    if (kind == "type") return Value::type(arena_.copy(text));
    if (kind == "timestamp") return parse_timestamp(text);
    if (kind == "duration") return parse_duration(text);
    return std::nullopt;
  }

 private:
  static std::optional<Value> parsed(std::optional<std::int64_t> number) {
    return number.has_value() ? std::optional(Value::of(*number)) : std::nullopt;
  }
  static std::optional<Value> real(const std::string& text) {
    const std::string lower = ascii::lower(text);
    if (lower == "nan") return Value::of(std::nan(""));
    if (lower == "infinity" || lower == "inf") return Value::of(HUGE_VAL);
    if (lower == "-infinity" || lower == "-inf") return Value::of(-HUGE_VAL);
    const auto number = ascii::parse_double(text);
    return number.has_value() ? std::optional(Value::of(*number)) : std::nullopt;
  }
  std::optional<Value> bytes(const std::string& hex) {
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
      out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    }
    return Value::bytes(arena_.copy(out));
  }
  std::optional<Value> list(const Json& body) {  // NOLINT(misc-no-recursion)
    Value* values = arena_.allocate_array<Value>(body.size() + 1);
    for (std::size_t i = 0; i < body.size(); ++i) {
      const auto value = read(body[i]);
      if (!value.has_value()) return std::nullopt;
      values[i] = *value;
    }
    return Value::list(values, body.size());
  }
  std::optional<Value> map(const Json& body) {  // NOLINT(misc-no-recursion)
    Value* entries = arena_.allocate_array<Value>(2 * body.size() + 1);
    for (std::size_t i = 0; i < body.size(); ++i) {
      const auto key = read(body[i].at(0));
      const auto value = read(body[i].at(1));
      if (!key.has_value() || !value.has_value()) return std::nullopt;
      entries[2 * i] = *key;
      entries[2 * i + 1] = *value;
    }
    return Value::map(entries, body.size());
  }

  Arena& arena_;
};

/// Equal in type, too; NaN is NaN.
bool is_same(Evaluation& e, const Value& a, const Value& b) {  // NOLINT(misc-no-recursion): the value's nesting
  if (a.is(Tag::real) && b.is(Tag::real)) return (std::isnan(a.real) && std::isnan(b.real)) || a.real == b.real;
  if (is_list(e, a) && is_list(e, b)) {
    if (visible_size(e, a) != visible_size(e, b)) return false;
    Elements left(e, a);
    Elements right(e, b);
    while (left.next() && right.next()) {
      if (!is_same(e, left.element(), right.element())) return false;
    }
    return true;
  }
  if (a.is(Tag::map) && b.is(Tag::map)) {
    if (a.size != b.size) return false;
    for (Elements entries(e, a); entries.next();) {
      if (!is_same(e, entries.mapped(), lookup(e, b, entries.element()))) return false;
    }
    return true;
  }
  return a.tag == b.tag && equals(e, a, b).is_true();
}

/// Empty when the case passes, else what happened.
std::string run_case(const Json& test) {
  Arena arena;
  ValueReader reader(arena);
  Environment environment;
  std::vector<Value> variables;
  if (const auto bindings = test.find("bindings"); bindings != test.end()) {
    for (auto binding = bindings->begin(); binding != bindings->end(); ++binding) {
      const auto value = reader.read(binding.value());
      if (!value.has_value()) return fmt::format("the case's binding '{}' has an unknown form", binding.key());
      environment.variables.push_back({binding.key(), ir::Type(), false});
      variables.push_back(*value);
    }
  }
  CheckOptions options;
  options.typed = !test.value("disable_check", false);
  options.comprehension_depth = max_nesting;
  const bool expects_error = test.contains("error");
  auto checked = check(test.at("expr").get<std::string>(), std::move(environment), options);
  if (!checked) {
    return expects_error ? "" : fmt::format("does not check: {}", checked.error().errors.front().message);
  }
  const auto shared = std::make_shared<const Checked>(std::move(*checked));
  for (const bool traced : {false, true}) {
    const Program program = compile(shared, {traced});
    EvaluationContext context;
    context.arena = &arena;
    Trace trace;
    context.trace = &trace;
    const Value result = program.evaluate(variables, context);
    if (expects_error) {
      if (!result.is(Tag::error)) return fmt::format("expected an error, got {}", print_value({}, result));
      continue;
    }
    const auto expected = reader.read(test.at("value"));
    if (!expected.has_value()) return "the case's value has an unknown form";
    Evaluation evaluation;
    evaluation.context = &context;
    if (!is_same(evaluation, *expected, result)) {
      return fmt::format("expected {}, got {}", print_value({}, *expected), print_value({}, result));
    }
  }
  return "";
}

/// Ids and reasons: "id: reason" a line, `#` begins a comment.
std::map<std::string, std::string> read_exceptions(const std::string& path) {
  std::map<std::string, std::string> exceptions;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (!line.starts_with('#') && colon != std::string::npos)
      exceptions[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return exceptions;
}

int run_file(const std::string& path, const std::string& exceptions_path) {
  std::ifstream file(path);
  if (!file) {
    fmt::print(stderr, "cannot read {}\n", path);
    return 2;
  }
  const auto exceptions = read_exceptions(exceptions_path);
  int passed = 0;
  int failed = 0;
  int excepted = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    const Json test = Json::parse(line, nullptr, false);
    if (test.is_discarded()) {
      fmt::print(stderr, "not JSON: {}\n", line);
      return 2;
    }
    const std::string id = test.at("id").get<std::string>();
    const std::string problem = run_case(test);
    const auto exception = exceptions.find(id);
    if (problem.empty()) {
      ++passed;
    } else if (exception != exceptions.end()) {
      ++failed;
      ++excepted;
      fmt::print("known: {}: {}\n", id, exception->second);
    } else {
      ++failed;
      fmt::print("FAILED {}: {}: {}\n", id, test.at("expr").get<std::string>(), problem);
    }
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == excepted && passed > 0 ? 0 : 1;
}

}  // namespace

}  // namespace plumbline::cel

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    fmt::print(stderr, "usage: cel_conformance CASES.jsonl [EXCEPTIONS.txt]\n");
    return 2;
  }
  return plumbline::cel::run_file(argv[1], argc == 3 ? argv[2] : CEL_EXCEPTIONS);
}
