#include "analyzer/frontends/compose_parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/compose_values.h"
#include "analyzer/facts/duration.h"
#include "analyzer/facts/interpolation.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

std::optional<std::string> with_defaults(std::string_view text) {
  return facts::interpolate(text, [](std::string_view) { return std::nullopt; });
}

bool is_null(const DataView& node) {
  return !node || (node.is_scalar() && node.kind() == syntax::DataKind::null);
}

/// The row that a node has already become, or the one that `make` adds.
template <class E, class Make>
Ref<E> once(std::unordered_map<std::uint32_t, Ref<E>>& made, const DataView& node, Make&& make) {
  const auto found = made.find(node.index());
  if (found != made.end()) return found->second;
  const Ref<E> row = make();
  made.emplace(node.index(), row);
  return row;
}

}  // namespace

std::optional<std::string> compose_text(const DataView& node) {
  return node.is_scalar() ? with_defaults(node.text()) : std::nullopt;
}

ir::Maybe<Str> compose_maybe_text(const DataView& node, ir::FileIrBuilder& ir) {
  if (is_null(node)) return {};
  const std::optional<std::string> text = compose_text(node);
  return text ? ir::Maybe<Str>(ir.str(*text)) : ir::Maybe<Str>::unknown(node.span());
}

ir::Maybe<std::int64_t> compose_integer(const DataView& node) {
  if (is_null(node)) return {};
  const std::optional<std::string> text = compose_text(node);
  if (!text) return ir::Maybe<std::int64_t>::unknown(node.span());
  const std::optional<std::int64_t> value = ascii::parse_int(*text);
  return value ? ir::Maybe<std::int64_t>(*value) : ir::Maybe<std::int64_t>{};
}

ir::Maybe<bool> compose_boolean(const DataView& node) {
  if (is_null(node)) return {};
  if (const std::optional<bool> value = node.boolean()) return *value;
  const std::optional<std::string> text = compose_text(node);
  if (!text) return ir::Maybe<bool>::unknown(node.span());
  if (*text == "true") return true;
  if (*text == "false") return false;
  return {};
}

ir::List<Str> compose_words(const DataView& node, ir::FileIrBuilder& ir) {
  std::vector<std::string> words;
  bool incomplete = false;
  const auto add = [&](const DataView& one) {
    if (auto text = compose_text(one)) {
      words.push_back(std::move(*text));
    } else {
      incomplete = true;
    }
  };
  if (node.is_list()) {
    for (const DataView& element : node.elements()) add(element);
  } else if (!is_null(node)) {
    add(node);
  }
  return ir.strs(words, incomplete);
}

namespace {

class PortReader {
 public:
  PortReader(const std::string& path, ComposeFile& file) : path_(path), file_(file) {}

  ir::List<Ref<ir::Port>> read(const DataView& service) {
    const DataView ports = service["ports"];
    for (const DataView& node : ports.elements()) {
      if (node.is_map()) {
        add_long(node);
      } else {
        add_short(node);
      }
    }
    for (const DataView& node : service["expose"].elements()) {
      const auto text = compose_text(node);
      const facts::ComposePort parts = facts::split_compose_port(text ? *text : std::string_view());
      add(node, {{}, {}, parts.target, parts.protocol});
    }
    return file_.ir.list(rows_, incomplete_ || (ports && !ports.is_list()));
  }

 private:
  void add_short(const DataView& node) {
    const std::optional<std::string> text = compose_text(node);
    if (text) {
      add(node, facts::split_compose_port(*text));
    } else if (node.is_scalar()) {
      add(node, facts::split_compose_port(node.text()));
    } else {
      incomplete_ = true;
    }
  }

  void add_long(const DataView& node) {
    const auto text = [&](std::string_view key) {
      const DataView value = node[key];
      return is_null(value) ? std::string() : compose_text(value).value_or(std::string(value.text_or("${}")));
    };
    const std::string address = text("host_ip");
    const std::string published = text("published");
    const std::string target = text("target");
    const std::string protocol = text("protocol");
    add(node, {address, published, target, protocol});
  }

  ir::Port row_of(const DataView& node, const facts::ComposePort& parts) {
    ir::Port row;
    row.span = node.span();
    row.head = first_line(node.span(), file_.ir.file_text());
    row.path = file_.ir.str(path_ + ".ports");
    row.name = file_.ir.str(node.is_map() ? node["name"].text_or("") : "");
    row.protocol = file_.ir.str(parts.protocol == "tcp" ? "" : ascii::lower(parts.protocol));
    row.address = file_.ir.str(parts.address == "0.0.0.0" ? "" : parts.address);
    return row;
  }

  /// A range becomes a row a port; one that is not known, or too wide to count out, one row.
  void add(const DataView& node, const facts::ComposePort& parts) {
    constexpr std::int64_t widest = 100;
    const auto target = facts::parse_port_range(parts.target);
    const auto published = facts::parse_port_range(parts.published);
    const auto width = [](const std::pair<std::int64_t, std::int64_t>& range) { return range.second - range.first; };
    ir::Port row = row_of(node, parts);
    const auto unknown = ir::Maybe<std::int64_t>::unknown(node.span());
    const bool counts = target && width(*target) < widest &&
                        (parts.published.empty() || (published && width(*published) == width(*target)));
    if (!counts) {
      const bool single = target && width(*target) == 0;
      row.target = single ? ir::Maybe<std::int64_t>(target->first) : unknown;
      if (!parts.published.empty()) row.number = unknown;
      rows_.push_back(file_.ir.add(row));
      return;
    }
    for (std::int64_t i = 0; i <= width(*target); ++i) {
      row.target = target->first + i;
      if (published) row.number = published->first + i;
      rows_.push_back(file_.ir.add(row));
    }
  }

  const std::string& path_;
  ComposeFile& file_;
  std::vector<Ref<ir::Port>> rows_;
  bool incomplete_ = false;
};

class MountReader {
 public:
  MountReader(const std::string& path, ComposeFile& file) : path_(path), file_(file) {}

  ir::List<Ref<ir::Mount>> read(const DataView& service) {
    std::vector<Ref<ir::Mount>> rows;
    for (const DataView& node : service["volumes"].elements()) {
      rows.push_back(once(file_.mounts, node, [&] { return node.is_map() ? add_long(node) : add_short(node); }));
    }
    return file_.ir.list(rows, service["volumes"] && !service["volumes"].is_list());
  }

 private:
  ir::Mount row_of(const DataView& node) {
    ir::Mount row;
    row.span = node.span();
    row.head = first_line(node.span(), file_.ir.file_text());
    row.path = file_.ir.str(path_ + ".volumes");
    row.node = file_.document.row(node);
    return row;
  }

  Ref<ir::Mount> add_short(const DataView& node) {
    ir::Mount row = row_of(node);
    const std::optional<std::string> text = compose_text(node);
    const facts::ComposeVolume parts = facts::split_compose_volume(text ? *text : node.text_or(""));
    row.source = file_.ir.str(parts.source);
    row.target = file_.ir.str(parts.target);
    if (text) row.type = file_.ir.str(facts::is_host_path(parts.source) ? "bind" : "volume");
    for (const std::string_view word : ascii::split(parts.mode, ',')) row.read_only = row.read_only || word == "ro";
    if (text && !parts.source.empty() && !facts::is_host_path(parts.source)) row.id = row.source;
    return file_.ir.add(row);
  }

  Ref<ir::Mount> add_long(const DataView& node) {
    ir::Mount row = row_of(node);
    row.type = file_.ir.str(node["type"].text_or("volume"));
    const std::optional<std::string> source = compose_text(node["source"]);
    row.source = file_.ir.str(source ? *source : node["source"].text_or(""));
    row.target = file_.ir.str(compose_text(node["target"]).value_or(""));
    row.read_only = compose_boolean(node["read_only"]).value_or(false);
    if (source && node["type"].text_or("volume") == "volume") row.id = row.source;
    return file_.ir.add(row);
  }

  const std::string& path_;
  ComposeFile& file_;
};

/// `NAME=value` or a map's entry, as text with its places.
Ref<ir::Variable> add_variable(const DataView& node, bool listed, const std::string& path, ir::VariableSource source,
                               ComposeFile& file) {
  ir::FileIrBuilder& ir = file.ir;
  ir::Variable row;
  row.source = source;
  std::string_view name = node.key();
  std::string_view value = node.text_or("");
  bool has_value = !is_null(node);
  row.span = {node.key_span().begin, node.span().end};
  row.head = head_of(node, ir.file_text());
  row.value_span = has_value ? node.span() : Span{};
  if (listed) {
    const source::MappedText whole = node.mapped();
    const std::size_t sign = std::min(value.find('='), value.size());
    name = value.substr(0, sign);
    has_value = sign < value.size();
    row.span = node.span();
    row.head = first_line(whole.to_source({0, static_cast<std::uint32_t>(sign)}), ir.file_text());
    const Span behind{static_cast<std::uint32_t>(std::min(sign + 1, value.size())),
                      static_cast<std::uint32_t>(value.size())};
    row.value_span = has_value ? whole.to_source(behind) : Span{};
    value = behind.of(value);
  }
  row.name = ir.str(name);
  row.path = ir.str(fmt::format("{}.{}", path, name));
  if (!has_value) {
    row.reference = ir::Reference::variable;  // handed through from whoever starts it
    return ir.add(row);
  }
  const bool refers = !facts::find_interpolations(value).empty();
  row.literal = !refers && !facts::is_reference(value);
  row.reference = row.literal ? ir::Reference::none : ir::Reference::variable;
  row.value = ir.str(refers ? std::string(value) : with_defaults(value).value_or(""));
  if (const auto fallback = facts::literal_default(value); refers && fallback)
    row.fallback = ir.str(fallback->of(value));
  return ir.add(row);
}

/// The text with `$$` decoded and line breaks as blanks: no shell reads a command, words are split at blanks.
source::MappedText as_command_line(const source::MappedText& text, bool one_line) {
  source::MappedText::Builder out(text.source_span().begin);
  const std::string_view all = text.text();
  std::size_t run = 0;
  const auto span = [](std::size_t begin, std::size_t end) {
    return Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  };
  for (std::size_t at = 0; at < all.size(); ++at) {
    const bool dollars = all.substr(at, 2) == "$$";
    const bool line_break = one_line && (all[at] == '\n' || all[at] == '\r');
    if (!dollars && !line_break) continue;
    out.append(text.slice(span(run, at)));
    const std::size_t size = dollars ? 2 : 1;
    out.replaced(dollars ? "$" : " ", text.to_source(span(at, at + size)));
    at += size - 1;
    run = at + 1;
  }
  out.append(text.slice(span(run, all.size())));
  return std::move(out).build();
}

/// The word that a shell is given to read: behind `sh -c`.
std::optional<std::size_t> shell_text_at(const std::vector<source::MappedText>& words) {
  constexpr std::string_view shells[] = {"sh", "bash", "ash", "dash", "zsh"};
  if (words.empty()) return std::nullopt;
  const std::string_view program = words[0].text().substr(words[0].text().rfind('/') + 1);
  if (std::find(std::begin(shells), std::end(shells), program) == std::end(shells)) return std::nullopt;
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    const std::string_view option = words[i].text();
    if (option.size() < 2 || option.front() != '-') return std::nullopt;
    if (option.back() == 'c' && option.substr(0, 2) != "--") return i + 1;
  }
  return std::nullopt;
}

std::vector<source::MappedText> words_of(const DataView& list, std::size_t first) {
  std::vector<source::MappedText> words;
  const std::vector<DataView> elements = list.elements();
  for (std::size_t i = first; i < elements.size(); ++i) {
    if (elements[i].is_scalar()) words.push_back(as_command_line(elements[i].mapped(), false));
  }
  return words;
}

}  // namespace

ir::List<Ref<ir::Port>> add_compose_ports(const DataView& service, const std::string& path, ComposeFile& file) {
  return PortReader(path, file).read(service);
}

ir::List<Ref<ir::Mount>> add_compose_mounts(const DataView& service, const std::string& path, ComposeFile& file) {
  return MountReader(path, file).read(service);
}

ir::List<Ref<ir::Variable>> add_compose_variables(const DataView& node, const std::string& path,
                                                  ir::VariableSource source, ComposeFile& file) {
  std::vector<Ref<ir::Variable>> rows;
  const bool listed = node.is_list();
  for (const DataView& entry : node.is_map() || listed ? node.children() : std::vector<DataView>{}) {
    if (!entry.is_scalar()) continue;
    rows.push_back(once(file.variables, entry, [&] { return add_variable(entry, listed, path, source, file); }));
  }
  return file.ir.list(rows, node && !node.is_map() && !listed && !is_null(node));
}

namespace {

std::vector<Ref<ir::Command>> commands_in(const std::vector<source::MappedText>& words, const std::string& path,
                                          ComposeFile& file) {
  if (words.empty()) return {};
  ShellPlace place;
  place.path = path;
  std::vector<Ref<ir::Command>> rows{add_exec_command(words, place, file.context, file.ir)};
  const std::optional<std::size_t> text = shell_text_at(words);
  if (!text) return rows;
  for (const Ref<ir::Command> inner : add_commands(words[*text], place, {}, file.context, file.ir).commands) {
    file.ir[inner].inside.add(ir::Inside::nested_shell);
    rows.push_back(inner);
  }
  return rows;
}

}  // namespace

ir::List<Ref<ir::Command>> add_compose_commands(const DataView& node, const std::string& path, ComposeFile& file) {
  if (node.is_list()) return file.ir.list(commands_in(words_of(node, 0), path, file));
  if (!node.is_string() || node.text().empty()) return {};
  ShellPlace place;
  place.path = path;
  const ShellEntities shell = add_commands(as_command_line(node.mapped(), true), place, {}, file.context, file.ir);
  return file.ir.list(shell.commands, !shell.complete);
}

namespace {

/// Seconds of `1m30s`.
ir::Maybe<std::int64_t> seconds(const DataView& node) {
  if (is_null(node)) return {};
  const std::optional<std::string> text = compose_text(node);
  const auto parsed = facts::parse_duration(text.value_or(""), false);
  if (!text || !parsed) return ir::Maybe<std::int64_t>::unknown(node.span());
  return *parsed / facts::nanoseconds_per_second;
}

}  // namespace

Ref<ir::Probe> add_compose_probe(const DataView& node, const std::string& path, ComposeFile& file) {
  const DataView test = node["test"];
  const std::vector<DataView> elements = test.elements();
  const std::string_view form = elements.empty() ? "CMD-SHELL" : elements.front().text_or("");
  if (!node.is_map() || form == "NONE" || compose_boolean(node["disable"]).value_or(false)) return {};
  ir::Probe row;
  row.span = {node.key_span().begin, node.span().end};
  row.head = head_of(node, file.ir.file_text());
  row.path = file.ir.str(path);
  row.node = file.document.row(node);
  row.kind = ir::ProbeKind::exec;
  row.period = seconds(node["interval"]);
  row.timeout = seconds(node["timeout"]);
  row.initial_delay = seconds(node["start_period"]);
  row.failure_threshold = compose_integer(node["retries"]);
  std::vector<Ref<ir::Command>> commands;
  const DataView shell_text = test.is_list() && elements.size() > 1 ? elements[1] : test;
  if (test.is_list() && form != "CMD-SHELL") {
    commands = commands_in(words_of(test, form == "CMD" ? 1 : 0), path, file);
  } else if (shell_text.is_string()) {
    ShellPlace place;
    place.path = path;
    commands = add_commands(as_command_line(shell_text.mapped(), false), place, {}, file.context, file.ir).commands;
  }
  if (!commands.empty()) row.target = file.ir[commands.front()].program;
  row.commands = file.ir.list(commands);
  return file.ir.add(row);
}

}  // namespace plumbline::frontends
