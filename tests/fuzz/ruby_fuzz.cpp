// Any text as a Ruby program: a well-formed tree, calls whose places lie in the file, data that keeps its promises.

#include <cstddef>
#include <cstdint>
#include <string>

#include "analyzer/syntax/data_verify.h"
#include "analyzer/syntax/ruby_program.h"
#include "tests/support/tree_checks.h"

using namespace plumbline;
using namespace plumbline::syntax;

// libFuzzer's entry point, whose name is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string file(data, data + size);
  const ruby::Program program = ruby::read_program_file(file);
  test::check_parsed(program.parsed, file);
  for (const ruby::Call& call : program.calls) {
    test::check_span(call.span, file);
    test::check_span(call.head, file);
    PLUMBLINE_CHECK(call.parent == ruby::Call::none || call.parent < program.calls.size(), "parents exist");
    for (const ruby::Argument& argument : program.arguments_of(call))
      if (ruby::is_string(program, argument.value))
        test::check_span(ruby::string_value(program, argument.value).text.source_span(), file);
    PLUMBLINE_CHECK(find_broken_promise(ruby::keywords_data(program, call), file).empty(), "data keeps its promises");
  }
  for (const ruby::Assignment& one : program.assignments)
    PLUMBLINE_CHECK(find_broken_promise(ruby::to_data(program, one.value), file).empty(), "data keeps its promises");
  return 0;
}
