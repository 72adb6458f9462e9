"""Which part of the repository is reported: paths, changes, standard input."""

from case import Case
from repository import CLEAN, FINDINGS, USAGE

A, B = "a/Dockerfile", "b/Dockerfile"


class Paths(Case):
    def two(self, git=False):
        repository = self.repository(git=git)
        (repository.root / "Dockerfile").unlink()
        repository.write({A: "FROM x:latest\n", B: "FROM y:latest\n"})
        return repository

    def test_paths_filter_the_report(self):
        repository = self.two()
        self.assertEqual(self.found(repository), [(A, 1), (B, 1)])
        self.assertEqual(self.found(repository, "a"), [(A, 1)])
        self.assertEqual(self.found(repository, B), [(B, 1)])
        self.assertEqual(self.found(repository, "a", "b/"), [(A, 1), (B, 1)])
        self.assertEqual(self.found(repository, ".", cwd=repository.root / "a"), [(A, 1)])
        self.expect(repository.run("check", ".github"), CLEAN)

    def test_the_order_of_paths_means_nothing(self):
        repository = self.two()
        self.assertEqual(repository.run("check", "a", "b", "--format", "json").bytes,
                         repository.run("check", "b", "a", "--format", "json").bytes)

    def test_paths_from_a_list(self):
        repository = self.two()
        self.assertEqual(self.found(repository, "--files-from", "-", input=b"a/Dockerfile\n"), [(A, 1)])
        self.assertEqual(self.found(repository, "--files-from", "-", "-0", input=b"b/Dockerfile\0"), [(B, 1)])

    def test_excluded_files_are_not_read(self):
        repository = self.two()
        self.assertEqual(self.found(repository, "--exclude", "a/**"), [(B, 1)])
        repository.write({".plumbline.yaml": repository.read(".plumbline.yaml") + "exclude: ['b/**']\n"})
        self.assertEqual(self.found(repository), [(A, 1)])

    def test_scope_files_reads_only_what_is_named(self):
        repository = self.two()
        report = repository.run("check", "--scope", "files", A, "--format", "json").json()
        self.assertEqual([f["path"] for f in report["findings"]], [A])
        self.assertEqual(report["summary"]["files"], 1)

    def test_standard_input_takes_the_place_of_a_file(self):
        repository = self.two()
        found = self.found(repository, "--stdin-filename", A, input=b"FROM x:1\n")
        self.assertEqual(found, [(B, 1)])

    def test_ignored_files_are_left_out_unless_asked_for(self):
        repository = self.two(git=True)
        repository.git("rm", "-q", "-r", "--cached", "--ignore-unmatch", "a")
        repository.write({".gitignore": "a/\n"})
        self.assertEqual(self.found(repository), [(B, 1)])
        self.assertEqual(self.found(repository, "--no-gitignore"), [(A, 1), (B, 1)])


class Changes(Case):
    def test_staged_reports_what_the_index_brings(self):
        repository = self.repository(git=True)
        self.expect(repository.run("--staged"), CLEAN)
        repository.write({A: "FROM x:latest\n"})
        self.expect(repository.run("--staged"), CLEAN)
        repository.git("add", A)
        self.assertEqual(self.found(repository, "--staged"), [(A, 1)])
        repository.write({A: "FROM x:1\n"})  # only in the work tree
        self.assertEqual(self.found(repository, "--staged"), [(A, 1)])

    def test_diff_compares_with_the_merge_base(self):
        repository = self.repository(git=True)
        repository.git("checkout", "-q", "-b", "topic")
        self.expect(repository.run("--diff", "main"), CLEAN)
        repository.write({A: "FROM x:latest\n"})
        repository.commit("topic")
        repository.git("checkout", "-q", "main")
        repository.write({B: "FROM y:latest\n"})
        repository.commit("later on main")
        repository.git("checkout", "-q", "topic")
        self.assertEqual(self.found(repository, "--diff", "main"), [(A, 1)])

    def test_moved_lines_are_nothing_new(self):
        repository = self.repository(git=True)
        repository.write({"Dockerfile": "# a comment\n\n" + repository.read("Dockerfile")})
        self.assertEqual(self.found(repository, "--diff", "main"), [])
        self.assertEqual(self.found(repository), [("Dockerfile", 3)])

    def test_both_at_once_is_a_mistake(self):
        self.expect(self.repository(git=True).run("--staged", "--diff", "main"), USAGE)

    def test_no_git_is_told(self):
        self.expect(self.repository().run("--diff", "main"), USAGE)

    def test_configuration_of_git_runs_nothing(self):
        repository = self.repository(git=True)
        trap = repository.beside / "trap"
        trap.write_text(f"#!/bin/sh\ntouch {repository.beside}/sprung\n")
        trap.chmod(0o755)
        for key in ("core.fsmonitor", "core.sshCommand", "core.pager", "diff.external", "core.hooksPath"):
            repository.git("config", key, str(trap))
        repository.write({A: "FROM x:latest\n"})
        repository.git("config", "--unset", "core.fsmonitor")
        repository.git("add", A)
        repository.git("config", "core.fsmonitor", str(trap))
        sprung = repository.beside / "sprung"
        sprung.unlink(missing_ok=True)
        self.expect(repository.run("--staged"), FINDINGS)
        self.expect(repository.run("--diff", "main"), FINDINGS)
        self.assertFalse(sprung.exists())
