#include "analyzer/judge/gates.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "analyzer/base/check.h"
#include "analyzer/base/hash.h"
#include "analyzer/cel/environment.h"
#include "analyzer/cel/program.h"
#include "analyzer/cel/values.h"
#include "analyzer/engine/message.h"
#include "analyzer/ir/nodes.h"
#include "analyzer/ir/schema.h"

namespace plumbline::judge {

namespace {

/// Text with holes: our words, and programs between them.
struct Template {
  struct Piece {
    std::string words;  // of ours; for a hole its source text
    std::optional<cel::Program> hole;
  };
  std::vector<Piece> pieces;
};

struct FactProgram {
  std::optional<cel::Program> at;
  Template fact;
};

}  // namespace

struct GatePrograms {
  struct Of {
    bool sound = true;
    std::vector<cel::Program> applies;
    struct Need {
      std::vector<cel::Program> applies;
      std::vector<FactProgram> facts;
    };
    std::vector<Need> needs;
    std::vector<cel::Program> fails;
    std::vector<cel::Program> unknown;
  };
  std::vector<Of> gates;
};

namespace {

class Compiler {
 public:
  Compiler(const std::string& origin, cel::CheckOptions options, Diagnostics& diagnostics)
      : origin_(origin), options_(options), diagnostics_(diagnostics) {}

  GatePrograms::Of compile(const Gate& gate) {
    GatePrograms::Of out;
    sound_ = true;
    for (const engine::RuleExpression& each : gate.applies) add(out.applies, each);
    for (const GateCondition& each : gate.fails) add(out.fails, each.when);
    for (const GateCondition& each : gate.unknown) add(out.unknown, each.when);
    for (const GateNeed& need : gate.needs) {
      out.needs.emplace_back();
      for (const engine::RuleExpression& each : need.applies) add(out.needs.back().applies, each);
      for (const GateFact& fact : need.facts) out.needs.back().facts.push_back(fact_program(fact));
    }
    out.sound = sound_;
    return out;
  }

 private:
  static cel::Environment environment() {
    cel::Environment out;
    out.schema = &ir::schema_view();
    out.variables.push_back({"repo", ir::Type::of_entity(ir::kind_of<ir::Repo>)});
    return out;
  }

  void error(const engine::RuleExpression& at, std::string_view message) {
    sound_ = false;
    diagnostics_.add(diagnostic_at(origin_, at.at, Code::rule_error, Text(message)));
  }

  std::optional<cel::Program> program(std::string_view text, const engine::RuleExpression& at,
                                      cel::Environment variables, cel::Variable* result = nullptr) {
    auto checked = cel::check(text, std::move(variables), options_);
    if (!checked) {
      for (const cel::ExpressionError& each : checked.error().errors)
        error(at, fmt::format("in '{}': {}", each.at.of(text), each.message));
      return std::nullopt;
    }
    if (result != nullptr) *result = cel::variable_for("at", *checked, false);
    return cel::compile(std::make_shared<const cel::Checked>(std::move(*checked)));
  }

  void add(std::vector<cel::Program>& to, const engine::RuleExpression& expression) {
    cel::Variable result;
    auto compiled = program(expression.text, expression, environment(), &result);
    if (!compiled) return;
    const ir::Type& type = result.type;
    if (!type.is(ir::TypeKind::boolean) && !type.is(ir::TypeKind::dynamic)) error(expression, "a condition is a bool");
    to.push_back(std::move(*compiled));
  }

  FactProgram fact_program(const GateFact& fact) {
    FactProgram out;
    cel::Variable at;
    out.at = program(fact.at.text, fact.at, environment(), &at);
    if (!out.at) return out;
    if (at.type.is(ir::TypeKind::list)) at.type = at.type.element();
    if (!at.type.is(ir::TypeKind::entity) && !at.type.is(ir::TypeKind::node)) {
      error(fact.at, "a fact stands at an entity, a node or a list of them");
      return out;
    }
    at.type.maybe_absent = false;
    parse(fact.fact, at, out.fact);
    return out;
  }

  void parse(const engine::RuleExpression& source, const cel::Variable& at, Template& out) {
    auto pieces = engine::parse_template(source.text);
    if (!pieces) {
      error(source, pieces.error().message);
      return;
    }
    cel::Environment variables = environment();
    variables.variables.push_back(at);
    for (engine::TemplatePiece& piece : *pieces) {
      out.pieces.push_back({piece.text, std::nullopt});
      if (piece.hole) out.pieces.back().hole = program(piece.text, source, variables);
    }
  }

  const std::string& origin_;
  cel::CheckOptions options_;
  Diagnostics& diagnostics_;
  bool sound_ = true;
};

/// Evaluates one gate's programs over the report's repository.
class Evaluator {
 public:
  explicit Evaluator(const Report& report) : report_(report), view_(*report.repo) {}

  GateFacts facts(const Gate& gate, const GatePrograms::Of& programs) {
    GateFacts out;
    if (!programs.applies.empty()) out.applies = any(programs.applies);
    for (const cel::Program& each : programs.fails) out.fails.push_back(answer(each));
    for (const cel::Program& each : programs.unknown) out.unknown.push_back(answer(each));
    for (std::size_t i = 0; i < gate.needs.size(); ++i) {
      GateFacts::Need need;
      if (!programs.needs[i].applies.empty()) need.applies = any(programs.needs[i].applies);
      for (std::size_t f = 0; f < gate.needs[i].facts.size() && need.applies != Answer::no; ++f) {
        strength_ = gate.needs[i].facts[f].strength;
        find(programs.needs[i].facts[f], need);
      }
      out.needs.push_back(std::move(need));
    }
    return out;
  }

 private:
  ir::Value evaluate(const cel::Program& program, std::span<const ir::Value> variables) {
    context_.arena = &arena_;
    context_.ir = view_.ir();
    context_.budget = 10'000'000;
    context_.exhausted = false;
    return program.evaluate(variables, context_);
  }

  static ir::Value repo() { return ir::Value::entity(ir::kind_of<ir::Repo>, 0); }

  Answer answer(const cel::Program& program) {
    const std::array<ir::Value, 1> variables{repo()};
    const ir::Value value = evaluate(program, variables);
    if (!value.is(ir::Tag::boolean)) return Answer::unknown;
    return value.boolean ? Answer::yes : Answer::no;
  }

  Answer any(const std::vector<cel::Program>& programs) {
    Answer out = Answer::no;
    for (const cel::Program& each : programs) {
      const Answer one = answer(each);
      if (one == Answer::yes) return one;
      if (one == Answer::unknown) out = one;
    }
    return out;
  }

  void find(const FactProgram& program, GateFacts::Need& need) {
    if (!program.at) {
      need.open = true;
      return;
    }
    const std::array<ir::Value, 1> variables{repo()};
    const ir::Value value = evaluate(*program.at, variables);
    cel::Evaluation evaluation;
    evaluation.context = &context_;
    if (value.is(ir::Tag::unknown) || value.is(ir::Tag::error)) {
      need.open = true;
    } else if (value.is(ir::Tag::entity) || value.is(ir::Tag::node)) {
      keep(program, value, need);
    } else if (cel::is_list(evaluation, value)) {
      need.open = need.open || cel::is_incomplete(evaluation, value);
      for (cel::Elements elements(evaluation, value); elements.next();) keep(program, elements.element(), need);
    }
  }

  void keep(const FactProgram& program, const ir::Value& at, GateFacts::Need& need) {
    if (at.is(ir::Tag::unknown)) {
      need.open = true;
      return;
    }
    const auto location = locate(at);
    if (!location || !counts(at)) return;
    Evidence out;
    out.at = *location;
    out.strength = strength_;
    for (const Template::Piece& piece : program.fact.pieces) {
      if (!piece.hole) {
        out.fact.ours(piece.words);
      } else {
        const std::array<ir::Value, 2> variables{repo(), at};
        out.fact.quoted(printed(evaluate(*piece.hole, variables), piece.words));
      }
    }
    need.found.push_back(std::move(out));
  }

  std::optional<Location> locate(const ir::Value& at) const {
    std::optional<Location> out;
    if (at.is(ir::Tag::node)) {
      out = ir::node_location(view_.ir(), at.index);
    } else if (at.is(ir::Tag::entity)) {
      if (const ir::Entity* entity = ir::entity_of(*report_.repo, at.element, at.index))
        out = report_.repo->location(*entity);
    }
    if (!out || out->file.index >= report_.files->size()) return std::nullopt;
    out->span.end =
        std::min(out->span.end, static_cast<std::uint32_t>((*report_.files)[out->file.index].text().size()));
    out->span.begin = std::min(out->span.begin, out->span.end);
    return out;
  }

  /// A decision without a reason, or that is stale, declares nothing.
  bool counts(const ir::Value& at) const {
    if (!at.is(ir::Tag::entity) || at.element != ir::kind_of<ir::Decision>) return true;
    return std::any_of(report_.decisions.begin(), report_.decisions.end(), [&](const DecisionRecord& record) {
      return record.decision.index == at.index &&
             (record.status == DecisionRecord::Status::answers || record.status == DecisionRecord::Status::stands);
    });
  }

  std::string printed(ir::Value value, const std::string& hole) {
    cel::Evaluation evaluation;
    evaluation.context = &context_;
    value = cel::plain(evaluation, value);
    if (value.is(ir::Tag::string)) return std::string(value.text, value.size);
    if (value.is(ir::Tag::integer)) return fmt::format("{}", value.integer);
    if (value.is(ir::Tag::boolean)) return value.boolean ? "true" : "false";
    if (!cel::is_list(evaluation, value)) return hole;
    std::vector<std::string> parts;
    for (cel::Elements elements(evaluation, value); elements.next();) {
      const ir::Value each = cel::plain(evaluation, elements.element());
      if (each.is(ir::Tag::string)) parts.emplace_back(each.text, each.size);
    }
    return fmt::format("{}", fmt::join(parts, ", "));
  }

  const Report& report_;
  ir::RepoView view_;
  Arena arena_;
  cel::EvaluationContext context_;
  Strength strength_ = Strength::direct;
};

std::unique_ptr<GatePrograms> compile_all(const std::vector<Gate>& gates, Compiler compiler) {
  auto programs = std::make_unique<GatePrograms>();
  for (const Gate& gate : gates) programs->gates.push_back(compiler.compile(gate));
  return programs;
}

}  // namespace

GateSet::GateSet(std::vector<Gate> gates, const std::string& origin, Diagnostics& diagnostics)
    : gates_(std::move(gates)), programs_(compile_all(gates_, Compiler(origin, {}, diagnostics))) {}

GateSet::GateSet(std::vector<Gate> gates) : gates_(std::move(gates)) {
  cel::CheckOptions options;
  options.patterns = false;
  const std::string origin = "the built-in gates";
  Diagnostics none;
  programs_ = compile_all(gates_, Compiler(origin, options, none));
  PLUMBLINE_CHECK(none.empty(), "the build has checked the gates");
}

GateSet::GateSet(GateSet&&) noexcept = default;
GateSet& GateSet::operator=(GateSet&&) noexcept = default;
GateSet::~GateSet() = default;

void judge_gates(Report& report, const GateSet& gates, const std::vector<std::string>& optional) {
  report.gates.clear();
  report.evidence.clear();
  Evaluator evaluator(report);
  for (std::size_t i = 0; i < gates.gates().size(); ++i) {
    const Gate& gate = gates.gates()[i];
    const GatePrograms::Of& programs = gates.programs().gates[i];
    GateResult result;
    if (programs.sound) {
      const GateFacts facts = evaluator.facts(gate, programs);
      result = decide_gate(report, gate, facts);
    } else {
      result.id = gate.id;
      result.title = gate.title;
      result.question = gate.question;
      result.reason = "the gate's own definition is wrong";
    }
    result.optional = std::find(optional.begin(), optional.end(), gate.id) != optional.end();
    report.gates.push_back(std::move(result));
  }
  report.readiness = readiness_of(report.gates);
}

void add_evidence_digests(Report& report) {
  for (Evidence& each : report.evidence) {
    const source::SourceFile& file = (*report.files)[each.at.file.index];
    each.digest = sha256_hex(file.line_text(file.lines().line_of(each.at.span.begin))).substr(0, 16);
  }
}

}  // namespace plumbline::judge
