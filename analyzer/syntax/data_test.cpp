#include "analyzer/syntax/data.h"

#include <string>

#include <doctest/doctest.h>

#include "analyzer/syntax/data_builder.h"
#include "analyzer/syntax/data_verify.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::syntax {

namespace {

struct Parsed {
  explicit Parsed(std::string text) : file(std::move(text)), data(parse_yaml(file, Limits{})) {
    CHECK(find_broken_promise(data, file) == "");
  }
  DataView root() const { return first_document(data, file); }
  std::string keys(DataView map) const {
    std::string all;
    map.visit([&](DataView child) { all.append(child.key()).append("=").append(child.text()).append(" "); });
    return all;
  }
  std::string file;
  Data data;
};

}  // namespace

TEST_CASE("an absent value answers every question") {
  const DataView absent;
  CHECK_FALSE(absent["a"]["b"]);
  CHECK(absent.text() == "");
  CHECK(absent.children().empty());
  CHECK(absent.kind() == DataKind::null);
  CHECK_FALSE(absent.is_scalar());
  CHECK_FALSE(absent.integer());
  CHECK(absent.mapped().empty());
  CHECK(absent.span() == Span{});
  CHECK(absent.key() == "");
}

TEST_CASE("values are found by key and read by kind") {
  const Parsed yaml("name: web\nport: 0x1F\nmode: 0o17\nratio: -1.5e3\nlive: TRUE\nlist: [1, 2]\nnone: ~\n");
  const DataView root = yaml.root();
  CHECK(root["name"].text() == "web");
  CHECK(root["port"].integer() == 31);
  CHECK(root["mode"].integer() == 15);
  CHECK(root["ratio"].number() == -1500.0);
  CHECK(root["live"].boolean() == true);
  CHECK(root["list"].elements().size() == 2);
  CHECK(root["none"].kind() == DataKind::null);
  CHECK_FALSE(root["name"].integer());
  CHECK_FALSE(root["missing"]);
  CHECK(root["missing"].text_or("x") == "x");
  CHECK_FALSE(root["list"]["name"]);
}

TEST_CASE("integers that do not fit have no value but keep their text") {
  const Parsed yaml("a: 9223372036854775807\nb: 9223372036854775808\nc: 0xffffffffffffffffff\n");
  CHECK(yaml.root()["a"].integer() == 9223372036854775807);
  CHECK_FALSE(yaml.root()["b"].integer());
  CHECK_FALSE(yaml.root()["c"].integer());
  CHECK(yaml.root()["b"].text() == "9223372036854775808");
}

TEST_CASE("an alias reads as its anchor and keeps its own place and key") {
  const Parsed yaml("base: &b {x: 1}\ncopy: *b\n");
  const DataView copy = yaml.root()["copy"];
  CHECK(copy.node().kind == DataKind::alias);
  CHECK(copy.is_map());
  CHECK(copy["x"].text() == "1");
  CHECK(copy.key() == "copy");
  CHECK(copy.span().of(yaml.file) == "*b");
  CHECK(yaml.data.text(copy.node().text, yaml.file) == "b");
}

TEST_CASE("merged maps stand behind the map's own keys and lose against them") {
  const Parsed yaml("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 0\nd:\n  w: 3\n  <<: *b\n");
  CHECK(yaml.keys(yaml.root()["c"]) == "x=0 y=1 z=2 ");
  CHECK(yaml.root()["c"]["y"].text() == "1");
  CHECK(yaml.root()["c"]["z"].text() == "2");
  CHECK(yaml.keys(yaml.root()["d"]) == "w=3 y=2 z=2 ");
  CHECK_FALSE(yaml.root()["c"]["<<missing"]);
}

TEST_CASE("merges are followed through merged maps, nearer ones first") {
  const Parsed yaml("a: &a {k: far, deep: yes}\nb: &b\n  <<: *a\n  k: near\nc:\n  <<: *b\n");
  CHECK(yaml.root()["c"]["k"].text() == "near");
  CHECK(yaml.root()["c"]["deep"].text() == "yes");
  CHECK(yaml.keys(yaml.root()["c"]) == "k=near deep=yes ");
}

TEST_CASE("a quoted merge key is an entry") {
  const Parsed yaml("\"<<\": {x: 1}\n");
  CHECK_FALSE(yaml.root()["x"]);
  CHECK(yaml.root()["<<"]["x"].text() == "1");
}

TEST_CASE("a merge into itself ends") {
  const Parsed yaml("a: &a\n  <<: *a\n  x: 1\n");
  CHECK(yaml.root()["a"]["x"].text() == "1");
  CHECK_FALSE(yaml.root()["a"]["y"]);
  REQUIRE(yaml.data.errors.size() == 1);
  CHECK(yaml.data.errors[0].message == "alias inside its own anchor");
  CHECK(yaml.data.errors[0].at.of(yaml.file) == "*a");
}

TEST_CASE("duplicate keys are flagged in small and large maps, and the first one is found") {
  for (const int keys : {3, 100}) {
    CAPTURE(keys);
    std::string text = "twice: 1\n";
    for (int i = 0; i < keys; ++i) text += "key" + std::to_string(i) + ": 0\n";
    text += "twice: 2\n'twice': 3\n";
    const Parsed yaml(text);
    int duplicates = 0;
    yaml.root().visit([&](DataView child) {
      if (child.node().has(DataNode::duplicate)) {
        ++duplicates;
        CHECK(child.key() == "twice");
        CHECK(child.text() != "1");
      }
    });
    CHECK(duplicates == 2);
    CHECK(yaml.root()["twice"].text() == "1");
  }
}

TEST_CASE("a builder closes what a parser left open") {
  const std::string file = "{a: [1";
  DataBuilder builder(file, Limits{});
  builder.open(DataKind::map, {0, 1});
  builder.key("a", {1, 1}, {1, 2});
  builder.open(DataKind::list, {4, 5});
  builder.scalar({DataKind::integer, ScalarStyle::plain, 0, {5, 6}, {5, 1}, DataNode::none});
  const Data data = std::move(builder).finish();
  CHECK(find_broken_promise(data, file) == "");
  CHECK(data.nodes[0].has(DataNode::partial));
  CHECK(data.nodes[1].has(DataNode::partial));
  CHECK(data.nodes[0].span == Span{0, 6});
  CHECK(first_document(data, file)["a"].children().front().integer() == 1);
}

TEST_CASE("a builder ends at its limit of nodes") {
  Limits limits;
  limits.tree_nodes = 2;
  DataBuilder builder("xxx", limits);
  builder.open(DataKind::list, {0, 1});
  CHECK_FALSE(builder.full());
  builder.scalar({});
  CHECK(builder.full());
}

TEST_CASE("a broken promise is found") {
  Parsed yaml("a: {b: 1}\n");
  yaml.data.nodes[2].span.end = 100;
  CHECK(find_broken_promise(yaml.data, yaml.file) == "node 2: a span outside the file");
  yaml.data.nodes[2].span = {9, 10};
  CHECK(find_broken_promise(yaml.data, yaml.file) == "node 2: a child's span outside its parent's");
}

}  // namespace plumbline::syntax
