"""The hook, run by the real pre-commit from PyPI in an environment of its own."""

import os
import pathlib
import shutil
import subprocess
import sys
import venv

from case import Case
from repository import BINARY, SOURCE, environment

VERSION = "4.0.1"


class Hook(Case):
    def tool(self, folder):
        venv.create(folder, with_pip=True)
        done = subprocess.run([str(folder / "bin/pip"), "install", "-q", "--disable-pip-version-check",
                               f"pre-commit=={VERSION}"], capture_output=True, text=True)
        if done.returncode != 0:
            self.skipTest(f"pre-commit cannot be installed here: {done.stderr.strip()[-300:]}")
        return folder / "bin/pre-commit"

    def test_it_speaks_of_what_is_staged(self):
        repository = self.repository(git=True)
        tool = self.tool(repository.beside / "venv")
        hooks = self.repository({".pre-commit-hooks.yaml": (SOURCE / ".pre-commit-hooks.yaml").read_text()}, git=True)
        programs = repository.beside / "bin"
        programs.mkdir()
        os.symlink(BINARY, programs / "plumbline")

        def run():
            env = environment(PATH=f"{programs}:{os.environ['PATH']}", PRE_COMMIT_HOME=str(repository.beside / "home"))
            done = subprocess.run([str(tool), "try-repo", str(hooks.root), "plumbline", "--verbose"], cwd=repository.root,
                                  env=env, capture_output=True, text=True)
            return done.returncode, done.stdout + done.stderr

        repository.write({"app/Dockerfile": "FROM x:latest\n"})
        repository.git("add", "app/Dockerfile")
        status, out = run()
        self.assertNotEqual(status, 0, out)
        self.assertIn("app/Dockerfile:1:6: error:", out)
        self.assertNotIn("\nDockerfile:1:6: error", out)  # known before
        repository.write({"app/Dockerfile": "FROM x:1\n"})
        repository.git("add", "app/Dockerfile")
        status, out = run()
        self.assertEqual(status, 0, out)
        self.assertIn("Passed", out)
        repository.git("reset", "-q", "--hard")
        repository.write({"notes.txt": "nothing of ours\n"})
        repository.git("add", "notes.txt")
        status, out = run()
        self.assertEqual(status, 0, out)
        self.assertIn("no files to check", out)
