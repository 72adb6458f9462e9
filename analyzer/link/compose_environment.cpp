#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/facts/compose_values.h"
#include "analyzer/facts/image_reference.h"
#include "analyzer/facts/interpolation.h"
#include "analyzer/link/link.h"
#include "analyzer/link/paths.h"

namespace plumbline::link {

namespace {

/// What a committed `.env` beside a Compose file says is what its values become.
class EnvironmentFiller {
 public:
  explicit EnvironmentFiller(ir::RepoIr& repo) : repo_(repo) {
    for (const ir::Variable& variable : repo.rows<ir::Variable>()) {
      if (variable.source != ir::VariableSource::dotenv || !variable.literal || !variable.value.is_present()) continue;
      const std::string_view path = repo.text(repo[variable.file].name);
      if (name_of(path) != ".env") continue;
      values_[{std::string(folder_of(path)), std::string(repo.text(variable.name))}] =
          std::string(repo.text(variable.value.value));
    }
  }

  void run() {
    if (values_.empty()) return;
    for (std::uint32_t i = 0; i < repo_.rows<ir::Image>().size(); ++i) fill_image({i});
    for (std::uint32_t i = 0; i < repo_.rows<ir::Variable>().size(); ++i) fill_variable({i});
    for (std::uint32_t i = 0; i < repo_.rows<ir::Port>().size(); ++i) fill_port({i});
  }

 private:
  template <class E>
  bool of_compose(const E& row) const {
    return repo_[row.file].kind == source::FileKind::compose;
  }

  /// None where it stays as it was: no variable, or one that the file does not say.
  std::optional<std::string> filled(Ref<ir::File> file, std::string_view text) const {
    if (facts::find_interpolations(text).empty()) return std::nullopt;
    const std::string folder(folder_of(repo_.text(repo_[file].name)));
    return facts::interpolate(text, [&](std::string_view name) -> std::optional<std::string> {
      const auto found = values_.find({folder, std::string(name)});
      return found == values_.end() ? std::nullopt : std::optional<std::string>(found->second);
    });
  }

  bool says(Ref<ir::File> file, std::string_view text) const {
    const std::string folder(folder_of(repo_.text(repo_[file].name)));
    for (const facts::Interpolation& one : facts::find_interpolations(text)) {
      if (values_.count({folder, std::string(one.name.of(text))}) == 0) return false;
    }
    return true;
  }

  void fill_image(Ref<ir::Image> ref) {
    const ir::Image before = repo_[ref];
    if (before.literal || !of_compose(before)) return;
    const std::string written(repo_.text(before.text));
    const std::optional<std::string> text = filled(before.file, written);
    if (!text || !says(before.file, written)) return;
    const auto parsed = facts::parse_image_reference(*text);
    if (!parsed || !parsed->known()) return;
    std::string_view repository = parsed->repository.text;
    constexpr std::string_view official = "library/";
    const bool default_registry = parsed->registry.text == "docker.io";
    if (default_registry && repository.substr(0, official.size()) == official)
      repository.remove_prefix(official.size());
    ir::Image row = before;
    row.literal = true;
    row.tag_is_literal = true;
    row.text = repo_.add_text(*text);
    row.registry = repo_.add_text(default_registry ? std::string_view() : parsed->registry.text);
    row.repository = repo_.add_text(repository);
    row.tag = repo_.add_text(parsed->tag.text);
    row.digest = repo_.add_text(parsed->digest.text);
    row.family = repo_.add_text(repository.substr(repository.rfind('/') + 1));
    repo_.edit(ref) = row;
  }

  void fill_variable(Ref<ir::Variable> ref) {
    const ir::Variable before = repo_[ref];
    if (before.literal || !before.value.is_present() || !of_compose(before)) return;
    const std::string written(repo_.text(before.value.value));
    if (!says(before.file, written)) return;
    if (const auto text = filled(before.file, written)) repo_.edit(ref).value = repo_.add_text(*text);
  }

  /// A short port whose numbers were left to variables.
  void fill_port(Ref<ir::Port> ref) {
    const ir::Port before = repo_[ref];
    if (!before.number.is_unknown() || !of_compose(before)) return;
    std::string_view written = before.head.of(repo_.file_text(before.file));
    if (written.size() >= 2 && (written.front() == '"' || written.front() == '\'')) {
      written = written.substr(1, written.size() - 2);
    }
    const std::optional<std::string> text = filled(before.file, written);
    if (!text) return;
    const facts::ComposePort parts = facts::split_compose_port(*text);
    const auto published = facts::parse_port_range(parts.published);
    const auto target = facts::parse_port_range(parts.target);
    if (!published || !target || published->first != published->second || target->first != target->second) return;
    repo_.edit(ref).number = published->first;
    repo_.edit(ref).target = target->first;
    repo_.edit(ref).address = repo_.add_text(parts.address == "0.0.0.0" ? std::string_view() : parts.address);
  }

  ir::RepoIr& repo_;
  std::map<std::pair<std::string, std::string>, std::string> values_;  ///< by folder and name
};

}  // namespace

void fill_environment(ir::RepoIr& repo) {
  EnvironmentFiller(repo).run();
}

}  // namespace plumbline::link
