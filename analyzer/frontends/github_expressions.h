#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/frontends/commands.h"
#include "analyzer/frontends/github_facts.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/data.h"

namespace plumbline::frontends {

/// Does a text hold `${{`, so that its value cannot be known here?
bool holds_github_expression(std::string_view text);

/// Where expressions stand.
struct ExpressionPlace {
  ir::Place place = ir::Place::other;
  std::string_view key;   ///< of what may be used there; empty: that is not checked
  std::string_view path;  ///< logical path of what holds them
  Ref<ir::Job> job;
  Ref<ir::Step> step;
};

/// What a condition says.
struct ConditionFacts {
  std::optional<bool> constant;
  bool on_failure = false;  ///< `failure()`, not negated
  bool always = false;      ///< `always()`, `!cancelled()`
};

/// Finds the expressions of one workflow or action and makes rows of them.
class GithubExpressions {
 public:
  using List = std::vector<Ref<ir::Expression>>;

  GithubExpressions(const GithubFacts& facts, ir::FileIrBuilder& ir) : facts_(facts), ir_(ir) {}

  /// The events that start the workflow. `called`: what calls it may have been started by any other.
  void set_events(std::vector<std::string> events, bool called);

  /// Every fence of a text: rows are appended to `into`, places in the text returned.
  std::vector<Filled> add(const source::MappedText& text, const ExpressionPlace& at, List& into);
  /// Those of every scalar below a node, the node included.
  void add_below(const syntax::DataView& node, const ExpressionPlace& at, List& into);
  /// An `if:`, with fences or without.
  ConditionFacts add_condition(const source::MappedText& text, const ExpressionPlace& at, List& into);

  /// From here on, reading `path` (`env.title`, `steps.x.outputs`) reads what `source` is; until `forget(mark())`.
  void remember(std::string path, std::string source);
  std::size_t mark() const { return remembered_.size(); }
  void forget(std::size_t mark) { remembered_.resize(mark); }
  /// Does one of the expressions of the list read what outsiders write? Its path, else empty.
  std::string untrusted_path(const List& expressions, std::size_t first) const;
  /// Is any of these events what starts the workflow?
  bool starts_with(const std::vector<std::string>& events) const;

 private:
  struct Remembered {
    std::string path;
    std::string source;
  };

  Ref<ir::Expression> add_one(const source::MappedText& text, Span fence, Span inner, const ExpressionPlace& at,
                              const facts::expression::Expression& parsed);
  std::string untrusted_source(const facts::expression::Reference& reference) const;

  const GithubFacts& facts_;
  ir::FileIrBuilder& ir_;
  std::vector<std::string> events_;
  bool called_ = false;
  std::vector<Remembered> remembered_;
};

}  // namespace plumbline::frontends
