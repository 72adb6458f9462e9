#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/image_reference.h"
#include "analyzer/ir/schema.h"
#include "analyzer/link/link.h"
#include "analyzer/link/node_reader.h"
#include "analyzer/link/paths.h"
#include "analyzer/syntax/helm.h"

namespace plumbline::link {

namespace {

/// The path of `{{ .Values.image.tag }}`, quoted or turned into a number or not; empty for any other action.
std::string_view value_path(std::string_view action) {
  std::string_view text = action.substr(2, action.size() - 4);
  if (text.starts_with("-")) text.remove_prefix(1);
  if (text.ends_with("-")) text.remove_suffix(1);
  text = ascii::trim(text);
  for (const std::string_view filter : {"| quote", "|quote", "| int", "|int", "| squote"}) {
    if (text.ends_with(filter)) text = ascii::trim(text.substr(0, text.size() - filter.size()));
  }
  constexpr std::string_view values = ".Values.";
  if (text.starts_with("$")) text.remove_prefix(1);
  if (!text.starts_with(values)) return {};
  text.remove_prefix(values.size());
  for (const char c : text) {
    if (!ascii::is_alnum(c) && c != '_' && c != '.') return {};
  }
  return text;
}

/// What a chart's own values give where nobody says otherwise. Only what is written out counts: an empty value is
/// left to whoever installs the chart.
class ChartValues {
 public:
  explicit ChartValues(ir::RepoIr& repo) : repo_(repo), view_(repo) {
    const auto& files = repo.rows<ir::File>();
    std::unordered_map<std::string_view, std::uint32_t> root_of;
    for (std::uint32_t i = 0; i < files.size(); ++i) {
      const std::string_view path = repo.text(files[i].name);
      if (files[i].kind == source::FileKind::helm_values && name_of(path) == "values.yaml") {
        for (const Ref<ir::DataNode> document : repo.list(files[i].documents))
          root_of.emplace(folder_of(path), document.index);
      }
    }
    for (std::uint32_t i = 0; i < files.size() && !root_of.empty(); ++i) {
      if (files[i].kind != source::FileKind::helm_template) continue;
      for (std::string_view folder = folder_of(repo.text(files[i].name));; folder = folder_of(folder)) {
        const auto found = root_of.find(folder);
        if (found != root_of.end()) values_.emplace(i, found->second);
        if (found != root_of.end() || folder.empty()) break;
      }
    }
  }

  void run() {
    if (values_.empty()) return;
    const ir::Tables& tables = repo_.tables();
    for (std::uint32_t i = 0; i < tables.table<ir::Workload>().rows.size(); ++i) {
      ir::Workload& row = repo_.edit(Ref<ir::Workload>{i});
      resolve(row, row.replicas);
    }
    for (std::uint32_t i = 0; i < tables.table<ir::Autoscaler>().rows.size(); ++i) {
      ir::Autoscaler& row = repo_.edit(Ref<ir::Autoscaler>{i});
      resolve(row, row.minimum);
      resolve(row, row.maximum);
    }
    for (std::uint32_t i = 0; i < tables.table<ir::Image>().rows.size(); ++i) resolve_image({i});
  }

 private:
  /// Does it stand under a branch inside of its document? Then it is not sure that it is there at all.
  bool is_conditional(Ref<ir::File> file, std::uint32_t at) {
    if (values_.count(file.index) == 0) return true;
    const auto [entry, added] = branches_.try_emplace(file.index);
    if (added) entry->second = syntax::mask_template(repo_.file_text(file)).branches;
    std::uint32_t document = 0;
    for (const Ref<ir::DataNode> root : repo_.list(repo_[file].documents)) {
      if (repo_[root].span.begin <= at) document = repo_[root].span.begin;
    }
    return std::any_of(entry->second.begin(), entry->second.end(),
                       [&](Span branch) { return branch.begin > document && branch.begin <= at && at < branch.end; });
  }

  std::optional<std::string> value(Ref<ir::File> file, std::string_view path) const {
    const auto root = values_.find(file.index);
    if (root == values_.end() || path.empty()) return std::nullopt;
    NodeReader node(view_.ir(), root->second);
    while (!path.empty() && node) {
      const std::size_t dot = path.find('.');
      node = node[path.substr(0, dot)];
      path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    const std::string text = node ? node.scalar_text() : std::string();
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
  }

  /// The whole text is one action.
  void resolve(const ir::Entity& row, ir::Maybe<std::int64_t>& number) {
    if (!number.is_unknown() || number.cause.empty() || is_conditional(row.file, number.cause.begin)) return;
    const std::string_view text = number.cause.of(repo_.file_text(row.file));
    if (!text.starts_with("{{") || text.find("}}") != text.size() - 2) return;
    const std::optional<std::string> found = value(row.file, value_path(text));
    std::int64_t result = 0;
    if (!found || found->size() > 6) return;
    for (const char c : *found) {
      if (!ascii::is_digit(c)) return;
      result = result * 10 + (c - '0');
    }
    number = result;
  }

  std::optional<std::string> resolved(Ref<ir::File> file, std::string_view text) const {
    std::string out;
    bool any = false;
    while (true) {
      const std::size_t open = text.find("{{");
      out += text.substr(0, open);
      if (open == std::string_view::npos) return any ? std::optional<std::string>(out) : std::nullopt;
      const std::size_t close = text.find("}}", open);
      if (close == std::string_view::npos) return std::nullopt;
      const std::optional<std::string> found = value(file, value_path(text.substr(open, close + 2 - open)));
      if (!found) return std::nullopt;
      any = true;
      out += *found;
      text.remove_prefix(close + 2);
    }
  }

  void resolve_image(Ref<ir::Image> ref) {
    const ir::Image& before = repo_[ref];
    if (before.literal || before.role != ir::ImageRole::runs || is_conditional(before.file, before.span.begin)) return;
    const std::optional<std::string> text = resolved(before.file, repo_.text(before.text));
    if (!text) return;
    const facts::Parsed<facts::ImageReference> parsed = facts::parse_image_reference(*text);
    if (!parsed || !parsed->known()) return;
    ir::Image row = before;
    std::string_view repository = parsed->repository.text;
    const bool default_registry = parsed->registry.text == "docker.io";
    if (default_registry && repository.starts_with("library/")) repository.remove_prefix(8);
    row.text = repo_.add_text(*text);
    row.registry = default_registry ? Str{} : repo_.add_text(parsed->registry.text);
    row.repository = repo_.add_text(repository);
    row.tag = repo_.add_text(parsed->tag.text);
    row.digest = repo_.add_text(parsed->digest.text);
    row.family = repo_.add_text(repository.substr(repository.rfind('/') + 1));
    row.literal = row.tag_is_literal = true;
    repo_.edit(ref) = row;
  }

  ir::RepoIr& repo_;
  ir::RepoView view_;
  std::unordered_map<std::uint32_t, std::uint32_t> values_;  ///< a template's file → root of its chart's values
  std::unordered_map<std::uint32_t, std::vector<Span>> branches_;
};

}  // namespace

void fill_chart_values(ir::RepoIr& repo) {
  ChartValues(repo).run();
}

}  // namespace plumbline::link
