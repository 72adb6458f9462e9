#include "analyzer/engine/rule_loader.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/engine/yaml_reader.h"

namespace plumbline::engine {

namespace {

constexpr std::array<std::string_view, 5> tag_letters{"CC", "PM", "CD", "FC", "AB"};

template <std::size_t N>
std::vector<std::string_view> words_of(const std::array<std::string_view, N>& names) {
  return {names.begin(), names.end()};
}

/// Letters and digits of an id, or nothing when it is not of that form.
std::optional<std::pair<std::string_view, std::string_view>> split_id(std::string_view id) {
  std::size_t letters = 0;
  while (letters < id.size() && ascii::is_upper(id[letters])) ++letters;
  const std::string_view digits = id.substr(letters);
  const bool numeric = std::all_of(digits.begin(), digits.end(), ascii::is_digit);
  if (letters < 2 || letters > 8 || digits.size() < 2 || digits.size() > 5 || !numeric) return std::nullopt;
  return std::pair{id.substr(0, letters), digits};
}

class Loader {
 public:
  Loader(const std::string& origin, Authorship authorship, Diagnostics& diagnostics)
      : reader_(origin, diagnostics), authorship_(authorship), diagnostics_(diagnostics) {
    rule_.origin = origin;
  }

  std::optional<Rule> load(std::string_view text) {
    const std::size_t errors = diagnostics_.all().size();
    root_ = reader_.parse(text);
    if (!root_) return std::nullopt;
    if (!reader_.expect_map(root_, known_keys(), required_keys())) return std::nullopt;
    identity();
    condition();
    place();
    texts();
    fixes();
    rule_.bad = examples("bad");
    rule_.good = examples("good");
    if (authorship_ == Authorship::built_in && (rule_.bad.size() < 2 || rule_.good.size() < 2)) {
      reader_.error(reader_.get(root_, "examples"), "a rule of ours has at least two bad and two good examples");
    }
    if (diagnostics_.all().size() != errors) return std::nullopt;
    return std::move(rule_);
  }

 private:
  static std::vector<std::string_view> known_keys() {
    return {"schema",
            "id",
            "name",
            "title",
            "tag",
            "severity",
            "precision",
            "critical",
            "default",
            "for",
            "let",
            "when",
            "at",
            "related",
            "message",
            "why",
            "remedy",
            "references",
            "answers_decision",
            "gates",
            "cwe",
            "security_severity",
            "equivalents",
            "fix",
            "since",
            "status",
            "replaced_by",
            "examples"};
  }
  std::vector<std::string_view> required_keys() const {
    std::vector<std::string_view> keys{"id",  "name", "title",   "tag", "severity",
                                       "for", "when", "message", "why", "remedy"};
    keys.push_back(authorship_ == Authorship::user ? "schema" : "examples");
    return keys;
  }

  RuleExpression expression(const YamlReader::Value& value, std::string keys) {
    return {reader_.text(value).value_or(""), std::move(keys), value.at()};
  }

  void identity() {
    if (const auto schema = reader_.get(root_, "schema"); schema && reader_.text(schema) != "1") {
      reader_.error(schema, "this plumbline reads rule files of schema 1");
    }
    const auto id = reader_.get(root_, "id");
    rule_.id = reader_.text(id).value_or("");
    rule_.name = reader_.text(reader_.get(root_, "name")).value_or("");
    rule_.title = reader_.text(reader_.get(root_, "title")).value_or("");
    if (const auto tag = reader_.word(reader_.get(root_, "tag"), words_of(tag_names)))
      rule_.tag = static_cast<Tag>(*tag);
    check_id(id);
    check_name();
    if (const auto word = reader_.word(reader_.get(root_, "severity"), words_of(severity_names))) {
      rule_.severity = static_cast<Severity>(*word);
    }
    if (const auto value = reader_.get(root_, "precision")) {
      if (const auto word = reader_.word(value, words_of(precision_names)))
        rule_.precision = static_cast<Precision>(*word);
    }
    if (const auto value = reader_.get(root_, "status")) {
      if (const auto word = reader_.word(value, words_of(status_names))) rule_.status = static_cast<Status>(*word);
    }
    rule_.critical = reader_.boolean(reader_.get(root_, "critical")).value_or(false);
    rule_.enabled_by_default = reader_.boolean(reader_.get(root_, "default")).value_or(true);
    rule_.answers_decision = reader_.boolean(reader_.get(root_, "answers_decision"));
    rule_.since = reader_.text(reader_.get(root_, "since")).value_or("");
    rule_.replaced_by = reader_.text(reader_.get(root_, "replaced_by")).value_or("");
  }

  void check_id(const YamlReader::Value& at) {
    if (!split_id(rule_.id)) {
      reader_.error(at, fmt::format("'{}' is no rule id: two to eight capitals, then two to five digits", rule_.id));
      return;
    }
    if (authorship_ == Authorship::user) return;
    const auto meaning = meaning_of_id(rule_.id);
    if (!meaning || meaning->first != rule_.tag) {
      reader_.error(at, fmt::format("the letters of '{}' do not stand for {}", rule_.id, name(rule_.tag)));
      return;
    }
    rule_.domain = meaning->second;
  }

  void check_name() {
    const bool kebab = !rule_.name.empty() && std::all_of(rule_.name.begin(), rule_.name.end(), [](char c) {
      return ascii::is_lower(c) || ascii::is_digit(c) || c == '-';
    });
    if (!kebab)
      reader_.error(reader_.get(root_, "name"), "a name is written like-this: named by the fault, in lower case");
  }

  void condition() {
    std::vector<std::string_view> entities;
    for (const ir::EntitySchema& entity : ir::schema()) entities.push_back(entity.name);
    if (const auto kind = reader_.word(reader_.get(root_, "for"), entities)) {
      rule_.subject = static_cast<ir::EntityKind>(*kind);
    }
    for (const auto& [name, value] : reader_.entries(reader_.get(root_, "let"))) {
      rule_.lets.emplace_back(name, expression(value, "let." + name));
    }
    rule_.when = expression(reader_.get(root_, "when"), "when");
  }

  void place() {
    if (const auto at = reader_.get(root_, "at")) rule_.at = expression(at, "at");
    if (rule_.subject == ir::kind_of<ir::Repo> && !rule_.at) {
      reader_.error(reader_.get(root_, "for"), "a rule for the repository says with 'at' where it points");
    }
    for (const auto& value : reader_.list(reader_.get(root_, "related"))) {
      if (!reader_.expect_map(value, {"at", "message"}, {"at", "message"})) continue;
      const std::string keys = fmt::format("related.{}.", rule_.related.size());
      rule_.related.push_back({expression(reader_.get(value, "at"), keys + "at"),
                               expression(reader_.get(value, "message"), keys + "message")});
    }
  }

  void texts() {
    rule_.message = expression(reader_.get(root_, "message"), "message");
    rule_.why = reader_.text(reader_.get(root_, "why")).value_or("");
    rule_.remedy = reader_.text(reader_.get(root_, "remedy")).value_or("");
    rule_.references = reader_.texts(reader_.get(root_, "references"));
    rule_.gates = reader_.texts(reader_.get(root_, "gates"));
    for (const auto& value : reader_.list(reader_.get(root_, "cwe"))) {
      if (const auto number = reader_.integer(value)) rule_.cwe.push_back(static_cast<std::uint32_t>(*number));
    }
    rule_.security_severity = reader_.number(reader_.get(root_, "security_severity"));
    for (const auto& [tool, ids] : reader_.entries(reader_.get(root_, "equivalents"))) {
      rule_.equivalents.emplace_back(tool, reader_.texts(ids));
    }
  }

  void fixes() {
    const auto fix = reader_.get(root_, "fix");
    if (!fix || !reader_.expect_map(fix, {"safety", "edits"}, {"safety", "edits"})) return;
    if (const auto word = reader_.word(reader_.get(fix, "safety"), {"unsafe", "safe"})) rule_.fix_is_safe = *word == 1;
    std::size_t edit = 0;
    for (const auto& value : reader_.list(reader_.get(fix, "edits"))) {
      if (!reader_.expect_map(value, {"at", "replace", "insert_before", "insert_after", "delete"}, {"at"})) continue;
      using Kind = Rule::FixTemplate::Kind;
      constexpr std::array<std::pair<std::string_view, Kind>, 4> kinds{{{"replace", Kind::replace},
                                                                        {"insert_before", Kind::insert_before},
                                                                        {"insert_after", Kind::insert_after},
                                                                        {"delete", Kind::remove}}};
      for (const auto& [key, kind] : kinds) {
        const auto text = reader_.get(value, key);
        if (!text) continue;
        const std::string keys = fmt::format("fix.edits.{}.", edit);
        rule_.fixes.push_back(
            {kind, expression(reader_.get(value, "at"), keys + "at"), expression(text, keys + std::string(key))});
      }
      ++edit;
    }
  }

  std::vector<ExampleFile> files(const YamlReader::Value& list) {
    std::vector<ExampleFile> all;
    for (const auto& value : reader_.list(list)) {
      if (!reader_.expect_map(value, {"path", "text"}, {"path"})) continue;
      all.push_back({reader_.text(reader_.get(value, "path")).value_or(""),
                     reader_.text(reader_.get(value, "text")).value_or("")});
    }
    return all;
  }

  std::vector<Example> examples(std::string_view kind) {
    std::vector<Example> all;
    const auto both = reader_.get(root_, "examples");
    if (!both || !reader_.expect_map(both, {"bad", "good"})) return all;
    const bool bad = kind == "bad";
    for (const auto& value : reader_.list(reader_.get(both, kind))) {
      const std::vector<std::string_view> known =
          bad ? std::vector<std::string_view>{"files", "finds", "message", "fixed"}
              : std::vector<std::string_view>{"files", "allows"};
      if (!reader_.expect_map(value, known, {"files"})) continue;
      Example example;
      example.files = files(reader_.get(value, "files"));
      example.finds = reader_.texts(reader_.get(value, "finds"));
      example.message = reader_.text(reader_.get(value, "message"));
      example.fixed = files(reader_.get(value, "fixed"));
      example.allows = reader_.texts(reader_.get(value, "allows"));
      all.push_back(std::move(example));
    }
    return all;
  }

  YamlReader reader_;
  Authorship authorship_;
  Diagnostics& diagnostics_;
  YamlReader::Value root_;
  Rule rule_;
};

}  // namespace

std::optional<std::pair<Tag, Domain>> meaning_of_id(std::string_view id) {
  const auto parts = split_id(id);
  if (!parts || parts->second.size() != 3) return std::nullopt;
  const auto tag = std::find(tag_letters.begin(), tag_letters.end(), parts->first);
  const int domain = parts->second.front() - '0';
  if (tag == tag_letters.end() || domain < 1) return std::nullopt;
  return std::pair{static_cast<Tag>(tag - tag_letters.begin()), static_cast<Domain>(domain)};
}

std::optional<Rule> load_rule(std::string_view text, const std::string& origin, Authorship authorship,
                              Diagnostics& diagnostics) {
  return Loader(origin, authorship, diagnostics).load(text);
}

}  // namespace plumbline::engine
