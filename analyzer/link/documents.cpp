#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/base/ascii.h"
#include "analyzer/link/link.h"
#include "analyzer/link/paths.h"

namespace plumbline::link {

namespace {

using ir::Maybe;
using ir::Mention;

/// `https://host/owner/name/blob/main/docs/a.md`: what stands before `/blob/`, and the path behind the branch.
struct HostedPath {
  std::string_view repository;
  std::string_view path;
};
HostedPath hosted(std::string_view url) {
  for (const std::string_view way : {"/-/blob/", "/blob/", "/-/tree/", "/tree/", "/-/raw/", "/raw/"}) {
    const std::size_t at = url.find(way);
    if (at == std::string_view::npos) continue;
    std::string_view path = url.substr(at + way.size());
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return {};
    path = path.substr(slash + 1);
    return {url.substr(0, at), path.substr(0, path.find_first_of("#?"))};
  }
  return {};
}

/// A file whose absence from what was read says that it is not there: no picture, no archive, nothing that a build
/// makes.
bool is_text_of_people(std::string_view path) {
  constexpr std::string_view ends[] = {".md", ".markdown", ".mdx", ".rst", ".adoc", ".sh", ".yml", ".yaml"};
  return std::any_of(std::begin(ends), std::end(ends), [&](std::string_view end) { return path.ends_with(end); });
}

/// The configuration of a program that builds a site, and often writes some of its pages first.
bool makes_pages(std::string_view name) {
  constexpr std::string_view starts[] = {"mkdocs.", "docusaurus.config.", "_config.yml", "astro.config.", "hugo."};
  return std::any_of(std::begin(starts), std::end(starts),
                     [&](std::string_view start) { return name.starts_with(start); });
}

class DocumentResolver {
 public:
  explicit DocumentResolver(ir::RepoIr& repo) : repo_(repo), files_(repo) {
    for (std::uint32_t i = 0; i < repo.rows<ir::File>().size(); ++i) {
      const ir::File& file = repo.rows<ir::File>()[i];
      const std::string_view path = repo.text(file.name);
      add_folders(path);
      const std::string_view name = name_of(path);
      names_.insert(std::string(name));
      const bool leaves_out = file.kind == source::FileKind::plumbline_config &&
                              repo.file_text({i}).find("exclude:") != std::string_view::npos;
      if (leaves_out || name == ".gitmodules") elsewhere_ = true;
      if (makes_pages(name)) generated_ = true;
      if (file.kind == source::FileKind::makefile) ++makefiles_;
      if (file.kind == source::FileKind::package_json) ++packages_;
    }
    for (const ir::Script& script : repo.rows<ir::Script>()) {
      if (script.kind == ir::ScriptKind::make) targets_.insert(repo.text(script.name));
      if (script.kind == ir::ScriptKind::npm) npm_scripts_.insert(repo.text(script.name));
    }
    find_open_makefiles();
    find_own_addresses();
  }

  void run() {
    for (std::uint32_t i = 0; i < repo_.rows<Mention>().size(); ++i)
      repo_.edit(Ref<Mention>{i}).found = mentioned(repo_.rows<Mention>()[i]);
    for (std::uint32_t i = 0; i < repo_.rows<ir::Alert>().size(); ++i)
      repo_.edit(Ref<ir::Alert>{i}).runbook_found = runbook(repo_.rows<ir::Alert>()[i]);
    for (std::uint32_t i = 0; i < repo_.rows<ir::DependencyUpdate>().size(); ++i)
      repo_.edit(Ref<ir::DependencyUpdate>{i}).found = folder_of_update(repo_.rows<ir::DependencyUpdate>()[i]);
  }

 private:
  void add_folders(std::string_view path) {
    for (std::string_view folder = folder_of(path); !folder.empty(); folder = folder_of(folder)) {
      if (!folders_.insert(folder).second) return;
    }
  }

  /// Targets may come from an include, a pattern, or a variable.
  void find_open_makefiles() {
    for (std::uint32_t i = 0; i < repo_.rows<ir::File>().size(); ++i) {
      if (repo_.rows<ir::File>()[i].kind != source::FileKind::makefile) continue;
      std::string_view text = repo_.file_text({i});
      while (!text.empty() && !open_makefiles_) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = ascii::trim(text.substr(0, end));
        const std::size_t colon = line.find(':');
        const std::string_view head = line.substr(0, std::min(colon, line.size()));
        open_makefiles_ = line.starts_with("include ") || line.starts_with("-include ") ||
                          line.starts_with("sinclude ") || line.find("$(eval") != std::string_view::npos ||
                          (text.front() != '\t' && colon != std::string_view::npos &&
                           (head.find('%') != std::string_view::npos || head.find("$(") != std::string_view::npos) &&
                           head.find('=') == std::string_view::npos);
        text.remove_prefix(std::min(end + 1, text.size()));
      }
    }
  }

  /// Addresses under which this repository's own files are linked: half of the links must lead to a file that is here.
  /// A few may do so by chance, as every repository has a docs/README.md.
  void find_own_addresses() {
    struct Links {
      std::size_t found = 0;
      std::size_t missing = 0;
    };
    std::unordered_map<std::string_view, Links> addresses;
    const auto look = [&](std::string_view url) {
      const HostedPath at = hosted(url);
      if (at.path.find('/') == std::string_view::npos) return;
      Links& links = addresses[at.repository];
      ++(files_.find(at.path) ? links.found : links.missing);
    };
    for (const ir::Alert& alert : repo_.rows<ir::Alert>()) {
      if (alert.runbook.is_present()) look(repo_.text(alert.runbook.value));
    }
    for (const Mention& mention : repo_.rows<Mention>()) {
      if (mention.kind == ir::MentionKind::file) look(repo_.text(mention.name));
    }
    for (const auto& [address, links] : addresses) {
      if (links.found > 0 && links.found >= links.missing) own_.insert(address);
    }
  }

  static Maybe<bool> unknown(const ir::Entity& at) { return Maybe<bool>::unknown(at.head); }

  Maybe<bool> mentioned(const Mention& mention) const {
    const std::string_view name = repo_.text(mention.name);
    switch (mention.kind) {
      case ir::MentionKind::make_target:
        if (targets_.count(name) != 0) return true;
        // A file may be built by a rule that make knows, or be there.
        if (open_makefiles_ || makefiles_ == 0 || files_.find(name) || name.find_first_of("./") != name.npos)
          return unknown(mention);
        break;
      case ir::MentionKind::npm_script:
        if (npm_scripts_.count(name) != 0) return true;
        if (packages_ == 0) return unknown(mention);
        break;
      case ir::MentionKind::script:
        if (names_.count(std::string(name_of(name))) != 0) return true;
        if (!is_path_of_here(name)) return unknown(mention);
        break;
      case ir::MentionKind::file:
        return mentioned_file(mention, name);
    }
    return mention.certain && !elsewhere_ ? Maybe<bool>(false) : unknown(mention);
  }

  Maybe<bool> mentioned_file(const Mention& mention, std::string_view name) const {
    if (const HostedPath at = hosted(name); !at.path.empty() || name.find("://") != std::string_view::npos) {
      if (own_.count(at.repository) == 0) return unknown(mention);
      return at_path(at.path) ? Maybe<bool>(true) : missing(at.path, mention);
    }
    const std::string joined = join_path(folder_of(repo_.text(repo_[mention.file].name)), name);
    if (at_path(joined)) return true;
    return mention.certain ? missing(joined, mention) : unknown(mention);
  }

  /// `/opt/run.sh` is on the reader's machine, and `hack/run.sh` where there is no folder hack/ in a repository that
  /// the text has told its reader to fetch.
  bool is_path_of_here(std::string_view path) const {
    if (path.starts_with("./")) path.remove_prefix(2);
    const std::size_t slash = path.find('/');
    return slash == std::string_view::npos || folders_.count(path.substr(0, slash)) != 0;
  }

  bool at_path(std::string_view path) const {
    if (path.ends_with('/')) path.remove_suffix(1);
    return files_.find(path) || folders_.count(path) != 0;
  }

  Maybe<bool> missing(std::string_view path, const ir::Entity& at) const {
    if (path.empty() || elsewhere_ || generated_ || !is_text_of_people(path)) return unknown(at);
    for (const std::string_view part : {"vendor/", "node_modules/", "third_party/", "_build/"}) {
      if (path.find(part) != std::string_view::npos) return unknown(at);
    }
    return false;
  }

  Maybe<bool> runbook(const ir::Alert& alert) const {
    if (alert.runbook.is_absent()) return {};
    if (!alert.runbook.is_present()) return unknown(alert);
    const std::string_view link = repo_.text(alert.runbook.value);
    if (link.find("://") != std::string_view::npos) {
      const HostedPath at = hosted(link);
      if (at.path.empty() || own_.count(at.repository) == 0) return unknown(alert);
      return at_path(at.path) ? Maybe<bool>(true) : missing(at.path, alert);
    }
    std::string_view path = link.substr(0, link.find('#'));
    while (path.starts_with('/')) path.remove_prefix(1);
    if (path.find(' ') != std::string_view::npos || path.find('/') == std::string_view::npos) return unknown(alert);
    const std::string beside = join_path(folder_of(repo_.text(repo_[alert.file].name)), path);
    if (at_path(join_path("", path)) || at_path(beside)) return true;
    return missing(path, alert);
  }

  Maybe<bool> folder_of_update(const ir::DependencyUpdate& update) const {
    std::string_view path = repo_.text(update.directory);
    while (path.starts_with('/') || path.starts_with("./")) path.remove_prefix(path.front() == '/' ? 1 : 2);
    while (path.ends_with('/')) path.remove_suffix(1);
    if (path.empty() || path == ".") return true;
    if (folders_.count(path) != 0) return true;
    const bool pattern = path.find_first_of("*?[{") != std::string_view::npos;
    return pattern || elsewhere_ ? unknown(update) : Maybe<bool>(false);
  }

  ir::RepoIr& repo_;
  FileIndex files_;
  std::unordered_set<std::string_view> folders_;
  std::unordered_set<std::string> names_;
  std::unordered_set<std::string_view> targets_;
  std::unordered_set<std::string_view> npm_scripts_;
  std::unordered_set<std::string_view> own_;
  std::size_t makefiles_ = 0;
  std::size_t packages_ = 0;
  bool open_makefiles_ = false;
  bool generated_ = false;  // some of the texts are made when a site is built
  bool elsewhere_ = false;  // parts of the repository are not read, or lie in another one
};

}  // namespace

void resolve_documents(ir::RepoIr& repo) {
  DocumentResolver(repo).run();
}

}  // namespace plumbline::link
