#include "analyzer/engine/run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "analyzer/engine/rule_index.h"
#include "analyzer/ir/list_element.h"
#include "analyzer/ir/nodes.h"

namespace plumbline::engine {

namespace {

/// The stretch of a node that a caret points at: its key, else the first line of it.
Span node_head(const ir::DataNode& node, std::string_view file) {
  const Span whole = node.key_span.empty() ? node.span : node.key_span;
  const std::string_view text = whole.of(file);
  const std::size_t line = std::min(text.find_first_of("\r\n"), text.size());
  return {whole.begin, whole.begin + static_cast<std::uint32_t>(line)};
}

const ir::Entity& entity_row(const ir::Value& value, const ir::IrView& ir) {
  return *static_cast<const ir::Entity*>(ir.tables[value.element].row(value.index));
}

}  // namespace

Location place_of(const ir::Value& value, const ir::IrView& ir) {
  if (value.is(ir::Tag::node)) {
    const Location at = ir::node_location(ir, value.index);
    return {at.file, node_head(ir::node_row(ir, value.index), ir.repo->file_text({at.file.index}))};
  }
  const ir::Entity& entity = entity_row(value, ir);
  return {{entity.file.index}, entity.head};
}

Location extent_of(const ir::Value& value, const ir::IrView& ir) {
  if (value.is(ir::Tag::node)) {
    const Location at = ir::node_location(ir, value.index);
    const ir::DataNode& node = ir::node_row(ir, value.index);
    const std::uint32_t begin = node.key_span.empty() ? node.span.begin : node.key_span.begin;
    return {at.file, {begin, std::max(node.span.end, node.key_span.end)}};
  }
  const ir::Entity& entity = entity_row(value, ir);
  return {{entity.file.index}, entity.span};
}

std::string logical_path_of(const ir::Value& value, const ir::IrView& ir) {
  if (!value.is(ir::Tag::node)) return std::string(ir.repo->text(entity_row(value, ir).path));
  std::string path;
  for (std::uint32_t at = value.index; at != ir::DataNode::none; at = ir::node_row(ir, at).parent) {
    const std::string_view key = ir::node_key(ir, at);
    if (key.empty()) continue;
    path = path.empty() ? std::string(key) : fmt::format("{}.{}", key, path);
  }
  return path;
}

namespace {

constexpr std::uint32_t unit_rows = 256;

/// A stretch of one table.
struct Unit {
  ir::EntityKind kind = 0;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

struct UnitResult {
  std::vector<Finding> findings;
  std::vector<RuleFailure> failures;
  std::vector<RuleTime> times;
};

/// One thread's evaluation state, reused from entity to entity.
class Evaluator {
 public:
  Evaluator(const RuleSet& rules, const ir::IrView& ir, const RunOptions& options,
            const std::vector<RuleIndex>& indexes)
      : rules_(rules), options_(options), indexes_(indexes) {
    context_.arena = &arena_;
    context_.ir = ir;
    context_.lazy = &Evaluator::evaluate_let;
    context_.user = this;
  }

  void run(const Unit& unit, UnitResult& result) {
    result_ = &result;
    if (options_.timings) result.times.resize(rules_.compiled().size());
    const RuleIndex& index = indexes_[unit.kind];
    for (std::uint32_t row = unit.first; row < unit.first + unit.count; ++row) {
      index.find(context_.ir, context_.ir.tables[unit.kind].row(row), allowed_);
      for (std::uint32_t bit = 0; bit < index.rules().size(); ++bit) {
        if ((allowed_[bit / 64] >> (bit % 64) & 1U) != 0) evaluate(index.rules()[bit], unit.kind, row);
      }
    }
  }

 private:
  static ir::Value evaluate_let(cel::EvaluationContext& context, void* user, std::uint32_t variable) {
    auto& self = *static_cast<Evaluator*>(user);
    const CompiledRule& rule = *self.rule_;
    const std::uint32_t let = variable - rule.first_let;
    const ir::Value value =
        rule.shared_lets[let] ? self.shared(let) : rule.lets[let].evaluate(self.variables_, context);
    self.variables_[variable] = value;  // asked for once
    return value;
  }

  /// Evaluated once for all subjects, with steps of its own: what a subject may take does not depend on who came first.
  ir::Value shared(std::uint32_t let) {
    const auto [entry, added] = shared_.try_emplace({rule_->rule, let});
    if (added) {
      const std::uint64_t left = std::exchange(context_.budget, options_.limits.rule_steps);
      const bool exhausted = std::exchange(context_.exhausted, false);
      context_.arena = &shared_arena_;
      entry->second.value = rule_->lets[let].evaluate(variables_, context_);
      context_.arena = &arena_;
      entry->second.exhausted = std::exchange(context_.exhausted, exhausted);
      context_.budget = left;
    }
    context_.exhausted = context_.exhausted || entry->second.exhausted;
    return entry->second.value;
  }

  void evaluate(std::uint32_t compiled, ir::EntityKind kind, std::uint32_t row) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = options_.timings ? Clock::now() : Clock::time_point();
    rule_ = &rules_.compiled()[compiled];
    arena_.reset();
    context_.budget = options_.limits.rule_steps;
    context_.exhausted = false;
    variables_.assign(rule_->variables + 1, ir::Value::absent());
    const bool is_node = kind == ir::kind_of<ir::DataNode>;
    variables_[0] = is_node ? ir::Value::node(row) : ir::Value::entity(kind, row);
    if (kind != ir::kind_of<ir::Repo>) variables_[1] = ir::Value::entity(ir::kind_of<ir::Repo>, 0);
    const ir::Value verdict = rule_->when.evaluate(variables_, context_);
    if (verdict.is(ir::Tag::error)) {
      fail(verdict.view());
    } else if (context_.exhausted) {
      fail("the condition needs more steps than an evaluation has");
    } else if (verdict.is_true()) {
      report();
    }
    if (options_.timings) {
      RuleTime& time = result_->times[compiled];
      time.nanoseconds += static_cast<std::uint64_t>(
          std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count());
      ++time.evaluations;
    }
  }

  void fail(std::string_view why) { result_->failures.push_back({{rule_->rule}, subject_place(), std::string(why)}); }

  Location subject_place() const {
    // The repository has no place of its own: its first file stands for it.
    if (rule_->subject == ir::kind_of<ir::Repo>) return {{0}, {0, 0}};
    return place_of(variables_[0], context_.ir);
  }

  /// Elements of a value that is a place or a list of them.
  std::vector<ir::Value> places(const ir::Value& value) {
    std::vector<ir::Value> all;
    if (value.is(ir::Tag::entity) || value.is(ir::Tag::node)) {
      all.push_back(value);
    } else if (value.is(ir::Tag::list)) {
      for (std::uint32_t i = 0; i < value.size; ++i) {
        const ir::Value element = ir::list_element(context_.ir, value, i);
        if (element.is(ir::Tag::entity) || element.is(ir::Tag::node)) all.push_back(element);
      }
    }
    return all;
  }

  void report() {
    ir::Value at = variables_[0];
    if (rule_->at) {
      at = rule_->at->evaluate(variables_, context_);
      if (at.is(ir::Tag::error)) {
        fail(at.view());
        return;
      }
    }
    for (const ir::Value& place : places(at)) report_at(place);
  }

  void report_at(const ir::Value& place) {
    const Rule& rule = rules_.rules()[rule_->rule];
    variables_.back() = place;
    Finding finding;
    finding.rule = {rule_->rule};
    finding.subject = {rule_->subject, variables_[0].index};
    finding.at = {place.is(ir::Tag::node) ? ir::kind_of<ir::DataNode> : place.element, place.index};
    finding.what.severity = rule.severity;
    finding.what.message = rule_->message.render(variables_, context_);
    finding.what.labels.push_back({place_of(place, context_.ir), {}, true});
    finding.extent = extent_of(place, context_.ir).span;
    finding.logical_path = logical_path_of(place, context_.ir);
    for (const CompiledRule::Related& related : rule_->related) {
      for (const ir::Value& other : places(related.at.evaluate(variables_, context_))) {
        variables_.back() = other;
        finding.what.labels.push_back(
            {place_of(other, context_.ir), related.message.render(variables_, context_), false});
      }
    }
    variables_.back() = place;
    add_fix(rule, finding);
    result_->findings.push_back(std::move(finding));
  }

  void add_fix(const Rule& rule, Finding& finding) {
    if (!rule.fix_is_safe || rule_->edits.empty()) return;
    Fix fix;
    fix.safe = *rule.fix_is_safe;
    using Kind = Rule::FixTemplate::Kind;
    for (const CompiledRule::Edit& edit : rule_->edits) {
      for (const ir::Value& place : places(edit.at.evaluate(variables_, context_))) {
        Location at = extent_of(place, context_.ir);
        if (edit.kind == Kind::insert_before) at.span.end = at.span.begin;
        if (edit.kind == Kind::insert_after) at.span.begin = at.span.end;
        fix.edits.push_back({at, edit.kind == Kind::remove ? Text() : edit.text.render(variables_, context_)});
      }
    }
    if (!fix.edits.empty()) finding.fix = std::move(fix);
  }

  const RuleSet& rules_;
  const RunOptions& options_;
  const std::vector<RuleIndex>& indexes_;
  Arena arena_;
  struct Shared {
    ir::Value value;
    bool exhausted = false;
  };
  Arena shared_arena_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Shared> shared_;  // by rule and let
  cel::EvaluationContext context_;
  std::vector<ir::Value> variables_;
  std::vector<std::uint64_t> allowed_;
  const CompiledRule* rule_ = nullptr;
  UnitResult* result_ = nullptr;
};

std::string plain_text(const Text& text) {
  return text.joined([](std::string_view quoted) { return std::string(quoted); });
}

/// Sorts, drops equal ones, and keeps at most `limit` a rule.
void settle(RunResult& result, const Limits& limits) {
  const auto key = [](const Finding& f) {
    const Location at = f.what.labels.front().at;
    return std::tuple(at.file.index, at.span.begin, at.span.end, f.rule.index);
  };
  std::stable_sort(result.findings.begin(), result.findings.end(), [&](const Finding& a, const Finding& b) {
    if (key(a) != key(b)) return key(a) < key(b);
    return plain_text(a.what.message) < plain_text(b.what.message);
  });
  // Two subjects may lead to one place; once is enough.
  const auto same = [&](const Finding& a, const Finding& b) {
    return key(a) == key(b) && a.what.message == b.what.message;
  };
  result.findings.erase(std::unique(result.findings.begin(), result.findings.end(), same), result.findings.end());
  std::vector<std::uint32_t> counts;
  std::vector<Finding> kept;
  for (Finding& finding : result.findings) {
    if (finding.rule.index >= counts.size()) counts.resize(finding.rule.index + 1, 0);
    if (++counts[finding.rule.index] <= limits.findings_per_rule) kept.push_back(std::move(finding));
  }
  for (std::uint32_t rule = 0; rule < counts.size(); ++rule) {
    if (counts[rule] > limits.findings_per_rule) result.cut.push_back(rule);
  }
  result.findings = std::move(kept);
  std::stable_sort(result.failures.begin(), result.failures.end(), [](const RuleFailure& a, const RuleFailure& b) {
    return std::tuple(a.rule.index, a.at.file.index, a.at.span.begin) <
           std::tuple(b.rule.index, b.at.file.index, b.at.span.begin);
  });
}

}  // namespace

RunResult run_rules(const RuleSet& rules, const ir::RepoIr& repo, const RunOptions& options) {
  const ir::RepoView view(repo);
  std::vector<RuleIndex> indexes;
  std::vector<Unit> units;
  for (std::size_t kind = 0; kind < ir::entity_type_count; ++kind) {
    indexes.emplace_back(rules.compiled(), static_cast<ir::EntityKind>(kind), options.use_index);
    if (indexes.back().empty()) continue;
    const std::uint32_t rows = view.ir().tables[kind].count;
    for (std::uint32_t first = 0; first < rows; first += unit_rows) {
      units.push_back({static_cast<ir::EntityKind>(kind), first, std::min(unit_rows, rows - first)});
    }
  }
  std::vector<UnitResult> results(units.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    Evaluator evaluator(rules, view.ir(), options, indexes);
    for (std::size_t i = next++; i < units.size(); i = next++) evaluator.run(units[i], results[i]);
  };
  const std::size_t threads = std::min<std::size_t>(options.threads, units.size() / 4 + 1);
  std::vector<std::thread> others;
  others.reserve(threads);
  try {
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
  } catch (const std::system_error&) {
    // No more threads to be had: those that run take all units.
  }
  work();
  for (std::thread& thread : others) thread.join();

  RunResult result;
  if (options.timings) result.times.resize(rules.rules().size());
  for (UnitResult& unit : results) {
    std::move(unit.findings.begin(), unit.findings.end(), std::back_inserter(result.findings));
    std::move(unit.failures.begin(), unit.failures.end(), std::back_inserter(result.failures));
    for (std::size_t i = 0; i < unit.times.size(); ++i) {
      RuleTime& time = result.times[rules.compiled()[i].rule];
      time.nanoseconds += unit.times[i].nanoseconds;
      time.evaluations += unit.times[i].evaluations;
    }
  }
  settle(result, options.limits);
  return result;
}

}  // namespace plumbline::engine
