"""Secrets are nowhere in what comes out: not in a report, a log, a baseline, the IR, a query or an explanation.

The canaries are put together when the test runs, so that none stands in this repository.
"""

import base64
import hashlib
import string

from case import Case
from repository import CONFIG, RULE

FORMATS = ("text", "concise", "json", "jsonl", "sarif", "github", "log")
LETTERS = string.ascii_letters + string.digits


def characters(seed, count, alphabet=LETTERS):
    """The same for the same seed, without any order."""
    stream = b"".join(hashlib.sha256(f"{seed} {i}".encode()).digest() for i in range(count // 32 + 1))
    return "".join(alphabet[byte % len(alphabet)] for byte in stream[:count])


def canaries():
    upper = string.ascii_uppercase + "234567"
    return {
        "github": "gh" + "p_" + characters("github", 36),
        "aws": "AKI" + "A" + characters("aws", 16, upper),
        "stripe": "sk_" + "live_" + characters("stripe", 24),
        "slack": "xox" + "b-" + characters("a", 12, string.digits) + "-" + characters("b", 12, string.digits) + "-"
                 + characters("slack", 24),
        "password": characters("password", 20) + "#7",
        "url": characters("url", 18),
        "key": "\n".join(characters(f"key {i}", 64) for i in range(12)),
        "line": characters("line", 32),
        "jwt": "ey" + "JhbGciOiJIUzI1NiJ9.ey" + "J" + characters("jwt", 40) + "." + characters("signature", 43),
    }


def private_key(body):
    return "-----BEGIN RSA " + "PRIVATE KEY-----\n" + body + "\n-----END RSA " + "PRIVATE KEY-----"


def indented(text, blanks):
    return text.replace("\n", "\n" + " " * blanks)


def planted(c):
    """Files with the canaries wherever a file may hold one."""
    encoded = base64.b64encode(c["password"].encode()).decode()
    return {
        ".plumbline.yaml": CONFIG.replace("select: [XX]", "select: [ALL]"),
        "policy/moving-base.yaml": RULE,
        "policy/value.yaml": RULE.replace("XX100", "XX101").replace("moving-base", "shown-value")
        .replace("for: image", "for: variable").replace('image.tag == "latest"', "has(variable.value)")
        .replace("{image.head}", "{variable.head} is {variable.?value.orValue('none')}").split("examples:")[0],
        "policy/command.yaml": RULE.replace("XX100", "XX102").replace("moving-base", "shown-command")
        .replace("for: image", "for: command").replace('image.tag == "latest"', 'command.program != ""')
        .replace("{image.head}", "{command.text}").split("examples:")[0],
        "Dockerfile": f"FROM node:latest\n# the old token was {c['github']}\nENV API_TOKEN={c['github']}\n"
                      f"ARG DB_PASSWORD={c['password']}\n"
                      f"RUN curl -H 'Authorization: Bearer {c['github']}' https://x.example.com/a\n"
                      f"RUN curl -u admin:{c['password']} https://x.example.com/b\n"
                      f"RUN export PASSWORD={c['line'][:16]}\\\n{c['line'][16:]} && make\n",
        ".env": f"STRIPE_KEY={c['stripe']}\nDATABASE_URL=postgres://app:{c['url']}@db.internal:5432/app\n"
                f"PASSWORD='{c['password']}'\nJWT={c['jwt']}\n",
        ".github/workflows/ci.yml": "on: push\nenv:\n"
                                    f"  SLACK_TOKEN: {c['slack']}\n"
                                    "jobs:\n  build:\n"
                                    f"    name: build with {c['github']}\n"
                                    "    runs-on: ubuntu-latest\n    steps:\n"
                                    f"      - run: git clone https://bot:{c['github']}@github.com/a/b\n"
                                    f"      - run: docker login -u a -p {c['password']} ghcr.io\n"
                                    f"      - env: {{AWS_ACCESS_KEY_ID: {c['aws']}, PASSWORD: \"{c['password']}\"}}\n"
                                    "        run: |\n"
                                    f"          cat > key.pem <<EOF\n          {indented(private_key(c['key']), 10)}\n"
                                    "          EOF\n",
        "k8s/secret.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: app}\n"
                           f"stringData:\n  password: {c['password']!r}\n  key: |\n    {indented(private_key(c['key']), 4)}\n"
                           f"data:\n  encoded: {encoded}\n",
        "k8s/app.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n"
                        f"      containers:\n        - name: app\n          image: nginx:latest\n          env:\n"
                        f"            - {{name: API_TOKEN, value: {c['github']}}}\n"
                        f"          args: [\"--token={c['stripe']}\"]\n",
        "fastlane/Fastfile": f"lane :beta do\n  ENV[\"FASTLANE_PASSWORD\"] = \"{c['password']}\"\n"
                             f"  slack(slack_url: \"https://hooks.example.com/{c['slack']}\")\n"
                             f"  sh \"curl -H 'X-Token: {c['github']}' https://x.example.com\"\nend\n",
        "deploy.sh": f"#!/bin/sh\n# {c['aws']}\nexport TOKEN={c['github']}\ncurl https://x.example.com/?key={c['stripe']}\n",
        "app/key.pem": private_key(c["key"]) + "\n",
        "package.json": f"{{\"scripts\": {{\"deploy\": \"TOKEN={c['github']} ./deploy.sh\"}}}}\n",
    }


def needles(c):
    """What must not appear: each canary, its second half, its lines and its base64."""
    for name, value in c.items():
        for line in value.split("\n"):
            yield name, line
            yield f"{name}, its second half", line[len(line) // 2:]
        yield f"{name} in base64", base64.b64encode(value.encode()).decode().rstrip("=")[:-1]


class Nowhere(Case):
    def setUp(self):
        self.canaries = canaries()
        self.leaks = []

    def look(self, where, text):
        for name, needle in needles(self.canaries):
            if needle in text:
                line = next((l for l in text.splitlines() if needle in l), "")
                at = line.find(needle)
                self.leaks.append(f"{where}: {name}: …{line[max(0, at - 60):at]}<here>")

    def test_nothing_that_comes_out_holds_one(self):
        repository = self.repository(planted(self.canaries), git=True)
        looked_at = 0
        for arguments in [("--format", name) for name in FORMATS] + [
                ("--format", "sarif", "--sarif-suppressed", "include"), ("--statistics", "-v"), ("--timings",),
                ("ir",), ("gates",), ("gates", "--format", "json"), ("files",), ("log",),
                ("baseline", "create", "--reason", "known"), ("config", "show"),
                ("query", "repo.variables.map(v, v.?value)"), ("query", "repo.variables"), ("query", "repo.secrets"),
                ("query", "repo.commands.map(c, c.text)"), ("query", "repo.commands"), ("query", "repo.steps"),
                ("query", "repo.files.map(f, f.comments.map(c, c.text))"), ("query", "repo.jobs.map(j, j.name)"),
                ("query", "repo.images"), ("query", "repo.files.map(f, f.documents)", "--format", "json")]:
            run = repository.run(*arguments)
            self.assertIn(run.status, (0, 1, 2), f"{arguments}: {run}")
            self.look(" ".join(arguments), run.out + run.err)
            looked_at += len(run.out)
        self.assertGreater(looked_at, 10_000)
        for path in (".orchestration/implementation-log.md", ".plumbline-baseline.json"):
            self.look(path, repository.read(path))
        (repository.root / ".plumbline-baseline.json").unlink()
        for finding in repository.run("--format", "json", "--show", "note").json()["findings"][:60]:
            run = repository.run("explain", finding["fingerprint"])
            self.look(f"explain of {finding['rule']} at {finding['path']}", run.out + run.err)
        self.assertEqual(sorted(set(self.leaks)), [])

    def test_they_are_noticed(self):
        repository = self.repository(planted(self.canaries))
        files = {line.split(":")[0] for line in repository.run("query", "repo.secrets").out.splitlines()}
        self.assertGreaterEqual(files, {"Dockerfile", ".env", ".github/workflows/ci.yml", "k8s/app.yaml", "deploy.sh",
                                        "fastlane/Fastfile", "package.json"})
