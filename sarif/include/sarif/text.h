#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How foreign text gets into SARIF's texts, URIs and columns. All functions are pure.
namespace plumbline::sarif {

/// A value quoted from elsewhere, for a plain-text message or one of its arguments: a backslash before `[`, `]` and
/// `\`, so that it cannot become a link; line ends, tabs and other controls become blanks, so that it cannot begin a
/// line; what is not UTF-8 becomes U+FFFD.
std::string escape_message(std::string_view quoted);

/// Our own words in a rule's message string, where braces are placeholders: doubles them.
std::string escape_template(std::string_view words);

/// `[words](id)`: a link to the location of the same result that has this id. `words` is escaped here.
std::string link_to(std::string_view words, std::uint32_t location_id);

/// The ids that a plain-text message links to, in order, repetitions included.
std::vector<std::uint32_t> linked_ids(std::string_view message);

/// The message with links to other locations than these replaced by their words.
std::string without_links(std::string_view message, const std::vector<std::uint32_t>& kept_ids);

/// A relative URI reference for a path of bytes with `/` between its parts; `.` parts and doubled slashes are dropped.
/// None for an absolute or empty path, and for one with a `..` part.
std::optional<std::string> uri_from_path(std::string_view path);

/// The 1-based column, in UTF-16 code units, of the byte at `offset` (≤ line.size()) of a line. An offset inside a
/// character is the character's column. A byte order mark counts like any character: pass the line without it.
std::uint32_t utf16_column(std::string_view line, std::size_t offset);

/// At most `limit` characters, the last one an ellipsis if anything was cut.
std::string shortened(std::string_view text, std::size_t limit);

}  // namespace plumbline::sarif
