#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/glob.h"
#include "analyzer/link/link.h"
#include "analyzer/link/paths.h"

namespace plumbline::link {

namespace {

using ir::Job;
using ir::Pipeline;

class IncludeResolver {
 public:
  IncludeResolver(ir::RepoIr& repo, const Limits& limits) : repo_(repo), limits_(limits), files_(repo) {}

  void run() {
    const auto count = static_cast<std::uint32_t>(repo_.rows<Pipeline>().size());
    for (std::uint32_t i = 0; i < count; ++i) pipeline_of_.emplace(repo_.rows<Pipeline>()[i].file.index, i);
    for (std::uint32_t i = 0; i < count; ++i) resolve({i});
    for (std::uint32_t i = 0; i < count; ++i) {
      if (repo_.rows<Pipeline>()[i].kind == ir::PipelineKind::workflow) take_in({i});
    }
    // A file that only another one's `trigger:` starts is a pipeline, too.
    for (std::uint32_t i = 0; i < count; ++i) {
      if (repo_.rows<Pipeline>()[i].kind != ir::PipelineKind::workflow) take_in({i});
    }
    for (std::uint32_t i = 0; i < count; ++i) resolve_bases({i});
  }

 private:
  /// From the root, or from the folder of a project inside this repository.
  std::vector<Ref<Pipeline>> pipelines_at(Ref<Pipeline> from, std::string_view path, bool& found, bool& readable) {
    std::vector<Ref<Pipeline>> all;
    const std::string_view own = folder_of(repo_.text(repo_[repo_[from].file].name));
    const auto add = [&](Ref<ir::File> file) {
      found = true;
      const auto pipeline = pipeline_of_.find(file.index);
      if (pipeline == pipeline_of_.end() || !repo_[file].analysed) {
        readable = false;
      } else {
        all.push_back({pipeline->second});
      }
    };
    for (const std::string_view folder : {std::string_view(), own}) {
      const std::string joined = join_path(folder, path);
      if (joined.empty() || found) continue;
      if (joined.find('*') == std::string::npos) {
        if (const Ref<ir::File> file = files_.find(joined)) add(file);
        continue;
      }
      for (std::uint32_t i = 0; i < repo_.rows<ir::File>().size(); ++i) {
        if (facts::match_path_glob(joined, repo_.text(repo_.rows<ir::File>()[i].name))) add({i});
      }
    }
    return all;
  }

  void resolve(Ref<Pipeline> ref) {
    const auto listed = repo_.list(repo_[ref].include_paths);
    if (listed.empty()) return;
    const std::vector<Str> paths(listed.begin(), listed.end());
    std::vector<Ref<Pipeline>> includes;
    std::vector<Str> missing;
    bool readable = true;
    for (const Str path : paths) {
      bool found = false;
      const std::string_view text = repo_.text(path);
      const std::vector<Ref<Pipeline>> there = pipelines_at(ref, text, found, readable);
      includes.insert(includes.end(), there.begin(), there.end());
      // A pattern may fit nothing.
      if (!found && text.find('*') == std::string_view::npos) missing.push_back(path);
    }
    Pipeline& row = repo_.edit(ref);
    row.includes = repo_.tables().add_list(includes);
    row.missing_includes = repo_.tables().add_list(std::span<const Str>(missing));
    row.includes_elsewhere = row.includes_elsewhere || !readable || !missing.empty();
  }

  /// Jobs of included files become the pipeline's own; a file that several include stays with the first.
  void take_in(Ref<Pipeline> root) {
    if (repo_[root].include_paths.count == 0) return;
    std::vector<Ref<Pipeline>> reached{root};
    for (std::size_t at = 0; at < reached.size(); ++at) {
      for (const Ref<Pipeline> next : repo_.list(repo_[reached[at]].includes)) {
        if (std::find(reached.begin(), reached.end(), next) == reached.end()) reached.push_back(next);
      }
      if (reached.size() > 10 * std::size_t{limits_.link_depth}) break;
    }
    std::vector<Ref<Job>> jobs;
    std::vector<Str> stages;
    ir::EnumSet<ir::Role> roles;
    bool elsewhere = false;
    ir::EnumSet<ir::TriggerKind> kinds = repo_[root].trigger_kinds;
    for (const Ref<Pipeline> part : reached) {
      elsewhere = elsewhere || repo_[part].includes_elsewhere || repo_[part].jobs.incomplete != 0;
      roles.add(repo_[part].own_roles);
      // The including file's own stages win.
      const auto named = repo_.list(repo_[part].stages);
      if (stages.empty()) stages.assign(named.begin(), named.end());
      const auto listed = repo_.list(repo_[part].jobs);
      jobs.insert(jobs.end(), listed.begin(), listed.end());
    }
    for (const Ref<Job> job : jobs) {
      const Ref<Pipeline> before = repo_[job].pipeline;
      if (before != root && repo_[before].kind != ir::PipelineKind::workflow) repo_.edit(job).pipeline = root;
      if (repo_[job].trigger_kinds.has(ir::TriggerKind::pull_request)) kinds.add(ir::TriggerKind::pull_request);
    }
    Pipeline& row = repo_.edit(root);
    row.own_roles = roles;
    row.includes_elsewhere = elsewhere;
    if (row.kind == ir::PipelineKind::workflow) row.trigger_kinds = kinds;
    row.stages = repo_.tables().add_list(std::span<const Str>(stages), elsewhere);
    row.jobs = repo_.tables().add_list(jobs, elsewhere);
  }

  /// Names of jobs in other files. In the same file the frontend has taken over what they hold.
  void resolve_bases(Ref<Pipeline> ref) {
    const auto listed = repo_.list(repo_[ref].jobs);
    const std::vector<Ref<Job>> jobs(listed.begin(), listed.end());
    const bool complete = repo_[ref].jobs.incomplete == 0 && repo_[ref].kind == ir::PipelineKind::workflow;
    std::unordered_map<std::string_view, Ref<Job>> by_id;
    for (const Ref<Job> job : jobs) by_id.emplace(repo_.text(repo_[job].id), job);
    for (const Ref<Job> job : jobs) {
      if (repo_[job].base_names.count == 0 || repo_[job].pipeline != ref) continue;
      std::vector<Ref<Job>> bases;
      std::vector<Str> missing;
      std::vector<Ref<Job>> seen{job};
      bool open = false;
      for (std::size_t at = 0; at < seen.size() && at < limits_.link_depth * std::size_t{10}; ++at) {
        for (const Str name : repo_.list(repo_[seen[at]].base_names)) {
          const auto found = by_id.find(repo_.text(name));
          if (found == by_id.end()) {
            open = true;
            if (at == 0 && complete) missing.push_back(name);
            continue;
          }
          if (std::find(seen.begin(), seen.end(), found->second) != seen.end()) continue;
          seen.push_back(found->second);
          if (repo_[found->second].file != repo_[job].file) bases.push_back(found->second);
        }
      }
      repo_.edit(job).bases = repo_.tables().add_list(bases, open);
      repo_.edit(job).missing_bases = repo_.tables().add_list(std::span<const Str>(missing));
    }
  }

  ir::RepoIr& repo_;
  const Limits& limits_;
  FileIndex files_;
  std::unordered_map<std::uint32_t, std::uint32_t> pipeline_of_;  ///< by file
};

}  // namespace

void resolve_includes(ir::RepoIr& repo, const Limits& limits) {
  IncludeResolver(repo, limits).run();
}

}  // namespace plumbline::link
