#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/limits.h"
#include "analyzer/base/location.h"
#include "analyzer/source/mapped_text.h"
#include "analyzer/syntax/data.h"
#include "analyzer/syntax/parsed.h"
#include "analyzer/syntax/ruby.h"

/// What a Ruby program calls, sets and defines, as flat lists in source order.
namespace plumbline::syntax::ruby {

enum class Inside : std::uint8_t {
  condition = 1,  ///< body of if, unless, case, `x if y`
  loop = 2,
  rescued = 4,  ///< a `begin` or body that has a `rescue`
  rescue = 8,   ///< the handler
  ensure = 16,
  definition = 32,  ///< `def`
  argument = 64,    ///< in the arguments of a call
};

struct Argument {
  NodeRef key;  ///< none: positional
  NodeRef value;
  bool splat = false;  ///< `*list`, `**hash`, `&block`: value is what follows
};

/// `receiver.method(arguments) { block }`; a bare word that may be one (`setup_ci`); a shell command in backquotes,
/// whose method is "`" and whose one argument is its node.
struct Call {
  static constexpr std::uint32_t none = ~0U;
  NodeRef node;
  NodeRef receiver;  ///< none: self
  NodeRef method;
  NodeRef block;
  std::uint32_t first_argument = 0;
  std::uint32_t argument_count = 0;
  std::uint32_t parent = none;      ///< the call in whose block it stands: index in Program::calls
  std::uint32_t definition = none;  ///< index in Program::definitions
  std::uint8_t inside = 0;          ///< bits of Inside, between it and its parent
  Span span;                        ///< of the file, whole
  Span head;                        ///< from receiver to the first line's end

  bool is(Inside value) const { return (inside & static_cast<std::uint8_t>(value)) != 0; }
};

struct Assignment {
  NodeRef target;  ///< `x`, `CONST`, `ENV["X"]`, `config.y`
  NodeRef value;
  std::uint32_t parent = Call::none;
  Span span;
};

struct Definition {
  NodeRef name;
  Span span;
};

struct Program {
  Parsed parsed;
  std::vector<Call> calls;
  std::vector<Argument> arguments;
  std::vector<Assignment> assignments;
  std::vector<Definition> definitions;
  std::vector<Comment> comments;
  std::vector<std::pair<NodeRef, NodeRef>> heredocs;  ///< beginning, body; by beginning

  std::string_view method(const Call& call) const;
  std::string_view receiver(const Call& call) const { return call.receiver ? parsed.text_of(call.receiver) : ""; }
  std::span<const Argument> arguments_of(const Call& call) const {
    return {arguments.data() + call.first_argument, call.argument_count};
  }
  /// The value of a keyword argument, whether written `key: v`, `:key => v` or `"key" => v`; none if there is none.
  NodeRef keyword(const Call& call, std::string_view key) const;
  NodeRef positional(const Call& call, std::size_t index) const;
  /// A block's parameters: the names between the bars.
  std::vector<std::string_view> block_parameters(const Call& call) const;
  NodeRef heredoc_body(NodeRef beginning) const;
};

Program read_program(source::MappedText text, const Limits& limits = {});
Program read_program_file(std::string_view file, const Limits& limits = {});

/// A string, symbol, heredoc or command literal's text with its map; interpolations stay as written. `literal` is false
/// when there is one.
struct StringValue {
  source::MappedText text;
  bool literal = true;
};
bool is_string(const Program& program, NodeRef node);
StringValue string_value(const Program& program, NodeRef node);

/// A value as Data: hashes, arrays, strings, symbols (as strings), numbers, booleans, nil. What is computed is an
/// opaque scalar with its source; a hash with `**` is partial.
Data to_data(const Program& program, NodeRef value, const Limits& limits = {});
/// A call's keyword arguments, and its hash arguments', as one map.
Data keywords_data(const Program& program, const Call& call, const Limits& limits = {});

}  // namespace plumbline::syntax::ruby
