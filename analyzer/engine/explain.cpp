#include "analyzer/engine/explain.h"

#include <algorithm>
#include <memory>
#include <set>

#include "analyzer/base/check.h"
#include "analyzer/cel/print.h"
#include "analyzer/cel/program.h"

namespace plumbline::engine {

namespace {

class Explainer {
 public:
  Explainer(const Rule& rule, EntityRef subject, const ir::RepoIr& repo) : rule_(rule), view_(repo) {
    environment_.schema = &ir::schema_view();
    const bool node = rule.subject == ir::kind_of<ir::DataNode>;
    const ir::Type type = node ? ir::Type(ir::TypeKind::node) : ir::Type::of_entity(rule.subject);
    add(std::string(ir::schema()[rule.subject].name), type,
        node ? ir::Value::node(subject.row) : ir::Value::entity(subject.kind, subject.row));
    if (rule.subject != ir::kind_of<ir::Repo>) {
      add("repo", ir::Type::of_entity(ir::kind_of<ir::Repo>), ir::Value::entity(ir::kind_of<ir::Repo>, 0));
    }
    context_.arena = &arena_;
    context_.ir = view_.ir();
    context_.trace = &trace_;
  }

  std::vector<Fact> run() {
    for (const auto& [name, expression] : rule_.lets) {
      const ir::Value value = evaluate(expression.text, false);
      facts_.push_back({name, cel::print_value(view_.ir(), value)});
      environment_.variables.push_back(cel::variable_for(name, *kept_.back(), false));
      values_.push_back(value);
    }
    evaluate(rule_.when.text, true);
    return std::move(facts_);
  }

 private:
  void add(std::string name, const ir::Type& type, const ir::Value& value) {
    environment_.variables.push_back({std::move(name), type, false});
    values_.push_back(value);
  }

  ir::Value evaluate(const std::string& text, bool record) {
    auto checked = cel::check(text, environment_);
    PLUMBLINE_CHECK(checked.has_value(), "a rule that found something compiles");
    kept_.push_back(std::make_shared<const cel::Checked>(std::move(*checked)));
    programs_.push_back(std::make_unique<cel::Program>(cel::compile(kept_.back(), {record})));
    trace_.entries.clear();
    const ir::Value value = programs_.back()->evaluate(values_, context_);
    if (record) take_trace(*kept_.back());
    return value;
  }

  /// Each part once; parts inside of a comprehension differ by element and are left to their whole.
  void take_trace(const cel::Checked& checked) {
    std::vector<cel::Trace::Entry> entries = trace_.entries;
    std::stable_sort(entries.begin(), entries.end(), [&](const auto& a, const auto& b) {
      return checked.ast[a.node].span.size() > checked.ast[b.node].span.size();
    });
    std::set<std::string> seen;
    for (const cel::Trace::Entry& entry : entries) {
      const cel::Node& node = checked.ast[entry.node];
      if (node.is(cel::NodeKind::literal) || node.is(cel::NodeKind::identifier) || checked[entry.node].locals > 0)
        continue;
      const std::string text = cel::unparse(checked.ast, entry.node);
      if (seen.insert(text).second) facts_.push_back({text, cel::print_value(view_.ir(), entry.value)});
    }
  }

  const Rule& rule_;
  ir::RepoView view_;
  cel::Environment environment_;
  std::vector<ir::Value> values_;
  Arena arena_;
  cel::Trace trace_;
  cel::EvaluationContext context_;
  std::vector<std::shared_ptr<const cel::Checked>> kept_;
  std::vector<std::unique_ptr<cel::Program>> programs_;
  std::vector<Fact> facts_;
};

}  // namespace

std::vector<Fact> facts_of(const Rule& rule, EntityRef subject, const ir::RepoIr& repo) {
  return Explainer(rule, subject, repo).run();
}

}  // namespace plumbline::engine
