#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/diagnostic.h"
#include "analyzer/ir/schema.h"

namespace plumbline::engine {

enum class Tag : std::uint8_t {
  cargo_cult,
  pattern_momentum,
  completion_drive,
  false_completion,
  assumption_blindness,
};
inline constexpr std::array<std::string_view, 5> tag_names{"CARGO_CULT", "PATTERN_MOMENTUM", "COMPLETION_DRIVE",
                                                           "FALSE_COMPLETION", "ASSUMPTION_BLINDNESS"};
constexpr std::string_view name(Tag tag) {
  return tag_names[static_cast<std::size_t>(tag)];
}

enum class Precision : std::uint8_t { very_high, high, medium, low };
inline constexpr std::array<std::string_view, 4> precision_names{"very-high", "high", "medium", "low"};
constexpr std::string_view name(Precision precision) {
  return precision_names[static_cast<std::size_t>(precision)];
}

enum class Status : std::uint8_t { stable, preview, deprecated };
inline constexpr std::array<std::string_view, 3> status_names{"stable", "preview", "deprecated"};
constexpr std::string_view name(Status status) {
  return status_names[static_cast<std::size_t>(status)];
}

/// By the hundreds of a built-in rule's number; users' rules have `custom`.
enum class Domain : std::uint8_t {
  custom,
  docker,
  ci,
  kubernetes,
  compose,
  mobile,
  seo,
  monitoring,
  secrets,
  repo,
};
inline constexpr std::array<std::string_view, 10> domain_names{
    "custom", "docker", "ci", "kubernetes", "compose", "mobile", "seo", "monitoring", "secrets", "repo"};
constexpr std::string_view name(Domain domain) {
  return domain_names[static_cast<std::size_t>(domain)];
}

/// An expression or template of a file of ours. `keys` leads to it in a rule file ("let.deploys", "related.0.at"):
/// where in it a mistake stands is looked up only when there is one. `at` is where its value begins.
struct RuleExpression {
  std::string text;
  std::string keys;
  LineColumn at;
};

struct ExampleFile {
  std::string path;
  std::string text;
};

struct Example {
  std::vector<ExampleFile> files;
  std::vector<std::string> finds;      ///< bad: the exact text under each caret
  std::optional<std::string> message;  ///< bad: of the first finding
  std::vector<ExampleFile> fixed;
  std::vector<std::string> allows;  ///< good: rules of the domain that may speak here
  LineColumn at;
};

/// A rule as its file says it: everything but the compiled expressions.
struct Rule {
  std::string origin;  ///< path of the file, for messages
  std::string id;
  std::string name;
  std::string title;
  Tag tag = Tag::assumption_blindness;
  Domain domain = Domain::custom;
  Severity severity = Severity::warning;
  Precision precision = Precision::high;
  bool critical = false;
  bool enabled_by_default = true;
  ir::EntityKind subject = 0;
  std::vector<std::pair<std::string, RuleExpression>> lets;
  RuleExpression when;
  std::optional<RuleExpression> at;
  struct Related {
    RuleExpression at;
    RuleExpression message;  ///< a template, like `message`
  };
  std::vector<Related> related;
  RuleExpression message;  ///< text with {CEL} holes
  std::string why;         ///< Markdown
  std::string remedy;      ///< Markdown
  std::vector<std::string> references;
  std::optional<bool> answers_decision;
  std::vector<std::string> gates;
  std::vector<std::uint32_t> cwe;
  std::optional<double> security_severity;
  std::vector<std::pair<std::string, std::vector<std::string>>> equivalents;  ///< tool → its ids
  struct FixTemplate {
    enum class Kind : std::uint8_t { replace, insert_before, insert_after, remove };
    Kind kind = Kind::replace;
    RuleExpression at;
    RuleExpression text;
  };
  std::optional<bool> fix_is_safe;  ///< has a fix when set
  std::vector<FixTemplate> fixes;
  std::string since;
  Status status = Status::stable;
  std::string replaced_by;
  std::vector<Example> bad;
  std::vector<Example> good;

  /// May a PATH_DECISION answer it?
  bool takes_decision() const {
    return answers_decision.value_or(tag == Tag::cargo_cult || tag == Tag::pattern_momentum) && !critical;
  }
};

}  // namespace plumbline::engine
