#include "analyzer/report/escape.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"

namespace plumbline::report {

namespace {

// What build servers obey wherever it stands in a line: Azure's and old GitHub commands, TeamCity's messages.
constexpr std::array<std::string_view, 3> server_commands{"##[", "##vso[", "##teamcity["};

/// The second `#` of each command is written as `escape`.
std::string without_commands(std::string_view text, std::string_view escape) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    out += text[at];
    if (begins_server_command(text, at)) {
      out += escape;
      ++at;
    }
  }
  return out;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::size_t longest_run(std::string_view text, char c) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char each : text) {
    run = each == c ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

bool is_quote(char c) {
  return c == '\'' || c == '`' || c == '"';
}

std::string one_line(std::string_view ours) {
  std::string out(ours);
  std::replace(out.begin(), out.end(), '\n', ' ');
  std::replace(out.begin(), out.end(), '\r', ' ');
  return out;
}

void append_json_escape(std::string& out, char32_t c) {
  if (c >= 0x10000) {
    const auto rest = static_cast<unsigned>(c) - 0x10000U;
    fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xd800U + (rest >> 10U), 0xdc00U + (rest & 0x3ffU));
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
  }
}

}  // namespace

bool begins_server_command(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  return std::any_of(server_commands.begin(), server_commands.end(),
                     [&](std::string_view command) { return rest.substr(0, command.size()) == command; });
}

std::string terminal(std::string_view quoted) {
  return terminal(quoted, ~std::size_t{0});
}

std::string terminal(std::string_view quoted, std::size_t limit) {
  std::string out = without_commands(visible(quoted, limit), "\\x23");
  // A value that begins like a workflow command could come to stand behind nothing but blanks.
  if (out.compare(0, 2, "::") == 0) out.replace(0, 1, "\\x3a");
  return out;
}

std::string terminal_message(const Text& text, std::size_t limit) {
  std::string out;
  for (const Text::Piece& piece : text.pieces()) {
    out += piece.quoted ? terminal(piece.text, limit) : one_line(piece.text);
  }
  // Two pieces may make a command together.
  return without_commands(out, "\\x23");
}

std::string terminal_path(std::string_view path) {
  std::string out = terminal(path);
  const bool plain = !out.empty() && (ascii::is_name(out.front()) || out.front() == '.');
  return plain ? out : "./" + out;
}

std::string markdown_code(std::string_view quoted, std::size_t limit) {
  std::string lines;
  for (std::size_t at = 0; at < quoted.size(); ++at) {
    if (quoted[at] == '\r' && at + 1 < quoted.size() && quoted[at + 1] == '\n') continue;
    if (quoted[at] == '\n' || quoted[at] == '\r') {
      lines += "\u23ce";
    } else {
      lines += quoted[at];
    }
  }
  std::string text = without_commands(visible(lines, limit), "\\x23");
  replace_all(text, "<!--", "<\\!--");
  replace_all(text, "-->", "--\\>");
  replace_all(text, "|", "\\|");
  if (text.find_first_not_of(' ') == std::string::npos) return "(empty)";
  const std::string fence(longest_run(text, '`') + 1, '`');
  // CommonMark strips one blank on each side; without them a backtick at the edge would join the fence.
  const bool padded = text.front() == '`' || text.back() == '`' || (text.front() == ' ' && text.back() == ' ');
  return padded ? fence + " " + text + " " + fence : fence + text + fence;
}

std::string markdown(const Text& text, std::size_t limit) {
  const auto& pieces = text.pieces();
  std::string out;
  bool drop_quote = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].quoted) {
      out += markdown_code(pieces[i].text, limit);
      continue;
    }
    std::string_view ours = pieces[i].text;
    if (drop_quote && !ours.empty()) ours.remove_prefix(1);
    drop_quote = false;
    // 'name' becomes `name`: quotes just around a single value are the message's own and code takes their place.
    if (i + 2 < pieces.size() && pieces[i + 1].quoted && !pieces[i + 2].quoted && !ours.empty() &&
        is_quote(ours.back()) && !pieces[i + 2].text.empty() && pieces[i + 2].text.front() == ours.back()) {
      ours.remove_suffix(1);
      drop_quote = true;
    }
    out += markdown_line(ours);
  }
  return out;
}

std::string markdown_line(std::string_view ours) {
  std::string out = one_line(ours);
  replace_all(out, "|", "\\|");
  return out;
}

std::string github_data(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else {
      out += c;
    }
  }
  return out;
}

std::string github_property(std::string_view text) {
  std::string out = github_data(text);
  replace_all(out, ":", "%3A");
  replace_all(out, ",", "%2C");
  return out;
}

std::string harmless_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    if (begins_server_command(json, at)) {  // two hashes occur in strings only
      out += "#\\u0023";
      at += 2;
      continue;
    }
    const Utf8Char c = decode_utf8(json, at);
    const std::string_view bytes = json.substr(at, c.size);
    if (c.value >= 0x7f && c.valid && visible(bytes) != bytes) {
      append_json_escape(out, c.value);
    } else {
      out += bytes;
    }
    at += c.size;
  }
  return out;
}

}  // namespace plumbline::report
