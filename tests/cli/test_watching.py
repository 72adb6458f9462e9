"""The gates that ask who watches, who is woken and what they can read."""

from case import Case

WORKLOAD = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.0
          readinessProbe: {httpGet: {path: /ready, port: 8080}}
          resources: {limits: {memory: 128Mi}}
"""
RULES = """groups:
  - name: web
    rules:
      - alert: ErrorRate
        expr: rate(errors_total[5m]) > 1
        for: 5m
        labels: {severity: critical}
        annotations: {runbook_url: docs/runbook.md}
"""
SCRAPES = "scrape_configs:\n  - job_name: web\n    kubernetes_sd_configs: [{role: pod}]\n"
ROUTES = """route:
  receiver: team
  routes: [{matchers: [severity="critical"], receiver: pager}]
receivers:
  - name: team
    slack_configs: [{channel: "#ops", api_url_file: /etc/alertmanager/slack}]
  - name: pager
    pagerduty_configs: [{routing_key_file: /etc/alertmanager/pagerduty}]
"""
RUNBOOK = "# Runbook\n\n## Error rate\n\nLook at the last release.\n\n## Roll back\n\nUndo it.\n"


class Watching(Case):
    def gate(self, name, files):
        report = self.repository({"k8s/web.yaml": WORKLOAD, **files}).run("gates", "--format", "json").json()
        return next(gate for gate in report["gates"] if gate["id"] == name)

    def expect_gate(self, name, verdict, files, reason=""):
        gate = self.gate(name, files)
        self.assertEqual(gate["verdict"], verdict, gate)
        self.assertIn(reason, str(gate["reason"]), gate)

    def test_who_watches_may_be_elsewhere(self):
        self.expect_gate("monitoring", "unknown", {})
        self.expect_gate("monitoring", "unknown", {"tests/prometheus.yml": SCRAPES})

    def test_a_scrape_configuration_watches(self):
        self.expect_gate("monitoring", "pass", {"prometheus.yml": SCRAPES}, "prometheus")

    def test_a_collector_that_cannot_start_watches_nothing(self):
        collector = ("receivers: {otlp: {}}\nexporters: {debug: {}}\nservice:\n  pipelines:\n"
                     "    traces: {receivers: [otlp], exporters: [%s]}\n")
        self.expect_gate("monitoring", "pass", {"otel.yaml": collector % "debug"}, "opentelemetry")
        self.expect_gate("monitoring", "fail", {"otel.yaml": collector % "tempo"}, "AB723")

    def test_alerts_need_somebody_who_hears_them(self):
        self.expect_gate("alerts", "unknown", {})
        self.expect_gate("alerts", "unknown", {"web.rules.yml": RULES}, "receiver")
        self.expect_gate("alerts", "unknown", {"alertmanager.yml": ROUTES}, "alert rule")
        self.expect_gate("alerts", "pass", {"web.rules.yml": RULES, "alertmanager.yml": ROUTES}, "ErrorRate")

    def test_routes_that_end_nowhere_fail(self):
        silent = "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n"
        self.expect_gate("alerts", "fail", {"web.rules.yml": RULES, "alertmanager.yml": silent}, "tells nobody")
        lost = ROUTES.replace("receiver: pager", "receiver: page")
        self.expect_gate("alerts", "fail", {"web.rules.yml": RULES, "alertmanager.yml": lost}, "AB722")

    def test_a_runbook_and_a_guide_are_needed(self):
        self.expect_gate("documentation", "fail", {}, "runbook")
        self.expect_gate("documentation", "fail", {"docs/runbook.md": RUNBOOK}, "deployment guide")
        both = {"docs/runbook.md": RUNBOOK, "README.md": "# Web\n\n## Deployment\n\nPush to main.\n"}
        self.expect_gate("documentation", "pass", both)
        dead = {**both, "README.md": both["README.md"] + "```sh\nmake ship\n```\n", "Makefile": "build:\n\tgo build\n"}
        report = self.repository({"k8s/web.yaml": WORKLOAD, **dead}).run("--format", "json").json()
        gate = next(gate for gate in report["gates"] if gate["id"] == "documentation")
        self.assertEqual((gate["verdict"], gate["blocked_by"] != []), ("fail", True), gate)

    def test_the_log_draws_who_is_told(self):
        repository = self.repository({"web.rules.yml": RULES, "alertmanager.yml": ROUTES, "docs/runbook.md": RUNBOOK})
        log = repository.run("--format", "log").out
        self.assertIn("```mermaid\nflowchart LR\n", log)
        self.assertIn("pager<br/>pagerduty", log)
        self.assertNotIn("team<br/>", log)
