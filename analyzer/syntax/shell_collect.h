#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/syntax/parsed.h"
#include "analyzer/syntax/shell_commands.h"
#include "analyzer/syntax/shell_decode.h"

/// Makes words, assignments and redirections of a Script from nodes of one parsed text.
namespace plumbline::syntax::shell {

class Collector {
 public:
  /// References stay valid while it lives.
  Collector(const Parsed& parsed, Shown shown, Script& out) : parsed_(parsed), shown_(shown), out_(out) {}

  Word word(NodeRef node);
  /// Any stretch of the text as one word, with the variables that `node` uses.
  Word raw_word(Span in_text, NodeRef node);
  Assignment assignment(NodeRef node, Assignment::Kind kind);
  /// Substitutions in them are `substitutions(node)` as well.
  Redirection redirection(NodeRef node);

  /// The outermost `$(…)`, `` `…` ``, `<(…)` below a node, in source order.
  std::vector<NodeRef> substitutions(NodeRef node) const;

  /// The masked form of a heredoc's body that this collector made; null if it did not.
  const Extract* body(std::uint32_t index) const;

  Str keep(std::string_view text);
  Span source(Span in_text) const { return parsed_.text.to_source(in_text); }
  const Shown& shown() const { return shown_; }

 private:
  void collect_uses(NodeRef node, Word& word);
  VariableUse use(NodeRef expansion, Span quotes);

  const Parsed& parsed_;
  Shown shown_;
  Script& out_;
  std::vector<std::pair<std::uint32_t, Extract>> bodies_;  // by index in Script::bodies
};

}  // namespace plumbline::syntax::shell
