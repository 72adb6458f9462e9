"""Runs the program over hostile repositories, with little memory and time, in every format."""

import json
import resource
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from case import Case
from repository import BINARY, RULE, SOURCE, Repository, environment

sys.path.insert(0, str(SOURCE / "fixtures/hostile"))
import generate  # noqa: E402

FORMATS = ("text", "concise", "json", "jsonl", "sarif", "github", "log")
LOUD = ("28-", "27-")  # cases about what is printed: every format
SECONDS = 20
MEMORY = 6 << 30  # 4 GiB of it are addresses that the text of a repository may grow into
HARMLESS = {0x0A}
FORGED = ("::error::", "##[", "##vso[", "## Verdict", "```", "</script>", "IGNORE PREVIOUS", "0 findings, all")


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def is_raw(character):
    code = ord(character)
    return ((code < 0x20 or 0x7F <= code < 0xA0) and code not in HARMLESS or 0x200B <= code <= 0x200F
            or 0x2028 <= code <= 0x202E or 0x2060 <= code <= 0x2069 or code == 0xFEFF or 0xE0000 <= code <= 0xE007F)


class Hostile(Case):
    def run_one(self, folder, rules, name):
        command = [BINARY, "--root", str(folder), "--isolated", "--rules", rules, "--format", name, "--color", "never"]
        begin = time.monotonic()
        try:
            done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, preexec_fn=limits,
                                  timeout=SECONDS * 3)
        except subprocess.TimeoutExpired:
            return None, "", "", SECONDS * 3
        return done.returncode, done.stdout, done.stderr, time.monotonic() - begin

    def complaints(self, folder, rules, case, expected):
        for form in FORMATS if case.startswith(LOUD) else ("json", "text"):
            status, out, err, seconds = self.run_one(folder, rules, form)
            where = f"{case}, {form}"
            if status is None:
                yield f"{where}: it hangs"
                continue
            if status not in (0, 1, 2):
                yield f"{where}: exit {status}: {err[-300:]!r}"
                continue
            if status == 2 and not set(expected) & set("NP"):
                yield f"{where}: incomplete, expected {expected}: {out[-600:]!r}"
            if status != 2 and "A" not in expected:
                yield f"{where}: exit {status}, expected {expected}"
            try:
                text = out.decode("utf-8") + err.decode("utf-8")
            except UnicodeDecodeError as error:
                yield f"{where}: not UTF-8: {error}"
                continue
            raw = sorted({f"U+{ord(c):04X}" for c in text if is_raw(c)})
            if raw:
                yield f"{where}: raw {raw}"
            for line in text.splitlines():
                begins = next((word for word in FORGED if line.lstrip().startswith(word)), None)
                ours = (begins == "```" and form == "log") or (form == "github" and line.startswith("::error file="))
                if begins and not ours:
                    yield f"{where}: a line begins with {line[:80]!r}"
            if form == "json":
                report = json.loads(out)
                if report["summary"]["incomplete"] != (status == 2):
                    yield f"{where}: incomplete is {report['summary']['incomplete']}, exit {status}"
                if status == 2 and report["summary"]["readiness"] == "READY":
                    yield f"{where}: ready although incomplete"

    def test_no_case_kills_it_or_is_called_clean(self):
        beside = Repository({"moving-base.yaml": RULE})
        self.addCleanup(beside.close)
        rules = "moving-base.yaml"
        cases = beside.beside / "cases"
        expected = generate.generate(cases)
        # Rules are named by their path in the root.
        for case in expected:
            (cases / case / rules).write_text(RULE)
        try:
            with ThreadPoolExecutor(2) as pool:
                found = pool.map(lambda item: list(self.complaints(cases / item[0], rules, *item)), expected.items())
                wrong = [line for lines in found for line in lines]
        finally:
            subprocess.run(["rm", "-rf", str(cases)])
        self.assertEqual(wrong, [], "\n" + "\n".join(wrong))
        self.assertGreater(len(expected), 100)
