"""The examples of the guide that plumbline implements, each as a repository of its own.

Every finding stands here with its reason: what a wrong example was written to show, and what is wrong besides. A right
example is silent about the mistake of its sibling."""

import pathlib
import shutil

from case import Case

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "fixtures/seed"

NO_TOKEN_PERMISSIONS = "the workflow takes whatever the repository's setting gives"
NO_TIME_LIMIT = "a job that hangs keeps its machine for six hours"
NO_WAY_BACK = "nothing brings the old version back"
ROOT = "nothing leaves root"
WHOLE_FOLDER = "COPY . takes everything, and there is no .dockerignore"
ONLY_LATEST = "`latest` is pushed and deployed, under no other name"
EVERY_BRANCH = "the job has no rule about branches"
NO_ENVIRONMENT = "GitLab is not told that this deploys"
NO_COMMENT = "`# NEVER` behind a value is no comment, but a syntax error"

FINDINGS = {
    "kubernetes-for-100-users/wrong": {
        ("CC301", "k8s/deployment.yaml", 5): "three replicas and a tuned rolling update for one small service",
    },
    "kubernetes-for-100-users/right": {
        ("PM401", "docker-compose.yml", 2): "Compose has ignored `version` since 2020",
        ("AB415", "docker-compose.yml", 5): "`latest`, and always restarted",
    },
    "deploy-without-monitoring/wrong": {
        ("CD216", ".gitlab-ci.yml", 6): "no check, no probe, no alert",
        ("FC202", ".gitlab-ci.yml", 6): "nothing waits for the new version",
        ("AB217", ".gitlab-ci.yml", 5): ONLY_LATEST,
        ("FC201", ".gitlab-ci.yml", 6): NO_WAY_BACK,
        ("CD208", ".gitlab-ci.yml", 2): EVERY_BRANCH,
        ("CD215", ".gitlab-ci.yml", 6): NO_ENVIRONMENT,
    },
    "deploy-without-monitoring/right": {
        ("AB217", ".gitlab-ci.yml", 5): ONLY_LATEST,
        ("FC201", ".gitlab-ci.yml", 6): "the guide's comment speaks of a plan to go back, the job has none",
        ("CD208", ".gitlab-ci.yml", 2): EVERY_BRANCH,
        ("CD215", ".gitlab-ci.yml", 6): NO_ENVIRONMENT,
    },
    "secrets-in-image/wrong": {
        ("AB106", "Dockerfile", 5): "a password in an address, in the image",
        ("AB106", "Dockerfile", 6): "a key, in the image",
        ("AB901", "Dockerfile", 5): NO_COMMENT,
        ("AB901", "Dockerfile", 6): NO_COMMENT,
        ("AB102", "Dockerfile", 2): ROOT,
        ("CD101", "Dockerfile", 4): WHOLE_FOLDER,
    },
    "secrets-in-image/right": {
        ("AB102", "Dockerfile", 2): ROOT,
        ("CD101", "Dockerfile", 6): WHOLE_FOLDER,
    },
    "deploy-without-rollback/wrong": {
        ("FC201", ".github/workflows/deploy.yml", 10): NO_WAY_BACK,
        ("FC202", ".github/workflows/deploy.yml", 10): "nothing waits for the new version",
        ("CD216", ".github/workflows/deploy.yml", 10): "no check, no probe, no alert",
        ("CD203", ".github/workflows/deploy.yml", 2): NO_TOKEN_PERMISSIONS,
        ("CD204", ".github/workflows/deploy.yml", 7): NO_TIME_LIMIT,
    },
    "deploy-without-rollback/right": {
        ("CD203", ".github/workflows/deploy.yml", 2): NO_TOKEN_PERMISSIONS,
        ("CD204", ".github/workflows/deploy.yml", 7): NO_TIME_LIMIT,
    },
    "complete-pipeline": {
        ("AB203", ".github/workflows/ci-cd.yml", 61): "an action on a branch",
        ("AB226", ".github/workflows/ci-cd.yml", 66): "CodeQL is asked for its result and was never begun",
        ("PM209", ".github/workflows/ci-cd.yml", 66): "at a version that is not kept any more",
        ("AB211", ".github/workflows/ci-cd.yml", 242): "a secret in the text of a shell line",
        ("CD203", ".github/workflows/ci-cd.yml", 8): NO_TOKEN_PERMISSIONS,
        ("CD204", ".github/workflows/ci-cd.yml", 23): NO_TIME_LIMIT,
        ("CD204", ".github/workflows/ci-cd.yml", 53): NO_TIME_LIMIT,
        ("CD204", ".github/workflows/ci-cd.yml", 70): NO_TIME_LIMIT,
        ("CD204", ".github/workflows/ci-cd.yml", 112): NO_TIME_LIMIT,
        ("CD204", ".github/workflows/ci-cd.yml", 160): NO_TIME_LIMIT,
    },
    "ios-release": {
        ("AB210", "fastlane/Fastfile", 20): "`bash <(curl …)`",
        ("FC501", "fastlane/Fastfile", 49): "an upload whose processing nobody waits for",
        ("CD502", "fastlane/Fastfile", 74): "a release past the lane that tests",
        ("FC502", "fastlane/Fastfile", 86): "a tag that is never pushed",
    },
    "monitoring": {
        ("AB731", "monitoring.ts", 38): "a tracer that starts after other modules are loaded",
        ("CD731", "monitoring.ts", 26): "logs without a version",
    },
    "nextjs-seo": {
        ("AB604", "app/robots.ts", 11): "example.com",
        ("AB604", "app/sitemap.ts", 7): "example.com",
        ("AB604", "lib/seo.ts", 14): "example.com",
        ("AB603", "lib/seo.ts", 69): "the codes of an example",
        ("CD602", "lib/seo.ts", 20): "no canonical address",
        ("PM601", "app/sitemap.ts", 8): "every page changed just now",
        ("PM601", "app/sitemap.ts", 14): "every page changed just now",
        ("PM601", "app/sitemap.ts", 20): "every page changed just now",
    },
}

SHOWN_BY_WRONG = {
    "kubernetes-for-100-users": {"CC301"},
    "deploy-without-monitoring": {"CD216", "FC202"},
    "secrets-in-image": {"AB106", "AB901"},
    "deploy-without-rollback": {"FC201", "FC202"},
}

DECISIONS = {
    "kubernetes-for-100-users/right": "K8s when:",
    "deploy-without-rollback/right": "Blue-green for instant rollback",
    "complete-pipeline": "GitHub Actions for tight GitHub integration",
    "ios-release": "Fastlane for iOS/Android deployment automation",
    "nextjs-seo": "Next.js for built-in SEO features + performance",
}


class Seed(Case):
    def copy(self, example):
        made = self.repository({})
        shutil.copytree(EXAMPLES / example, made.root, dirs_exist_ok=True)
        return made

    def test_each_example_has_the_findings_that_stand_here_and_no_other(self):
        for example, expected in FINDINGS.items():
            with self.subTest(example):
                report = self.copy(example).run("check", "--format", "json").json()
                found = {(f["rule"], f["path"], f["range"]["start"]["line"]) for f in report["findings"]}
                self.assertEqual(found, set(expected))

    def test_every_example_is_there(self):
        kept = {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.glob("*") if not (path / "wrong").exists()}
        kept |= {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.glob("*/*") if path.name in ("wrong", "right")}
        self.assertEqual(kept, set(FINDINGS))

    def test_right_is_silent_about_what_wrong_shows(self):
        for example, rules in SHOWN_BY_WRONG.items():
            with self.subTest(example):
                for side in ("wrong", "right"):
                    said = {rule for rule, _, _ in FINDINGS[f"{example}/{side}"]}
                    if side == "wrong":
                        self.assertLessEqual(rules, said)
                    else:
                        self.assertFalse(rules & said)

    def test_secrets_are_critical_and_never_printed(self):
        run = self.copy("secrets-in-image/wrong").run("check", "--format", "json")
        critical = [f["rule"] for f in run.json()["findings"] if f["critical"]]
        self.assertEqual(critical, ["AB106", "AB106"])
        self.assertNotIn("password123", run.out)
        self.assertNotIn("super-secret-key", run.out)

    def test_values_from_the_environment_are_no_secrets(self):
        for example in ("monitoring", "ios-release", "complete-pipeline", "secrets-in-image/right"):
            with self.subTest(example):
                self.assertFalse([key for key in FINDINGS[example] if key[0] in ("AB106", "AB801", "AB802")])

    def test_decisions_stand_in_the_log(self):
        for example, text in DECISIONS.items():
            with self.subTest(example):
                made = self.copy(example)
                made.run("log")
                log = (pathlib.Path(made.root) / ".orchestration/implementation-log.md").read_text(encoding="utf-8")
                self.assertIn("PATH_DECISION", log)
                self.assertIn(text, log)
