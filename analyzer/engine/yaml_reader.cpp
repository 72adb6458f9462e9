#include "analyzer/engine/yaml_reader.h"

#include <algorithm>
#include <sstream>
#include <unordered_set>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"

namespace plumbline::engine {

namespace {

LineColumn place(const YAML::Mark& mark) {
  if (mark.is_null()) return {1, 1};
  return {static_cast<std::uint32_t>(mark.line) + 1, static_cast<std::uint32_t>(mark.column) + 1};
}

std::string list_of(const std::vector<std::string_view>& words) {
  std::string out;
  for (const std::string_view word : words) {
    if (!out.empty()) out += ", ";
    out += word;
  }
  return out;
}

std::string suggestion(std::string_view given, const std::vector<std::string_view>& known) {
  const std::string_view near = ascii::nearest(given, known);
  return near.empty() ? fmt::format("; known: {}", list_of(known)) : fmt::format("; did you mean '{}'?", near);
}

/// Where the documents of a text begin. Everything else of it is passed over.
class DocumentStarts final : public YAML::EventHandler {
 public:
  std::vector<YAML::Mark> marks;

  void OnDocumentStart(const YAML::Mark& mark) override { marks.push_back(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {}
  void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {}
  void OnMapEnd() override {}
};

/// Where a second document begins: what stands behind the first would be ignored in silence. Two are asked for and no
/// more, since the parser makes documents without end of a comma outside of brackets.
std::optional<YAML::Mark> second_document(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  DocumentStarts starts;
  for (int i = 0; i < 2; ++i) parser.HandleNextDocument(starts);
  if (starts.marks.size() < 2) return std::nullopt;
  return starts.marks[1];
}

}  // namespace

LineColumn YamlReader::Value::at() const {
  return node_ ? place(node_->Mark()) : LineColumn{};
}

YamlReader::Value YamlReader::child(const YAML::Node& node, std::string name) const {
  Value value;
  value.node_ = std::make_shared<YAML::Node>(node);
  value.name_ = std::move(name);
  return value;
}

YamlReader::Value YamlReader::parse(std::string_view text) {
  // yaml-cpp takes any bytes, and loses its place at some that YAML does not allow.
  const auto refuse = [&](std::size_t bad, std::string_view what) {
    const auto line =
        static_cast<std::uint32_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n'));
    error(LineColumn{line + 1, 1}, std::string(what));
    return Value();
  };
  if (const std::size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) return refuse(bad, "not UTF-8");
  const auto control = std::find_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
  });
  if (control != text.end()) {
    return refuse(static_cast<std::size_t>(control - text.begin()), "a control character, which YAML does not allow");
  }
  try {
    const std::string owned(text);
    if (const std::optional<YAML::Mark> second = second_document(owned))
      error(place(*second), "a second document in the file");
    return child(YAML::Load(owned), "the file");
  } catch (const YAML::Exception& exception) {
    error(place(exception.mark), exception.msg);
    return {};
  }
}

YamlReader::Value YamlReader::get(const Value& map, std::string_view key) const {
  if (!map || !map.node_->IsMap()) return {};
  const YAML::Node node = (*static_cast<const YAML::Node*>(map.node_.get()))[std::string(key)];
  if (!node.IsDefined() || node.IsNull()) return {};
  return child(node, std::string(key));
}

bool YamlReader::expect_map(const Value& value, const std::vector<std::string_view>& known,
                            const std::vector<std::string_view>& required) {
  if (!value) return false;
  if (!value.node_->IsMap()) {
    error(value, fmt::format("{} must be a map with the keys {}", value.name_, list_of(known)));
    return false;
  }
  bool good = true;
  std::unordered_set<std::string> seen;
  for (const auto& entry : *value.node_) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string("?");
    if (!seen.insert(key).second) {
      error(place(entry.first.Mark()), fmt::format("the key '{}' stands twice", key));
      good = false;
    }
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    error(place(entry.first.Mark()), fmt::format("unknown key '{}' in {}{}", key, value.name_, suggestion(key, known)));
    good = false;
  }
  for (const std::string_view key : required) {
    if (get(value, key)) continue;
    error(value, fmt::format("{} lacks the key '{}'", value.name_, key));
    good = false;
  }
  return good;
}

std::optional<std::string> YamlReader::text(const Value& value) {
  if (!value) return std::nullopt;
  if (!value.node_->IsScalar()) {
    error(value, fmt::format("'{}' must be text", value.name_));
    return std::nullopt;
  }
  return value.node_->Scalar();
}

std::optional<bool> YamlReader::boolean(const Value& value) {
  const std::optional<std::string> word = text(value);
  if (!word) return std::nullopt;
  if (*word == "true" || *word == "false") return *word == "true";
  error(value, fmt::format("'{}' must be true or false", value.name_));
  return std::nullopt;
}

std::optional<double> YamlReader::number(const Value& value) {
  const std::optional<std::string> word = text(value);
  if (!word) return std::nullopt;
  const std::optional<double> parsed = ascii::parse_double(*word);
  if (!parsed) error(value, fmt::format("'{}' must be a number", value.name_));
  return parsed;
}

std::optional<std::int64_t> YamlReader::integer(const Value& value) {
  const std::optional<std::string> word = text(value);
  if (!word) return std::nullopt;
  const std::optional<std::int64_t> parsed = ascii::parse_int(*word);
  if (!parsed) error(value, fmt::format("'{}' must be a whole number", value.name_));
  return parsed;
}

std::vector<YamlReader::Value> YamlReader::list(const Value& value) {
  std::vector<Value> values;
  if (!value) return values;
  if (!value.node_->IsSequence()) {
    if (value.node_->IsScalar()) {
      values.push_back(value);
    } else {
      error(value, fmt::format("'{}' must be a list", value.name_));
    }
    return values;
  }
  for (const auto& element : *value.node_) values.push_back(child(element, value.name_));
  return values;
}

std::vector<std::string> YamlReader::texts(const Value& value) {
  std::vector<std::string> all;
  for (const Value& element : list(value)) {
    if (std::optional<std::string> one = text(element)) all.push_back(std::move(*one));
  }
  return all;
}

std::vector<std::pair<std::string, YamlReader::Value>> YamlReader::entries(const Value& map) {
  std::vector<std::pair<std::string, Value>> all;
  if (!map) return all;
  if (!map.node_->IsMap()) {
    error(map, fmt::format("'{}' must be a map", map.name_));
    return all;
  }
  for (const auto& entry : *map.node_) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string("?");
    all.emplace_back(key, child(entry.second, key));
  }
  return all;
}

std::optional<std::size_t> YamlReader::word(const Value& value, const std::vector<std::string_view>& words) {
  const std::optional<std::string> given = text(value);
  if (!given) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), *given);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  error(value, fmt::format("'{}' is not a value of '{}'{}", *given, value.name_, suggestion(*given, words)));
  return std::nullopt;
}

void YamlReader::error(const Value& value, std::string message) {
  error(value.at(), std::move(message));
}

void YamlReader::error(LineColumn at, std::string message) {
  // Keys and words of the file stand in the message: quoted, whoever wrote the file.
  diagnostics_.add(diagnostic_at(origin_, at, Code::rule_error, Text().quoted(message)));
}

}  // namespace plumbline::engine
