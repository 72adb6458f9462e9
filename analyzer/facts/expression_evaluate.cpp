#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/expression.h"
#include "analyzer/facts/expression_tokens.h"

namespace plumbline::facts::expression {
namespace {

using Type = Constant::Type;

Constant make_boolean(bool value) {
  Constant constant;
  constant.type = Type::boolean;
  constant.boolean = value;
  return constant;
}

Constant make_string(std::string value) {
  Constant constant;
  constant.type = Type::string;
  constant.string = std::move(value);
  return constant;
}

Constant make_number(double value) {
  Constant constant;
  constant.type = Type::number;
  constant.number = value;
  return constant;
}

/// What `==` and `<` make of values of different types.
double to_number(const Constant& value) {
  switch (value.type) {
    case Type::null:
      return 0;
    case Type::boolean:
      return value.boolean ? 1 : 0;
    case Type::number:
      return value.number;
    case Type::string: {
      const std::string_view text = ascii::trim(value.string);
      if (text.empty()) return 0;
      return parse_number(text).value_or(std::numeric_limits<double>::quiet_NaN());
    }
    case Type::unknown:
    case Type::object:
      break;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

std::string to_text(const Constant& value) {
  switch (value.type) {
    case Type::boolean:
      return value.boolean ? "true" : "false";
    case Type::number:
      return fmt::format("{}", value.number);
    case Type::string:
      return value.string;
    case Type::null:
    case Type::unknown:
    case Type::object:
      break;
  }
  return {};
}

bool is_equal(const Constant& a, const Constant& b) {
  if (a.type == Type::string && b.type == Type::string) return ascii::equal_ignoring_case(a.string, b.string);
  const double x = to_number(a);
  const double y = to_number(b);
  return !(x < y) && !(y < x) && !std::isnan(x) && !std::isnan(y);
}

bool is_less(const Constant& a, const Constant& b) {
  if (a.type == Type::string && b.type == Type::string) return ascii::lower(a.string) < ascii::lower(b.string);
  return to_number(a) < to_number(b);
}

Constant compared(Kind kind, const Constant& a, const Constant& b) {
  if (!a.known() || !b.known() || a.type == Type::object || b.type == Type::object) return {};
  switch (kind) {
    case Kind::equal:
      return make_boolean(is_equal(a, b));
    case Kind::not_equal:
      return make_boolean(!is_equal(a, b));
    case Kind::less:
      return make_boolean(is_less(a, b));
    case Kind::less_equal:
      return make_boolean(is_less(a, b) || is_equal(a, b));
    case Kind::greater:
      return make_boolean(is_less(b, a));
    default:
      return make_boolean(is_less(b, a) || is_equal(a, b));
  }
}

/// `&&` and `||` give one of their operands.
Constant logical(bool conjunction, const Constant& a, const Constant& b) {
  const auto first = truth(a);
  const auto second = truth(b);
  if (first) return *first == conjunction ? b : a;
  Constant result;
  // The first is unknown: the whole is decided where the second decides either way.
  if (second && *second != conjunction) result.as_condition = *second;
  return result;
}

/// `{0}` and `{{`; none where the text is no valid format.
std::optional<std::string> formatted(const std::vector<Constant>& arguments) {
  const std::string& text = arguments.front().string;
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c != '{' && c != '}') {
      out += c;
    } else if (at + 1 < text.size() && text[at + 1] == c) {
      out += c;
      ++at;
    } else {
      const std::size_t end = text.find('}', at);
      if (c == '}' || end == std::string::npos) return std::nullopt;
      const auto number = ascii::parse_int(std::string_view(text).substr(at + 1, end - at - 1));
      if (!number || *number < 0 || static_cast<std::size_t>(*number) + 1 >= arguments.size()) return std::nullopt;
      out += to_text(arguments[static_cast<std::size_t>(*number) + 1]);
      at = end;
    }
  }
  return out;
}

Constant from_json(std::string_view text) {
  const std::string_view value = ascii::trim(text);
  if (value == "true" || value == "false") return make_boolean(value == "true");
  Constant constant;
  if (value == "null") {
    constant.type = Type::null;
  } else if (!value.empty() && (value.front() == '[' || value.front() == '{')) {
    constant.type = Type::object;
  } else if (const auto number = parse_number(value)) {
    return make_number(*number);
  }
  return constant;
}

Constant call(std::string_view name, const std::vector<Constant>& arguments) {
  if (name == "always") return make_boolean(true);
  for (const Constant& argument : arguments)
    if (!argument.known() || argument.type == Type::object) return {};
  if (arguments.size() == 1 && name == "fromjson") return from_json(to_text(arguments[0]));
  if (arguments.size() == 2) {
    const std::string text = ascii::lower(to_text(arguments[0]));
    const std::string part = ascii::lower(to_text(arguments[1]));
    if (name == "contains") return make_boolean(text.find(part) != std::string::npos);
    if (name == "startswith") return make_boolean(text.rfind(part, 0) == 0);
    if (name == "endswith")
      return make_boolean(text.size() >= part.size() &&
                          text.compare(text.size() - part.size(), part.size(), part) == 0);
  }
  if (name == "format" && !arguments.empty() && arguments[0].type == Type::string)
    if (auto text = formatted(arguments)) return make_string(std::move(*text));
  return {};
}

/// Takes the operands' values: each is used once.
Constant value_of(const std::vector<Node>& nodes, const Node& node, std::vector<Constant>& values) {
  std::vector<Constant> operands;
  for (std::uint32_t child = node.first_child; child != Node::none; child = nodes[child].next)
    operands.push_back(std::move(values[child]));
  Constant constant;
  switch (node.kind) {
    case Kind::null:
      constant.type = Type::null;
      return constant;
    case Kind::boolean:
      return make_boolean(node.number > 0);
    case Kind::number:
      return make_number(node.number);
    case Kind::string:
      return make_string(node.text);
    case Kind::call:
      return call(ascii::lower(node.text), operands);
    case Kind::group:
      return operands[0];
    case Kind::negation: {
      const auto known = truth(operands[0]);
      return known ? make_boolean(!*known) : Constant{};
    }
    case Kind::conjunction:
    case Kind::disjunction:
      return logical(node.kind == Kind::conjunction, operands[0], operands[1]);
    case Kind::less:
    case Kind::less_equal:
    case Kind::greater:
    case Kind::greater_equal:
    case Kind::equal:
    case Kind::not_equal:
      return compared(node.kind, operands[0], operands[1]);
    case Kind::context:
    case Kind::property:
    case Kind::index:
    case Kind::star:
      break;
  }
  return constant;
}

}  // namespace

Constant evaluate(const Expression& expression) {
  if (!expression.valid()) return {};
  std::vector<Constant> values;
  values.reserve(expression.nodes.size());
  for (const Node& node : expression.nodes) values.push_back(value_of(expression.nodes, node, values));
  return values.back();
}

std::optional<bool> truth(const Constant& constant) {
  switch (constant.type) {
    case Type::unknown:
      return constant.as_condition;
    case Type::null:
      return false;
    case Type::boolean:
      return constant.boolean;
    case Type::number:
      return !std::isnan(constant.number) && std::fabs(constant.number) > 0;
    case Type::string:
      return !constant.string.empty();
    case Type::object:
      return true;
  }
  return std::nullopt;
}

}  // namespace plumbline::facts::expression
