#include "analyzer/frontends/kubernetes.h"

#include <string>

#include <doctest/doctest.h>

#include "tests/support/ir_of.h"

using namespace plumbline;
using support::IrOf;

namespace {

IrOf manifest(std::string text) {
  return IrOf("k8s/web.yaml", std::move(text), source::FileKind::kubernetes);
}
IrOf chart(std::string text) {
  return IrOf("chart/templates/web.yaml", std::move(text), source::FileKind::helm_template);
}

constexpr std::string_view cron_job = R"(apiVersion: v1
kind: List
items:
  - apiVersion: batch/v1
    kind: CronJob
    metadata: {name: report}
    spec:
      jobTemplate:
        spec:
          template:
            metadata: {labels: {app: report}}
            spec:
              automountServiceAccountToken: false
              imagePullSecrets: [{name: registry}]
              volumes:
                - {name: all, projected: {sources: [{configMap: {name: conf, items: [{key: a, path: b}]}}]}}
              containers:
                - name: report
                  image: acme/report:1
                  envFrom: [{secretRef: {name: db, optional: true}}]
                  env: [{name: X, valueFrom: {configMapKeyRef: {name: conf, key: x}}}]
)";

}  // namespace

TEST_SUITE("kubernetes") {
  TEST_CASE("a pod inside of a list and a cron job says what it asks for") {
    const IrOf file = manifest(std::string(cron_job));
    REQUIRE(file.rows<ir::Workload>().size() == 1);
    const ir::Workload& job = file.rows<ir::Workload>().front();
    CHECK(file.text(job.kind) == "CronJob");
    CHECK(file.repo().list(job.labels).size() == 1);
    CHECK_FALSE(job.mounts_token.value_or(true));
    std::string needs;
    for (const Ref<ir::Need> ref : file.repo().list(job.needs)) {
      const ir::Need& need = file.repo()[ref];
      needs += std::string(ir::name(need.kind)) + " " + file.text(need.name) + "/" + file.text(need.key) +
               (need.optional ? "?" : "") + " at " + file.head(need) + "\n";
    }
    CHECK(needs == "config conf/a at a\nconfig conf/x at x\nsecret db/? at db\nsecret registry/ at registry\n");
    CHECK(file.rows<ir::Object>().size() == 1);
  }

  TEST_CASE("a template's own words are known, what an action decides is unknown and never absent") {
    const IrOf file = chart(R"({{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.fullname" . }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      {{- include "web.labels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "web.labels" . | nindent 8 }}
    spec:
      containers:
        - name: web
          image: acme/web:1
          {{- with .Values.probe }}
          livenessProbe:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
        - name: log
          image: acme/log:1
{{- end }}
)");
    REQUIRE(file.rows<ir::Workload>().size() == 1);
    const ir::Workload& workload = file.rows<ir::Workload>().front();
    CHECK(file.text(workload.name) == "{{ include \"web.fullname\" . }}");
    CHECK(workload.replicas.is_unknown());
    CHECK(workload.labels.incomplete == 1);
    CHECK(workload.selector.incomplete == 1);
    CHECK(file.rows<ir::Object>().front().conditional);
    REQUIRE(file.rows<ir::Container>().size() == 2);
    const ir::Container& web = file.rows<ir::Container>()[0];
    CHECK(web.liveness.is_unknown());
    CHECK_FALSE(web.readiness.has_value());
    CHECK_FALSE(web.readiness.is_unknown());
    CHECK(web.memory_limit.is_unknown());
    CHECK(file.rows<ir::Container>()[1].memory_limit.is_absent());
  }

  TEST_CASE("a template that is no YAML without its actions is left alone") {
    const IrOf file = chart("apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .x }}, [}\n");
    CHECK(file.rows<ir::Workload>().empty());
    CHECK(file.rows<ir::Problem>().empty());
  }

  TEST_CASE("rules of alerts and what is scraped count as monitoring") {
    const IrOf file = manifest(
        "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec:\n  groups:\n"
        "    - name: g\n      rules: [{alert: Down, expr: up == 0, for: 5m, labels: {severity: page}}, {record: x, "
        "expr: "
        "y}]\n---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: web}\nspec: {}\n");
    REQUIRE(file.rows<ir::Alert>().size() == 1);
    CHECK(file.text(file.rows<ir::Alert>().front().severity) == "page");
    REQUIRE(file.rows<ir::Monitor>().size() == 1);
    CHECK(file.text(file.rows<ir::Monitor>().front().provider) == "prometheus");
  }

  TEST_CASE("a kustomization makes objects with keys") {
    const IrOf file("kustomization.yaml",
                    "configMapGenerator:\n  - {name: web, literals: [a=b], files: [conf/x.yaml, y=conf/z]}\n"
                    "secretGenerator:\n  - {name: db, envs: [.env]}\n",
                    source::FileKind::kustomization);
    REQUIRE(file.rows<ir::ConfigObject>().size() == 2);
    CHECK(file.joined(file.rows<ir::ConfigObject>()[0].keys) == "a x.yaml y");
    CHECK(file.rows<ir::ConfigObject>()[1].secret);
    CHECK(file.rows<ir::ConfigObject>()[1].keys.incomplete == 1);
    CHECK(file.find<ir::Variable>("ConfigMap.web.a").literal);
  }
}
