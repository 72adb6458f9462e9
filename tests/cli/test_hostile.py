"""Runs the program over hostile repositories, with little memory and time, in every format."""

import json
import pathlib
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
# Sanitized, it is slower, and reserves more addresses than any limit allows.
SANITIZED = b"__asan_init" in pathlib.Path(BINARY).read_bytes()
SECONDS = 60 if SANITIZED else 20
MEMORY = 1 << 30
# Of these, one or few are enough to see what a sanitizer sees.
LARGE = ("2-blank-lines", "6-", "7-brackets-100000", "7-brackets-1000000", "8-merges", "10-", "15-", "16-", "17-", "18-stages",
         "19-number", "22-json", "26-many-files", "30-findings", "32-ignore-file")
CONTROL = "control/Dockerfile"
COMMANDS = (("files",), ("gates",), ("ir",), ("query", "repo.files.map(f, f.path)"), ("query", "repo.images"),
            ("baseline", "create"), ("log",))
HARMLESS = {0x0A}
FORGED = ("::error::", "##[", "##vso[", "## Verdict", "```", "</script>", "IGNORE PREVIOUS", "0 findings, all")


def limits():
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def is_raw(character):
    code = ord(character)
    return ((code < 0x20 or 0x7F <= code < 0xA0) and code not in HARMLESS or 0x200B <= code <= 0x200F
            or 0x2028 <= code <= 0x202E or 0x2060 <= code <= 0x2069 or code == 0xFEFF or 0xE0000 <= code <= 0xE007F)


class Hostile(Case):
    def run_one(self, folder, words):
        command = [BINARY, *words, "--root", str(folder), "--color", "never"]
        begin = time.monotonic()
        try:
            done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, preexec_fn=limits,
                                  timeout=SECONDS * 3)
        except subprocess.TimeoutExpired:
            return None, "", "", SECONDS * 3
        return done.returncode, done.stdout, done.stderr, time.monotonic() - begin

    def complaints(self, folder, rules, case, expected):
        forms = FORMATS if case.startswith(LOUD) else ("json",) if SANITIZED else ("json", "text")
        for form in forms[::2] if SANITIZED else forms:
            status, out, err, seconds = self.run_one(folder, ("--isolated", "--rules", rules, "--format", form))
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
            yield from self.loud(where, form, out, err)
            if form == "json":
                report = json.loads(out)
                if report["summary"]["incomplete"] != (status == 2):
                    yield f"{where}: incomplete is {report['summary']['incomplete']}, exit {status}"
                if status == 2 and report["summary"]["readiness"] == "READY":
                    yield f"{where}: ready although incomplete"
                if status == 2 and not all(one["reason"] for one in report["not_analysed"]):
                    yield f"{where}: no reason in {report['not_analysed']}"
                if CONTROL not in {one["path"] for one in report["findings"]}:
                    yield f"{where}: the finding in another file is gone"
        if case.startswith(LOUD):
            yield from self.other_commands(folder, case)

    def loud(self, where, form, out, err):
        """What would act where it is printed."""
        try:
            text = out.decode("utf-8") + err.decode("utf-8")
        except UnicodeDecodeError as error:
            yield f"{where}: not UTF-8: {error}"
            return
        raw = sorted({f"U+{ord(c):04X}" for c in text if is_raw(c)})
        if raw:
            yield f"{where}: raw {raw}"
        for line in text.splitlines():
            begins = next((word for word in FORGED if line.lstrip().startswith(word)), None)
            ours = (begins == "```" and form == "log") or (form == "github" and line.startswith("::error file="))
            if begins and not ours:
                yield f"{where}: a line begins with {line[:80]!r}"

    def other_commands(self, folder, case):
        for words in COMMANDS:
            status, out, err, _ = self.run_one(folder, words)
            where = f"{case}, {words[0]}"
            if words[0] == "baseline" and b"is critical: give a reason" in err:
                status = 1  # as it should be: a secret is accepted by name only
            if status not in (0, 1, 2):
                yield f"{where}: exit {status}: {err[-300:]!r}"
                continue
            # Tabs are between the columns of `files`; in a name they are escaped, or there would be more columns.
            if words[0] == "files" and any(line.count(b"\t") > 3 for line in out.splitlines()):
                yield f"{where}: a tab in a name"
            yield from self.loud(where, "text", out.replace(b"\t", b" "), err)

    def test_no_case_kills_it_or_is_called_clean(self):
        beside = Repository({"moving-base.yaml": RULE})
        self.addCleanup(beside.close)
        rules = "moving-base.yaml"
        cases = beside.beside / "cases"
        expected = generate.generate(cases)
        if SANITIZED:
            expected = {case: outcome for case, outcome in expected.items() if not case.startswith(LARGE)}
        # Rules are named by their path in the root.
        for case in expected:
            (cases / case / rules).write_text(RULE)
            (cases / case / CONTROL).parent.mkdir()
            (cases / case / CONTROL).write_text("FROM control:latest\n")
        try:
            with ThreadPoolExecutor(2) as pool:
                found = pool.map(lambda item: list(self.complaints(cases / item[0], rules, *item)), expected.items())
                wrong = [line for lines in found for line in lines]
        finally:
            sprung = [str(path) for path in cases.glob("*/sprung")] + [str(path) for path in cases.glob("sprung")]
            subprocess.run(["rm", "-rf", str(cases)])
        self.assertEqual(sprung, [], "what a repository configures was run")
        self.assertEqual(wrong, [], "\n" + "\n".join(wrong))
        self.assertGreater(len(expected), 100)
