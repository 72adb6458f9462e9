#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/frontends/commands.h"
#include "analyzer/frontends/data_tools.h"

/// Parts of a Compose service, each from its short and its long form.
namespace plumbline::frontends {

/// What the readers of one file share.
struct ComposeFile {
  const Input& input;
  Context& context;
  ir::FileIrBuilder& ir;
  const Document& document;
  /// A fragment that several services merge is one row.
  std::unordered_map<std::uint32_t, Ref<ir::Image>> images;
  std::unordered_map<std::uint32_t, Ref<ir::Mount>> mounts;
  std::unordered_map<std::uint32_t, Ref<ir::Variable>> variables;
};

/// A scalar with its defaults filled in. None when it depends on a variable without one, or is no scalar.
std::optional<std::string> compose_text(const syntax::DataView& node);
ir::Maybe<Str> compose_maybe_text(const syntax::DataView& node, ir::FileIrBuilder& ir);
ir::Maybe<std::int64_t> compose_integer(const syntax::DataView& node);
ir::Maybe<bool> compose_boolean(const syntax::DataView& node);
/// A list of strings, or one string; incomplete where an element is not known.
ir::List<Str> compose_words(const syntax::DataView& node, ir::FileIrBuilder& ir);

/// `ports` and `expose`.
ir::List<Ref<ir::Port>> add_compose_ports(const syntax::DataView& service, const std::string& path, ComposeFile& file);
/// `volumes` and `tmpfs`.
ir::List<Ref<ir::Mount>> add_compose_mounts(const syntax::DataView& service, const std::string& path,
                                            ComposeFile& file);
/// A map or a list of `NAME=value`: `environment`, `build.args`.
ir::List<Ref<ir::Variable>> add_compose_variables(const syntax::DataView& node, const std::string& path,
                                                  ir::VariableSource source, ComposeFile& file);
/// A string is split into words, a list is words; the text that a shell among them is given becomes commands as well.
ir::List<Ref<ir::Command>> add_compose_commands(const syntax::DataView& node, const std::string& path,
                                                ComposeFile& file);
Ref<ir::Probe> add_compose_probe(const syntax::DataView& node, const std::string& path, ComposeFile& file);

}  // namespace plumbline::frontends
