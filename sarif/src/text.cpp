#include "sarif/text.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "sarif/src/utf8.h"

namespace plumbline::sarif {

namespace {

constexpr std::string_view replacement_bytes = "\xef\xbf\xbd";

struct Link {
  std::size_t begin = 0;  // of `[`
  std::size_t words_begin = 0;
  std::size_t words_end = 0;
  std::size_t end = 0;  // behind `)`
  std::uint32_t id = 0;
};

// `](12)` at `at`: where it ends and the number. Links to URIs and numbers of more than nine digits are none of ours.
std::optional<std::pair<std::size_t, std::uint32_t>> link_target(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "](") return std::nullopt;
  std::uint32_t id = 0;
  std::size_t i = at + 2;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && i < at + 11; ++i) {
    id = id * 10 + static_cast<std::uint32_t>(text[i] - '0');
  }
  if (i == at + 2 || i >= text.size() || text[i] != ')') return std::nullopt;
  return std::pair{i + 1, id};
}

std::vector<Link> links_of(std::string_view text) {
  std::vector<Link> links;
  std::size_t open = std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '[') {
      open = i;
    } else if (text[i] == ']' && open != std::string_view::npos) {
      if (const auto target = link_target(text, i)) links.push_back({open, open + 1, i, target->first, target->second});
      open = std::string_view::npos;
    }
  }
  return links;
}

bool is_uri_path_byte(unsigned char c) {
  // pchar of RFC 3986 and `/`, without `:`, which would make a scheme of a first part.
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("-._~!$&'()*+,;=@/").find(static_cast<char>(c)) != std::string_view::npos;
}

void append_encoded(std::string& out, std::string_view part) {
  for (const char c : part) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_uri_path_byte(byte)) {
      out += c;
    } else {
      fmt::format_to(std::back_inserter(out), "%{:02X}", byte);
    }
  }
}

}  // namespace

std::string escape_message(std::string_view quoted) {
  std::string out;
  for (std::size_t at = 0; at < quoted.size();) {
    const Decoded c = decode(quoted, at);
    if (!c.valid) {
      out += replacement_bytes;
    } else if (is_control(c.value)) {
      out += ' ';
    } else {
      if (c.value == '[' || c.value == ']' || c.value == '\\') out += '\\';
      out += quoted.substr(at, c.size);
    }
    at += c.size;
  }
  return out;
}

std::string escape_template(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c == '{' || c == '}') out += c;
    out += c;
  }
  return out;
}

std::string link_to(std::string_view words, std::uint32_t location_id) {
  return fmt::format("[{}]({})", escape_message(words), location_id);
}

std::vector<std::uint32_t> linked_ids(std::string_view message) {
  std::vector<std::uint32_t> ids;
  for (const Link& link : links_of(message)) ids.push_back(link.id);
  return ids;
}

std::string without_links(std::string_view message, const std::vector<std::uint32_t>& kept_ids) {
  std::string out;
  std::size_t done = 0;
  for (const Link& link : links_of(message)) {
    if (std::find(kept_ids.begin(), kept_ids.end(), link.id) != kept_ids.end()) continue;
    out += message.substr(done, link.begin - done);
    out += message.substr(link.words_begin, link.words_end - link.words_begin);
    done = link.end;
  }
  out += message.substr(done);
  return out;
}

std::optional<std::string> uri_from_path(std::string_view path) {
  if (path.empty() || path.front() == '/') return std::nullopt;
  std::string out;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    begin = end + 1;
    if (part == "..") return std::nullopt;
    if (part.empty() || part == ".") continue;
    if (!out.empty()) out += '/';
    append_encoded(out, part);
  }
  if (out.empty()) return std::nullopt;
  return out;
}

std::uint32_t utf16_column(std::string_view line, std::size_t offset) {
  std::uint32_t column = 1;
  for (std::size_t at = 0; at < std::min(offset, line.size());) {
    const Decoded c = decode(line, at);
    if (at + c.size > offset) break;
    column += utf16_units(c.value);
    at += c.size;
  }
  return column;
}

std::string shortened(std::string_view text, std::size_t limit) {
  std::size_t characters = 0;
  std::size_t cut = 0;  // behind the last character that leaves room for the ellipsis
  for (std::size_t at = 0; at < text.size(); ++characters) {
    if (characters + 1 == limit) cut = at;
    if (characters == limit) return limit == 0 ? std::string() : std::string(text.substr(0, cut)) + "\xe2\x80\xa6";
    at += decode(text, at).size;
  }
  return std::string(text);
}

}  // namespace plumbline::sarif
