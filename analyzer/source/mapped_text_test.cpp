#include "analyzer/source/mapped_text.h"

#include <doctest/doctest.h>

using namespace plumbline;
using source::MappedText;

TEST_CASE("a word across a folded line break maps to its own bytes") {
  const std::string_view file = "run: >\n  kubectl\n  apply\n";
  const MappedText text =
      std::move(MappedText::Builder(9).verbatim("kubectl", 9).replaced(" ", {16, 19}).verbatim("apply\n", 19)).build();
  CHECK(text.text() == "kubectl apply\n");
  CHECK(text.to_source({8, 13}).of(file) == "apply");
  CHECK(text.to_source({0, 13}).of(file) == "kubectl\n  apply");
  CHECK(text.to_source({7, 8}) == Span{16, 19});
}

TEST_CASE("maps compose") {
  const std::string_view file = "\"a\\tb ${{ x }}\"";
  const MappedText text =
      std::move(MappedText::Builder(1).verbatim("a", 1).replaced("\t", {2, 4}).verbatim("b ${{ x }}", 4)).build();
  const MappedText expression = text.slice({4, 12});
  CHECK(expression.text() == "${{ x }}");
  CHECK(expression.slice({4, 5}).source_span().of(file) == "x");
  CHECK(expression.with_text("________").to_source({4, 5}).of(file) == "x");
  CHECK(text.slice({1, 1}).source_span() == Span{2, 2});
}

TEST_CASE("an empty text still stands somewhere") {
  CHECK(MappedText::verbatim("abc", {2, 2}).source_span() == Span{2, 2});
  const MappedText text = MappedText::verbatim("abc", {0, 3});
  CHECK(text.is_verbatim());
  CHECK(text.to_source({3, 3}) == Span{3, 3});
}
