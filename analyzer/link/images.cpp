#include <algorithm>
#include <string>
#include <unordered_map>

#include "analyzer/link/link.h"
#include "analyzer/link/paths.h"

namespace plumbline::link {

namespace {

using ir::Build;
using ir::Command;
using ir::Image;

/// One reference that something builds.
struct Built {
  Ref<Image> image;
  Ref<Build> build;
};

/// Images are the same when registry and repository are: "docker.io/library/x" and "x" were made equal by the frontend.
std::string identity(const ir::RepoIr& repo, const Image& image) {
  return std::string(repo.text(image.registry)) + '/' + std::string(repo.text(image.repository));
}

class ImageResolver {
 public:
  explicit ImageResolver(ir::RepoIr& repo) : repo_(repo), files_(repo) {}

  void run() {
    find_ignore_files();
    match_builds();
    give_tags();
    for (std::uint32_t i = 0; i < repo_.rows<Image>().size(); ++i) find_builders({i});
    for (std::uint32_t i = 0; i < repo_.rows<ir::Container>().size(); ++i) find_build({i});
    for (std::uint32_t i = 0; i < repo_.rows<ir::Workload>().size(); ++i) mark_first_party({i});
    find_runs();
    find_neighbours();
  }

 private:
  void find_ignore_files() {
    for (std::uint32_t i = 0; i < repo_.rows<Build>().size(); ++i) {
      Build& build = repo_.edit(Ref<Build>{i});
      const std::string path(repo_.text(repo_[build.file].name));
      const std::string beside = join_path(folder_of(path), ".dockerignore");
      // A file of the build file's own name is looked for first, then the one at the context's root.
      for (const std::string& candidate : {path + ".dockerignore", beside, std::string(".dockerignore")}) {
        const Ref<ir::File> file = files_.find(candidate);
        if (!file) continue;
        build.ignore_file = file;
        build.has_ignore_file = true;
        break;
      }
    }
  }

  /// The build file that an image which something builds is made from: named by the build, or the only one.
  Ref<Build> build_for(const Image& image) const {
    const auto& builds = repo_.rows<Build>();
    const std::string_view named = repo_.text(image.path);  // the frontend leaves the build file's path there
    if (!named.empty()) {
      const auto found = build_of_.find(join_path("", named));
      if (found != build_of_.end()) return found->second;
    }
    return builds.size() == 1 ? Ref<Build>{0} : Ref<Build>{};
  }

  void match_builds() {
    const auto& builds = repo_.rows<Build>();
    for (std::uint32_t i = 0; i < builds.size(); ++i)
      build_of_.emplace(repo_.text(repo_[builds[i].file].name), Ref<Build>{i});
    const auto& images = repo_.rows<Image>();
    for (std::uint32_t i = 0; i < images.size(); ++i) {
      if (images[i].role != ir::ImageRole::builds) continue;
      built_[identity(repo_, images[i])].push_back({{i}, build_for(images[i])});
    }
  }

  void give_tags() {
    std::vector<std::vector<Str>> tags(repo_.rows<Build>().size());
    std::vector<bool> open(tags.size(), false);
    std::vector<bool> published(tags.size(), false);
    for (const Image& image : repo_.rows<Image>()) {
      if (image.role != ir::ImageRole::builds) continue;
      const Ref<Build> build = build_for(image);
      if (!build) continue;
      published[build.index] = published[build.index] || repo_[image.file].kind != source::FileKind::compose;
      if (image.tag_is_literal) {
        tags[build.index].push_back(image.tag);
      } else {
        open[build.index] = true;
      }
    }
    for (std::uint32_t i = 0; i < tags.size(); ++i) {
      // What only developers' machines build is published by something that is not here.
      open[i] = open[i] || (!tags[i].empty() && !published[i]);
      repo_.edit(Ref<Build>{i}).tags = repo_.tables().add_list(std::span<const Str>(tags[i]), open[i]);
      repo_.edit(Ref<Build>{i}).tags_open = open[i];
    }
  }

  void find_builders(Ref<Image> ref) {
    const Image& image = repo_[ref];
    if (image.role == ir::ImageRole::builds || !image.literal) return;
    const auto found = built_.find(identity(repo_, image));
    if (found == built_.end()) return;
    std::vector<Ref<Build>> builders;
    bool unknown_builder = false;
    for (const Built& built : found->second) {
      if (!built.build) {
        unknown_builder = true;
      } else if (std::find(builders.begin(), builders.end(), built.build) == builders.end()) {
        builders.push_back(built.build);
      }
    }
    repo_.edit(ref).built_by = repo_.tables().add_list(builders, unknown_builder);
  }

  void find_build(Ref<ir::Container> ref) {
    const std::string_view file = repo_.text(repo_[ref].build_file);
    const auto found = file.empty() ? build_of_.end() : build_of_.find(join_path("", file));
    if (found == build_of_.end()) return;
    repo_.edit(ref).built_from = found->second;
  }

  void mark_first_party(Ref<ir::Workload> ref) {
    for (const Ref<ir::Container> container : repo_.list(repo_[ref].containers)) {
      if (repo_[container].built_from) repo_.edit(ref).first_party = true;
      const Ref<Image> image = repo_[container].image;
      if (image && (repo_[image].built_by.count > 0 || repo_[image].built_by.incomplete != 0)) {
        repo_.edit(ref).first_party = true;
      }
    }
  }

  /// Where nothing says what builds an image, the build file in a folder of its name does: services/cart/Dockerfile.
  void find_runs() {
    std::unordered_map<std::string_view, Ref<Build>> by_folder;
    const auto& builds = repo_.rows<Build>();
    for (std::uint32_t i = 0; i < builds.size(); ++i) {
      const std::string_view folder = folder_of(repo_.text(repo_[builds[i].file].name));
      const auto [entry, added] = by_folder.try_emplace(folder.substr(folder.rfind('/') + 1), Ref<Build>{i});
      if (!added) entry->second = {};  // two of one name: neither
    }
    std::vector<std::vector<Ref<ir::Container>>> runs(builds.size());
    const auto& containers = repo_.rows<ir::Container>();
    for (std::uint32_t i = 0; i < containers.size(); ++i) {
      if (containers[i].built_from) {
        runs[containers[i].built_from.index].push_back({i});
        continue;
      }
      if (!containers[i].image) continue;
      repo_.edit(containers[i].image).container = {i};
      const Image& image = repo_[containers[i].image];
      for (const Ref<Build> build : repo_.list(image.built_by)) runs[build.index].push_back({i});
      if (image.built_by.count > 0 || image.built_by.incomplete != 0 || image.family.empty()) continue;
      const auto named = by_folder.find(repo_.text(image.family));
      if (named != by_folder.end() && named->second) runs[named->second.index].push_back({i});
    }
    for (std::uint32_t i = 0; i < runs.size(); ++i) repo_.edit(Ref<Build>{i}).run_by = repo_.tables().add_list(runs[i]);
  }

  /// Every file looks for builds in the folders above it: no build has to look at every file.
  void find_neighbours() {
    std::unordered_multimap<std::string_view, Ref<Build>> by_folder;
    const auto& builds = repo_.rows<Build>();
    for (std::uint32_t i = 0; i < builds.size(); ++i)
      by_folder.emplace(folder_of(repo_.text(repo_[builds[i].file].name)), Ref<Build>{i});
    std::vector<std::vector<Ref<ir::File>>> beside(builds.size());
    const auto& files = repo_.rows<ir::File>();
    for (std::uint32_t i = 0; i < files.size(); ++i) {
      if (files[i].kind != source::FileKind::package_json && files[i].kind != source::FileKind::dotenv) continue;
      for (std::string_view folder = folder_of(repo_.text(files[i].name));; folder = folder_of(folder)) {
        const auto [first, last] = by_folder.equal_range(folder);
        for (auto each = first; each != last; ++each) beside[each->second.index].push_back({i});
        if (folder.empty()) break;
      }
    }
    for (std::uint32_t i = 0; i < beside.size(); ++i)
      repo_.edit(Ref<Build>{i}).beside = repo_.tables().add_list(beside[i]);
  }

  ir::RepoIr& repo_;
  FileIndex files_;
  std::unordered_map<std::string, std::vector<Built>> built_;
  std::unordered_map<std::string, Ref<Build>> build_of_;  ///< by path
};

}  // namespace

void resolve_images(ir::RepoIr& repo) {
  ImageResolver(repo).run();
}

}  // namespace plumbline::link
