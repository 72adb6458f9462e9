#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/link/link.h"
#include "analyzer/link/paths.h"

namespace plumbline::link {

namespace {

using ir::Site;

bool is_below(std::string_view path, std::string_view folder) {
  return folder.empty() ||
         (path.size() > folder.size() && path.substr(0, folder.size()) == folder && path[folder.size()] == '/');
}

/// The site whose folder is the nearest above a file.
Ref<Site> site_of(const ir::RepoIr& repo, std::string_view path) {
  Ref<Site> best;
  const auto& sites = repo.rows<Site>();
  for (std::uint32_t i = 0; i < sites.size(); ++i) {
    const std::string_view root = repo.text(sites[i].root);
    if (is_below(path, root) && (!best || root.size() > repo.text(repo[best].root).size())) best = {i};
  }
  return best;
}

/// The configuration and the root layout of one application are one site: the first row keeps what the others know.
/// Nothing refers to sites yet.
void join_sites(ir::RepoIr& repo) {
  std::vector<Site> joined;
  for (const Site& site : repo.rows<Site>()) {
    const auto same = std::find_if(joined.begin(), joined.end(),
                                   [&](const Site& other) { return repo.text(other.root) == repo.text(site.root); });
    if (same == joined.end()) {
      joined.push_back(site);
      continue;
    }
    // The configuration is the better place to point at.
    if (site.config && !same->config) {
      const Site other = *same;
      *same = site;
      if (same->base.is_absent()) same->base = other.base;
    } else if (same->base.is_absent()) {
      same->base = site.base;
    }
  }
  repo.tables().table<Site>().rows = std::move(joined);
}

}  // namespace

void resolve_sites(ir::RepoIr& repo) {
  join_sites(repo);
  const auto& sites = repo.rows<Site>();
  std::vector<std::vector<Ref<ir::Page>>> pages(sites.size());
  std::vector<std::vector<Ref<ir::Export>>> exports(sites.size());
  for (std::uint32_t i = 0; i < repo.rows<ir::Page>().size(); ++i) {
    const Ref<Site> site = site_of(repo, repo.text(repo[repo.rows<ir::Page>()[i].file].name));
    if (site) pages[site.index].push_back({i});
  }
  for (std::uint32_t i = 0; i < repo.rows<ir::Export>().size(); ++i) {
    const Ref<Site> site = site_of(repo, repo.text(repo[repo.rows<ir::Export>()[i].file].name));
    if (site) exports[site.index].push_back({i});
  }
  const auto& files = repo.rows<ir::File>();
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    const Ref<Site> site = site_of(repo, repo.text(files[i].name));
    if (!site) continue;
    const std::string_view name = name_of(repo.text(files[i].name));
    const bool sitemap = files[i].kind == source::FileKind::nextjs_sitemap || name == "sitemap.xml";
    const bool robots = files[i].kind == source::FileKind::nextjs_robots || name == "robots.txt";
    if (sitemap) {
      repo.edit(site).sitemap = {i};
      repo.edit(site).has_sitemap = true;
    }
    if (robots) {
      repo.edit(site).robots = {i};
      repo.edit(site).has_robots = true;
    }
  }
  for (std::uint32_t i = 0; i < pages.size(); ++i) {
    repo.edit(Ref<Site>{i}).pages = repo.tables().add_list(pages[i]);
    repo.edit(Ref<Site>{i}).exports = repo.tables().add_list(exports[i]);
  }
}

}  // namespace plumbline::link
