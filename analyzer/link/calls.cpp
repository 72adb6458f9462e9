#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <unordered_map>

#include "analyzer/base/ascii.h"
#include "analyzer/link/link.h"
#include "analyzer/link/paths.h"

namespace plumbline::link {

namespace {

using ir::Command;
using ir::Job;
using ir::Pipeline;
using ir::Script;
using ir::Step;

/// Callables by what calls them.
class Callables {
 public:
  explicit Callables(const ir::RepoIr& repo) : repo_(repo) {
    const auto& scripts = repo.rows<Script>();
    for (std::uint32_t i = 0; i < scripts.size(); ++i) {
      const std::string_view path = repo.text(repo[scripts[i].file].name);
      const std::string_view name = repo.text(scripts[i].name);
      switch (scripts[i].kind) {
        case ir::ScriptKind::shell:
          scripts_.emplace(path, Ref<Script>{i});
          break;
        case ir::ScriptKind::npm:
          scripts_.emplace(key("npm", folder_of(path), name), Ref<Script>{i});
          break;
        case ir::ScriptKind::make:
          scripts_.emplace(key("make", folder_of(path), name), Ref<Script>{i});
          break;
      }
    }
    const auto& jobs = repo.rows<Job>();
    for (std::uint32_t i = 0; i < jobs.size(); ++i) {
      if (!jobs[i].pipeline || repo[jobs[i].pipeline].kind != ir::PipelineKind::lanes) continue;
      lanes_[std::string(repo.text(jobs[i].id))].push_back({i});
    }
  }

  Ref<Script> script(const std::string& key) const {
    const auto found = scripts_.find(key);
    return found == scripts_.end() ? Ref<Script>{} : found->second;
  }
  /// Lanes of that name: on the platform, if one is named.
  std::vector<Ref<Job>> lanes(std::string_view platform, std::string_view name) const {
    const auto found = lanes_.find(std::string(name));
    if (found == lanes_.end()) return {};
    std::vector<Ref<Job>> fitting;
    for (const Ref<Job> lane : found->second) {
      const ir::Maybe<ir::Platform> of = repo_[lane].platform;
      if (platform.empty() || (of.is_present() && ir::name(of.value) == platform)) fitting.push_back(lane);
    }
    return fitting;
  }
  static std::string key(std::string_view kind, std::string_view folder, std::string_view name) {
    return std::string(kind) + '\0' + std::string(folder) + '\0' + std::string(name);
  }

 private:
  const ir::RepoIr& repo_;
  std::unordered_map<std::string, Ref<Script>> scripts_;
  std::unordered_map<std::string, std::vector<Ref<Job>>> lanes_;
};

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class CallResolver {
 public:
  explicit CallResolver(ir::RepoIr& repo) : repo_(repo), files_(repo), callables_(repo) {}

  void run() {
    for (std::uint32_t i = 0; i < repo_.rows<Command>().size(); ++i) resolve({i});
    for (std::uint32_t i = 0; i < repo_.rows<Step>().size(); ++i) resolve_step({i});
    for (std::uint32_t i = 0; i < repo_.rows<Job>().size(); ++i) resolve_job({i});
    for (std::uint32_t i = 0; i < repo_.rows<Pipeline>().size(); ++i) resolve_needs(Ref<Pipeline>{i});
    set_callers();
  }

 private:
  std::vector<std::string_view> words(Ref<Command> command) const {
    std::vector<std::string_view> all;
    for (const Str arg : repo_.list(repo_[command].args)) all.push_back(repo_.text(arg));
    return all;
  }

  /// Where a relative path in a command may start: the root, the folder of its file, and the one above.
  std::vector<std::string> folders(Ref<ir::File> file) const {
    const std::string_view own = folder_of(repo_.text(repo_[file].name));
    return {"", std::string(own), std::string(folder_of(own))};
  }

  Ref<Script> script_at(Ref<ir::File> file, std::string_view path) const {
    for (const std::string& folder : folders(file)) {
      const std::string joined = join_path(folder, path);
      if (joined.empty()) continue;
      if (const Ref<Script> found = callables_.script(joined)) return found;
    }
    return {};
  }

  Ref<Script> target_at(Ref<ir::File> file, std::string_view kind, std::string_view folder,
                        std::string_view name) const {
    for (const std::string& start : folders(file)) {
      const std::string joined = join_path(start, folder);
      if (const Ref<Script> found = callables_.script(Callables::key(kind, joined, name))) return found;
    }
    return {};
  }

  /// The value of an option that takes one: `-C dir`, `--prefix=dir`.
  static std::string_view option_value(const std::vector<std::string_view>& words,
                                       std::initializer_list<std::string_view> names) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (const std::string_view name : names) {
        if (words[i] == name && i + 1 < words.size()) return words[i + 1];
        if (words[i].size() > name.size() && words[i].substr(0, name.size()) == name && words[i][name.size()] == '=') {
          return words[i].substr(name.size() + 1);
        }
      }
    }
    return {};
  }

  static std::vector<std::string_view> operands(const std::vector<std::string_view>& words,
                                                std::initializer_list<std::string_view> with_value) {
    std::vector<std::string_view> all;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (is_any_of(words[i], with_value)) {
        ++i;
      } else if (words[i].empty() || words[i].front() != '-') {
        all.push_back(words[i]);
      }
    }
    return all;
  }

  void resolve(Ref<Command> ref) {
    const Command& command = repo_[ref];
    const std::string_view program = repo_.text(command.program);
    const std::vector<std::string_view> args = words(ref);
    Ref<Script> script;
    std::vector<Ref<Job>> lanes;
    if (is_any_of(program, {"bash", "sh", "zsh", "dash", "ash", "source", "."})) {
      const auto files = operands(args, {"-c", "-o", "+o"});
      if (!files.empty()) script = script_at(command.file, files.front());
    } else if (is_any_of(program, {"npm", "yarn", "pnpm", "bun"})) {
      script = package_script(command, program, args);
    } else if (is_any_of(program, {"make", "gmake"})) {
      const std::string_view folder = option_value(args, {"-C", "--directory"});
      for (const std::string_view target : operands(args, {"-C", "--directory", "-f", "--file", "-j"})) {
        if (target.find('=') != std::string_view::npos) continue;
        script = target_at(command.file, "make", folder, target);
        break;
      }
    } else if (program == "fastlane" ||
               (program == "bundle" && args.size() > 1 && args[0] == "exec" && args[1] == "fastlane")) {
      lanes = lanes_called(args, program == "bundle" ? 2 : 0);
    } else {
      const std::string_view text = repo_.text(command.text);
      const std::string_view word = text.substr(0, std::min(text.size(), text.find_first_of(" \t\n")));
      if (word.find('/') != std::string_view::npos) script = script_at(command.file, word);
    }
    repo_.edit(ref).calls_script = script;
    repo_.edit(ref).calls_jobs = repo_.tables().add_list(lanes);
    if (script && repo_[ref].job) add_caller(script, repo_[ref].job);
    for (const Ref<Job> lane : lanes) {
      if (repo_[ref].job) callers_[lane.index].push_back(repo_[ref].job);
    }
  }

  Ref<Script> package_script(const Command& command, std::string_view program,
                             const std::vector<std::string_view>& args) const {
    const std::string_view folder = option_value(args, {"--prefix", "--cwd", "-C", "--dir"});
    auto names = operands(args, {"--prefix", "--cwd", "-C", "--dir", "--workspace", "-w", "--filter"});
    if (names.empty()) return {};
    const bool explicit_run = is_any_of(names.front(), {"run", "run-script"});
    if (explicit_run) names.erase(names.begin());
    if (names.empty()) return {};
    // `npm test` and `npm start` need no `run`; the other tools take any script's name.
    if (!explicit_run && program == "npm" && !is_any_of(names.front(), {"test", "t", "start", "stop"})) return {};
    return target_at(command.file, "npm", folder, names.front() == "t" ? "test" : names.front());
  }

  std::vector<Ref<Job>> lanes_called(const std::vector<std::string_view>& args, std::size_t first) const {
    std::vector<std::string_view> names;
    for (std::size_t i = first; i < args.size(); ++i) {
      if (args[i].empty() || args[i].front() == '-' || args[i].find(':') != std::string_view::npos) continue;
      names.push_back(args[i]);
    }
    if (!names.empty() && names.front() == "run") names.erase(names.begin());
    if (names.empty()) return {};
    if (names.size() > 1 && is_any_of(names[0], {"ios", "android", "mac"})) return callables_.lanes(names[0], names[1]);
    return callables_.lanes({}, names[0]);
  }

  void add_caller(Ref<Script> script, Ref<Job> job) { script_callers_[script.index].push_back(job); }

  void resolve_step(Ref<Step> ref) {
    const Step& step = repo_[ref];
    const std::string_view uses = repo_.text(step.uses);
    if (step.ref_kind == ir::RefKind::local && !uses.empty()) repo_.edit(ref).calls = pipeline_at(uses);
    // A step that names a lane of its own platform, or one outside of platforms, calls it.
    if (!step.job || repo_[repo_[step.job].pipeline].kind != ir::PipelineKind::lanes || step.action.empty()) return;
    const ir::Maybe<ir::Platform> platform = repo_[step.job].platform;
    auto lanes = callables_.lanes(platform.is_present() ? ir::name(platform.value) : std::string_view(),
                                  repo_.text(step.action));
    if (lanes.empty()) lanes = callables_.lanes({}, repo_.text(step.action));
    repo_.edit(ref).calls_jobs = repo_.tables().add_list(lanes);
    for (const Ref<Job> lane : lanes) callers_[lane.index].push_back(step.job);
  }

  Ref<Pipeline> pipeline_at(std::string_view uses) const {
    const std::string path = join_path("", uses.substr(0, 2) == "$/" ? uses.substr(2) : uses);
    for (const std::string& candidate : {path, path + "/action.yml", path + "/action.yaml"}) {
      const Ref<ir::File> file = files_.find(candidate);
      if (!file) continue;
      const auto& pipelines = repo_.rows<Pipeline>();
      for (std::uint32_t i = 0; i < pipelines.size(); ++i) {
        if (pipelines[i].file == file) return {i};
      }
    }
    return {};
  }

  void resolve_job(Ref<Job> ref) {
    const std::string_view uses = repo_.text(repo_[ref].uses);
    if (uses.empty() || repo_[ref].ref_kind != ir::RefKind::local) return;
    const Ref<Pipeline> called = pipeline_at(uses);
    repo_.edit(ref).calls = called;
    if (!called) return;
    for (const Ref<Job> job : repo_.list(repo_[called].jobs)) callers_[job.index].push_back(ref);
  }

  /// What `needs` calls a job: copies of one job are "name: [value]" and "name 1/3".
  static std::string need_id(std::string_view name) {
    const std::size_t values = name.find(": [");
    if (values != std::string_view::npos) name = name.substr(0, values);
    const std::size_t slash = name.rfind('/');
    const std::size_t blank = name.rfind(' ');
    const auto number = [](std::string_view digits) {
      return !digits.empty() && std::all_of(digits.begin(), digits.end(), ascii::is_digit);
    };
    if (slash != std::string_view::npos && blank != std::string_view::npos && blank < slash &&
        number(name.substr(slash + 1)) && number(name.substr(blank + 1, slash - blank - 1)))
      name = name.substr(0, blank);
    return ascii::lower(name);
  }

  using JobsById = std::unordered_map<std::string, std::vector<Ref<Job>>>;

  void resolve_needs(Ref<Pipeline> ref) {
    const auto listed = repo_.list(repo_[ref].jobs);
    const std::vector<Ref<Job>> jobs(listed.begin(), listed.end());
    JobsById by_id;
    for (const Ref<Job> job : jobs) by_id[ascii::lower(repo_.text(repo_[job].id))].push_back(job);
    const bool part = repo_[ref].provider == ir::Provider::gitlab && repo_[ref].kind != ir::PipelineKind::workflow;
    const bool complete = repo_[ref].jobs.incomplete == 0 && !repo_[ref].includes_elsewhere && !part;
    const auto before = jobs_before_stages(ref, jobs);
    for (const Ref<Job> job : jobs) {
      if (repo_[job].pipeline == ref) resolve_needs(job, by_id, complete, before);
    }
    find_cycles(ref, jobs);
  }

  /// By stage: all jobs of the stages before it. https://docs.gitlab.com/ci/yaml/#stages
  std::unordered_map<std::string, ir::List<Ref<Job>>> jobs_before_stages(Ref<Pipeline> ref,
                                                                         const std::vector<Ref<Job>>& jobs) {
    std::unordered_map<std::string, ir::List<Ref<Job>>> before;
    std::vector<std::string> stages{".pre"};
    for (const Str stage : repo_.list(repo_[ref].stages)) stages.emplace_back(repo_.text(stage));
    if (stages.size() == 1) stages.insert(stages.end(), {"build", "test", "deploy"});
    stages.emplace_back(".post");
    std::unordered_map<std::string, std::vector<Ref<Job>>> by_stage;
    for (const Ref<Job> job : jobs) {
      const bool runs = !repo_[job].is_private && repo_[job].stage.is_present();
      if (runs) by_stage[std::string(repo_.text(repo_[job].stage.value))].push_back(job);
    }
    if (by_stage.empty()) return before;
    std::vector<Ref<Job>> earlier;
    for (const std::string& stage : stages) {
      before.emplace(stage, repo_.tables().add_list(earlier, repo_[ref].includes_elsewhere));
      const auto& own = by_stage[stage];
      earlier.insert(earlier.end(), own.begin(), own.end());
    }
    return before;
  }

  void resolve_needs(Ref<Job> ref, const JobsById& by_id, bool complete,
                     const std::unordered_map<std::string, ir::List<Ref<Job>>>& before) {
    const Job& job = repo_[ref];
    std::vector<Ref<Job>> needs;
    std::vector<Str> missing;
    const bool incomplete = job.needs_names.incomplete != 0;
    for (const Str name : repo_.list(job.needs_names)) {
      auto found = by_id.find(ascii::lower(repo_.text(name)));
      if (found == by_id.end()) found = by_id.find(need_id(repo_.text(name)));
      if (found != by_id.end()) {
        needs.insert(needs.end(), found->second.begin(), found->second.end());
      } else if (complete && !job.is_private) {
        missing.push_back(name);
      }
    }
    explicit_needs_[ref.index] = needs;
    for (const Ref<Step> step : repo_.list(job.steps)) {
      for (const Ref<Job> lane : repo_.list(repo_[step].calls_jobs)) {
        needs.push_back(lane);
        explicit_needs_[ref.index].push_back(lane);
      }
    }
    ir::List<Ref<Job>> list = repo_.tables().add_list(needs, incomplete);
    if (job.after_stages && job.stage.is_present()) {
      const auto found = before.find(std::string(repo_.text(job.stage.value)));
      if (found != before.end()) list = found->second;
    }
    repo_.edit(ref).needs = list;
    repo_.edit(ref).missing_needs = repo_.tables().add_list(std::span<const Str>(missing));
  }

  void set_callers() {
    for (auto& [job, callers] : callers_) {
      std::sort(callers.begin(), callers.end());
      callers.erase(std::unique(callers.begin(), callers.end()), callers.end());
      repo_.edit(Ref<Job>{job}).called_by = repo_.tables().add_list(callers);
    }
    for (auto& [script, jobs] : script_callers_) {
      std::sort(jobs.begin(), jobs.end());
      jobs.erase(std::unique(jobs.begin(), jobs.end()), jobs.end());
      repo_.edit(Ref<Script>{script}).called_by = repo_.tables().add_list(jobs);
    }
  }

  /// Jobs that wait for nothing are taken away, then those that only waited for them: what is left waits in a circle.
  void find_cycles(Ref<Pipeline> ref, const std::vector<Ref<Job>>& jobs) {
    std::unordered_map<std::uint32_t, std::size_t> waits;
    std::unordered_map<std::uint32_t, std::vector<Ref<Job>>> waiting;
    for (const Ref<Job> job : jobs) waits.emplace(job.index, 0);
    for (const Ref<Job> job : jobs) {
      for (const Ref<Job> need : explicit_needs_[job.index]) {
        if (waits.count(need.index) == 0) continue;
        ++waits[job.index];
        waiting[need.index].push_back(job);
      }
    }
    std::vector<Ref<Job>> free;
    for (const Ref<Job> job : jobs) {
      if (waits[job.index] == 0) free.push_back(job);
    }
    std::size_t left = waits.size();
    while (!free.empty()) {
      const Ref<Job> job = free.back();
      free.pop_back();
      --left;
      for (const Ref<Job> next : waiting[job.index]) {
        if (--waits[next.index] == 0) free.push_back(next);
      }
    }
    repo_.edit(ref).cyclic_needs = left > 0;
  }

  ir::RepoIr& repo_;
  FileIndex files_;
  Callables callables_;
  std::map<std::uint32_t, std::vector<Ref<Job>>> callers_;                   // by job
  std::unordered_map<std::uint32_t, std::vector<Ref<Job>>> explicit_needs_;  // by job
  std::map<std::uint32_t, std::vector<Ref<Job>>> script_callers_;            // by script
};

}  // namespace

void resolve_calls(ir::RepoIr& repo) {
  CallResolver(repo).run();
}

}  // namespace plumbline::link
