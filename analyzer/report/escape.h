#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "analyzer/base/text.h"

/// Escaping, one function a channel. They take bytes of the repository and give text that cannot leave its place:
/// no control or deceptive character, no line end, no command of a build server, no markup.
namespace plumbline::report {

/// For terminals and build logs: `visible`, and `##[`, `##vso[`, `##teamcity[` are broken up. Not for a line's begin.
std::string terminal(std::string_view quoted);
std::string terminal(std::string_view quoted, std::size_t limit);
/// Does a command that build servers obey inside of a line begin at this byte?
bool begins_server_command(std::string_view text, std::size_t at);
/// A message for one line: its quoted pieces by `terminal`, each at most `limit` characters; its own line ends become
/// blanks.
std::string terminal_message(const Text& text, std::size_t limit = 200);
/// A path that may begin a line: one that begins with anything but a letter, digit, dot or underscore gets `./`.
std::string terminal_path(std::string_view path);

/// Inline code of Markdown: a fence longer than any run of backticks inside, `|` and `<!--` escaped, line ends as ⏎,
/// at most `limit` characters.
std::string markdown_code(std::string_view quoted, std::size_t limit = 80);
/// Our words in Markdown, the quoted pieces as inline code (quotes that our words put around them are dropped).
std::string markdown(const Text& text, std::size_t limit = 80);
/// Our own plain words in a table cell or a line: `|` escaped, line ends as blanks.
std::string markdown_line(std::string_view ours);
/// GitHub workflow commands: the part behind `::`, and the value of a property.
std::string github_data(std::string_view text);
std::string github_property(std::string_view text);

/// A finished JSON text whose deceptive characters, and commands of build servers inside of its strings, are replaced
/// by `\u` escapes: it means the same.
std::string harmless_json(std::string_view json);

}  // namespace plumbline::report
