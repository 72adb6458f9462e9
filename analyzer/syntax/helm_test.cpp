#include "analyzer/syntax/helm.h"

#include <string>

#include <doctest/doctest.h>

#include "analyzer/syntax/yaml.h"

using namespace plumbline;
using namespace plumbline::syntax;

namespace {

/// A template as the tree that frontends see.
struct Template {
  explicit Template(std::string source) : text(std::move(source)), masked(mask_template(text)) {
    data = parse_yaml(masked.text, Limits());
    mark_unknown(data, masked, text);
  }
  DataView root() const { return first_document(data, text); }
  bool opaque(const DataView& node) const { return node.node().has(DataNode::opaque); }
  bool partial(const DataView& node) const { return node.node().has(DataNode::partial); }

  std::string text;
  MaskedTemplate masked;
  Data data;
};

}  // namespace

TEST_SUITE("helm") {
  TEST_CASE("an action inside of a line stands for a value, in the words of the file") {
    const Template one("name: {{ include \"web.fullname\" . }}-api\nreplicas: 3\n\"{{ .Values.key }}\": x\n");
    REQUIRE(one.data.errors.empty());
    CHECK(one.masked.text.size() == one.text.size());
    CHECK(one.root()["name"].text() == "{{ include \"web.fullname\" . }}-api");
    CHECK(one.opaque(one.root()["name"]));
    CHECK(one.root()["replicas"].integer() == 3);
    CHECK_FALSE(one.opaque(one.root()["replicas"]));
  }

  TEST_CASE("braces inside of a string end no action") {
    const Template one("a: {{ printf \"}}\" }}\nb: {{ `}}` }}\nc: {{/* }} */}}x\n");
    REQUIRE(one.data.errors.empty());
    CHECK(one.root()["a"].text() == "{{ printf \"}}\" }}");
    CHECK(one.root()["b"].text() == "{{ `}}` }}");
  }

  TEST_CASE("what only steers is not there, and what stands under it is not sure") {
    const Template one(
        "spec:\n  {{- if .Values.host }}\n  hostNetwork: true\n  {{- else }}\n  dns: x\n  {{- end }}\n  sure: 1\n");
    REQUIRE(one.data.errors.empty());
    CHECK(one.opaque(one.root()["spec"]["hostNetwork"]));
    CHECK(one.opaque(one.root()["spec"]["dns"]));
    CHECK_FALSE(one.opaque(one.root()["spec"]["sure"]));
    CHECK_FALSE(one.partial(one.root()["spec"]));
  }

  TEST_CASE("a branch around a whole document leaves its values as they are") {
    const Template one("{{- if .Values.enabled }}\nkind: Ingress\n{{- end }}\n");
    CHECK(one.root()["kind"].text() == "Ingress");
    CHECK_FALSE(one.opaque(one.root()["kind"]));
    CHECK(one.masked.balanced);
  }

  TEST_CASE("lines that are written in make a value unknown, or a map and a list open") {
    const Template one(
        "labels:\n  {{- include \"x\" . | nindent 2 }}\n"
        "spec:\n  resources:\n    {{- toYaml .Values.resources | nindent 4 }}\n  sure: 1\n"
        "meta:\n  a: 1\n  {{- with .Values.more }}\n  {{- toYaml . | nindent 2 }}\n  {{- end }}\n"
        "list:\n  - a: 1\n  {{- toYaml .Values.list | nindent 2 }}\n");
    REQUIRE(one.data.errors.empty());
    CHECK(one.opaque(one.root()["labels"]));
    CHECK(one.opaque(one.root()["spec"]["resources"]));
    CHECK_FALSE(one.partial(one.root()["spec"]));
    CHECK(one.partial(one.root()["meta"]));
    CHECK(one.partial(one.root()["list"]));
    CHECK_FALSE(one.partial(one.root()));
  }

  TEST_CASE("definitions are no part of the document, and what does not end is told") {
    const Template one("{{- define \"x\" -}}\napp: {{ .Chart.Name }}\n{{- end }}\nkind: A\n");
    CHECK_FALSE(one.root()["app"]);
    CHECK(one.root()["kind"].text() == "A");
    CHECK(one.masked.balanced);
    CHECK_FALSE(Template("{{ if .x }}\na: 1\n").masked.balanced);
    CHECK_FALSE(Template("{{ end }}\na: 1\n").masked.balanced);
  }
}
