#include "analyzer/facts/glob.h"

#include <algorithm>

#include "analyzer/base/ascii.h"

namespace plumbline::facts {
namespace {

using Repeat = GlobAutomaton::Repeat;

// Alternatives of `{a,b}{c,d}…` multiply; a pattern with more of them matches nothing.
constexpr std::size_t most_alternatives = 256;

Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// `[…]` from its bracket on; `at` moves behind it. Negated by `^` or, if `bang`, by `!`.
Parsed<GlobAutomaton::Bytes> read_class(std::string_view pattern, std::size_t& at, bool bang) {
  const std::size_t begin = at++;
  GlobAutomaton::Bytes bytes;
  const bool negated = at < pattern.size() && (pattern[at] == '^' || (bang && pattern[at] == '!'));
  if (negated) ++at;
  const std::size_t first = at;
  while (at < pattern.size() && (pattern[at] != ']' || at == first)) {
    if (pattern[at] == ']') return error_at(span_of(begin, at + 1), "the set of characters is empty");
    if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
    const char low = pattern[at++];
    char high = low;
    if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
      high = pattern[at + 1];
      at += 2;
    }
    if (static_cast<unsigned char>(high) < static_cast<unsigned char>(low))
      return error_at(span_of(at - 3, at), "the range of characters ends before it begins");
    for (unsigned c = static_cast<unsigned char>(low); c <= static_cast<unsigned char>(high); ++c) bytes.set(c);
  }
  if (at >= pattern.size()) return error_at(span_of(begin, begin + 1), "the set of characters is not closed");
  ++at;
  if (negated) bytes.flip();
  bytes.reset('/');
  return bytes;
}

/// `**`, with the `/` behind it where it stands for whole folders; `at` moves behind.
void add_double_star(GlobAutomaton& out, std::string_view pattern, std::size_t& at) {
  const bool segment = at == 0 || pattern[at - 1] == '/';
  at += 2;
  if (segment && at < pattern.size() && pattern[at] == '/') {
    out.add_folders();
    ++at;
  } else {
    out.add(GlobAutomaton::all(), Repeat::any);
  }
}

Parsed<GlobAutomaton> compile_filter(std::string_view pattern, std::size_t at) {
  GlobAutomaton out;
  while (at < pattern.size()) {
    const char c = pattern[at];
    if (pattern.substr(at, 2) == "**") {
      add_double_star(out, pattern, at);
    } else if (c == '*') {
      out.add(GlobAutomaton::not_slash(), Repeat::any);
      ++at;
    } else if (c == '?' || c == '+') {
      if (!out.repeat_last(c == '?' ? Repeat::optional : Repeat::some))
        return error_at(span_of(at, at + 1), "there is no character before this that it could repeat");
      ++at;
    } else if (c == '[') {
      auto bytes = read_class(pattern, at, false);
      if (!bytes) return tl::unexpected(std::move(bytes.error()));
      out.add(*bytes);
    } else if (c == '\\') {
      if (at + 1 == pattern.size()) return error_at(span_of(at, at + 1), "a character is missing behind the backslash");
      out.add(pattern[at + 1]);
      at += 2;
    } else {
      out.add(c);
      ++at;
    }
  }
  return out;
}

std::optional<Error> check_ref(std::string_view pattern, std::size_t begin) {
  for (std::size_t at = begin; at < pattern.size(); ++at)
    if (std::string_view(" \t:~^").find(pattern[at]) != std::string_view::npos)
      return Error{span_of(at, at + 1), "this cannot stand in the name of a branch or tag"};
  if (pattern[begin] == '/')
    return Error{span_of(begin, begin + 1), "the name of a branch or tag does not begin with `/`"};
  if (pattern.back() == '/' || pattern.back() == '.')
    return Error{span_of(pattern.size() - 1, pattern.size()), "the name of a branch or tag does not end with this"};
  for (const std::string_view part : {"//", ".."})
    if (const std::size_t at = pattern.find(part, begin); at != std::string_view::npos)
      return Error{span_of(at, at + 2), "this cannot stand in the name of a branch or tag"};
  return std::nullopt;
}

std::optional<Error> check_path(std::string_view pattern, std::size_t begin) {
  const std::string_view path = pattern.substr(begin);
  if (path.substr(0, 2) == "./" || path.substr(0, 3) == "../" || path == "." || path == "..")
    return Error{span_of(begin, begin + 1), "paths are matched from the root, `.` and `..` match nothing"};
  if (path.front() == ' ' || path.back() == ' ')
    return Error{span_of(begin, pattern.size()), "a path that begins or ends with a blank matches nothing"};
  return std::nullopt;
}

/// The alternatives of `{a,b}`.
std::vector<std::string> without_braces(std::string_view pattern) {
  std::vector<std::string> done{""};
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t end = pattern[at] == '{' ? pattern.find('}', at) : std::string_view::npos;
    if (end != std::string_view::npos) {
      std::vector<std::string> next;
      for (const std::string_view choice : ascii::split(pattern.substr(at + 1, end - at - 1), ','))
        for (const std::string& before : done) next.push_back(before + std::string(choice));
      if (next.size() > most_alternatives) return {};
      done = std::move(next);
      at = end + 1;
      continue;
    }
    const std::size_t count = pattern[at] == '\\' && at + 1 < pattern.size() ? 2U : 1U;
    for (std::string& each : done) each += pattern.substr(at, count);
    at += count;
  }
  return done;
}

/// `*` `?` `**` `[…]` `\`: globs of configuration files and of Go's filepath.Match.
Parsed<GlobAutomaton> compile_path(std::string_view pattern, bool go) {
  GlobAutomaton out;
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (pattern.substr(at, 2) == "**") {
      // moby/patternmatcher takes `**` for whole folders wherever it stands, but at the end.
      if (go && at + 2 < pattern.size()) {
        at += pattern[at + 2] == '/' ? 3U : 2U;
        out.add_folders();
      } else {
        add_double_star(out, pattern, at);
      }
    } else if (c == '*') {
      out.add(GlobAutomaton::not_slash(), Repeat::any);
      ++at;
    } else if (c == '?') {
      out.add(GlobAutomaton::not_slash());
      ++at;
    } else if (c == '[') {
      auto bytes = read_class(pattern, at, !go);
      if (!bytes) return tl::unexpected(std::move(bytes.error()));
      out.add(*bytes);
    } else if (c == '\\' && at + 1 < pattern.size()) {
      out.add(pattern[at + 1]);
      at += 2;
    } else {
      out.add(c);
      ++at;
    }
  }
  return out;
}

/// Go's filepath.Clean for slashes, and without a leading one.
std::string clean(std::string_view path) {
  std::vector<std::string_view> kept;
  for (const std::string_view part : ascii::split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == ".." && !kept.empty() && kept.back() != "..") {
      kept.pop_back();
    } else if (part != ".." || path.front() != '/') {
      kept.push_back(part);
    }
  }
  std::string out;
  for (const std::string_view part : kept) {
    if (!out.empty()) out += '/';
    out += part;
  }
  return out.empty() ? "." : out;
}

}  // namespace

std::optional<Error> check_filter_glob(std::string_view pattern, FilterKind kind) {
  const std::size_t begin = !pattern.empty() && pattern.front() == '!' ? 1 : 0;
  if (begin == pattern.size()) return Error{span_of(0, pattern.size()), "the pattern is empty"};
  const auto compiled = compile_filter(pattern, begin);
  if (!compiled) return compiled.error();
  return kind == FilterKind::ref ? check_ref(pattern, begin) : check_path(pattern, begin);
}

bool match_filter_glob(std::string_view pattern, std::string_view text) {
  const auto compiled = compile_filter(pattern, !pattern.empty() && pattern.front() == '!' ? 1 : 0);
  return compiled && compiled->matches(text);
}

bool match_path_glob(std::string_view pattern, std::string_view path) {
  const std::vector<std::string> alternatives = without_braces(pattern);
  return std::any_of(alternatives.begin(), alternatives.end(), [&](const std::string& alternative) {
    const auto compiled = compile_path(alternative, false);
    return compiled && compiled->matches(path);
  });
}

DockerIgnore DockerIgnore::parse(std::string_view file) {
  DockerIgnore ignore;
  std::size_t at = file.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  while (at < file.size()) {
    const std::size_t end = std::min(file.find('\n', at), file.size());
    const std::string_view line = file.substr(at, end - at);
    const std::size_t begin = at;
    at = end + 1;
    std::string_view text = ascii::trim(line);
    if (line.substr(0, 1) == "#" || text.empty()) continue;
    Pattern pattern;
    const std::size_t first = begin + static_cast<std::size_t>(text.data() - line.data());
    pattern.span = span_of(first, first + text.size());
    pattern.exclusion = text.front() == '!';
    if (pattern.exclusion) text = ascii::trim(text.substr(1));
    if (text.empty()) continue;
    pattern.text = clean(text);
    auto compiled = compile_path(pattern.text, true);
    ignore.valid_.push_back(compiled ? 1 : 0);
    ignore.automata_.push_back(compiled ? std::move(*compiled) : GlobAutomaton());
    ignore.patterns_.push_back(std::move(pattern));
  }
  return ignore;
}

bool DockerIgnore::ignores(std::string_view path) const {
  const auto matches = [&](std::size_t i) {
    if (automata_[i].matches(path)) return true;
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1))
      if (automata_[i].matches(path.substr(0, slash))) return true;
    return false;
  };
  bool ignored = false;
  for (std::size_t i = 0; i < patterns_.size(); ++i)
    if (valid_[i] != 0 && ignored == patterns_[i].exclusion && matches(i)) ignored = !patterns_[i].exclusion;
  return ignored;
}

}  // namespace plumbline::facts
