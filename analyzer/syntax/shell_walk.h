#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/base/limits.h"
#include "analyzer/syntax/parsed.h"
#include "analyzer/syntax/shell_collect.h"
#include "analyzer/syntax/shell_commands.h"
#include "analyzer/syntax/shell_statements.h"

namespace plumbline::syntax::shell {

/// What the text around says of everything in a block.
struct Context {
  InsideSet inside;
  Ignored ignored = Ignored::no;
  bool followed = false;  ///< something runs behind the block that does not look at `$?`
  std::uint32_t function = Command::none;
  std::uint32_t owner = Command::none;
  std::uint8_t depth = 0;
};

/// Scripts in scripts in scripts: deeper ones are left out, and said to be.
inline constexpr std::uint8_t max_script_depth = 4;

/// Fills a Script from one parsed text. Works on a stack of its own: nothing recurses on the depth of the tree.
class Walk {
 public:
  Walk(const Parsed& parsed, Shown shown, Script& out, const Limits& limits, State state)
      : parsed_(parsed), collector_(parsed, shown, out), out_(out), limits_(limits), state_(state) {}

  void run(const Context& context);
  State state() const { return state_; }

 private:
  struct Task {
    enum class Kind : std::uint8_t { block, element, set_state, end_function };
    Kind kind = Kind::block;
    std::vector<NodeRef> nodes = {};  ///< block: statements, and tokens between them
    std::uint32_t index = 0;          ///< block: the next node; element: in its row; end_function: in the script
    std::uint32_t row = 0;            ///< element: in rows_
    Context context = {};
    State state = {};  ///< set_state
    Connector connector = Connector::none;
    bool background = false;
    bool followed = false;
  };
  using Tasks = std::vector<Task>;

  // shell_walk.cpp: the order of things.
  void block(Task task);
  void element(const Task& task);
  void schedule(Tasks in_order);
  Task block_of(std::vector<NodeRef> nodes, const Context& context) const;
  Task state_of(State state) const;
  std::vector<NodeRef> children(NodeRef node) const;
  void compound(const Element& element, const Context& context);
  void conditional(NodeRef node, const Context& context);
  void loop(NodeRef node, const Context& context);
  void choice(NodeRef node, const Context& context);
  void function(NodeRef node, const Context& context);
  void substitutions(const std::vector<NodeRef>& holders, const Context& context, bool status_kept);

  // shell_simple.cpp: one simple command.
  void simple(const Element& element, const Context& context, Command command);
  void assignments(const Element& element, const Context& context);
  void take_words(const Element& element, Command& command);
  void take_command_child(NodeRef child, Command& command);
  void take_declaration_child(NodeRef child, Assignment::Kind kind, Command& command);
  void take_bracket(NodeRef node);
  void take_redirections(const Element& element);
  void add_word(NodeRef node);
  void add_assignment(NodeRef node, Assignment::Kind kind, InsideSet inside);
  void finish(Command& command);
  void apply_set(const Command& command);
  void nested(std::uint32_t command, const Context& context);
  void run_nested(const Extract& script, const Context& context, State state);

  const Parsed& parsed_;
  Collector collector_;
  Script& out_;
  const Limits& limits_;
  State state_;
  Tasks tasks_;  // the next one last
  std::vector<std::vector<Element>> rows_;
  // Of the command at hand.
  std::vector<Span> words_;       // in the text
  std::vector<NodeRef> holders_;  // nodes that may hold substitutions
};

}  // namespace plumbline::syntax::shell
