#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzer/base/ascii.h"
#include "analyzer/link/link.h"
#include "analyzer/link/paths.h"

namespace plumbline::link {

namespace {

using ir::Scrape;

/// The host of `api:3000`; empty for what is no name of a service: an address, a name with dots, this machine.
std::string_view service_host(std::string_view target) {
  if (target.find("://") != std::string_view::npos || target.find_first_of(".[/") != std::string_view::npos) return {};
  const std::string_view host = target.substr(0, target.find(':'));
  return host == "localhost" ? std::string_view() : host;
}

/// Does the word stand in the text, as a name, a container's name, an alias?
bool holds_word(std::string_view text, std::string_view word) {
  const auto is_name = [](char c) { return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.'; };
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_name(text[at - 1])) && (end == text.size() || !is_name(text[end]))) return true;
  }
  return false;
}

class ScrapeResolver {
 public:
  explicit ScrapeResolver(ir::RepoIr& repo) : repo_(repo) {
    for (std::uint32_t i = 0; i < repo.rows<ir::File>().size(); ++i) {
      if (repo.rows<ir::File>()[i].kind == source::FileKind::compose) compose_.push_back(repo.file_text({i}));
    }
    // Names of another project's network, of the machine's own table of hosts.
    for (const std::string_view text : compose_) {
      for (const std::string_view word : {"external:", "extra_hosts:", "network_mode:", "external_links:", "include:"})
        open_ = open_ || text.find(word) != std::string_view::npos;
    }
  }

  void run() {
    if (compose_.empty() || open_) return;
    find_mounted();
    for (std::uint32_t i = 0; i < repo_.rows<Scrape>().size(); ++i) {
      const Scrape& scrape = repo_.rows<Scrape>()[i];
      if (scrape.targets.incomplete != 0 || !is_mounted(repo_.text(repo_[scrape.file].name))) continue;
      std::vector<Str> missing;
      for (const Str target : repo_.list(scrape.targets)) {
        const std::string_view host = service_host(repo_.text(target));
        if (host.empty() || std::any_of(compose_.begin(), compose_.end(),
                                        [&](std::string_view text) { return holds_word(text, host); }))
          continue;
        missing.push_back(target);
      }
      repo_.edit(Ref<Scrape>{i}).missing = repo_.tables().add_list(std::span<const Str>(missing));
    }
  }

 private:
  void find_mounted() {
    for (const ir::Container& container : repo_.rows<ir::Container>()) {
      if (!container.workload || repo_[container.workload].platform != ir::Platform::compose) continue;
      const std::string_view folder = folder_of(repo_.text(repo_[container.file].name));
      for (const Ref<ir::Mount> mount : repo_.list(container.mounts))
        mounted_.insert(join_path(folder, repo_.text(repo_[mount].source)));
    }
  }

  /// Does a Compose service get this file, or a folder that it is in?
  bool is_mounted(std::string_view path) const {
    for (; !path.empty(); path = folder_of(path)) {
      if (mounted_.count(std::string(path)) != 0) return true;
    }
    return false;
  }

  ir::RepoIr& repo_;
  std::vector<std::string_view> compose_;
  std::unordered_set<std::string> mounted_;  // paths in the repository
  bool open_ = false;
};

}  // namespace

void resolve_scrapes(ir::RepoIr& repo) {
  ScrapeResolver(repo).run();
}

}  // namespace plumbline::link
