"""A repository in a temporary folder and the program run in it."""

import json
import os
import pathlib
import subprocess
import tempfile

BINARY = os.environ["PLUMBLINE"]
SOURCE = pathlib.Path(__file__).resolve().parents[2]
CLEAN, FINDINGS, INCOMPLETE, USAGE, INTERNAL = range(5)

# Rules of a user, so that these tests do not depend on which rules are built in.
RULE = """schema: 1
id: XX100
name: moving-base
title: An image without a version
tag: CARGO_CULT
severity: error
precision: high
for: image
when: image.tag == "latest"
message: "'{image.head}' may be another image tomorrow"
why: It moves.
remedy: Name a version.
examples:
  bad:
    - files: [{path: Dockerfile, text: "FROM node:latest\\n"}]
      finds: ["node:latest"]
  good:
    - files: [{path: Dockerfile, text: "FROM node:20\\n"}]
"""
CONFIG = "schema: 1\nrules: [policy/]\nselect: [XX]\n"
DOCKERFILE = "FROM node:latest\nRUN npm ci\n"
WORKFLOW = """on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: kubectl apply -f k8s/
"""


def environment(**more):
    """Nothing of the caller's that changes what is printed."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "ASAN_SYMBOLIZER_PATH", "TMPDIR") if key in os.environ}
    return {**kept, "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", **more}


class Run:
    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout.decode("utf-8")
        self.err = done.stderr.decode("utf-8")
        self.bytes = done.stdout

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"exit {self.status}\n--- out\n{self.out[-3000:]}\n--- err\n{self.err[-3000:]}"


class Repository:
    def __init__(self, files=None, git=False):
        self._folder = tempfile.TemporaryDirectory(prefix="plumbline-test-")
        self.root = pathlib.Path(self._folder.name).resolve() / "repository"
        self.root.mkdir()
        os.chmod(self._folder.name, 0o755)
        self.write({".plumbline.yaml": CONFIG, "policy/moving-base.yaml": RULE, "Dockerfile": DOCKERFILE,
                    ".github/workflows/ci.yml": WORKFLOW} if files is None else files)
        if git:
            self.git("init", "-q", "-b", "main")
            self.commit("first")

    @property
    def beside(self):
        """A folder outside of the repository."""
        return self.root.parent

    def write(self, files):
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def read(self, name):
        return (self.root / name).read_text()

    def git(self, *arguments):
        done = subprocess.run(["git", "-c", "user.name=T", "-c", "user.email=t@example.com", *arguments],
                              cwd=self.root, env=environment(), capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"git {arguments}: {done.stderr}")
        return done.stdout

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def run(self, *arguments, input=b"", cwd=None, stdout=subprocess.PIPE, timeout=60, env=None, **more):
        done = subprocess.run([BINARY, *map(str, arguments)], cwd=cwd or self.root, env=environment(**(env or {})),
                              input=input, stdout=stdout, stderr=subprocess.PIPE, timeout=timeout, **more)
        if done.stdout is None:
            done.stdout = b""
        return Run(done)

    def close(self):
        self._folder.cleanup()
