#include "analyzer/judge/pack.h"

#include <cstring>
#include <type_traits>

namespace plumbline::judge {

namespace {

/// Both directions walk the same fields in the same order: `archive(value)` writes it or reads it.
class Writer {
 public:
  static constexpr bool reads = false;
  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void operator()(T& value) { out.append(reinterpret_cast<const char*>(&value), sizeof(T)); }
  void operator()(std::string& text) {
    auto size = static_cast<std::uint32_t>(text.size());
    (*this)(size);
    out += text;
  }
  std::string out;
};

class Reader {
 public:
  static constexpr bool reads = true;
  explicit Reader(std::string_view in) : in_(in) {}
  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void operator()(T& value) {
    if (!has(sizeof(T))) return;
    std::memcpy(&value, in_.data(), sizeof(T));
    in_.remove_prefix(sizeof(T));
  }
  void operator()(bool& value) {
    std::uint8_t byte = 0;
    (*this)(byte);
    good_ = good_ && byte <= 1;
    value = byte == 1;
  }
  void operator()(std::string& text) {
    std::uint32_t size = 0;
    (*this)(size);
    if (!has(size)) return;
    text.assign(in_.substr(0, size));
    in_.remove_prefix(size);
  }
  bool good() const { return good_; }
  bool at_end() const { return in_.empty(); }
  /// A count can not be larger than what is left.
  bool has(std::size_t size) {
    good_ = good_ && size <= in_.size();
    return good_;
  }

 private:
  std::string_view in_;
  bool good_ = true;
};

// Declared first: templates below find overloads for types of namespace std only where they are declared before.
template <class A, class T>
void visit(A& archive, std::vector<T>& values);
template <class A, class T>
void visit(A& archive, std::optional<T>& value);
template <class A, class T, class U>
void visit(A& archive, std::pair<T, U>& both);

template <class A, class T>
requires std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::string>
void visit(A& archive, T& value) {
  archive(value);
}
template <class A>
void visit(A& archive, engine::RuleExpression& expression) {
  visit(archive, expression.text);
  visit(archive, expression.keys);
}
template <class A>
void visit(A& archive, engine::ExampleFile& file) {
  visit(archive, file.path);
  visit(archive, file.text);
}
template <class A>
void visit(A& archive, engine::Example& example) {
  visit(archive, example.files);
  visit(archive, example.finds);
  visit(archive, example.message);
  visit(archive, example.fixed);
  visit(archive, example.allows);
}
template <class A>
void visit(A& archive, engine::Rule::Related& related) {
  visit(archive, related.at);
  visit(archive, related.message);
}
template <class A>
void visit(A& archive, engine::Rule::FixTemplate& fix) {
  visit(archive, fix.kind);
  visit(archive, fix.at);
  visit(archive, fix.text);
}
template <class A>
void visit(A& archive, engine::Rule& rule) {
  visit(archive, rule.origin);
  visit(archive, rule.id);
  visit(archive, rule.name);
  visit(archive, rule.title);
  visit(archive, rule.tag);
  visit(archive, rule.domain);
  visit(archive, rule.severity);
  visit(archive, rule.precision);
  visit(archive, rule.critical);
  visit(archive, rule.enabled_by_default);
  visit(archive, rule.subject);
  visit(archive, rule.lets);
  visit(archive, rule.when);
  visit(archive, rule.at);
  visit(archive, rule.related);
  visit(archive, rule.message);
  visit(archive, rule.why);
  visit(archive, rule.remedy);
  visit(archive, rule.references);
  visit(archive, rule.answers_decision);
  visit(archive, rule.gates);
  visit(archive, rule.cwe);
  visit(archive, rule.security_severity);
  visit(archive, rule.equivalents);
  visit(archive, rule.fix_is_safe);
  visit(archive, rule.fixes);
  visit(archive, rule.since);
  visit(archive, rule.status);
  visit(archive, rule.replaced_by);
  visit(archive, rule.bad);
  visit(archive, rule.good);
}
template <class A>
void visit(A& archive, GateFact& fact) {
  visit(archive, fact.at);
  visit(archive, fact.fact);
  visit(archive, fact.strength);
}
template <class A>
void visit(A& archive, GateNeed& need) {
  visit(archive, need.name);
  visit(archive, need.absent);
  visit(archive, need.absence);
  visit(archive, need.applies);
  visit(archive, need.facts);
}
template <class A>
void visit(A& archive, GateCondition& condition) {
  visit(archive, condition.when);
  visit(archive, condition.reason);
}
template <class A>
void visit(A& archive, Gate& gate) {
  visit(archive, gate.id);
  visit(archive, gate.title);
  visit(archive, gate.question);
  visit(archive, gate.guide);
  visit(archive, gate.reads);
  visit(archive, gate.applies);
  visit(archive, gate.no_subject);
  visit(archive, gate.needs);
  visit(archive, gate.fails);
  visit(archive, gate.unknown);
  visit(archive, gate.refuted_by);
}

template <class A, class T>
void visit(A& archive, std::vector<T>& values) {
  auto count = static_cast<std::uint32_t>(values.size());
  archive(count);
  if constexpr (A::reads) {
    if (!archive.has(count)) return;
    values.resize(count);
  }
  for (T& value : values) visit(archive, value);
}
template <class A, class T>
void visit(A& archive, std::optional<T>& value) {
  bool present = value.has_value();
  archive(present);
  if (!present) return;
  if constexpr (A::reads) value.emplace();
  visit(archive, *value);
}
template <class A, class T, class U>
void visit(A& archive, std::pair<T, U>& both) {
  visit(archive, both.first);
  visit(archive, both.second);
}

template <class A>
void visit_pack(A& archive, Pack& pack) {
  visit(archive, pack.rules);
  visit(archive, pack.knowledge);
  visit(archive, pack.gates);
}

}  // namespace

std::string write_pack(const Pack& pack) {
  Pack copy = pack;  // one walk for both directions takes what it visits by reference
  Writer writer;
  visit_pack(writer, copy);
  return std::move(writer.out);
}

std::optional<Pack> read_pack(std::string_view bytes) {
  Pack pack;
  Reader reader(bytes);
  visit_pack(reader, pack);
  if (!reader.good() || !reader.at_end()) return std::nullopt;
  return pack;
}

}  // namespace plumbline::judge
