"""Files that steer the program, written by somebody who means harm: configuration, rules, baseline. Exit 3 with a place,
at once, never taken for empty."""

import os
import time

from case import Case
from repository import RULE, USAGE

SECONDS = 10
NAME, POLICY, BASELINE = ".plumbline.yaml", "policy/moving-base.yaml", ".plumbline-baseline.json"
ENTRY = '{"fingerprint": "%s", "rule": "XX100", "path": "%s"}'


class Settings(Case):
    def refused(self, name, text, *words):
        repository = self.repository()
        repository.write({name: text})
        begin = time.monotonic()
        run = self.expect(repository.run(), USAGE, name, *words)
        self.assertLess(time.monotonic() - begin, SECONDS, name)
        self.assertEqual(run.out, "")
        self.assertLess(len(run.err), 100_000, "what is said can be read")
        self.assertFalse([c for c in run.err if ord(c) < 32 and c != "\n" or 0x7F <= ord(c) < 0xA0], run)

    def test_configurations(self):
        for what, text in {
            "unknown keys": "schema: 1\n" + "".join(f"k{i}: 1\n" for i in range(50_000)),
            "twice": "schema: 1\n" + "select: [XX]\n" * 50_000,
            "many severities": "schema: 1\nseverity: {" + ", ".join(f"XX{i}: x" for i in range(50_000)) + "}\n",
            "deep": "schema: 1\nselect: " + "[" * 10_000,
            "deep maps": "schema: 1\nselect: " + "{a: " * 10_000,
            "deep block": "schema: 1\nselect:\n" + "".join(" " * i + "- \n" for i in range(1, 1000)),
            "cycle": "schema: 1\nselect: &a [*a]\n",
            "bomb": "schema: 1\na0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)),
            "list for text": "schema: 1\nlog: {path: [a]}\n",
            "map for list": "schema: 1\nselect: {a: b}\n",
            "text for map": "schema: 1\nseverity: error\n",
            "number": "schema: 1\ncontext: {peak_rps: 99999999999999999999}\n",
            "rules above": "schema: 1\nrules: [../../x]\n",
            "rules above in the middle": "schema: 1\nrules: [a/../../x]\n",
            "rules are above": "schema: 1\nrules: ['..']\n",
            "rules above at the end": "schema: 1\nrules: ['policy/../..']\n",
            "rules anywhere": "schema: 1\nrules: [/etc]\n",
            "log above": "schema: 1\nlog: {path: ../log.md}\n",
            "not UTF-8": b"schema: 1\nselect: [\xff]\n",
            "control": "schema: 1\nselect: [\"\\e[31m\\a\"]\n",
            "other schema": "schema: 99999999999999999999\n",
            "two documents": "--- {schema: 1}\n--- {x: [\n",
            "tag": "!!python/object:os.system {schema: 1}\nx",
            "empty": "",
            "list": "- schema: 1\n",
            "large": "schema: 1\n#" + "x" * (2 << 20),
        }.items():
            with self.subTest(what):
                self.refused(NAME, text)

    def test_rules(self):
        for what, change in {
            "unknown field": ("image.tag ==", "image.tagg =="),
            "deep": ('image.tag == "latest"', "(" * 10_000 + "true" + ")" * 10_000),
            "deep not": ('image.tag == "latest"', "!" * 10_000 + "true"),
            "deep index": ('image.tag == "latest"', "image" + "[0]" * 10_000),
            "deep list": ('image.tag == "latest"', "[" * 10_000),
            "wide": ('image.tag == "latest"', " || ".join(["true"] * 100_000)),
            "pattern": ('image.tag == "latest"', 'image.tag.matches("(")'),
            "pattern too large": ('image.tag == "latest"', 'image.tag.matches("((a{1000}){1000}){1000}")'),
            "not a condition": ('image.tag == "latest"', "1"),
            "unknown hole": ("{image.head}", "{image.nothing}"),
            "open hole": ("{image.head}", "{image.head"),
            "unknown key": ("why:", "whyy:"),
            "bad id": ("XX100", "../../x"),
            "control": ("XX100", '"\\e[31m"'),
        }.items():
            with self.subTest(what):
                self.assertIn(change[0], RULE)
                self.refused(POLICY, RULE.replace(*change), ":")

    def test_many_rules(self):
        repository = self.repository()
        for i in range(10_050):
            (repository.root / f"policy/{i:05}.yaml").write_text("[]")
        begin = time.monotonic()
        run = self.expect(repository.run(), USAGE)
        self.assertLess(time.monotonic() - begin, SECONDS)
        self.assertLess(len(run.err), 100_000, "what is said can be read")

    def test_a_rule_that_would_work_for_ever_is_stopped_and_told(self):
        repository = self.repository()
        lists = str(list(range(200)))
        condition = "true"
        for name in "abc":
            condition = f"{lists}.all({name}, {condition})"
        repository.write({POLICY: RULE.replace('image.tag == "latest"', f"'{condition}'")})
        begin = time.monotonic()
        run = repository.run()
        self.assertLess(time.monotonic() - begin, SECONDS)
        self.assertEqual(run.status, 2, run)
        self.assertIn("XX100", run.out)

    def test_baselines(self):
        good = ENTRY % ("0" * 32, "Dockerfile")
        for what, text in {
            "empty": "",
            "null": "null",
            "open": '{"schema": 1, "entries": [',
            "newer": '{"schema": 2, "entries": []}',
            "text for number": '{"schema": "1", "entries": []}',
            "huge number": '{"schema": 1e999, "entries": []}',
            "no entries": '{"schema": 1}',
            "map": '{"schema": 1, "entries": {}}',
            "absolute": '{"schema": 1, "entries": [%s]}' % (ENTRY % ("0" * 32, "/etc/passwd")),
            "fingerprint": '{"schema": 1, "entries": [%s]}' % (ENTRY % ("x" * 32, "a")),
            "deep": '{"schema": 1, "entries": ' + "[" * 100_000 + "}",
            "garbage": '{"schema": 1, "entries": [%s]} x' % good,
            "not UTF-8": b'{"schema": 1, "entries": [{"rule": "\xff"}]}',
            "merge": '<<<<<<< a\n{"schema": 1, "entries": []}\n=======\n>>>>>>> b\n',
        }.items():
            with self.subTest(what):
                self.refused(BASELINE, text)

    def test_a_baseline_of_100_megabytes(self):
        repository = self.repository()
        with open(repository.root / BASELINE, "wb") as file:
            file.truncate(100 << 20)
        self.expect(repository.run(), USAGE, BASELINE)

    def test_a_baseline_that_is_no_file(self):
        for make in (os.mkdir, os.mkfifo, lambda path: os.symlink("/etc/passwd", path)):
            repository = self.repository()
            make(repository.root / BASELINE)
            self.expect(repository.run(), USAGE, BASELINE, absent=["root:"])

    def test_a_configuration_that_is_no_file(self):
        for make in (os.mkdir, os.mkfifo, lambda path: os.symlink("/etc/passwd", path)):
            repository = self.repository()
            (repository.root / NAME).unlink()
            make(repository.root / NAME)
            self.expect(repository.run(), USAGE, NAME, absent=["root:"])

