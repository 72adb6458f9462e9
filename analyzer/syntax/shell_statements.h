#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/syntax/parsed.h"

/// The grammar nests lists, pipelines, redirections and what stands behind a heredoc's word in several ways, some of
/// them wrong (a third pipeline stage swallows the next line when that is redirected). Here a statement is a flat row
/// of commands with the operators between them, from which the shell's own grouping follows.
namespace plumbline::syntax::shell {

enum class Link : std::uint8_t { newline, and_if, or_if, pipe, pipe_both };

/// A simple or compound command of a row.
struct Element {
  NodeRef node;
  /// Its children among the node's: [begin, end) by node index. A node that swallowed a line end gives two elements.
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Link link = Link::newline;  ///< to the element before; the first has `newline`
  bool negated = false;
  std::vector<NodeRef> redirects;  ///< those that stand outside of the node
  std::vector<NodeRef> arguments;  ///< behind a heredoc's word
  std::uint32_t pipeline = 0;      ///< its number in the script
};

/// `statement`: a child of a program, a body or a condition.
std::vector<Element> flatten(const Parsed& script, NodeRef statement);

/// Can this node stand in a block as a statement? Else it is a comment, a word, a token.
bool is_statement(const Parsed& script, NodeRef node);

}  // namespace plumbline::syntax::shell
