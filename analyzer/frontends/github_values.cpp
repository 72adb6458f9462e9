#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/facts/semver.h"
#include "analyzer/frontends/github_file.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

ir::RefKind kind_of_ref(std::string_view ref) {
  switch (facts::ref_kind(ref)) {
    case facts::RefKind::none:
      return ir::RefKind::none;
    case facts::RefKind::commit:
      return ir::RefKind::commit;
    case facts::RefKind::version_tag:
    case facts::RefKind::minor_tag:
      return ir::RefKind::version;
    case facts::RefKind::major_tag:
      return ir::RefKind::major;
    case facts::RefKind::short_commit:  // GitHub does not look for a commit by a part of its name
    case facts::RefKind::branch:
      return ir::RefKind::branch;
    case facts::RefKind::unknown:
      break;
  }
  return ir::RefKind::dynamic;
}

}  // namespace

GithubUses github_uses(std::string_view uses) {
  GithubUses result;
  uses = ascii::trim(uses);
  constexpr std::string_view docker = "docker://";
  if (uses.substr(0, docker.size()) == docker) {
    result.image = uses.substr(docker.size());
    result.action = std::string(uses);
    const std::size_t digest = result.image.find('@');
    const std::size_t colon = result.image.rfind(':');
    const bool tagged = colon != std::string_view::npos && result.image.find('/', colon) == std::string_view::npos;
    if (holds_github_expression(result.image)) {
      result.kind = ir::RefKind::dynamic;
    } else if (digest != std::string_view::npos) {
      result.ref = result.image.substr(digest + 1);
      result.kind = ir::RefKind::digest;
    } else if (tagged) {
      result.ref = result.image.substr(colon + 1);
      result.kind = kind_of_ref(result.ref);
    }
    return result;
  }
  // `$/` is this repository at the commit that runs.
  if (uses.substr(0, 2) == "./" || uses.substr(0, 3) == "../" || uses.substr(0, 2) == "$/") {
    result.action = std::string(uses);
    result.kind = ir::RefKind::local;
    return result;
  }
  const std::size_t at = uses.find('@');
  result.action = ascii::lower(uses.substr(0, at));
  if (at != std::string_view::npos) result.ref = uses.substr(at + 1);
  result.kind = holds_github_expression(uses) ? ir::RefKind::dynamic : kind_of_ref(result.ref);
  return result;
}

std::vector<Ref<ir::Variable>> github_variables(const DataView& map, std::string_view path, ir::VariableSource source,
                                                GithubFile& file) {
  std::vector<Ref<ir::Variable>> variables;
  if (!map.is_map()) return variables;
  for (const DataView& entry : map.children()) {
    ir::Variable row = row_at<ir::Variable>(entry, fmt::format("{}.{}", path, entry.key()), file);
    row.name = file.ir.str(entry.key());
    row.source = source;
    row.value = maybe_text(entry, holds_github_expression, file.ir);
    row.value_span = entry.span();
    row.literal = row.value.is_present();
    const std::string_view text = entry.text();
    if (row.value.is_unknown() && entry.is_scalar()) {
      row.reference =
          text.find("secrets.") != std::string_view::npos ? ir::Reference::secret_store : ir::Reference::expression;
      if (const std::optional<Span> fallback = facts::literal_default(text)) {
        row.fallback = file.ir.str(fallback->of(text));
      }
    }
    variables.push_back(file.ir.add(row));
  }
  return variables;
}

std::vector<Ref<ir::Variable>> github_environment(const DataView& env, const ExpressionPlace& at,
                                                  GithubExpressions::List& expressions, GithubFile& file) {
  if (!env.is_map()) {
    file.expressions.add_below(env, at, expressions);
    return {};
  }
  for (const DataView& entry : env.children()) {
    const std::size_t first = expressions.size();
    file.expressions.add_below(entry, at, expressions);
    const std::string source = file.expressions.untrusted_path(expressions, first);
    if (!source.empty()) file.expressions.remember(fmt::format("env.{}", ascii::lower(entry.key())), source);
  }
  return github_variables(env, at.path, ir::VariableSource::ci_env, file);
}

GithubDefaults github_defaults(const DataView& defaults, GithubDefaults outer) {
  const DataView run = defaults["run"];
  if (run["shell"].is_scalar()) outer.shell = run["shell"].text();
  if (run["working-directory"].is_scalar()) outer.working_directory = run["working-directory"].text();
  return outer;
}

}  // namespace plumbline::frontends
