"""CONTRIBUTING.md is followed to the letter: its commands print what it shows, and its rule works."""

import os
import re
import shlex
import textwrap

from case import Case
from repository import CLEAN, SOURCE, USAGE

TEXT = (SOURCE / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(language):
    """The indented fenced blocks of a language, as their text stands without the indent."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", TEXT, re.M | re.S)
    return [textwrap.dedent(text) for _, text in found]


def transcripts():
    """(arguments, output) of each `$ plumbline …` that is shown with its output."""
    made = []
    for block in blocks("console"):
        command, _, output = block.partition("\n")
        if not command.startswith("$ plumbline "):
            raise AssertionError(f"not a command of this program: {command}")
        made.append((shlex.split(command)[2:], output))
    return made


class AddARule(Case):
    def setUp(self):
        super().setUp()
        self.rule = blocks("yaml")[0]

    def policy(self, rule):
        return self.repository({"policy/self-hosted-runner.yaml": rule})

    def test_the_guide_shows_three_runs_and_one_rule(self):
        self.assertEqual([arguments[0] for arguments, _ in transcripts()], ["query", "rules", "rules"])
        self.assertEqual(len(blocks("yaml")), 1)

    def test_the_query_finds_what_is_shown(self):
        arguments, output = transcripts()[0]
        run = self.repository().run(*[str(SOURCE / a) if a == "fixtures/shop" else a for a in arguments])
        self.assertEqual((run.status, run.out), (CLEAN, output), run)

    def test_the_rule_passes_as_it_stands(self):
        arguments, output = transcripts()[1]
        run = self.policy(self.rule).run(*arguments)
        self.assertEqual((run.status, run.out), (CLEAN, output), run)

    def test_a_misspelt_field_is_refused_in_the_words_shown(self):
        arguments, output = transcripts()[2]
        self.assertEqual(self.rule.count("has(job.timeout)"), 1)
        run = self.policy(self.rule.replace("has(job.timeout)", "has(job.timeot)")).run(*arguments)
        self.assertEqual(run.status, USAGE, run)
        self.assertEqual(run.out + run.err, output, run)

    def test_the_rule_works_in_a_repository_of_its_own(self):
        repository = self.policy(self.rule)
        workflow = "on: push\njobs:\n  test:\n    runs-on: self-hosted\n    steps: [{run: make test}]\n"
        repository.write({".plumbline.yaml": "schema: 1\nrules: [policy/]\n", ".github/workflows/ci.yml": workflow})
        report = repository.run("check", "--format", "json").json()
        self.assertEqual([(f["path"], f["range"]["start"]["line"]) for f in report["findings"] if f["rule"] == "ACME101"],
                         [(".github/workflows/ci.yml", 3)])

    def test_every_room_that_is_listed_is_there_and_none_is_missing(self):
        listed = [name for row in re.findall(r"^\| (`.*?) \|", TEXT, re.M) for name in re.findall(r"`(\w+)`", row)]
        rooms = [e.name for e in os.scandir(SOURCE / "analyzer") if e.is_dir()]
        self.assertEqual(sorted(listed), sorted(rooms))


class WhatRulesSay(Case):
    def test_explain_prints_why_and_remedy_of_a_rule_as_its_page_has_them(self):
        rule = next((SOURCE / "rules").glob("*/*.yaml"))
        rule_id = re.search(r"^id: (\w+)$", rule.read_text(encoding="utf-8"), re.M).group(1)
        run = self.expect(self.repository().run("explain", rule_id), CLEAN, out=rule_id)
        title = re.search(r"^title: (.+)$", rule.read_text(encoding="utf-8"), re.M).group(1).strip("\"'")
        self.assertIn(title, run.out)

    def test_explain_prints_a_page_for_every_built_in_rule(self):
        for rule in (SOURCE / "rules").glob("*/*.yaml"):
            if rule.parent.name == "knowledge":
                continue
            rule_id = re.search(r"^id: (\w+)$", rule.read_text(encoding="utf-8"), re.M).group(1)
            with self.subTest(rule_id):
                run = self.expect(self.repository().run("explain", rule_id), CLEAN, out=rule_id)
                self.assertTrue(list((SOURCE / "docs").rglob(f"*{rule_id}*")), "no page below docs/")
                self.assertGreater(len(run.out.splitlines()), 10)

    def test_an_unknown_rule_is_told(self):
        self.expect(self.repository().run("explain", "NO999"), USAGE, "NO999")
