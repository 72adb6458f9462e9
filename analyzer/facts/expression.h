#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"
#include "analyzer/facts/parsed.h"
#include "analyzer/source/mapped_text.h"

/// GitHub's expression language `${{ … }}`.
namespace plumbline::facts::expression {

enum class Kind : std::uint8_t {
  null,
  boolean,
  number,
  string,
  context,   ///< first name of a path: `github`
  property,  ///< `.name`
  index,     ///< `[…]`; children: object, index
  star,      ///< `.*`, `[*]`
  call,      ///< `text` is the function's name; children: arguments
  negation,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  conjunction,
  disjunction,
  group,  ///< parentheses
};

/// Children are earlier in the vector than their parent: the last node is the root.
struct Node {
  Kind kind = Kind::null;
  Span span;  ///< in the parsed text
  std::uint32_t first_child = none;
  std::uint32_t next = none;  ///< next sibling
  std::string text;           ///< string: decoded; context, property, call: name as written; number: as written
  double number = 0;          ///< number; boolean: 0 or 1
  static constexpr std::uint32_t none = ~0U;
};

/// A context and what is read of it: `github.event.issue.title`, `matrix['os']`, `steps.*.outputs.x`. Names are in
/// lower case; `*` is any; an index that is not a literal is `*` with `computed`.
struct Reference {
  std::vector<std::string> path;
  Span span;
  bool computed = false;
  bool whole = false;    ///< passed to toJSON or compared as a whole object: everything below is read
  std::string function;  ///< innermost call it is an argument of, lower case
  std::string dotted() const;
};

struct Call {
  std::string name;  ///< lower case
  Span name_span;
  Span span;
  std::uint32_t node = 0;
  std::uint32_t arguments = 0;
};

struct Expression {
  std::vector<Node> nodes;
  std::vector<Reference> references;
  std::vector<Call> calls;
  std::vector<Error> errors;  ///< syntax errors; then `nodes` may be empty

  bool valid() const { return errors.empty() && !nodes.empty(); }
  const Node& root() const { return nodes.back(); }
};

/// The inside of `${{ }}`, or an `if:` without it.
Expression parse(std::string_view text);

/// One `${{ … }}` of a text.
struct Fence {
  Span span;   ///< with `${{` and `}}`, in the text
  Span inner;  ///< between them
  bool closed = true;
};
/// `}}` inside a string literal does not close.
std::vector<Fence> find_fences(std::string_view text);

/// A value as far as it is known without running anything.
struct Constant {
  enum class Type : std::uint8_t { unknown, null, boolean, number, string, object };
  Type type = Type::unknown;
  bool boolean = false;
  double number = 0;
  std::string string;
  std::optional<bool> as_condition;  ///< may be known though the value is not: `x && false`
  bool known() const { return type != Type::unknown; }
};
/// By GitHub's coercions. Short circuits count: `false && x` is known.
Constant evaluate(const Expression& expression);
/// None when unknown.
std::optional<bool> truth(const Constant& constant);

/// A condition as written in `if:`, with or without fences. `${{ a }} && ${{ b }}` and `!${{ a }}` become strings that
/// are always true: a fact.
struct Condition {
  std::optional<bool> always;      ///< known truth
  bool text_around_fence = false;  ///< something stands beside a fence: the whole is a non-empty string
  bool has_status_function = false;
  std::vector<Expression> expressions;
  std::vector<Span> inner;  ///< of each expression, in the text
};
Condition parse_condition(std::string_view text);

/// What may be used where. `contexts` and `functions` in lower case.
struct Availability {
  std::span<const std::string_view> contexts;
  std::span<const std::string_view> functions;
};
struct FunctionSignature {
  std::string_view name;  ///< lower case
  std::uint8_t least = 0;
  std::uint8_t most = 0;    ///< 255: any number
  bool restricted = false;  ///< only where `Availability` names it
};
/// Unknown functions, wrong numbers of arguments, contexts and functions that are not available there.
std::vector<Error> check(const Expression& expression, std::span<const FunctionSignature> functions,
                         const Availability& available);
std::span<const FunctionSignature> default_functions();

/// Does a reference read what `pattern` names (`github.event.pages.*.title`, `github.head_ref`)? A whole object reads
/// everything below it.
bool reads(const Reference& reference, std::string_view pattern);

}  // namespace plumbline::facts::expression
