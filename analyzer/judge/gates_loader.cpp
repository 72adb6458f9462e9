#include <algorithm>

#include <fmt/format.h>

#include "analyzer/engine/yaml_reader.h"
#include "analyzer/judge/gates.h"

namespace plumbline::judge {

namespace {

using engine::YamlReader;

class Loader {
 public:
  Loader(const std::string& origin, Diagnostics& diagnostics) : reader_(origin, diagnostics) {}

  std::vector<Gate> load(std::string_view text) {
    std::vector<Gate> gates;
    const auto root = reader_.parse(text);
    if (!root || !reader_.expect_map(root, {"schema", "gates"}, {"schema", "gates"})) return gates;
    if (const auto schema = reader_.get(root, "schema"); reader_.text(schema) != "1")
      reader_.error(schema, "this plumbline reads gates of schema 1");
    for (const auto& value : reader_.list(reader_.get(root, "gates"))) {
      Gate gate = read(value);
      const bool twice = std::any_of(gates.begin(), gates.end(), [&](const Gate& each) { return each.id == gate.id; });
      if (twice) reader_.error(value, fmt::format("the gate '{}' is there twice", gate.id));
      gates.push_back(std::move(gate));
    }
    return gates;
  }

 private:
  std::string text(const YamlReader::Value& map, std::string_view key) {
    return reader_.text(reader_.get(map, key)).value_or("");
  }
  engine::RuleExpression expression(const YamlReader::Value& value) {
    return {reader_.text(value).value_or(""), {}, value.at()};
  }

  Gate read(const YamlReader::Value& value) {
    Gate gate;
    const bool sound = reader_.expect_map(value,
                                          {"id", "title", "question", "guide", "reads", "applies", "no_subject",
                                           "needs", "fails", "unknown", "refuted_by"},
                                          {"id", "title", "question", "guide", "needs"});
    if (!sound) return gate;
    gate.id = text(value, "id");
    gate.title = text(value, "title");
    gate.question = text(value, "question");
    gate.guide = text(value, "guide");
    gate.no_subject = text(value, "no_subject");
    gate.refuted_by = texts(value, "refuted_by");
    read_kinds(gate, value);
    if (const auto applies = reader_.get(value, "applies")) {
      for (const auto& each : reader_.list(applies)) gate.applies.push_back(expression(each));
      if (gate.no_subject.empty()) reader_.error(applies, "a gate that may not apply says why in `no_subject`");
    }
    for (const auto& each : reader_.list(reader_.get(value, "needs"))) gate.needs.push_back(need(each));
    gate.fails = conditions(value, "fails");
    gate.unknown = conditions(value, "unknown");
    return gate;
  }

  std::vector<std::string> texts(const YamlReader::Value& map, std::string_view key) {
    const auto value = reader_.get(map, key);
    return value ? reader_.texts(value) : std::vector<std::string>();
  }

  void read_kinds(Gate& gate, const YamlReader::Value& value) {
    const auto reads = reader_.get(value, "reads");
    if (!reads) return;
    const std::vector<std::string_view> words(source::file_kind_names.begin(), source::file_kind_names.end());
    for (const auto& each : reader_.list(reads)) {
      if (const auto word = reader_.word(each, words)) gate.reads.push_back(static_cast<source::FileKind>(*word));
    }
  }

  GateNeed need(const YamlReader::Value& value) {
    GateNeed need;
    if (!reader_.expect_map(value, {"name", "absent", "absence", "applies", "facts"}, {"name", "absent", "facts"}))
      return need;
    need.name = text(value, "name");
    need.absent = text(value, "absent");
    if (const auto absence = reader_.get(value, "absence")) {
      const auto word = reader_.word(absence, {absence_names.begin(), absence_names.end()});
      if (word) need.absence = static_cast<Absence>(*word);
    }
    if (const auto applies = reader_.get(value, "applies")) {
      for (const auto& each : reader_.list(applies)) need.applies.push_back(expression(each));
    }
    for (const auto& each : reader_.list(reader_.get(value, "facts"))) {
      if (!reader_.expect_map(each, {"at", "fact", "strength"}, {"at", "fact"})) continue;
      GateFact fact;
      fact.at = expression(reader_.get(each, "at"));
      fact.fact = expression(reader_.get(each, "fact"));
      if (const auto strength = reader_.get(each, "strength")) {
        const auto word = reader_.word(strength, {strength_names.begin(), strength_names.end()});
        if (word) fact.strength = static_cast<Strength>(*word);
      }
      need.facts.push_back(std::move(fact));
    }
    return need;
  }

  std::vector<GateCondition> conditions(const YamlReader::Value& map, std::string_view key) {
    std::vector<GateCondition> out;
    const auto value = reader_.get(map, key);
    if (!value) return out;
    for (const auto& each : reader_.list(value)) {
      if (!reader_.expect_map(each, {"when", "reason"}, {"when", "reason"})) continue;
      out.push_back({expression(reader_.get(each, "when")), text(each, "reason")});
    }
    return out;
  }

  YamlReader reader_;
};

}  // namespace

std::vector<Gate> load_gates(std::string_view text, const std::string& origin, Diagnostics& diagnostics) {
  return Loader(origin, diagnostics).load(text);
}

}  // namespace plumbline::judge
