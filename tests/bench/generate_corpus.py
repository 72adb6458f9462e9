#!/usr/bin/env python3
"""Writes a synthetic repository: generate_corpus.py FOLDER [--files N] [--megabytes M].

The same arguments give the same bytes. Shares of bytes are declared in SHARES below and printed with what came out, so
that a figure measured on the corpus can be read: four fifths YAML, as in repositories of manifests and pipelines.
"""
import argparse
import json
import os
import random

SHARES = {"yaml": 0.80, "json": 0.06, "shell": 0.04, "dockerfile": 0.02, "typescript": 0.04, "ruby": 0.01, "text": 0.03}
WORDS = ("api cart catalog checkout gateway invoice ledger mail orders payments profile quotes reviews search session "
         "shipping stock tariff users wallet").split()


def deployment(rng, name):
    env = "".join(f"            - name: {rng.choice(WORDS).upper()}_{i}\n              value: \"{rng.choice(WORDS)}-{rng.randrange(999)}\"\n"
                  for i in range(rng.randrange(2, 9)))
    return f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  labels:
    app.kubernetes.io/name: {name}
spec:
  replicas: {rng.randrange(1, 6)}
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
    spec:
      # Pods of {name} are small.
      containers:
        - name: {name}
          image: registry.example.com/{name}:1.{rng.randrange(40)}.{rng.randrange(20)}
          ports:
            - containerPort: {rng.choice([3000, 8000, 8080, 9090])}
          env:
{env}          resources:
            requests: {{cpu: {rng.randrange(50, 500)}m, memory: {rng.randrange(64, 512)}Mi}}
            limits: {{memory: {rng.randrange(512, 1024)}Mi}}
          readinessProbe:
            httpGet: {{path: /healthz, port: 8080}}
            periodSeconds: {rng.randrange(5, 30)}
---
apiVersion: v1
kind: Service
metadata:
  name: {name}
spec:
  selector:
    app.kubernetes.io/name: {name}
  ports:
    - port: 80
      targetPort: 8080
---
"""


def config_map(rng, name):
    lines = "".join(f"  {rng.choice(WORDS)}.{i}: \"{' '.join(rng.choice(WORDS) for _ in range(8))}\"\n" for i in range(30))
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n{lines}---\n"


def workflow(rng, name):
    jobs = "".join(f"""  {rng.choice(WORDS)}-{i}:
    runs-on: ubuntu-24.04
    timeout-minutes: {rng.randrange(5, 40)}
    steps:
      - uses: actions/checkout@v4
      - name: Build {name}
        run: |
          npm ci
          npm run build -- --target {rng.choice(WORDS)}
          docker build -t registry.example.com/{name}:${{{{ github.sha }}}} .
      - name: Test
        run: npm test
        env:
          SUITE: {rng.choice(WORDS)}
""" for i in range(rng.randrange(1, 5)))
    return f"name: {name}\non:\n  push:\n    branches: [main]\n  pull_request:\npermissions:\n  contents: read\njobs:\n{jobs}"


def shell(rng, name):
    body = "".join(f"if [ -n \"${{{rng.choice(WORDS).upper()}:-}}\" ]; then\n  curl -fsS \"https://{rng.choice(WORDS)}.example.com/{i}\" | jq -r .id\nfi\n"
                   for i in range(rng.randrange(4, 30)))
    return f"#!/usr/bin/env bash\nset -euo pipefail\n# {name}\n{body}"


def dockerfile(rng, name):
    runs = "".join(f"RUN echo {rng.choice(WORDS)} > /etc/{rng.choice(WORDS)}.{i}\n" for i in range(rng.randrange(3, 12)))
    return f"FROM node:20.1{rng.randrange(9)}-slim AS build\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY . .\n{runs}\nFROM node:20-slim\nCOPY --from=build /app /app\nUSER node\nCMD [\"node\", \"{name}.js\"]\n"


def typescript(rng, name):
    rows = "".join(f"    {{ url: \"https://{name}.example.com/{rng.choice(WORDS)}/{i}\", priority: 0.{rng.randrange(1, 9)} }},\n" for i in range(rng.randrange(10, 60)))
    return f"import type {{ MetadataRoute }} from \"next\";\n\nexport default function sitemap(): MetadataRoute.Sitemap {{\n  return [\n{rows}  ];\n}}\n"


def ruby(rng, name):
    lanes = "".join(f"  desc \"{rng.choice(WORDS)}\"\n  lane :{rng.choice(WORDS)}_{i} do\n    build_app(scheme: \"{name}\")\n    upload_to_testflight(skip_waiting_for_build_processing: true)\n  end\n\n"
                    for i in range(rng.randrange(2, 9)))
    return f"default_platform :ios\n\nplatform :ios do\n{lanes}end\n"


def data(rng, name):
    rows = [{"id": i, "name": rng.choice(WORDS), "tags": [rng.choice(WORDS) for _ in range(4)]} for i in range(40)]
    return json.dumps({"service": name, "rows": rows}, indent=1) + "\n"


def text(rng, name):
    return f"# {name}\n\n" + "\n".join(" ".join(rng.choice(WORDS) for _ in range(14)) for _ in range(40)) + "\n"


def yaml(rng, name, i, size):
    if i % 8 == 0:
        return f".github/workflows/{name}.yml", workflow(rng, name)
    make = config_map if i % 5 == 0 else deployment
    out = make(rng, name)
    while len(out) < size:
        out += make(rng, f"{name}-{len(out)}")
    return f"k8s/{i % 97}/{name}.yaml", out


MAKERS = {
    "json": (data, "data/{d}/{n}.json"), "shell": (shell, "scripts/{d}/{n}.sh"),
    "dockerfile": (dockerfile, "services/{d}/{n}/Dockerfile"), "typescript": (typescript, "web/{d}/{n}/app/sitemap.ts"),
    "ruby": (ruby, "mobile/{d}/{n}/fastlane/Fastfile"), "text": (text, "docs/{d}/{n}.md"),
}


def make_file(rng, kind, i, size):
    name = f"{rng.choice(WORDS)}-{i}"
    if kind == "yaml":
        return yaml(rng, name, i, size)
    maker, pattern = MAKERS[kind]
    return pattern.format(d=i % 97, n=name), maker(rng, name)


def write(folder, path, content):
    full = os.path.join(folder, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8", newline="\n") as out:
        out.write(content)


def generate(folder, files, total_bytes):
    """Each file goes to the kind that is furthest behind its share."""
    rng = random.Random(20)
    written = dict.fromkeys(SHARES, 0)
    for i in range(files):
        done = sum(written.values())
        size = max(200, (total_bytes - done) // (files - i))
        kind = max(SHARES, key=lambda k: SHARES[k] - written[k] / (done or 1))
        path, content = make_file(rng, kind, i, size)
        write(folder, path, content)
        written[kind] += len(content)
    return written


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--megabytes", type=float, default=10)
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    written = generate(options.folder, options.files, int(options.megabytes * 1e6))
    total = sum(written.values())
    print(f"{options.files} files, {total / 1e6:.2f} MB: " + ", ".join(f"{k} {v / total:.1%}" for k, v in written.items()))


if __name__ == "__main__":
    main()
