#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/limits.h"
#include "analyzer/syntax/data.h"
#include "analyzer/syntax/data_builder.h"
#include "analyzer/syntax/parsed.h"

namespace plumbline::syntax {

/// The bytes of the character or characters that an escape (`\n`, `\x41`, `\u{1f600}`) of JavaScript or Ruby stands
/// for; a letter without a meaning of its own stands for itself.
enum class Escapes : std::uint8_t { javascript, ruby };
std::string decode_escape(std::string_view written, Escapes escapes);

/// Turns the literals of a program into Data without recursion: what a language has to say is `value`. All text lies in
/// the Data's pool, spans are places in the file.
class LiteralWriter {
 public:
  LiteralWriter(const Parsed& parsed, const Limits& limits) : parsed_(parsed), builder_({}, limits) {}
  virtual ~LiteralWriter() = default;
  LiteralWriter(const LiteralWriter&) = delete;
  LiteralWriter& operator=(const LiteralWriter&) = delete;

  Data run(NodeRef root) &&;

 protected:
  /// Writes one value: a scalar, or `open` with steps for what is in it.
  virtual void value(NodeRef node) = 0;

  struct Step {
    enum class Kind : std::uint8_t { value, key, close, here };
    Kind kind = Kind::value;
    NodeRef node;  ///< key: where it is written; none if it has no place before its value
    std::string key = {};
  };
  /// Opens a map or list; `steps` follow in order, then it is closed.
  void open(DataKind kind, NodeRef node, std::vector<Step> steps, bool partial);
  void scalar(DataKind kind, NodeRef node);  ///< its text as written
  void opaque(NodeRef node);                 ///< an expression, as written
  void string(NodeRef node, const source::MappedText& text, bool literal);
  /// What is written until this value ends stands elsewhere in the file and is referred to by `node`: that is its
  /// place.
  void elsewhere(NodeRef node);
  const Parsed& parsed() const { return parsed_; }
  DataBuilder& builder() { return builder_; }
  /// Runs `steps` in a collection that is open already; `place` is where a limit is reported.
  Data run_steps(std::vector<Step> steps, NodeRef place) &&;

 private:
  Span place(NodeRef node) const { return elsewhere_ ? *elsewhere_ : parsed_.source(node); }
  void add(DataScalar scalar, const source::MappedText& text);

  const Parsed& parsed_;
  DataBuilder builder_;
  std::vector<Step> steps_;  // the next one last
  std::optional<Span> elsewhere_;
};

}  // namespace plumbline::syntax
