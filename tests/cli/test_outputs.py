"""Formats, several outputs of one run, and the same bytes wherever and however it runs."""

import json
import shutil
import subprocess
import sys

import jsonschema

from case import Case
from repository import BINARY, CLEAN, FINDINGS, RULE, SOURCE, Repository

FORMATS = ("text", "concise", "json", "jsonl", "sarif", "github", "log")
CI = {"GITHUB_SERVER_URL": "https://robot:secret@git.example", "GITHUB_REPOSITORY": "team/shop", "GITHUB_SHA": "0" * 40,
      "GITHUB_REF_NAME": "main"}
STAYS = ("json", "jsonl", "sarif", "log")


class Formats(Case):
    def test_every_format_tells_the_finding(self):
        repository = self.repository()
        for name in FORMATS:
            self.expect(repository.run("--format", name), FINDINGS, out=["XX100", "Dockerfile"])

    def test_one_run_many_outputs(self):
        repository = self.repository()
        wanted = {name: repository.beside / "reports" / name for name in FORMATS if name != "log"}
        options = [word for name, path in wanted.items() for word in ("-o", f"{name}={path}")]
        self.expect(repository.run("--format", "concise", *options), FINDINGS, out="XX100")
        for name, path in wanted.items():
            self.assertEqual(path.read_bytes(), repository.run("--format", name).bytes, name)

    def test_check_alone_writes_nothing_into_the_repository(self):
        repository = self.repository()
        before = sorted(repository.root.rglob("*"))
        repository.run()
        self.assertEqual(sorted(repository.root.rglob("*")), before)

    def test_the_report_is_valid_against_its_schema(self):
        repository = self.repository()
        repository.write({"app/Dockerfile": "# plumbline: ignore[XX100] -- pinned\nFROM x:latest\n",
                          "bad.yml": "on: push\njobs: [\n", "web/Dockerfile": b"FROM a\0b\n"})
        schema = repository.run("schema", "report").json()
        jsonschema.validate(repository.run("--format", "json").json(), schema)

    def test_schemas_are_schemas(self):
        repository = self.repository()
        for name in ("rule", "config", "report", "log"):
            jsonschema.Draft202012Validator.check_schema(repository.run("schema", name).json())

    def sarif(self, *arguments, **more):
        repository = self.repository()
        repository.write({"app/Dockerfile": "# plumbline: ignore[XX100] -- pinned\nFROM x:latest\n",
                          "web/Dockerfile": b"FROM a\0b\n", "a b/Dockerfile": "FROM x:latest\n"})
        path = repository.beside / "report.sarif"
        repository.run("-o", f"sarif={path}", *arguments, **more)
        return path

    def test_sarif_is_valid_and_keeps_our_promises(self):
        for arguments in ((), ("--sarif-suppressed", "include"), ("--select", "ALL")):
            done = subprocess.run([str(SOURCE / "tests/support/sarif-schema"), "--like-us", str(self.sarif(*arguments))],
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_sarif_is_clean_for_the_validator_that_github_uses(self):
        tool = str(SOURCE / "tests/support/sarif-validate")
        if subprocess.run([tool, "--usable"]).returncode != 0:
            self.skipTest("the validator does not run on this machine")
        # Where the commit comes from only CI knows: the validator asks for it.
        done = subprocess.run([tool, str(self.sarif("--select", "ALL", env=CI))], capture_output=True, text=True)
        self.assertEqual(done.stdout.splitlines()[:-1], [], done.stderr)

    def test_sarif_names_the_commit_that_ci_has_checked_out_without_its_credentials(self):
        run = json.loads(self.sarif(env=CI).read_text())["runs"][0]
        self.assertEqual(run["versionControlProvenance"],
                         [{"repositoryUri": "https://git.example/team/shop", "revisionId": "0" * 40, "branch": "main",
                           "mappedTo": {"uriBaseId": "SRCROOT"}}])
        self.assertNotIn("versionControlProvenance", json.loads(self.sarif().read_text())["runs"][0])


class SameBytes(Case):
    def outputs(self, repository, *arguments, **more):
        return {name: repository.run("--format", name, *arguments, **more).bytes for name in STAYS}

    def many(self):
        repository = self.repository()
        repository.write({f"services/{i:03}/Dockerfile": f"FROM base-{i}:latest\nRUN make\n" for i in range(60)})
        return repository

    def test_for_any_number_of_workers(self):
        repository = self.many()
        self.assertEqual(self.outputs(repository, "-j1"), self.outputs(repository, "-j8"))

    def test_in_another_folder(self):
        repository = self.many()
        other = Repository({})
        self.addCleanup(other.close)
        shutil.copytree(repository.root, other.root, dirs_exist_ok=True)
        self.assertEqual(self.outputs(repository), self.outputs(other))

    def test_in_another_language_and_time_zone(self):
        repository = self.many()
        first = self.outputs(repository)
        for env in ({"LC_ALL": "tr_TR.UTF-8"}, {"TZ": "Pacific/Kiritimati"}, {"LC_ALL": "de_DE.UTF-8", "TZ": "America/Adak"}):
            self.assertEqual(self.outputs(repository, env=env), first, env)

    def test_from_a_folder_inside(self):
        repository = self.many()
        first = self.outputs(repository, ".")
        self.assertEqual(self.outputs(repository, str(repository.root), cwd=repository.root / "services"), first)


class Log(Case):
    def test_written_checked_and_merged(self):
        repository = self.repository()
        path = ".orchestration/implementation-log.md"
        self.expect(repository.run("log", "--check"), FINDINGS)
        self.expect(repository.run("log"), CLEAN)
        self.expect(repository.run("log", "--check"), CLEAN)
        first = repository.read(path)
        repository.run("log")
        self.assertEqual(repository.read(path), first)
        self.assertIn("NOT READY", first.splitlines()[2])
        repository.write({path: first + "\nWritten by people.\n"})
        self.expect(repository.run("log"), CLEAN)
        self.assertTrue(repository.read(path).endswith("\nWritten by people.\n"))
        repository.write({"Dockerfile": "FROM node:20\n"})
        self.expect(repository.run("log", "--check"), FINDINGS)
        self.expect(repository.run("-o", "log"), CLEAN)
        self.expect(repository.run("log", "--check"), CLEAN)

    def test_its_json_is_valid_against_its_schema(self):
        repository = self.repository()
        repository.run("log")
        text = repository.read(".orchestration/implementation-log.md")
        block = text.split("```json\n", 1)[1].split("\n```", 1)[0]
        jsonschema.validate(json.loads(block), repository.run("schema", "log").json())


class Commands(Case):
    def test_rules_test_tells_what_an_example_finds(self):
        repository = self.repository()
        self.expect(repository.run("rules", "test", "policy/moving-base.yaml"), CLEAN, out="1 passed, 0 failed")
        repository.write({"policy/moving-base.yaml": RULE.replace('finds: ["node:latest"]', 'finds: ["node"]')})
        self.expect(repository.run("rules", "test", "policy"), FINDINGS, out=["XX100 bad 1", "node:latest"])
        repository.write({"policy/moving-base.yaml": RULE.replace("FROM node:20", "FROM node:latest")})
        self.expect(repository.run("rules", "test", "policy"), FINDINGS, out="XX100 good 1")

    def test_query(self):
        repository = self.repository()
        self.expect(repository.run("query", "repo.images"), CLEAN, out="Dockerfile:1:6  stages.0  node:latest\n")
        self.assertEqual(repository.run("query", "repo.images.map(i, i.tag)", "--format", "json").json(), ["latest"])
        self.expect(repository.run("query", "size(repo.jobs)"), CLEAN, out="1\n")
        self.expect(repository.run("query", "repo.imagess"), 3, "imagess")
        self.expect(repository.run("query", "repo.("), 3)

    def test_ir(self):
        repository = self.repository()
        everything = repository.run("ir").json()
        self.assertEqual(everything["schema"], "plumbline-ir/1")
        at = repository.run("ir", "--at", "Dockerfile:1").json()["entities"]
        self.assertEqual([image["text"] for image in at["image"]], ["node:latest"])
        self.assertNotIn("job", at)
        self.expect(repository.run("ir", "--at", "Dockerfile"), 3)

    def test_explain(self):
        repository = self.repository()
        fingerprint = repository.run("--format", "json").json()["findings"][0]["fingerprint"]
        self.expect(repository.run("explain", fingerprint), CLEAN, out=['image.tag == "latest"', "Dockerfile:1:6"])
        self.expect(repository.run("explain", "CARGO_CULT"), CLEAN)
        self.expect(repository.run("explain", "pipeline"), CLEAN)
        self.expect(repository.run("explain", "pipelin"), 3, "pipeline")
        self.expect(repository.run("explain", "0123456789ab"), 3)

    def test_config_show_says_where_values_come_from(self):
        repository = self.repository()
        out = self.expect(repository.run("config", "show"), CLEAN).out
        self.assertIn("select: [XX]  # .plumbline.yaml", out)
        self.assertIn("exclude: []  # default", out)
        self.expect(repository.run("config", "check"), CLEAN)

    def test_gates(self):
        self.expect(self.repository().run("gates"), FINDINGS, out="NOT READY")

    def test_init_writes_a_configuration_that_is_read(self):
        repository = self.repository({"Dockerfile": "FROM node:20\n"})
        self.expect(repository.run("init"), CLEAN, out="pre-commit")
        self.assertNotEqual(repository.run().status, 3)
        self.expect(repository.run("init"), 3, "already")

    def test_files(self):
        out = self.expect(self.repository().run("files"), CLEAN).out
        self.assertIn("Dockerfile\tdockerfile\tjudged", out)
