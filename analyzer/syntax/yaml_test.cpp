#include "analyzer/syntax/yaml.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analyzer/syntax/data_verify.h"

namespace plumbline::syntax {

namespace {

struct Parsed {
  explicit Parsed(std::string text) : file(std::move(text)), data(parse_yaml(file, Limits{})) {
    CHECK(find_broken_promise(data, file) == "");
  }
  DataView root() const { return first_document(data, file); }
  std::vector<std::string> comments() const {
    std::vector<std::string> all;
    for (const Comment& comment : data.comments) all.emplace_back(comment.span.of(file));
    return all;
  }
  std::string file;
  Data data;
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a file without content has no nodes, whatever else it holds") {
  for (const char* text : {"", "\xef\xbb\xbf", "# only\n", "\n\n\n", "\xef\xbb\xbf# note", "%YAML 1.2\n"}) {
    CAPTURE(text);
    CHECK(Parsed(text).data.nodes.empty());
  }
  CHECK(parse_yaml(std::string_view{}, Limits{}).nodes.empty());
  CHECK(Parsed("\xef\xbb\xbf# note").comments() == Words{"# note"});
}

TEST_CASE("spans cover scalars with quotes, keys, block and flow collections") {
  const Parsed yaml("top:\n  'key one': \"value\"\n  list: # c\n    - a\n    - {b: [1, 2]}\nend: x\n");
  const DataView top = yaml.root()["top"];
  CHECK(top.span().of(yaml.file) == "'key one': \"value\"\n  list: # c\n    - a\n    - {b: [1, 2]}");
  CHECK(top["key one"].key_span().of(yaml.file) == "'key one'");
  CHECK(top["key one"].span().of(yaml.file) == "\"value\"");
  CHECK(top["list"].span().of(yaml.file) == "a\n    - {b: [1, 2]}");
  const DataView map = top["list"].children()[1];
  CHECK(map.span().of(yaml.file) == "{b: [1, 2]}");
  CHECK(map.node().has(DataNode::flow));
  CHECK(map["b"].span().of(yaml.file) == "[1, 2]");
  CHECK_FALSE(top.node().has(DataNode::flow));
}

TEST_CASE("places are bytes whatever the characters before them") {
  for (const char* before : {"# plain\n", "# \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n", "\xef\xbb\xbf# bom\n",
                             "# crlf\r\n", "\xef\xbb\xbf# \xc3\xa9\r\n", "# line\xe2\x80\xa8\n", "# next\xc2\x85\n"}) {
    CAPTURE(before);
    const Parsed yaml(std::string(before) + "k\xc3\xa9y: v\xc3\xa4lue\nnext: [x, \"\xe2\x82\xac\"]\n");
    CHECK(yaml.root()["k\xc3\xa9y"].span().of(yaml.file) == "v\xc3\xa4lue");
    CHECK(yaml.root()["next"].children()[1].span().of(yaml.file) == "\"\xe2\x82\xac\"");
    CHECK(yaml.root()["next"].key_span().of(yaml.file) == "next");
  }
}

TEST_CASE("plain scalars mean what the core schema of YAML 1.2 says") {
  const std::vector<std::pair<DataKind, Words>> table{
      {DataKind::null, {"", "~", "null", "Null", "NULL"}},
      {DataKind::boolean, {"true", "True", "TRUE", "false", "False", "FALSE"}},
      {DataKind::integer, {"0", "-1", "+12", "012", "0o17", "0xFf", std::string(400, '9')}},
      {DataKind::floating, {"1.", ".5", "-1.5e+3", "1e9", "1e999", ".inf", "-.INF", "+.Inf", ".nan", ".NaN"}},
      {DataKind::string, {"on",    "yes", "no",  "off", "y",  "n",     "tRUE",       "nULL", "1:30",  "0o18",
                          "0x",    "0xg", "-",   "+",   ".",  "1_000", "1e",         "--1",  "-.nan", "0b11",
                          "1.2.3", "e5",  "-e5", ".e5", "~~", "12px",  "2024-01-01", "-0x1"}}};
  for (const auto& row : table) {
    for (const std::string& text : row.second) {
      CAPTURE(text);
      CHECK(resolve_plain(text) == row.first);
    }
  }
}

TEST_CASE("quoted and tagged scalars are not resolved by their look") {
  const Parsed yaml("a: '1'\nb: \"true\"\nc: !!str 1\nd: !custom 2\ne: !!int 3\nf: |\n  4\n");
  for (const char* key : {"a", "b", "c", "d", "f"}) {
    CAPTURE(key);
    CHECK(yaml.root()[key].is_string());
  }
  CHECK(yaml.root()["e"].integer() == 3);
}

TEST_CASE("tags and anchors are flags and no part of spans") {
  const Parsed yaml(
      "a: &x !ref [b, c]\nd: !!python/object:os.system &y rm\ne: &z # note\n  !t\n  v\nf: !only\ng: !m\n  h: 1\n");
  const DataView root = yaml.root();
  CHECK(root["a"].span().of(yaml.file) == "[b, c]");
  CHECK(root["a"].tag(yaml.file) == "!ref");
  CHECK(root["a"].node().has(DataNode::tagged));
  CHECK(root["a"].node().has(DataNode::anchored));
  CHECK(root["d"].span().of(yaml.file) == "rm");
  CHECK(root["d"].tag(yaml.file) == "!!python/object:os.system");
  CHECK(root["e"].span().of(yaml.file) == "v");
  CHECK(root["e"].tag(yaml.file) == "!t");
  CHECK(root["f"].span().empty());
  CHECK(root["f"].tag(yaml.file) == "!only");
  CHECK(root["g"].tag(yaml.file) == "!m");
  CHECK(root["g"].span().of(yaml.file) == "h: 1");
  CHECK(root["g"]["h"].tag(yaml.file) == "");
  CHECK(yaml.comments() == Words{"# note"});
}

TEST_CASE("comments are found everywhere but inside scalars") {
  const Parsed yaml(R"(# first
a: 1 # behind a value
b: "# no" # yes
c: 'x # no' #tight
d: plain#no
e: | # header
  # text
f: >-
  # text too
g: &anchor # swallowed
  h: !tag # tagged
  # inside
  i: [1, # flow
    2]# after a bracket
url: http://x/#frag
# last)");
  CHECK(yaml.comments() == Words{"# first", "# behind a value", "# yes", "#tight", "# header", "# swallowed",
                                 "# tagged", "# inside", "# flow", "# after a bracket", "# last"});
  CHECK(yaml.root()["e"].text() == "# text\n");
  CHECK(yaml.data.errors.empty());
}

TEST_CASE("comments end at the lines an editor shows") {
  CHECK(Parsed("a: 1 # x\r\nb: 2 # y\rc: 3 # z").comments() == Words{"# x", "# y", "# z"});
  const Parsed hidden(
      "# note\xe2\x80\xa8"
      "evil: 1\n");
  CHECK(hidden.comments() == Words{"# note\xe2\x80\xa8"
                                   "evil: 1"});
  CHECK(hidden.root()["evil"].text() == "1");
}

TEST_CASE("every document is a root") {
  const Parsed yaml("a: 1\n---\n- b\n---\n...\n---\nc\n");
  const auto roots = documents(yaml.data, yaml.file);
  REQUIRE(roots.size() == 4);
  CHECK(roots[0]["a"].text() == "1");
  CHECK(roots[1].is_list());
  CHECK(roots[2].kind() == DataKind::null);
  CHECK(roots[3].text() == "c");
}

TEST_CASE("anchors end with their document") {
  const Parsed yaml("a: &x 1\n---\nb: *x\n");
  CHECK_FALSE(documents(yaml.data, yaml.file)[1]["b"].resolved());
  REQUIRE(yaml.data.errors.size() == 1);
  CHECK(yaml.data.errors[0].message == "alias without an anchor before it");
}

TEST_CASE("the last definition of an anchor before the alias counts") {
  const Parsed yaml("- &x 1\n- *x\n- &x [ &x 2, *x ]\n- *x\n");
  const auto items = yaml.root().children();
  CHECK(items[1].text() == "1");
  CHECK(items[2].children()[1].text() == "2");
  CHECK(items[3].text() == "2");
}

TEST_CASE("anchors and aliases at keys") {
  const Parsed yaml("&k key: 1\nother: *k\n*k : 2\n");
  CHECK(yaml.root()["other"].text() == "key");
  CHECK(yaml.root()["other"].mapped().to_source({0, 3}).of(yaml.file) == "*k");
  const auto entries = yaml.root().children();
  REQUIRE(entries.size() == 3);
  CHECK(entries[2].key() == "key");
  CHECK(entries[2].node().has(DataNode::duplicate));
}

TEST_CASE("a key that is a collection is its own source") {
  const Parsed yaml("? [a, *x]\n: 1\n? {b: c}\n: 2\n{{ template }}: 3\n? - d\n  - e # note\n: 4\n");
  const auto entries = yaml.root().children();
  REQUIRE(entries.size() == 4);
  CHECK(entries[0].key() == "[a, *x]");
  CHECK(entries[1].key() == "{b: c}");
  CHECK(entries[2].key() == "{{ template }}");
  CHECK(entries[2].text() == "3");
  CHECK(entries[3].key() == "- d\n  - e");
  CHECK(yaml.comments() == Words{"# note"});
}

TEST_CASE("a pair in a flow list is a map without brackets") {
  const Parsed yaml("[a: b, {c: d}, ? e : f, {x: y}: z]\n");
  const auto items = yaml.root().children();
  REQUIRE(items.size() == 4);
  CHECK(items[0].span().of(yaml.file) == "a: b");
  CHECK_FALSE(items[0].node().has(DataNode::flow));
  CHECK(items[1].span().of(yaml.file) == "{c: d}");
  CHECK(items[1].node().has(DataNode::flow));
  CHECK(items[2].span().of(yaml.file) == "e : f");
  CHECK(items[3].span().of(yaml.file) == "{x: y}: z");
}

TEST_CASE("missing values are nulls behind their colon") {
  const Parsed yaml("a:\nb: {c, d: }\ne:\n  -\n  - x\n");
  CHECK(yaml.root()["a"].kind() == DataKind::null);
  CHECK(yaml.root()["a"].span() == Span{2, 2});
  CHECK(yaml.root()["b"]["c"].kind() == DataKind::null);
  CHECK(yaml.root()["e"].children().size() == 2);
}

TEST_CASE("what stands before an error is kept and marked partial") {
  const Parsed yaml("a: 1\nb:\n  c: [x, y\nd: }\n");
  REQUIRE(yaml.data.errors.size() == 1);
  CHECK_FALSE(yaml.data.errors[0].limit);
  CHECK(yaml.root()["a"].text() == "1");
  CHECK(yaml.root()["b"]["c"].children()[0].text() == "x");
  CHECK(yaml.root().node().has(DataNode::partial));
  CHECK(yaml.root()["b"]["c"].node().has(DataNode::partial));
}

TEST_CASE("errors have their place") {
  struct Case {
    const char* text;
    std::uint32_t at;
    const char* message;
  };
  for (const Case& c :
       {Case{"a: b: c\n", 4, "mapping values are not allowed in this context"},
        Case{"a:\n\t- b\n", 3, "a tab cannot indent YAML"}, Case{"a: \x01\n", 3, "control characters are not allowed"},
        Case{"\xef\xbb\xbf"
             "ab: \xff\n",
             7, "not valid UTF-8"},
        Case{"a: \xc0\x80\n", 3, "not valid UTF-8"},
        Case{"%YAML 9.9\n---\na: 1\n", 0, "found incompatible YAML document"}}) {
    CAPTURE(c.text);
    const Parsed yaml(c.text);
    REQUIRE(yaml.data.errors.size() == 1);
    CHECK(yaml.data.errors[0].at.begin == c.at);
    CHECK(yaml.data.errors[0].message == c.message);
  }
}

}  // namespace plumbline::syntax
