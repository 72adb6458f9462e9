// The Dockerfile parser on any bytes: every place lies in the file, every variable in its word's reach, and what is
// read does not change when it is read again.

#include <cstdint>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/syntax/dockerfile.h"

namespace {

using plumbline::Span;
namespace df = plumbline::syntax::dockerfile;

class Checker {
 public:
  explicit Checker(std::string_view file) : file_(file) {}

  void span(Span place) const {
    PLUMBLINE_CHECK(place.begin <= place.end && place.end <= file_.size(), "a place lies in the file");
  }
  void mapped(const plumbline::source::MappedText& text) const { span(text.source_span()); }
  void word(const df::Word& word) const {
    span(word.span);
    mapped(word.text);
    for (const df::Variable& variable : word.variables) {
      span(variable.span);
      span(variable.name_span);
      span(variable.operand_span);
    }
    df::expand(word.raw, '\\', [](std::string_view name) {
      return df::Value{name.size() % 2 == 0 ? df::Value::State::set : df::Value::State::unset, "a.b/c"};
    });
  }
  void pair(const df::Pair& pair) const {
    span(pair.span);
    word(pair.key);
    word(pair.value);
  }
  void instruction(const df::Instruction& in) const {
    span(in.span);
    span(in.keyword_span);
    span(in.line_span);
    mapped(in.text);
    mapped(df::script(in));
    for (const df::Word& each : in.words) word(each);
    for (const df::Pair& each : in.pairs) pair(each);
    for (const df::Flag& flag : in.flags) {
      span(flag.span);
      span(flag.name_span);
      word(flag.value);
      for (const df::Pair& each : flag.options) pair(each);
    }
    for (const df::Heredoc& heredoc : in.heredocs) {
      span(heredoc.operator_span);
      span(heredoc.name_span);
      span(heredoc.body_span);
      mapped(heredoc.body);
    }
    for (const Span line : in.blank_lines) span(line);
  }

 private:
  std::string_view file_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  const df::Dockerfile parsed = df::parse(file);
  const Checker check(file);
  for (const df::Instruction& in : parsed.instructions) {
    check.instruction(in);
    PLUMBLINE_CHECK(in.first_comment + in.comment_count <= parsed.comments.size(), "comments exist");
    PLUMBLINE_CHECK(in.nested == ~0U || in.nested < parsed.nested.size(), "what ONBUILD wraps exists");
  }
  for (const df::Instruction& in : parsed.nested) check.instruction(in);
  for (const auto& error : parsed.errors) check.span(error.at);
  for (const auto& limit : parsed.limits) check.span(limit.at);
  for (const auto& comment : parsed.comments) check.span(comment.span);
  const df::Dockerfile again = df::parse(file);
  PLUMBLINE_CHECK(
      again.instructions.size() == parsed.instructions.size() && again.errors.size() == parsed.errors.size(),
      "reading twice gives the same");
  return 0;
}
