#include "analyzer/frontends/monitoring.h"

#include <doctest/doctest.h>

#include "tests/support/ir_of.h"

namespace plumbline::frontends {

using support::IrOf;

TEST_CASE("an alert rule has its labels, its severity, its runbook and the form of its condition") {
  const IrOf ir("api.rules.yml",
                "groups:\n  - name: api\n    rules:\n      - record: a:b\n        expr: sum(a)\n      - alert: Down\n"
                "        expr: up == 0\n        for: 5m\n        labels: {severity: page, team: '{{ $labels.team }}'}\n"
                "        annotations: {summary: It is down, runbook_url: docs/down.md}\n"
                "      - {alert: Errors, expr: 'rate(e[5m]) > 1', keep_firing_for: 5m}\n",
                source::FileKind::prometheus);
  REQUIRE(ir.rows<ir::Alert>().size() == 2);
  const auto& down = ir.find<ir::Alert>("api.Down");
  CHECK(ir.head(down) == "Down");
  CHECK(ir.text(down.severity) == "page");
  CHECK(ir.text(down.duration) == "5m");
  CHECK(ir.text(down.runbook) == "docs/down.md");
  CHECK(ir.joined(down.annotations) == "summary runbook_url");
  CHECK(down.momentary);
  CHECK_FALSE(down.keeps_firing);
  REQUIRE(down.labels.count == 2);
  CHECK(ir.text(ir.rows<ir::Label>()[1].value) == "(unknown)");
  const auto& errors = ir.find<ir::Alert>("api.Errors");
  CHECK_FALSE(errors.momentary);
  CHECK(errors.keeps_firing);
  CHECK(errors.severity.is_absent());
}

TEST_CASE("an alert that repeats name and labels of its group is a duplicate") {
  const IrOf ir("a.rules.yml",
                "groups:\n  - name: a\n    rules:\n      - {alert: X, expr: a, labels: {b: c, d: e}}\n"
                "      - {alert: X, expr: b, labels: {d: e, b: c}}\n      - {alert: X, expr: c, labels: {d: f}}\n"
                "  - name: b\n    rules:\n      - {alert: X, expr: a, labels: {d: f}}\n",
                source::FileKind::prometheus);
  std::string duplicates;
  for (const ir::Alert& alert : ir.rows<ir::Alert>()) duplicates += alert.duplicate ? '1' : '0';
  CHECK(duplicates == "0100");
}

TEST_CASE("a scrape job has its written targets; discovery and relabelling leave it open") {
  const IrOf ir("prometheus.yml",
                "scrape_configs:\n  - job_name: api\n    basic_auth: {username: u, password: hunter42x}\n"
                "    static_configs: [{targets: ['api:3000', 'db:9187']}, {targets: ['${HOST}:1']}]\n"
                "  - job_name: pods\n    kubernetes_sd_configs: [{role: pod}]\n"
                "  - job_name: probe\n    static_configs: [{targets: ['https://x']}]\n"
                "    relabel_configs: [{target_label: __address__, replacement: 'blackbox:9115'}]\n"
                "  - job_name: plain\n    static_configs: [{targets: ['db:9187']}]\n",
                source::FileKind::prometheus);
  const auto& api = ir.find<ir::Scrape>("scrape_configs.api");
  CHECK(ir.joined(api.targets) == "api:3000 db:9187");
  CHECK(api.targets.incomplete == 1);
  CHECK_FALSE(api.discovers);
  CHECK(ir.find<ir::Scrape>("scrape_configs.pods").discovers);
  CHECK(ir.find<ir::Scrape>("scrape_configs.probe").targets.incomplete == 1);
  CHECK(ir.find<ir::Scrape>("scrape_configs.plain").targets.incomplete == 0);
  REQUIRE(ir.rows<ir::Monitor>().size() == 1);
  CHECK(ir.text(ir.rows<ir::Monitor>()[0].provider) == "prometheus");
  CHECK_FALSE(ir.rows<ir::Monitor>()[0].development_only);
  CHECK(ir.rows<ir::Secret>().size() == 1);
}

TEST_CASE("a configuration in a folder of tests watches nothing, and is not judged") {
  const IrOf ir("tests/prometheus.yml", "scrape_configs:\n  - job_name: a\n    static_configs: []\n",
                source::FileKind::prometheus);
  CHECK(ir.rows<ir::Scrape>().empty());
  const IrOf routes("a/testdata/am.yml", "route: {receiver: x}\n", source::FileKind::alertmanager);
  CHECK(routes.rows<ir::AlertRoute>().empty());
  CHECK(IrOf("testdata.yml", "route: {receiver: x}\n", source::FileKind::alertmanager).rows<ir::AlertRoute>().size() ==
        1);
  REQUIRE(ir.rows<ir::Monitor>().size() == 1);
  CHECK(ir.rows<ir::Monitor>()[0].development_only);
}

TEST_CASE("routes form a tree; a receiver is used when one of them names it or inherits it") {
  const IrOf ir(
      "alertmanager.yml",
      "route:\n  receiver: team\n  routes:\n    - {match: {severity: page}, receiver: pager, continue: true}\n"
      "    - match_re: {team: a|b}\n      routes: [{matchers: ['env=~\"prod.*\", x!=y', bad], receiver: gone}]\n"
      "receivers:\n  - {name: team, slack_configs: [{channel: x}], email_configs: []}\n"
      "  - {name: pager, pagerduty_configs: [{}], slack_configs: [{}]}\n  - {name: idle}\n",
      source::FileKind::alertmanager);
  const auto& rows = ir.rows<ir::AlertRoute>();
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].root);
  CHECK(rows[0].routes.count == 2);
  CHECK(rows[1].continues);
  CHECK(ir.joined(rows[1].matchers) == "severity=\"page\"");
  CHECK(ir.text(rows[2].receiver_name) == "team");
  CHECK(rows[2].found.is_absent());
  CHECK(ir.joined(rows[2].matchers) == "team=~\"a|b\"");
  CHECK(ir.joined(rows[3].labels) == "env x");
  CHECK(rows[3].matchers.incomplete == 1);
  CHECK(rows[3].found.is_present());
  CHECK_FALSE(rows[3].found.value);
  CHECK(ir.head(rows[3]) == "gone");
  std::string receivers;
  for (const ir::Receiver& one : ir.rows<ir::Receiver>())
    receivers += ir.text(one.name) + ":" + ir.joined(one.channels) + (one.used ? "+ " : " ");
  CHECK(receivers == "team:slack+ pager:pagerduty slack+ idle: ");
}

TEST_CASE("the operator's objects are read as what they configure") {
  const IrOf ir("k8s.yaml",
                "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: r}\nspec:\n  groups:\n"
                "    - {name: g, rules: [{alert: A, expr: up == 0, labels: {severity: page}}]}\n---\n"
                "apiVersion: monitoring.coreos.com/v1alpha1\nkind: AlertmanagerConfig\nmetadata: {name: c}\nspec:\n"
                "  route: {receiver: p, routes: [{receiver: p, matchers: [{name: a, value: b, matchType: '!='}]}]}\n"
                "  receivers: [{name: p, pagerdutyConfigs: [{}]}]\n---\n"
                "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: m}\nspec: {}\n",
                source::FileKind::kubernetes);
  CHECK(ir.text(ir.find<ir::Alert>("PrometheusRule.r.g.A").severity) == "page");
  REQUIRE(ir.rows<ir::AlertRoute>().size() == 2);
  CHECK(ir.rows<ir::AlertRoute>()[0].scoped);
  CHECK(ir.joined(ir.rows<ir::AlertRoute>()[1].matchers) == "a!=\"b\"");
  CHECK(ir.joined(ir.rows<ir::Receiver>()[0].channels) == "pagerduty");
  CHECK(ir.rows<ir::Monitor>().size() == 1);
}

TEST_CASE("Grafana's contact points are receivers, its policies routes, its rules alerts") {
  const IrOf ir(std::vector<support::SourceText>{
      {"points.yaml",
       "apiVersion: 1\ncontactPoints:\n  - {name: ops, receivers: [{uid: a, type: Email}, {uid: b, type: slack}]}\n"
       "policies:\n  - {receiver: ops, routes: [{receiver: ops, object_matchers: [[severity, '=', page]]}]}\n",
       source::FileKind::alertmanager},
      {"rules.yaml",
       "apiVersion: 1\ngroups:\n  - {name: g, rules: [{uid: a, title: Slow, for: 1m, data: [{model: {expr: up}}]}]}\n",
       source::FileKind::prometheus}});
  CHECK(ir.joined(ir.rows<ir::Receiver>()[0].channels) == "email slack");
  CHECK(ir.rows<ir::Receiver>()[0].used);
  CHECK(ir.joined(ir.rows<ir::AlertRoute>()[1].matchers) == "severity=\"page\"");
  CHECK(ir.text(ir.find<ir::Alert>("g.Slow").duration) == "1m");
}

TEST_CASE("a collector's components are declarations and uses") {
  const IrOf ir("otel.yaml",
                "receivers: {otlp: {}}\nexporters: {debug: {}, '${X}': {}}\nconnectors: {spanmetrics: {}}\n"
                "extensions: {health_check: {}}\nservice:\n  extensions: [health_check]\n  pipelines:\n"
                "    traces: {receivers: [otlp], processors: [batch], exporters: [debug, '${Y}']}\n",
                source::FileKind::opentelemetry);
  std::string all;
  for (const ir::Component& one : ir.rows<ir::Component>()) {
    all += std::string(ir::name(one.kind)) + " " + ir.text(one.name) + (one.declares ? "; " : " used; ");
  }
  CHECK(all ==
        "receiver otlp; exporter debug; connector spanmetrics; extension health_check; extension health_check used; "
        "receiver otlp used; processor batch used; exporter debug used; ");
  CHECK(ir.rows<ir::Monitor>().size() == 1);
}

TEST_CASE("a text has headings, and mentions what its readers shall run and read") {
  const IrOf ir("docs/run.md",
                "# Shop\n## Deploy\n```sh\nA=1 make a b=c d && npm run x | sh ci/y.sh # make e\n```\n"
                "```console\n$ make f\nmake g\n```\n```go\nmake h\n```\n[i](../k.md#l) [m](https://x/n.md)\n"
                "```sh\ngit clone https://x/acme/shop.git\nmake o\n```\n```sh\ngit clone https://x/acme/zoo\n```\n"
                "```sh\nmake q\n```\n",
                source::FileKind::markdown);
  REQUIRE(ir.rows<ir::Document>().size() == 1);
  CHECK(ir.joined(ir.rows<ir::Document>()[0].headings) == "Shop Deploy");
  CHECK(ir.text(ir.rows<ir::Document>()[0].title) == "Shop");
  std::string all;
  for (const ir::Mention& one : ir.rows<ir::Mention>())
    all += std::string(ir::name(one.kind)) + " " + ir.text(one.name) + (one.certain ? "; " : "?; ");
  CHECK(all ==
        "make_target a; make_target d; npm_script x; script ci/y.sh; make_target f; make_target o; make_target q?; "
        "file ../k.md; ");
}

TEST_CASE("each folder of a Dependabot entry is a request of its own") {
  const IrOf ir(".github/dependabot.yml",
                "version: 2\nupdates:\n  - {package-ecosystem: npm, directory: /web}\n"
                "  - {package-ecosystem: gomod, directories: [/a, '/b/*']}\n",
                source::FileKind::dependabot);
  std::string all;
  for (const ir::DependencyUpdate& one : ir.rows<ir::DependencyUpdate>())
    all += ir.text(one.ecosystem) + " " + ir.text(one.directory) + " at " + ir.head(one) + "; ";
  CHECK(all == "npm /web at /web; gomod /a at /a; gomod /b/* at '/b/*'; ");
}

}  // namespace plumbline::frontends
