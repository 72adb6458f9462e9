#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/syntax/dockerfile_internal.h"

namespace plumbline::syntax::dockerfile::internal {
namespace {

enum class FlagKind : std::uint8_t { text, boolean, repeated };
struct KnownFlag {
  Keyword keyword;
  std::string_view name;
  FlagKind kind;
};
// BuildKit, frontend/dockerfile/instructions.
constexpr auto known_flags = std::to_array<KnownFlag>({
    {Keyword::from, "platform", FlagKind::text},
    {Keyword::run, "mount", FlagKind::repeated},
    {Keyword::run, "network", FlagKind::text},
    {Keyword::run, "security", FlagKind::text},
    {Keyword::run, "device", FlagKind::repeated},
    {Keyword::copy, "from", FlagKind::text},
    {Keyword::copy, "chown", FlagKind::text},
    {Keyword::copy, "chmod", FlagKind::text},
    {Keyword::copy, "link", FlagKind::boolean},
    {Keyword::copy, "parents", FlagKind::boolean},
    {Keyword::copy, "exclude", FlagKind::repeated},
    {Keyword::add, "chown", FlagKind::text},
    {Keyword::add, "chmod", FlagKind::text},
    {Keyword::add, "link", FlagKind::boolean},
    {Keyword::add, "checksum", FlagKind::text},
    {Keyword::add, "keep-git-dir", FlagKind::boolean},
    {Keyword::add, "unpack", FlagKind::boolean},
    {Keyword::add, "exclude", FlagKind::repeated},
    {Keyword::healthcheck, "interval", FlagKind::text},
    {Keyword::healthcheck, "timeout", FlagKind::text},
    {Keyword::healthcheck, "start-period", FlagKind::text},
    {Keyword::healthcheck, "start-interval", FlagKind::text},
    {Keyword::healthcheck, "retries", FlagKind::text},
});

constexpr auto mount_keys = std::to_array<std::string_view>(
    {"type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw", "required",
     "size", "id", "sharing", "mode", "uid", "gid", "env"});
constexpr auto mount_switches = std::to_array<std::string_view>({"readonly", "ro", "readwrite", "rw", "required"});
constexpr auto mount_types = std::to_array<std::string_view>({"bind", "cache", "tmpfs", "secret", "ssh"});

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// `; did you mean …` where a known name is near.
std::string suggestion(std::string_view name, std::span<const std::string_view> names, std::string_view before) {
  const std::string_view near = ascii::nearest(name, std::vector<std::string_view>(names.begin(), names.end()));
  return near.empty() ? std::string() : fmt::format("; did you mean {}{}?", before, near);
}

/// The flag's word with quotes and escapes resolved (both quotes protect nothing else than blanks here).
source::MappedText decode_flag(const source::MappedText& line, Span word, char escape, bool& quoted) {
  const std::string_view text = line.text();
  source::MappedText::Builder out(line.to_source({word.begin, word.begin}).begin);
  std::uint32_t kept = word.begin;
  char quote = 0;
  const auto drop = [&](std::uint32_t at) {
    out.append(line.slice({kept, at}));
    kept = at + 1;
  };
  for (std::uint32_t at = word.begin; at < word.end; ++at) {
    const char c = text[at];
    if (c == escape) {
      drop(at);
      if (at + 1 < word.end) ++at;
    } else if (c == quote || (quote == 0 && (c == '\'' || c == '"'))) {
      quote = quote == 0 ? c : '\0';
      quoted = true;
      drop(at);
    }
  }
  if (kept < word.end) out.append(line.slice({kept, word.end}));
  return std::move(out).build();
}

std::uint32_t flag_end(std::string_view text, std::uint32_t at, std::uint32_t end, char escape) {
  char quote = 0;
  for (; at < end && (quote != 0 || !ascii::is_space(text[at])); ++at) {
    const char c = text[at];
    if (c == escape && at + 1 < end) {
      ++at;
    } else if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    }
  }
  return at;
}

/// `key=value` fields between commas; quotes of CSV stand around whole fields.
void read_mount(const Context& context, Instruction& in, Flag& flag, const source::MappedText& value) {
  const std::string_view text = value.text();
  const auto size = static_cast<std::uint32_t>(text.size());
  std::uint32_t at = 0;
  while (at < size) {
    const bool quoted = text[at] == '"';
    const std::uint32_t begin = at + (quoted ? 1 : 0);
    const std::size_t found = text.find(quoted ? '"' : ',', begin);
    const std::uint32_t end = found == std::string_view::npos ? size : static_cast<std::uint32_t>(found);
    const std::size_t comma = text.find(',', end);
    at = comma == std::string_view::npos ? size : static_cast<std::uint32_t>(comma) + 1;
    if (begin >= end) continue;
    Pair pair;
    pair.span = value.to_source({begin, end});
    const std::size_t equals = text.substr(0, end).find('=', begin);
    pair.has_value = equals != std::string_view::npos;
    const std::uint32_t key_end = pair.has_value ? static_cast<std::uint32_t>(equals) : end;
    pair.key = make_word(context, in, value, {begin, key_end}, Decode::none);
    if (pair.has_value) pair.value = make_word(context, in, value, {key_end + 1, end}, Decode::expanding);
    flag.options.push_back(std::move(pair));
  }
}

void check_mount(const Context& context, Instruction& in, const Flag& flag) {
  for (const Pair& pair : flag.options) {
    const std::string key = ascii::lower(pair.key.view());
    if (!contains(mount_keys, key)) {
      context.error(in, pair.key.span, "a mount has no such option" + suggestion(key, mount_keys, ""));
    } else if (!pair.has_value && !contains(mount_switches, key)) {
      context.error(in, pair.span, "this option of a mount needs a value");
    } else if (key == "type" && pair.value.variables.empty()) {
      const std::string type = ascii::lower(pair.value.view());
      if (!contains(mount_types, type))
        context.error(in, pair.value.span, "there is no such type of mount" + suggestion(type, mount_types, ""));
    } else if (key == "from" && !pair.value.variables.empty()) {
      context.error(in, pair.value.span, "`from` of a mount takes no variables; name a stage that does");
    }
  }
}

void check_value(const Context& context, Instruction& in, const Flag& flag, FlagKind kind) {
  if (kind != FlagKind::boolean) {
    if (!flag.has_value) context.error(in, flag.span, "this flag needs a value");
    return;
  }
  const std::string value = ascii::lower(flag.value.view());
  if (flag.has_value && value != "true" && value != "false" && flag.value.variables.empty())
    context.error(in, flag.value.span.empty() ? flag.span : flag.value.span, "this flag is either true or false");
}

}  // namespace

std::uint32_t read_flags(const Context& context, Instruction& in, const source::MappedText& line, Span part) {
  const std::string_view text = line.text();
  std::uint32_t at = part.begin;
  while (true) {
    while (at < part.end && ascii::is_space(text[at])) ++at;
    if (text.substr(at, 2) != "--" || at + 2 > part.end) return at;
    const Span word{at, flag_end(text, at, part.end, context.out.escape)};
    at = word.end;
    Flag flag;
    flag.span = line.to_source(word);
    bool quoted = false;
    const source::MappedText decoded = decode_flag(line, word, context.out.escape, quoted);
    if (decoded.text() == "--") return at;
    const auto size = static_cast<std::uint32_t>(decoded.text().size());
    const std::size_t equals = decoded.text().find('=');
    flag.has_value = equals != std::string_view::npos;
    const std::uint32_t name_end = flag.has_value ? static_cast<std::uint32_t>(equals) : size;
    const std::uint32_t name_begin = std::min<std::uint32_t>(2, name_end);
    flag.name = decoded.text().substr(name_begin, name_end - name_begin);
    flag.name_span = decoded.to_source({name_begin, name_end});
    if (flag.has_value) {
      const source::MappedText value = decoded.slice({name_end + 1, size});
      const bool mount = in.keyword == Keyword::run && flag.name == "mount";
      flag.value = make_word(context, in, value, {0, size - name_end - 1}, mount ? Decode::none : Decode::expanding);
      flag.value.quoted = quoted;
      if (mount) read_mount(context, in, flag, value);
    }
    in.flags.push_back(std::move(flag));
  }
}

void check_flags(const Context& context, Instruction& in) {
  std::vector<std::string_view> names;
  for (const KnownFlag& known : known_flags)
    if (known.keyword == in.keyword) names.push_back(known.name);
  std::vector<std::string_view> seen;
  for (const Flag& flag : in.flags) {
    const auto* known = std::find_if(known_flags.begin(), known_flags.end(), [&](const KnownFlag& candidate) {
      return candidate.keyword == in.keyword && candidate.name == flag.name;
    });
    if (known == known_flags.end()) {
      const Span at{flag.span.begin, std::max(flag.name_span.end, flag.span.begin)};
      context.error(in, at, fmt::format("{} has no such flag{}", name(in.keyword), suggestion(flag.name, names, "--")));
      continue;
    }
    if (known->kind != FlagKind::repeated) {
      if (contains(seen, flag.name)) context.error(in, flag.span, "this flag stands here a second time");
      seen.push_back(known->name);
    }
    check_value(context, in, flag, known->kind);
    if (flag.name == "mount") check_mount(context, in, flag);
  }
}

}  // namespace plumbline::syntax::dockerfile::internal
