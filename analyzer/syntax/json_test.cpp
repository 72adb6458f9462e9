#include "analyzer/syntax/json.h"

#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analyzer/syntax/data_verify.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::syntax {

namespace {

struct Parsed {
  explicit Parsed(std::string text, JsonDialect dialect = JsonDialect::strict)
      : file(std::move(text)), data(parse_json(file, Limits{}, dialect)) {
    CHECK(find_broken_promise(data, file) == "");
  }
  DataView root() const { return first_document(data, file); }
  std::string first_error() const { return data.errors.empty() ? "" : data.errors.front().message; }
  std::string file;
  Data data;
};

std::string repeat(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("JSON values have kinds and places") {
  const Parsed json("\xef\xbb\xbf{ \"a\": [1, -2.5e3, true, null, \"x\"], \"b\": {} }\n");
  CHECK(json.data.errors.empty());
  const auto items = json.root()["a"].elements();
  REQUIRE(items.size() == 5);
  CHECK(items[0].integer() == 1);
  CHECK(items[1].number() == -2500.0);
  CHECK(items[2].boolean() == true);
  CHECK(items[3].kind() == DataKind::null);
  CHECK(items[4].span().of(json.file) == "\"x\"");
  CHECK(json.root()["a"].key_span().of(json.file) == "\"a\"");
  CHECK(json.root()["a"].span().of(json.file) == "[1, -2.5e3, true, null, \"x\"]");
  CHECK(json.root()["b"].is_map());
}

TEST_CASE("escapes are decoded and map to themselves") {
  const Parsed json(R"({"k\u0065y": "a\nb\u20ac\ud83d\ude00\/\"c"})");
  CHECK(json.data.errors.empty());
  const DataView value = json.root()["key"];
  CHECK(value.text() == "a\nb\xe2\x82\xac\xf0\x9f\x98\x80/\"c");
  const source::MappedText mapped = value.mapped();
  CHECK(mapped.to_source({1, 2}).of(json.file) == "\\n");
  CHECK(mapped.to_source({3, 6}).of(json.file) == "\\u20ac");
  CHECK(mapped.to_source({6, 10}).of(json.file) == "\\ud83d\\ude00");
  CHECK(mapped.to_source({12, 13}).of(json.file) == "c");
  CHECK(Parsed(R"(["\ud800"])").root().elements()[0].text() == "\xef\xbf\xbd");
}

TEST_CASE("what goes beyond JSON is read, and an error for strict readers only") {
  const std::string relaxed =
      "// first\n{\n  /* c */ bare: 'x',\n  \"n\": [+1, .5, 1., 0x1F, NaN, -Infinity,],\n  \"t\": \"a\\\nb\",\n}\n";
  const Parsed lenient(relaxed, JsonDialect::relaxed);
  CHECK(lenient.first_error() == "");
  CHECK(lenient.root()["bare"].text() == "x");
  const auto numbers = lenient.root()["n"].elements();
  REQUIRE(numbers.size() == 6);
  CHECK(numbers[0].integer() == 1);
  CHECK(numbers[3].integer() == 31);
  CHECK(numbers[5].kind() == DataKind::floating);
  CHECK(lenient.root()["t"].text() == "ab");
  REQUIRE(lenient.data.comments.size() == 2);
  CHECK(lenient.data.comments[0].span.of(relaxed) == "// first");
  CHECK(lenient.data.comments[1].span.of(relaxed) == "/* c */");
  const Parsed strict(relaxed);
  CHECK(strict.data.errors.size() == 13);
  CHECK(strict.first_error() == "comment is not JSON");
  CHECK(strict.data.nodes.size() == lenient.data.nodes.size());
}

TEST_CASE("what stands before an error is kept") {
  const Parsed json("{\"a\": 1, \"b\": [2, {\"c\" 3}]}");
  CHECK(json.root()["a"].integer() == 1);
  CHECK(json.root()["b"].elements()[0].integer() == 2);
  CHECK(json.root().node().has(DataNode::partial));
  REQUIRE(json.data.errors.size() == 1);
  CHECK(json.data.errors[0].message == "expected a colon behind the key");
  CHECK(json.data.errors[0].at.of(json.file) == "3");
}

TEST_CASE("errors are named") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"", "no value"},
      {" \n", "no value"},
      {"{", "unexpected end of file"},
      {"[1", "unexpected end of file"},
      {"[1 2]", "expected a comma or ']'"},
      {"[,]", "expected a value"},
      {"[1,,2]", "expected a value"},
      {"{,}", "expected a key"},
      {"{\"a\":}", "expected a value"},
      {"[1}", "expected a comma or ']'"},
      {"01", "expected a value"},
      {"1 2", "text behind the value"},
      {"\"a", "string without end"},
      {"\"a\n\"", "string without end"},
      {"[1,]", "trailing comma is not JSON"},
      {"'a'", "single quotes is not JSON"},
      {"\"\\x\"", "unknown escape is not JSON"},
      {"\"\\u12\"", "unknown escape is not JSON"},
      {"/* x", "comment without end"},
      {"\"\x01\"", "control character in a string is not JSON"},
      {"tru", "expected a value"},
      {"\"\\", "unknown escape is not JSON"}};
  for (const auto& row : table) {
    CAPTURE(row.first);
    CHECK(Parsed(row.first).first_error() == row.second);
  }
}

TEST_CASE("duplicate names are flagged") {
  const Parsed json(R"({"a": 1, "\u0061": 2})");
  const auto entries = json.root().children();
  REQUIRE(entries.size() == 2);
  CHECK_FALSE(entries[0].node().has(DataNode::duplicate));
  CHECK(entries[1].node().has(DataNode::duplicate));
}

TEST_CASE("depth and nodes are limited, and nothing takes more than linear time") {
  for (const char* unit : {"[", "{\"a\":", "[{\"a\":"}) {
    const Parsed json(repeat(unit, 90'000));
    CHECK(json.first_error() == "nested deeper than 500 levels");
    CHECK(json.data.errors.back().limit);
  }
  CHECK(Parsed(repeat("[", 500) + repeat("]", 500)).first_error() == "");
  CHECK(Parsed("[" + std::string(1'000'000, '1') + "]").data.errors.empty());
  CHECK(Parsed("[" + repeat("1,", 300'000) + "1]").data.nodes.size() == 300'002);
  CHECK(Parsed("{" + repeat("\"a\":1,", 50'000) + "\"a\":1}").data.errors.empty());
  CHECK(Parsed("\"" + repeat("\\n", 500'000) + "\"").root().text().size() == 500'000);
}

TEST_CASE("every prefix and every single changed byte is read without a broken promise") {
  const std::string file = R"(/*c*/ {"a\t": [1, 'x\u00e9', {"b": null,}], c: "\\", "d": -0.5e+1} // e)";
  std::mt19937 random(1);
  for (std::size_t i = 0; i < file.size(); ++i) {
    CAPTURE(i);
    const Parsed prefix(file.substr(0, i), JsonDialect::relaxed);
    std::string changed = file;
    changed[i] = static_cast<char>(random() % 256);
    const Parsed other(changed, JsonDialect::relaxed);
  }
}

TEST_CASE("JSON inside YAML has places in the outer file") {
  const std::string file = "data:\n  config.json: |\n    {\n      \"a\": \"x\\ny\",\n      \"b\": [1]\n    }\n";
  const Data outer = parse_yaml(file, Limits{});
  const Data inner = parse_json(first_document(outer, file)["data"]["config.json"].mapped(), Limits{});
  CHECK(inner.errors.empty());
  CHECK(find_broken_promise(inner, file) == "");
  const DataView root = first_document(inner, file);
  CHECK(root["a"].text() == "x\ny");
  CHECK(root["a"].mapped().to_source({1, 2}).of(file) == "\\n");
  CHECK(root["b"].span().of(file) == "[1]");
  CHECK(root["b"].key_span().of(file) == "\"b\"");
}

}  // namespace plumbline::syntax
