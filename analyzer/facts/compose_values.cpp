#include "analyzer/facts/compose_values.h"

#include <vector>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/templates.h"

namespace plumbline::facts {

namespace {

/// Split at colons that stand neither in a variable nor in the brackets of an address.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  bool bracket = false;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t behind = template_end(text, at); behind != at) {
      at = behind;
      continue;
    }
    if (text[at] == '[') bracket = true;
    if (text[at] == ']') bracket = false;
    if (text[at] == ':' && !bracket) {
      parts.push_back(text.substr(begin, at - begin));
      begin = at + 1;
    }
    ++at;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::string_view joined(std::string_view first, std::string_view last) {
  return {first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data())};
}

/// The place of the slash before a protocol, outside of variables.
std::size_t protocol_slash(std::string_view text) {
  std::size_t found = std::string_view::npos;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t behind = template_end(text, at);
    if (behind == at && text[at] == '/') found = at;
    at = behind == at ? at + 1 : behind;
  }
  return found;
}

bool is_drive(std::string_view part) {
  return part.size() == 1 && ascii::is_alpha(part[0]);
}

}  // namespace

ComposePort split_compose_port(std::string_view text) {
  ComposePort port;
  if (const std::size_t slash = protocol_slash(text); slash != std::string_view::npos) {
    port.protocol = text.substr(slash + 1);
    text = text.substr(0, slash);
  }
  const std::vector<std::string_view> parts = parts_of(text);
  port.target = parts.back();
  if (parts.size() >= 2) port.published = parts[parts.size() - 2];
  if (parts.size() >= 3) port.address = joined(parts.front(), parts[parts.size() - 3]);
  if (port.address.size() >= 2 && port.address.front() == '[') {
    port.address = port.address.substr(1, port.address.size() - 2);
  }
  return port;
}

std::optional<std::pair<std::int64_t, std::int64_t>> parse_port_range(std::string_view text) {
  constexpr std::int64_t largest = 65535;
  const std::size_t dash = text.find('-');
  const auto first = ascii::parse_int(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : ascii::parse_int(text.substr(dash + 1));
  if (!first || !last || *first < 0 || *last < *first || *last > largest) return std::nullopt;
  return std::pair(*first, *last);
}

ComposeVolume split_compose_volume(std::string_view text) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : parts_of(text)) {
    const bool of_drive =
        !parts.empty() && is_drive(parts.back()) && !part.empty() && (part.front() == '\\' || part.front() == '/');
    if (of_drive) {
      parts.back() = joined(parts.back(), part);
    } else {
      parts.push_back(part);
    }
  }
  ComposeVolume volume;
  if (parts.size() == 1) {
    volume.target = parts[0];
    return volume;
  }
  volume.source = parts[0];
  volume.target = parts[1];
  if (parts.size() > 2) volume.mode = joined(parts[2], parts.back());
  return volume;
}

bool is_host_path(std::string_view source) {
  if (source.empty()) return false;
  const char first = source.front();
  return first == '.' || first == '/' || first == '~' || source.find_first_of("/\\:") != std::string_view::npos;
}

}  // namespace plumbline::facts
