#include "analyzer/report/delivery_graph.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"

namespace plumbline::report {

namespace {

using ir::EnumSet;
using ir::Role;

constexpr std::size_t label_limit = 60;
constexpr EnumSet<Role> delivering{Role::publish, Role::deploy, Role::verify, Role::release, Role::rollback};
constexpr EnumSet<Role> shown{Role::build,    Role::test,    Role::lint,    Role::scan,   Role::publish,
                              Role::deploy,   Role::verify,  Role::release, Role::sign,   Role::alert,
                              Role::rollback, Role::monitor, Role::notify,  Role::migrate};

class GraphWriter {
 public:
  GraphWriter(const judge::Report& report, std::size_t limit) : repo_(*report.repo), limit_(limit) {}

  std::string write() {
    choose_jobs();
    jobs();
    images();
    alerts();
    if (nodes_.empty()) return {};
    return "```mermaid\nflowchart LR\n" + nodes_ + edges_text() + "```\n";
  }

 private:
  std::string text(Str s) const { return mermaid_label(repo_.text(s)); }

  /// Those that deliver, then the others, each in order, as many as there is room for.
  void choose_jobs() {
    const auto& rows = repo_.rows<ir::Job>();
    for (const bool first : {true, false}) {
      for (std::uint32_t i = 0; i < rows.size(); ++i) {
        if (!rows[i].roles.has_any(shown) || rows[i].roles.has_any(delivering) != first) continue;
        if (rows[i].condition_constant.is_present() && !rows[i].condition_constant.value) continue;
        if (chosen_.size() < limit_)
          chosen_.insert(i);
        else
          ++left_out_;
      }
    }
  }

  void jobs() {
    std::map<std::string, std::vector<std::uint32_t>> by_environment;
    for (const std::uint32_t i : chosen_) {
      const ir::Job& job = repo_.rows<ir::Job>()[i];
      by_environment[job.environment.is_present() ? text(job.environment.value) : ""].push_back(i);
    }
    std::size_t number = 0;
    for (const auto& [environment, rows] : by_environment) {
      if (!environment.empty()) put("  subgraph E{}[\"{}\"]\n", number++, environment);
      for (const std::uint32_t i : rows) job(i);
      if (!environment.empty()) nodes_ += "  end\n";
    }
    if (left_out_ != 0) put("  more[\"and {} more\"]\n", left_out_);
    for (const std::uint32_t i : chosen_) edges_of(i);
  }

  void job(std::uint32_t i) {
    const ir::Job& row = repo_.rows<ir::Job>()[i];
    std::vector<std::string_view> words;
    for (std::size_t word = 0; word < ir::Vocabulary<Role>::words.size(); ++word) {
      const Role role = static_cast<Role>(word);
      if (shown.has(role) && row.roles.has(role)) words.push_back(ir::name(role));
    }
    put("  J{}[\"{}<br/>{}\"]\n", i, text(row.name.empty() ? row.id : row.name), fmt::join(words, ", "));
  }

  void edges_of(std::uint32_t i) {
    const ir::Job& job = repo_.rows<ir::Job>()[i];
    const std::string self = fmt::format("J{}", i);
    bool needs = false;
    for (const Ref<ir::Job> need : repo_.list(job.needs)) {
      if (chosen_.count(need.index) == 0) continue;
      needs = true;
      edge(fmt::format("J{}", need.index), self, job.roles.has(Role::rollback) ? failure_of(job) : std::string_view());
    }
    if (!needs && job.pipeline && job.called_by.empty()) trigger(job.pipeline, self);
    for (const Ref<ir::Job> caller : repo_.list(job.called_by)) {
      if (chosen_.count(caller.index) != 0 && caller.index != i) edge(fmt::format("J{}", caller.index), self, "calls");
    }
    for (const Ref<ir::Step> step : repo_.list(job.steps)) {
      if (!repo_[step].roles.has(Role::rollback) || !repo_[step].runs_on_failure) continue;
      put("  B{}([\"goes back\"])\n", i);
      edge(self, fmt::format("B{}", i), "on failure");
      return;
    }
    if (!job.platform_rolls_back) return;
    put("  B{}([\"goes back\"])\n", i);
    edge(self, fmt::format("B{}", i), "by itself");
  }

  std::string_view failure_of(const ir::Job& job) const {
    const bool on_failure =
        job.condition.is_present() && repo_.text(job.condition.value).find("failure()") != std::string_view::npos;
    return on_failure ? std::string_view("on failure") : std::string_view();
  }

  void trigger(Ref<ir::Pipeline> pipeline, const std::string& to) {
    std::vector<std::string_view> words;
    for (std::size_t word = 0; word < ir::Vocabulary<ir::TriggerKind>::words.size(); ++word) {
      const auto kind = static_cast<ir::TriggerKind>(word);
      if (repo_[pipeline].trigger_kinds.has(kind)) words.push_back(ir::name(kind));
    }
    if (words.empty()) return;
    const std::string from = fmt::format("P{}", pipeline.index);
    if (triggers_.insert(pipeline.index).second)
      put("  {}([\"{}<br/>{}\"])\n", from, text(repo_[pipeline].name), fmt::join(words, ", "));
    edge(from, to, {});
  }

  /// Job → build file → what runs the image.
  void images() {
    const auto& builds = repo_.rows<ir::Build>();
    for (std::uint32_t i = 0; i < builds.size(); ++i) {
      std::set<std::uint32_t> builders;
      for (const Ref<ir::Command> command : repo_.list(builds[i].built_by)) {
        if (repo_[command].job && chosen_.count(repo_[command].job.index) != 0)
          builders.insert(repo_[command].job.index);
      }
      for (const std::uint32_t job : builders) {
        show_build(i);
        edge(fmt::format("J{}", job), fmt::format("D{}", i), "builds");
      }
    }
    for (const ir::Container& container : repo_.rows<ir::Container>()) {
      if (!container.image) continue;
      for (const Ref<ir::Build> build : repo_.list(repo_[container.image].built_by)) {
        show_build(build.index);
        const ir::Workload& workload = repo_[container.workload];
        if (workloads_.insert(container.workload.index).second)
          put("  W{}[[\"{} {}\"]]\n", container.workload.index, text(workload.kind), text(workload.name));
        edge(fmt::format("D{}", build.index), fmt::format("W{}", container.workload.index), "runs as");
      }
    }
  }

  void show_build(std::uint32_t i) {
    if (builds_.insert(i).second) put("  D{}[/\"{}\"/]\n", i, text(repo_[repo_.rows<ir::Build>()[i].file].name));
  }

  /// One node for all alerts that go the same way.
  void alerts() {
    std::map<std::uint32_t, std::size_t> by_receiver;
    std::size_t unknown = 0;
    for (const ir::Alert& alert : repo_.rows<ir::Alert>()) {
      for (const Ref<ir::Receiver> receiver : repo_.list(alert.receivers)) ++by_receiver[receiver.index];
      if (alert.receivers.empty()) ++unknown;
    }
    for (const auto& [receiver, count] : by_receiver) {
      const ir::Receiver& row = repo_.rows<ir::Receiver>()[receiver];
      std::vector<std::string> channels;
      for (const Str channel : repo_.list(row.channels)) channels.push_back(text(channel));
      put("  A{0}([\"{1}\"])\n  R{0}[\"{2}<br/>{3}\"]\n", receiver, counted_alerts(count), text(row.name),
          channels.empty() ? std::string("no channel") : fmt::format("{}", fmt::join(channels, ", ")));
      edge(fmt::format("A{}", receiver), fmt::format("R{}", receiver), {});
    }
    if (unknown != 0) put("  A([\"{}, to whom is not here\"])\n", counted_alerts(unknown));
  }

  static std::string counted_alerts(std::size_t count) {
    return fmt::format("{} alert{}", count, count == 1 ? "" : "s");
  }

  void edge(const std::string& from, const std::string& to, std::string_view words) {
    std::string line =
        words.empty() ? fmt::format("  {} --> {}\n", from, to) : fmt::format("  {} -.->|{}| {}\n", from, words, to);
    if (known_edges_.insert(line).second) edges_.push_back(std::move(line));
  }

  std::string edges_text() const {
    std::string out;
    for (const std::string& edge : edges_) out += edge;
    return out;
  }

  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(nodes_), format, std::forward<Args>(args)...);
  }

  const ir::RepoIr& repo_;
  std::size_t limit_;
  std::set<std::uint32_t> chosen_;
  std::size_t left_out_ = 0;
  std::set<std::uint32_t> triggers_;
  std::set<std::uint32_t> builds_;
  std::set<std::uint32_t> workloads_;
  std::string nodes_;
  std::vector<std::string> edges_;
  std::set<std::string> known_edges_;
};

}  // namespace

std::string mermaid_label(std::string_view quoted) {
  std::string out;
  for (const char c : visible(quoted, label_limit)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        byte >= 0x80 || ascii::is_alnum(c) || std::string_view(" -_./:,()@+=").find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else
      fmt::format_to(std::back_inserter(out), "#{};", static_cast<unsigned>(byte));
  }
  return out;
}

std::string delivery_graph(const judge::Report& report, std::size_t limit) {
  return GraphWriter(report, limit).write();
}

}  // namespace plumbline::report
