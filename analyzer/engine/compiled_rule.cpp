#include "analyzer/engine/compiled_rule.h"

#include <utility>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/cel/walks.h"
#include "analyzer/source/line_index.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::engine {

namespace {

/// Where a span of an expression stands in its rule file.
LineColumn place_in_file(std::string_view source, const std::string& keys, Span span) {
  const syntax::Data data = syntax::parse_yaml(source, Limits());
  if (data.nodes.empty()) return {};
  syntax::DataView value(data, source, 0);
  for (const std::string_view key : ascii::split(keys, '.')) {
    const std::optional<std::int64_t> index = ascii::parse_int(key);
    const auto elements = value.elements();
    if (index && *index >= 0 && static_cast<std::size_t>(*index) < elements.size()) {
      value = elements[static_cast<std::size_t>(*index)];
    } else if (value.is_map()) {
      value = value[key];
    }
  }
  if (!value) return {};
  const source::MappedText text = value.mapped();
  const auto size = static_cast<std::uint32_t>(text.text().size());
  const Span inside{std::min(span.begin, size), std::min(span.end, size)};
  return source::LineIndex(source).locate(text.to_source(inside).begin, source);
}

class RuleCompiler {
 public:
  RuleCompiler(const Rule& rule, std::uint32_t index, std::string_view source, Diagnostics& diagnostics)
      : rule_(rule), source_(source), diagnostics_(diagnostics) {
    compiled_.rule = index;
    compiled_.subject = rule.subject;
    environment_.schema = &ir::schema_view();
    const std::string subject(ir::schema()[rule.subject].name);
    environment_.variables.push_back({subject, ir::Type::of_entity(rule.subject), false});
    if (rule.subject == ir::kind_of<ir::DataNode>) environment_.variables.back().type = ir::Type(ir::TypeKind::node);
    if (rule.subject != ir::kind_of<ir::Repo>) {
      environment_.variables.push_back({"repo", ir::Type::of_entity(ir::kind_of<ir::Repo>), false});
    }
    compiled_.first_let = static_cast<std::uint32_t>(environment_.variables.size());
  }

  std::optional<CompiledRule> run() {
    for (const auto& [name, expression] : rule_.lets) add_let(name, expression);
    compiled_.variables = static_cast<std::uint32_t>(environment_.variables.size());
    condition();
    const cel::Variable& subject = environment_.variables.front();
    cel::Variable at{"at", subject.type, false, {}, cel::known_of(subject.name, known_)};
    if (rule_.at) at = place(*rule_.at);
    environment_.variables.push_back(std::move(at));
    compiled_.message = message(rule_.message);
    for (const Rule::Related& related : rule_.related) add_related(related);
    for (const Rule::FixTemplate& fix : rule_.fixes) add_edit(fix);
    if (failed_) return std::nullopt;
    return std::move(compiled_);
  }

  std::vector<cel::Mutation> mutations() {
    for (const auto& [name, expression] : rule_.lets) add_let(name, expression);
    const auto checked = check(rule_.when);
    return checked ? cel::mutations(*checked) : std::vector<cel::Mutation>();
  }

 private:
  void error(const RuleExpression& expression, Span at, const std::string& message) {
    failed_ = true;
    Diagnostic diagnostic =
        diagnostic_at(rule_.origin, place_in_file(source_, expression.keys, at), Code::rule_error, Text());
    diagnostic.message.ours("rule ").quoted(rule_.id).ours(", ").quoted(expression.keys).ours(": ").quoted(message);
    diagnostics_.add(std::move(diagnostic));
  }

  std::shared_ptr<const cel::Checked> check(const RuleExpression& expression, std::string_view text,
                                            std::uint32_t offset) {
    cel::CheckOptions options;
    options.known = known_;
    auto checked = cel::check(text, environment_, std::move(options));
    if (checked) {
      const cel::WalkContext walks{ir::kind_of<ir::Repo>, rule_.subject != ir::kind_of<ir::Repo>};
      for (const cel::ExpressionError& one : cel::needless_walks(*checked, walks)) {
        error(expression, {one.at.begin + offset, one.at.end + offset}, one.message);
      }
      return std::make_shared<const cel::Checked>(std::move(*checked));
    }
    for (const cel::ExpressionError& one : checked.error().errors) {
      error(expression, {one.at.begin + offset, one.at.end + offset}, one.message);
    }
    return nullptr;
  }

  std::shared_ptr<const cel::Checked> check(const RuleExpression& expression) {
    return check(expression, expression.text, 0);
  }

  /// Does the expression ask nothing of the subject, by itself or by an earlier `let`?
  bool is_shared(const cel::Checked& checked) const {
    for (const cel::Analysis& node : checked.analysis) {
      if (node.meaning != cel::Meaning::variable) continue;
      const bool of_let = node.index >= compiled_.first_let;
      if (of_let ? !compiled_.shared_lets[node.index - compiled_.first_let] : node.index == 0) return false;
    }
    return true;
  }

  void add_let(const std::string& name, const RuleExpression& expression) {
    for (const cel::Variable& variable : environment_.variables) {
      if (variable.name == name) error(expression, {}, fmt::format("the name '{}' is taken", name));
    }
    const auto checked = check(expression);
    if (checked) {
      kept_.push_back(checked);  // parameters of the type live there
      compiled_.lets.push_back(cel::compile(checked));
      compiled_.shared_lets.push_back(is_shared(*checked));
      environment_.variables.push_back(cel::variable_for(name, *checked, true));
    } else {
      compiled_.lets.emplace_back();
      compiled_.shared_lets.push_back(false);
      environment_.variables.push_back({name, ir::Type(), true});
    }
  }

  void condition() {
    const auto checked = check(rule_.when);
    if (!checked) return;
    if (!cel::is_assignable(checked->type(), ir::Type(ir::TypeKind::boolean))) {
      error(rule_.when, {},
            fmt::format("a condition is a bool, this is a {}", ir::print_type(checked->type(), environment_.schema)));
      return;
    }
    compiled_.constraints = cel::constraints(*checked);
    std::erase_if(compiled_.constraints, [](const cel::Constraint& constraint) { return constraint.variable != 0; });
    known_ = cel::known_when_true(*checked);
    compiled_.when = cel::compile(checked);
  }

  static bool is_place(const ir::Type& type) {
    return type.is(ir::TypeKind::entity) || type.is(ir::TypeKind::node) || type.is(ir::TypeKind::dynamic);
  }

  /// One element of what `at` gives.
  cel::Variable place(const RuleExpression& expression) {
    const auto checked = check(expression);
    if (!checked) return {"at", ir::Type(), false};
    kept_.push_back(checked);
    const ir::Type type = checked->type();
    const ir::Type element = type.is(ir::TypeKind::list) ? type.element() : type;
    if (!is_place(element)) {
      error(expression, {},
            fmt::format("a place is an entity, a node or a list of them, this is a {}",
                        ir::print_type(type, environment_.schema)));
    }
    compiled_.at = cel::compile(checked);
    return {"at", element, false, {}, cel::known_of_elements(*checked)};
  }

  Message message(const RuleExpression& expression) {
    Message compiled;
    const auto pieces = parse_template(expression.text);
    if (!pieces) {
      error(expression, pieces.error().at, pieces.error().message);
      return compiled;
    }
    for (const TemplatePiece& piece : *pieces) {
      if (!piece.hole) {
        compiled.pieces.push_back({piece.text, std::nullopt});
        continue;
      }
      const auto checked = check(expression, piece.text, piece.span.begin);
      if (!checked) continue;
      if (!is_printable(checked->type())) {
        error(expression, piece.span,
              fmt::format("a hole prints text, a number, a bool, a word or a list of these, not a {}",
                          ir::print_type(checked->type(), environment_.schema)));
        continue;
      }
      compiled.pieces.push_back({"", cel::compile(checked)});
    }
    return compiled;
  }

  void add_related(const Rule::Related& related) {
    const auto checked = check(related.at);
    if (!checked) return;
    const ir::Type type = checked->type();
    const ir::Type element = type.is(ir::TypeKind::list) ? type.element() : type;
    if (!is_place(element)) {
      error(related.at, {}, "a related place is an entity, a node or a list of them");
      return;
    }
    // Its message speaks of the related thing, not of the finding's place.
    kept_.push_back(checked);
    cel::Variable before =
        std::exchange(environment_.variables.back(), {"at", element, false, {}, cel::known_of_elements(*checked)});
    CompiledRule::Related compiled{cel::compile(checked), message(related.message)};
    environment_.variables.back() = std::move(before);
    compiled_.related.push_back(std::move(compiled));
  }

  void add_edit(const Rule::FixTemplate& fix) {
    const auto checked = check(fix.at);
    if (!checked) return;
    compiled_.edits.push_back({fix.kind, cel::compile(checked), message(fix.text)});
  }

  const Rule& rule_;
  std::string_view source_;
  Diagnostics& diagnostics_;
  cel::Environment environment_;
  std::vector<std::string> known_;  // fields that are present where the condition holds
  std::vector<std::shared_ptr<const cel::Checked>> kept_;
  CompiledRule compiled_;
  bool failed_ = false;
};

}  // namespace

std::optional<CompiledRule> compile_rule(const Rule& rule, std::uint32_t index, std::string_view source,
                                         Diagnostics& diagnostics) {
  return RuleCompiler(rule, index, source, diagnostics).run();
}

std::optional<CompiledRule> compile_with_condition(const Rule& rule, std::uint32_t index, const std::string& when) {
  Rule changed = rule;
  changed.when.text = when;
  Diagnostics ignored;
  return compile_rule(changed, index, {}, ignored);
}

std::vector<cel::Mutation> condition_mutations(const Rule& rule) {
  Diagnostics ignored;
  return RuleCompiler(rule, 0, {}, ignored).mutations();
}

}  // namespace plumbline::engine
