#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/syntax/ruby_program.h"

namespace plumbline::frontends {

/// What stands around each node of a Ruby program: the condition it runs under, and whether its errors are caught.
/// The program must outlive it.
class RubySurroundings {
 public:
  explicit RubySurroundings(const syntax::ruby::Program& program);

  /// Text of the nearest condition, `!(…)` where the other branch or `unless` was meant.
  std::optional<std::string> condition(syntax::NodeRef node) const;
  /// Where that condition is written.
  Span condition_span(syntax::NodeRef node) const;
  /// A `rescue` around it that does not raise again.
  bool caught(syntax::NodeRef node) const { return around_[node.index].caught; }
  /// Nobody looks at its value: it is a statement.
  bool unused(syntax::NodeRef node) const;

 private:
  struct Around {
    syntax::NodeRef condition;
    bool negated = false;
    bool caught = false;
  };
  void look_at(Around& around, syntax::NodeRef parent, syntax::NodeRef node) const;
  void branch(Around& around, syntax::NodeRef parent, syntax::NodeRef node, bool negated) const;
  bool joins_conditionally(syntax::NodeRef binary, syntax::NodeRef node) const;
  bool raises_again(syntax::NodeRef clause) const;
  bool catches(syntax::NodeRef body) const;

  const syntax::ruby::Program& program_;
  std::vector<syntax::NodeRef> parents_;
  std::vector<Around> around_;
};

/// Does Ruby text make what runs it fail: raise, abort, `UI.user_error!`?
bool makes_fail(std::string_view ruby);

}  // namespace plumbline::frontends
