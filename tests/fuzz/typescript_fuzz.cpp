// Any text as TypeScript, TSX or JavaScript (the first byte chooses): a well-formed tree, data that keeps its promises.

#include <cstddef>
#include <cstdint>
#include <string>

#include "analyzer/syntax/data_verify.h"
#include "analyzer/syntax/typescript_program.h"
#include "tests/support/tree_checks.h"

using namespace plumbline;
using namespace plumbline::syntax;

// libFuzzer's entry point, whose name is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto dialect = static_cast<typescript::Dialect>(data[0] % 3);
  const std::string file(data + 1, data + size);
  Limits limits;
  limits.tree_nodes = 50'000;
  const typescript::Program program = typescript::read_program_file(file, dialect, limits);
  test::check_parsed(program.parsed, file);
  for (const typescript::Call& call : program.calls) {
    test::check_span(call.span, file);
    for (const NodeRef argument : program.arguments_of(call)) {
      const Data value = typescript::to_data(program, argument, limits);
      PLUMBLINE_CHECK(find_broken_promise(value, file).empty(), "data keeps its promises");
    }
  }
  for (const typescript::Export& one : program.exports) {
    test::check_span(one.span, file);
    test::check_span(one.name_span, file);
    if (!one.value) continue;
    const Data value = typescript::to_data(program, one.value, limits);
    PLUMBLINE_CHECK(find_broken_promise(value, file).empty(), "data keeps its promises");
  }
  for (const typescript::JsxElement& element : program.elements) {
    const Data value = typescript::attributes_data(program, element, limits);
    PLUMBLINE_CHECK(find_broken_promise(value, file).empty(), "data keeps its promises");
  }
  return 0;
}
