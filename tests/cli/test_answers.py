"""Suppressions, decisions and the baseline."""

import json

from case import Case
from repository import CLEAN, FINDINGS, RULE, USAGE

LINE = "FROM node:latest"


class Comments(Case):
    def check(self, dockerfile, *arguments, rule=None):
        repository = self.repository()
        repository.write({"Dockerfile": dockerfile})
        if rule:
            repository.write({"policy/moving-base.yaml": rule})
        return repository.run("--format", "json", *arguments).json()

    def accepted(self, dockerfile, *arguments, rule=None):
        report = self.check(dockerfile, *arguments, rule=rule)
        return len(report["findings"]), {k: v for k, v in report["summary"]["accepted"].items() if v}

    def test_a_suppression_with_a_reason_answers(self):
        text = f"# plumbline: ignore[XX100] -- pinned by the registry\n{LINE}\n"
        self.assertEqual(self.accepted(text), (0, {"suppressed": 1}))
        self.assertEqual(self.accepted(text, "--no-ignores")[0], 1)

    def test_one_for_the_file_answers(self):
        text = f"# plumbline: ignore-file[XX100] -- pinned by the registry\n\n\n{LINE}\n"
        self.assertEqual(self.accepted(text), (0, {"suppressed": 1}))

    def test_one_without_a_reason_does_not_and_is_told(self):
        report = self.check(f"# plumbline: ignore[XX100]\n{LINE}\n")
        self.assertEqual([f["rule"] for f in report["findings"] if f["rule"] == "XX100"], ["XX100"])
        self.assertIn("reason", json.dumps(report["notes"]) + json.dumps([f["notes"] for f in report["findings"]]))

    def test_one_that_has_expired_does_not(self):
        line = "# plumbline: ignore[XX100] until=2020-01-01 -- for a while\n" + LINE + "\n"
        self.assertEqual(self.accepted(line)[0], 1)

    def test_one_that_has_not_expired_does(self):
        line = "# plumbline: ignore[XX100] until=2999-01-01 -- for a while\n" + LINE + "\n"
        self.assertEqual(self.accepted(line)[0], 0)

    def test_one_for_another_rule_does_not(self):
        self.assertEqual(self.accepted(f"# plumbline: ignore[XX999] -- pinned\n{LINE}\n")[0], 1)

    def test_a_decision_answers_where_its_tag_may(self):
        text = f"#PATH_DECISION: latest because a mirror pins it every night\n{LINE}\n"
        self.assertEqual(self.accepted(text), (0, {"decided": 1}))
        self.assertEqual(self.accepted(text, rule=RULE.replace("CARGO_CULT", "FALSE_COMPLETION"))[0], 1)

    def test_a_decision_without_a_reason_answers_nothing(self):
        self.assertGreaterEqual(self.accepted(f"#PATH_DECISION:\n{LINE}\n")[0], 1)

    def test_critical_findings_are_not_answered_by_comments(self):
        critical = RULE.replace("severity: error", "severity: error\ncritical: true")
        for comment in ("# plumbline: ignore[XX100] -- pinned", "# plumbline: ignore-file[XX100] -- pinned",
                        "#PATH_DECISION: latest because a mirror pins it"):
            self.assertEqual(self.accepted(f"{comment}\n{LINE}\n", rule=critical)[0], 1, comment)


class Baselines(Case):
    def test_from_creation_to_pruning(self):
        repository = self.repository()
        self.expect(repository.run("baseline", "create"), CLEAN)
        self.expect(repository.run(), CLEAN, out="1 in baseline")
        self.expect(repository.run("baseline", "check"), CLEAN)
        self.expect(repository.run("--no-baseline"), FINDINGS)
        repository.write({"Dockerfile": "# moved\n\n" + repository.read("Dockerfile")})
        self.expect(repository.run(), CLEAN)
        repository.write({"Dockerfile": "FROM node:20\n"})
        self.expect(repository.run("baseline", "check"), FINDINGS, "stale")
        self.expect(repository.run("baseline", "prune"), CLEAN)
        self.assertEqual(json.loads(repository.read(".plumbline-baseline.json"))["entries"], [])
        self.expect(repository.run("baseline", "check"), CLEAN)

    def test_creating_twice_gives_the_same_file(self):
        repository = self.repository()
        repository.run("baseline", "create")
        first = repository.read(".plumbline-baseline.json")
        repository.run("baseline", "create")
        self.assertEqual(repository.read(".plumbline-baseline.json"), first)

    def test_new_findings_are_not_covered(self):
        repository = self.repository()
        repository.run("baseline", "create")
        repository.write({"app/Dockerfile": LINE + "\n"})
        self.assertEqual(self.found(repository), [("app/Dockerfile", 1)])

    def test_critical_findings_need_a_reason(self):
        repository = self.repository()
        repository.write({"policy/moving-base.yaml": RULE.replace("severity: error", "severity: error\ncritical: true")})
        self.expect(repository.run("baseline", "create"), USAGE, "critical")
        self.expect(repository.run("baseline", "create", "--rule", "XX100", "--reason", "rotated"), CLEAN)
        self.expect(repository.run(), CLEAN, out="1 in baseline")
        entries = json.loads(repository.read(".plumbline-baseline.json"))
        for entry in entries["entries"]:
            del entry["reason"]
        repository.write({".plumbline-baseline.json": json.dumps(entries)})
        self.expect(repository.run(), FINDINGS)

    def test_usage(self):
        self.expect(self.repository().run("baseline", "wipe"), USAGE, "create")
        self.expect(self.repository().run("baseline"), USAGE, "create")


class UpdatedExamples(Case):
    def test_places_are_rewritten_and_told(self):
        stale = RULE.replace('finds: ["node:latest"]', 'finds: ["node:18"]  # the reference')
        repository = self.repository({"policy/a.yaml": stale})
        told = 'XX100 bad 1: finds "node:latest", not "node:18"\n1 of 1 files rewritten, 0 refused\n'
        run = self.expect(repository.run("rules", "test", "--update", "policy"), CLEAN)
        self.assertEqual(run.out, told)
        self.assertEqual(repository.read("policy/a.yaml"), stale.replace('"node:18"', '"node:latest"'))
        self.expect(repository.run("rules", "test", "policy"), CLEAN, out="1 passed, 0 failed")

    def test_an_example_that_changed_sides_is_refused(self):
        changed = RULE.replace("FROM node:20", "FROM ruby:latest")
        repository = self.repository({"policy/a.yaml": changed})
        self.expect(repository.run("rules", "test", "--update", "policy/a.yaml"), FINDINGS,
                    out=["not rewritten: good 1", "0 of 1 files rewritten, 1 refused"])
        self.assertEqual(repository.read("policy/a.yaml"), changed)

    def test_files_must_be_named(self):
        self.expect(self.repository().run("rules", "test", "--update"), USAGE, "name them")
