#include "analyzer/frontends/fastfile.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/fastfile_steps.h"
#include "analyzer/frontends/ruby_values.h"

namespace plumbline::frontends {

namespace ruby = syntax::ruby;
using syntax::NodeRef;

namespace {

constexpr std::uint32_t none = ruby::Call::none;
constexpr std::array<std::string_view, 5> hooks{"before_all", "before_each", "after_all", "after_each", "error"};

bool is_lane_word(std::string_view method) {
  return method == "lane" || method == "private_lane" || method == "override_lane";
}

bool is_hook(std::string_view method) {
  return std::find(hooks.begin(), hooks.end(), method) != hooks.end();
}

ir::Platform platform_named(std::string_view name) {
  const auto& words = ir::Vocabulary<ir::Platform>::words;
  const auto found = std::find(words.begin(), words.end(), name);
  return found == words.end() ? ir::Platform::other : static_cast<ir::Platform>(found - words.begin());
}

class Builder {
 public:
  Builder(const Input& input, Context& context, ir::FileIrBuilder& ir)
      : input_(input),
        actions_(context.fastlane_actions()),
        ir_(ir),
        program_(ruby::read_program_file(input.text, context.limits())),
        steps_(program_, context, ir) {}

  void run() {
    tell_ruby_problems(program_, ir_);
    add_ruby_comments(program_, ir_);
    place_calls();
    if (input_.kind == source::FileKind::fastfile || !jobs_by_call_.empty()) {
      open_helpers();
      add_steps();
    }
    add_assignments();
    finish();
  }

 private:
  struct OpenPipeline {
    ir::Pipeline row;
    std::string platform;  // empty: outside of platforms
    std::vector<std::size_t> jobs;
    std::vector<Ref<ir::Variable>> variables;
  };
  struct OpenJob {
    Ref<ir::Job> ref;
    std::size_t pipeline = 0;
    std::string path;
    bool on_failure = false;
    std::vector<Ref<ir::Step>> steps;
    std::vector<Ref<ir::Variable>> variables;
    ir::EnumSet<ir::Role> roles;
    std::string hash;  // name of the hash of its options
    std::vector<std::string> parameters;
  };
  /// Where a call stands.
  struct Place {
    std::size_t job = none;
    std::size_t pipeline = none;
    std::uint8_t inside = 0;  // of it and of what is around it in the job
  };

  const ruby::Call& call(std::uint32_t i) const { return program_.calls[i]; }

  /// The first argument as a name, with its place; empty if it is computed.
  std::pair<std::string, Span> name_of(const ruby::Call& call) const {
    const NodeRef node = program_.positional(call, 0);
    if (!node || !ruby::is_string(program_, node)) return {};
    const ruby::StringValue value = ruby::string_value(program_, node);
    if (!value.literal) return {};
    return {std::string(value.text.text()), value.text.source_span()};
  }

  std::size_t outside() {
    for (std::size_t i = 0; i < pipelines_.size(); ++i) {
      if (pipelines_[i].platform.empty()) return i;
    }
    OpenPipeline open;
    open.row.span = {0, static_cast<std::uint32_t>(input_.text.size())};
    open.row.name = ir_.str(input_.path);
    open.row.path = ir_.str("lanes");
    pipelines_.push_back(std::move(open));
    return pipelines_.size() - 1;
  }

  /// One pass: calls stand behind those in whose blocks they are.
  void place_calls() {
    places_.resize(program_.calls.size());
    for (std::uint32_t i = 0; i < places_.size(); ++i) {
      const ruby::Call& here = call(i);
      Place place;
      if (here.parent != none) place = places_[here.parent];
      place.inside |= here.inside;
      const std::string_view method = program_.method(here);
      if (!here.receiver && here.block && here.definition == none) {
        if (method == "platform") place.pipeline = open_platform(here);
        if (is_lane_word(method) || is_hook(method)) {
          place.job = open_job(i, place.pipeline, method);
          place.inside = 0;
        }
      }
      if (!here.receiver && (method == "import" || method == "import_from_git")) imports_ = true;
      places_[i] = place;
    }
  }

  std::size_t open_platform(const ruby::Call& here) {
    const auto [name, span] = name_of(here);
    if (name.empty()) {
      dynamic_ = true;
      return none;
    }
    OpenPipeline open;
    open.platform = name;
    open.row.span = here.span;
    open.row.head = span;
    open.row.name = ir_.str(name);
    open.row.path = ir_.str(name);
    open.row.platform = platform_named(name);
    pipelines_.push_back(std::move(open));
    return pipelines_.size() - 1;
  }

  std::size_t open_job(std::uint32_t index, std::size_t pipeline, std::string_view method) {
    const ruby::Call& here = call(index);
    auto [name, span] = name_of(here);
    if (is_hook(method)) {
      name = method;
      span = program_.parsed.source(here.method);
    }
    if (name.empty()) {
      dynamic_ = true;  // a lane whose name is computed
      name = "?";
      span = here.head;
    }
    const std::size_t job = add_job(name, here.span, span, pipeline == none ? outside() : pipeline);
    ir::Job& row = ir_[jobs_[job].ref];
    row.is_private = method == "private_lane" || is_hook(method);
    jobs_[job].on_failure = method == "error";
    read_parameters(here, jobs_[job]);
    jobs_by_call_.emplace(index, job);
    if (is_lane_word(method)) lanes_.insert(name);
    return job;
  }

  std::size_t add_job(std::string_view name, Span span, Span head, std::size_t pipeline) {
    OpenJob open;
    open.pipeline = pipeline;
    const std::string& platform = pipelines_[pipeline].platform;
    open.path = platform.empty() ? std::string(name) : fmt::format("{}.{}", platform, name);
    ir::Job row;
    row.span = span;
    row.head = first_line(head, input_.text);
    row.path = ir_.str(open.path);
    row.id = ir_.str(name);
    row.name = row.id;
    row.platform = pipelines_[pipeline].row.platform;
    open.ref = ir_.add(row);
    pipelines_[pipeline].jobs.push_back(jobs_.size());
    jobs_.push_back(std::move(open));
    return jobs_.size() - 1;
  }

  /// `|version:, track: "beta"|` names them; of `|options|` what the lane reads says it, see `add_option_reads`.
  void read_parameters(const ruby::Call& here, OpenJob& job) {
    const NodeRef list = program_.parsed.child(here.block, syntax::Field::parameters);
    if (!list) return;
    bool first = true;
    for (const NodeRef child : program_.parsed.tree.children(list)) {
      const std::string_view text = program_.parsed.text_of(child);
      if (ruby::kind(program_.parsed, child) == ruby::Kind::identifier) {
        if (first) job.hash = text;
      } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos && colon > 0) {
        job.parameters.emplace_back(text.substr(0, colon));
      }
      first = false;
    }
    if (job.on_failure) job.hash.clear();
  }

  /// `options[:x]` inside a lane that takes `options`.
  void add_option_reads() {
    std::vector<std::pair<std::uint32_t, std::size_t>> open;  // end of the block, job
    std::unordered_map<std::uint32_t, std::size_t> blocks;
    for (const auto& [index, job] : jobs_by_call_) blocks.emplace(call(index).block.index, job);
    const syntax::Parsed& parsed = program_.parsed;
    for (std::uint32_t i = 0; i < parsed.tree.size(); ++i) {
      while (!open.empty() && open.back().first <= i) open.pop_back();
      if (const auto found = blocks.find(i); found != blocks.end())
        open.emplace_back(parsed.tree[{i}].subtree_end, found->second);
      if (open.empty() || ruby::kind(parsed, {i}) != ruby::Kind::element_reference) continue;
      OpenJob& job = jobs_[open.back().second];
      std::string_view text = parsed.text_of({i});
      if (job.hash.empty() || !text.starts_with(job.hash) || text.size() < job.hash.size() + 3) continue;
      text = text.substr(job.hash.size());
      if (text.front() != '[' || text.back() != ']') continue;
      std::string_view key = text.substr(1, text.size() - 2);
      if (key.front() == ':') {
        key.remove_prefix(1);
      } else if (key.size() > 2 && (key.front() == '"' || key.front() == '\'')) {
        key = key.substr(1, key.size() - 2);
      } else {
        continue;
      }
      const bool plain = !key.empty() && std::all_of(key.begin(), key.end(), &ascii::is_name);
      if (plain && std::find(job.parameters.begin(), job.parameters.end(), key) == job.parameters.end())
        job.parameters.emplace_back(key);
    }
  }

  /// A `def` is what the lanes that call it do: a private job.
  void open_helpers() {
    for (std::uint32_t i = 0; i < program_.definitions.size(); ++i) {
      const ruby::Definition& definition = program_.definitions[i];
      if (!definition.name) continue;
      const std::string name(program_.parsed.text_of(definition.name));
      helpers_.insert(name);
      const std::size_t job = add_job(name, definition.span, program_.parsed.source(definition.name), outside());
      ir_[jobs_[job].ref].is_private = true;
      helper_jobs_.emplace(i, job);
    }
  }

  /// The job that statements of the file itself belong to.
  std::size_t file_job() {
    if (file_job_ == none) {
      file_job_ = add_job("Fastfile", {0, static_cast<std::uint32_t>(input_.text.size())}, {}, outside());
      ir_[jobs_[file_job_].ref].is_private = true;
    }
    return file_job_;
  }

  bool is_local(std::string_view name) const { return locals_.find(std::string(name)) != locals_.end(); }

  void collect_locals() {
    for (const ruby::Assignment& assignment : program_.assignments)
      locals_.emplace(program_.parsed.text_of(assignment.target));
    for (const ruby::Call& one : program_.calls) {
      if (!one.block) continue;
      for (const std::string_view name : program_.block_parameters(one)) locals_.emplace(name);
    }
  }

  void add_steps() {
    collect_locals();
    for (std::uint32_t i = 0; i < program_.calls.size(); ++i) {
      const ruby::Call& here = call(i);
      if (jobs_by_call_.count(i) != 0 || (program_.method(here) == "platform" && here.block)) continue;
      const std::optional<CalledName> name = called_name(program_, here, actions_);
      if (!name) continue;
      const bool bare = here.method == here.node;
      if (bare &&
          (is_local(name->written) || (here.definition != none && name->action == nullptr && !names_job(*name))))
        continue;
      add_step(job_at(here, places_[i]), *name, places_[i].inside,
               [&](const StepPlace& place) { return steps_.add(here, *name, place); });
    }
    add_bare_values();
  }

  bool names_job(const CalledName& name) const {
    return lanes_.count(name.written) != 0 || helpers_.count(name.written) != 0;
  }

  std::size_t job_at(const ruby::Call& here, const Place& place) {
    if (place.job != none) return place.job;
    if (here.definition != none) {
      const auto found = helper_jobs_.find(here.definition);
      if (found != helper_jobs_.end()) return found->second;
    }
    return file_job();
  }

  template <class Add>
  void add_step(std::size_t index, const CalledName& name, std::uint8_t inside, Add&& add) {
    OpenJob& job = jobs_[index];
    StepPlace place;
    place.job = job.ref;
    place.path = fmt::format("{}.steps[{}]", job.path, job.steps.size());
    place.in_failure = job.on_failure || (inside & static_cast<std::uint8_t>(ruby::Inside::rescue)) != 0;
    place.always = (inside & static_cast<std::uint8_t>(ruby::Inside::ensure)) != 0;
    place.shadowed = names_job(name);
    const Ref<ir::Step> step = add(place);
    job.steps.push_back(step);
    job.roles.add(ir_[step].own_roles);
    for (const Ref<ir::Command> command : ir_.tables().list(ir_[step].commands)) job.roles.add(ir_[command].own_roles);
  }

  /// `key = app_store_connect_api_key`: a word alone that is no variable is a call.
  void add_bare_values() {
    for (const ruby::Assignment& assignment : program_.assignments) {
      if (ruby::kind(program_.parsed, assignment.value) != ruby::Kind::identifier) continue;
      CalledName name;
      name.written = program_.parsed.text_of(assignment.value);
      name.action = actions_.find(name.written);
      if (is_local(name.written) || (name.action == nullptr && !names_job(name))) continue;
      if (assignment.parent == none || places_[assignment.parent].job == none) continue;
      add_step(places_[assignment.parent].job, name, 0,
               [&](const StepPlace& place) { return steps_.add_bare(assignment.value, name, place); });
    }
  }

  void add_assignments() {
    for (const ruby::Assignment& assignment : program_.assignments) {
      const syntax::Data data = ruby::to_data(program_, assignment.value);
      if (data.nodes.empty()) continue;
      const syntax::DataView value(data, input_.text, 0);
      const std::string name = assigned_name(program_, assignment.target);
      const std::size_t job = assignment.parent == none ? none : places_[assignment.parent].job;
      const std::string path = job == none ? name : fmt::format("{}.{}", jobs_[job].path, name);
      if (!value.is_scalar()) {
        add_nested_ruby_variables(program_, value, path, ir_);
        continue;
      }
      ir::Variable row = ruby_variable(program_, value, assignment.value, ir_);
      row.name = ir_.str(name);
      row.path = ir_.str(path);
      row.span = assignment.span;
      row.head = first_line(program_.parsed.source(assignment.target), input_.text);
      const Ref<ir::Variable> ref = ir_.add(row);
      if (!is_environment(program_.parsed.text_of(assignment.target))) continue;
      ir_[ref].source = ir::VariableSource::ci_env;
      if (job != none) {
        jobs_[job].variables.push_back(ref);
      } else if (!pipelines_.empty()) {
        pipelines_[outside()].variables.push_back(ref);
      }
    }
  }

  void finish() {
    add_option_reads();
    for (OpenJob& open : jobs_) {
      ir::Job& row = ir_[open.ref];
      row.own_roles = open.roles;
      row.parameters = ir_.strs(open.parameters);
      row.steps = ir_.list(open.steps, !program_.parsed.complete());
      row.variables = ir_.list(open.variables);
    }
    for (OpenPipeline& open : pipelines_) {
      ir::Pipeline& row = open.row;
      row.provider = ir::Provider::fastlane;
      row.kind = ir::PipelineKind::lanes;
      std::vector<Ref<ir::Job>> jobs;
      for (const std::size_t job : open.jobs) jobs.push_back(jobs_[job].ref);
      row.jobs = ir_.list(jobs, imports_ || dynamic_ || !program_.parsed.complete());
      row.variables = ir_.list(open.variables);
      if (row.head.empty() && !jobs.empty()) row.head = ir_[jobs.front()].head;
      const Ref<ir::Pipeline> ref = ir_.add(row);
      for (const Ref<ir::Job> job : jobs) ir_[job].pipeline = ref;
    }
  }

  const Input& input_;
  const FastlaneActions& actions_;
  ir::FileIrBuilder& ir_;
  ruby::Program program_;
  FastfileSteps steps_;
  std::vector<Place> places_;  // of calls
  std::vector<OpenPipeline> pipelines_;
  std::vector<OpenJob> jobs_;
  std::unordered_map<std::uint32_t, std::size_t> jobs_by_call_;
  std::unordered_map<std::uint32_t, std::size_t> helper_jobs_;  // by definition
  std::set<std::string> lanes_;
  std::set<std::string> helpers_;
  std::set<std::string> locals_;
  std::size_t file_job_ = none;
  bool imports_ = false;
  bool dynamic_ = false;  // some lanes have names that are not known here
};

}  // namespace

void fastfile(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  Builder(input, context, ir).run();
}

void fastlane_config(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const ruby::Program program = ruby::read_program_file(input.text, context.limits());
  tell_ruby_problems(program, ir);
  add_ruby_comments(program, ir);
  std::vector<std::string> scopes(program.calls.size());  // path of the blocks around what a call's block holds
  for (std::uint32_t i = 0; i < program.calls.size(); ++i) {
    const ruby::Call& call = program.calls[i];
    const std::string scope = call.parent == none ? std::string() : scopes[call.parent];
    const NodeRef argument = program.positional(call, 0);
    scopes[i] = scope;
    if (call.block) {
      if (argument && ruby::is_string(program, argument) && scope.size() < 1024)
        scopes[i] = fmt::format("{}{}.", scope, ruby::string_value(program, argument).text.text());
      continue;
    }
    if (!argument || !call.method || call.receiver || call.is(ruby::Inside::argument)) continue;
    const syntax::Data data = ruby::to_data(program, argument, context.limits());
    if (data.nodes.empty()) continue;
    const syntax::DataView value(data, input.text, 0);
    const std::string_view name = program.method(call);
    const std::string path = fmt::format("{}{}", scope, name);
    ir::Variable row = ruby_variable(program, value, argument, ir);
    row.name = ir.str(name);
    row.path = ir.str(path);
    row.span = call.span;
    row.head = first_line(program.parsed.source(call.method), input.text);
    ir.add(row);
    if (!value.is_scalar()) add_nested_ruby_variables(program, value, path, ir);
  }
}

}  // namespace plumbline::frontends
