// GitHub expressions: nodes span their children, references and errors lie in the text, a condition's verdict is
// stable.

#include <cstdint>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/facts/expression.h"

namespace {

using plumbline::Span;
namespace ex = plumbline::facts::expression;

void check_span(Span span, std::size_t size) {
  PLUMBLINE_CHECK(span.begin <= span.end && span.end <= size, "a place lies in the text");
}

void check_expression(const ex::Expression& expression, std::size_t size) {
  for (std::uint32_t i = 0; i < expression.nodes.size(); ++i) {
    const ex::Node& node = expression.nodes[i];
    check_span(node.span, size);
    if (!expression.valid()) continue;
    for (std::uint32_t child = node.first_child; child != ex::Node::none; child = expression.nodes[child].next) {
      PLUMBLINE_CHECK(child < i, "children are before their parent");
      PLUMBLINE_CHECK(node.span.contains(expression.nodes[child].span), "a node spans its children");
    }
  }
  for (const ex::Reference& reference : expression.references) check_span(reference.span, size);
  for (const ex::Call& call : expression.calls) check_span(call.span, size);
  for (const auto& error : ex::check(expression, ex::default_functions(), {})) check_span(error.at, size);
  ex::truth(ex::evaluate(expression));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_expression(ex::parse(text), size);
  for (const ex::Fence& fence : ex::find_fences(text)) {
    check_span(fence.span, size);
    PLUMBLINE_CHECK(fence.span.contains(fence.inner), "a fence spans its inside");
  }
  const ex::Condition condition = ex::parse_condition(text);
  PLUMBLINE_CHECK(condition.inner.size() == condition.expressions.size(), "every expression has its place");
  return 0;
}
