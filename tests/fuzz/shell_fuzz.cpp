// Any text as a shell script: a well-formed tree, and commands whose places lie in the file.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/syntax/shell.h"
#include "analyzer/syntax/shell_commands.h"
#include "tests/support/tree_checks.h"

using namespace plumbline;
using namespace plumbline::syntax;

// libFuzzer's entry point, whose name is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string file(data, data + size);
  test::check_parsed(shell::parse_file(file), file);
  const shell::Script script = shell::read_file(file);
  for (const shell::Command& command : script.commands) {
    test::check_span(command.span, file);
    test::check_span(command.head, file);
    PLUMBLINE_CHECK(command.span.contains(command.head), "a head is a part of its command");
    PLUMBLINE_CHECK(command.wrapper_count <= command.word_count, "a wrapper is a word");
    PLUMBLINE_CHECK(command.owner == shell::Command::none || command.owner < script.commands.size(), "owners exist");
    for (const shell::Word& word : script.words_of(command)) {
      test::check_span(word.span, file);
      PLUMBLINE_CHECK(script.text(word).size() == word.text.size, "text lies in the pool");
      for (const shell::VariableUse& use : script.uses_of(word)) test::check_span(use.span, file);
    }
    for (const shell::Redirection& one : script.redirections_of(command)) test::check_span(one.span, file);
  }
  for (const shell::Assignment& one : script.assignments) test::check_span(one.span, file);
  for (const shell::Function& one : script.functions)
    PLUMBLINE_CHECK(one.first_command + one.command_count <= script.commands.size(), "functions hold commands");
  return 0;
}
