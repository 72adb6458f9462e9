"""Exit codes 0 to 4, in every situation that the contract names."""

import os
import subprocess

from case import Case
from repository import BINARY, CLEAN, CONFIG, FINDINGS, INCOMPLETE, INTERNAL, RULE, USAGE, WORKFLOW

DEEP = "on: push\njobs: " + "[" * 5000 + "]" * 5000 + "\n"


class Status(Case):
    def test_nothing_found_is_0(self):
        repository = self.repository({".plumbline.yaml": CONFIG, "policy/a.yaml": RULE, "Dockerfile": "FROM node:20\n"})
        self.expect(repository.run(), CLEAN, out="No findings")

    def test_findings_are_1_and_check_may_be_left_out(self):
        repository = self.repository()
        self.expect(repository.run("check"), FINDINGS, out="XX100")
        self.expect(repository.run(), FINDINGS, out="XX100")

    def test_the_threshold_decides(self):
        repository = self.repository()
        self.expect(repository.run("--fail-on", "error"), FINDINGS)
        self.expect(repository.run("--fail-on", "critical"), CLEAN)
        self.expect(repository.run("--fail-on", "never"), CLEAN)
        self.expect(repository.run("--exit-zero"), CLEAN, out="XX100")
        repository.write({".plumbline.yaml": CONFIG + "severity: {XX100: note}\n"})
        self.expect(repository.run(), CLEAN)
        self.expect(repository.run("--fail-on", "note"), FINDINGS)

    def test_a_file_that_is_too_deep_is_2_which_beats_1(self):
        repository = self.repository()
        repository.write({".github/workflows/deep.yml": DEEP})
        self.expect(repository.run(), INCOMPLETE, out=["XX100", "deep.yml"])
        self.expect(repository.run("--allow-incomplete"), FINDINGS, out="deep.yml")
        self.expect(repository.run("--exit-zero"), INCOMPLETE)

    def test_a_file_that_is_too_large_is_2(self):
        repository = self.repository()
        repository.write({".github/workflows/large.yml": WORKFLOW + "#" * (11 << 20)})
        self.expect(repository.run(), INCOMPLETE, out="large.yml")

    def test_a_binary_file_under_a_name_of_ours_is_2(self):
        repository = self.repository()
        repository.write({"app/Dockerfile": b"FROM a\0b\n"})
        self.expect(repository.run(), INCOMPLETE, out="app/Dockerfile")

    def test_an_unreadable_file_is_2(self):
        repository = self.repository()
        (repository.root / "Dockerfile").chmod(0)
        more = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
        if more and subprocess.run([BINARY, "--version"], capture_output=True, **more).returncode != 0:
            self.skipTest("another user cannot run the program here")
        self.expect(repository.run(**more), INCOMPLETE, out="Dockerfile")

    def test_an_empty_set_is_3_unless_allowed(self):
        repository = self.repository({})
        self.expect(repository.run(), USAGE, "nothing to analyse")
        self.expect(repository.run("--allow-empty"), CLEAN)

    def test_an_output_that_cannot_be_written_is_4(self):
        repository = self.repository()
        (repository.root / "taken").write_text("")
        self.expect(repository.run("-o", "json=taken/report.json"), INTERNAL, "taken/report.json")
        with open("/dev/full", "wb") as full:
            self.expect(repository.run(stdout=full), INTERNAL)

    def test_an_output_through_a_link_is_refused_and_the_target_kept(self):
        repository = self.repository()
        repository.write({"kept.txt": "kept"})
        os.symlink("kept.txt", repository.root / "report.json")
        self.expect(repository.run("-o", "json=report.json"), INTERNAL, "report.json")
        self.assertEqual(repository.read("kept.txt"), "kept")


class Usage(Case):
    def test_an_unknown_rule_names_the_nearest(self):
        repository = self.repository()
        for option in ("--select", "--ignore", "--extend-select"):
            self.expect(repository.run(option, "XX101"), USAGE, "XX101", "XX100")
        self.expect(repository.run("--select", "moving-bass"), USAGE, "moving-base")

    def test_a_rule_unknown_on_the_command_line_is_not_blamed_on_the_configuration(self):
        self.expect(self.repository().run("--select", "XX101"), USAGE, "command line", absent=[".plumbline.yaml"])

    def test_unknown_options_and_formats_name_the_nearest(self):
        repository = self.repository()
        self.expect(repository.run("--exit-zer"), USAGE, "--exit-zero")
        self.expect(repository.run("--format", "sarf"), USAGE, "sarif")
        self.expect(repository.run("-o", "jsn=x"), USAGE, "json")
        self.expect(repository.run("-o", "json"), USAGE, "json=FILE")

    def test_a_missing_path_names_the_nearest(self):
        repository = self.repository()
        self.expect(repository.run("check", "Dockerfil"), USAGE, "does not exist", "Dockerfile")
        self.expect(repository.run("check", "/nowhere/at/all"), USAGE)

    def test_a_path_outside_of_the_root_is_refused(self):
        repository = self.repository()
        self.expect(repository.run("--root", ".", "check", repository.beside), USAGE)

    def broken(self, text, *words):
        repository = self.repository()
        repository.write({".plumbline.yaml": text})
        run = self.expect(repository.run(), USAGE, *words)
        self.assertEqual(run.out, "")

    def test_an_unknown_key_has_its_place_and_the_nearest_name(self):
        self.broken("schema: 1\nselectt: [XX]\n", ".plumbline.yaml:2:1", "select")

    def test_a_key_of_a_wrong_type_has_its_place(self):
        self.broken("schema: 1\ncontext: {team_size: many}\n", ".plumbline.yaml:2:")

    def test_a_wrong_word_has_its_place(self):
        self.broken("schema: 1\nrules: [policy/]\nseverity: {XX100: eror}\n", ".plumbline.yaml:3:", "error")

    def test_another_schema_is_refused(self):
        self.broken("schema: 2\n", ".plumbline.yaml:1:9")

    def test_what_is_no_yaml_is_refused(self):
        self.broken("schema: [1\n", ".plumbline.yaml:")

    def test_rules_outside_of_the_root_are_refused(self):
        self.broken("schema: 1\nrules: [../x]\n", "not inside")

    def test_a_rule_that_does_not_compile_has_its_place(self):
        repository = self.repository()
        repository.write({"policy/moving-base.yaml": RULE.replace("image.tag ==", "image.tagg ==")})
        self.expect(repository.run(), USAGE, "policy/moving-base.yaml:9:", "tagg")

    def test_isolated_reads_no_configuration(self):
        repository = self.repository()
        repository.write({".plumbline.yaml": "nonsense: [\n"})
        self.expect(repository.run(), USAGE)
        self.assertNotEqual(repository.run("--isolated").status, USAGE)

    def test_a_malformed_baseline_is_3(self):
        repository = self.repository()
        for text in ("{", "[]", '{"schema": 99, "entries": []}', ""):
            repository.write({".plumbline-baseline.json": text})
            self.expect(repository.run(), USAGE, ".plumbline-baseline.json")
        self.expect(repository.run("--no-baseline"), FINDINGS)

    def test_a_baseline_that_was_asked_for_must_exist(self):
        self.expect(self.repository().run("--baseline", "none.json"), USAGE, "none.json")

    def test_an_unknown_revision_is_3(self):
        self.expect(self.repository(git=True).run("--diff", "nowhere"), USAGE, "nowhere")

    def test_help_and_version(self):
        repository = self.repository()
        text = self.expect(repository.run("--help"), CLEAN, out=["--format", "Exit status"]).out
        self.assertLessEqual(max(map(len, text.splitlines())), 80)
        self.expect(repository.run("-h"), CLEAN, out="plumbline gates")
        self.expect(repository.run("--version"), CLEAN, out="plumbline ")
