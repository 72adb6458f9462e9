#include "analyzer/source/classify.h"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace plumbline;
using namespace plumbline::source;

namespace {

bool sentry(std::string_view text) {
  return text.find("@sentry/") != std::string_view::npos;
}
Classification of(std::string_view path, std::string_view text) {
  return classify(path, text, sentry);
}
bool is_judged(std::string_view path, std::string_view text, FileKind kind) {
  const Classification found = of(path, text);
  CAPTURE(path);
  CAPTURE(name(found.kind));
  CAPTURE(found.reason);
  return found.kind == kind && found.support == Support::judged && !found.reason.empty();
}

}  // namespace

TEST_CASE("a file that a pipeline of GitLab may include is told by its jobs") {
  const auto kind = [](std::string_view text) { return classify("ci/build.yml", text, {}).kind; };
  CHECK(kind("build:\n  stage: build\n  script:\n    - make\n") == FileKind::gitlab_ci);
  CHECK(kind("script:\n  - make\nstages: [a]\n") == FileKind::yaml);
  CHECK(kind("jobs:\n  build:\n    script: x\n    stage: y\n") == FileKind::yaml);
  CHECK(kind("a: b\n  script: x\nb:\n  rules: y\n") == FileKind::yaml);
}

TEST_CASE("a name that leaves no doubt decides alone") {
  const std::vector<std::pair<std::string_view, FileKind>> expected{
      {"Dockerfile", FileKind::dockerfile},
      {"services/api/Containerfile", FileKind::dockerfile},
      {".dockerignore", FileKind::dockerignore},
      {"docker/Dockerfile.dockerignore", FileKind::dockerignore},
      {".github/workflows/ci.yml", FileKind::github_workflow},
      {"fixtures/shop/.github/workflows/deploy.yaml", FileKind::github_workflow},
      {".github/dependabot.yml", FileKind::dependabot},
      {"renovate.json", FileKind::renovate},
      {".gitlab-ci.yml", FileKind::gitlab_ci},
      {"ci/build.gitlab-ci.yml", FileKind::gitlab_ci},
      {".gitlab/ci/test.yml", FileKind::gitlab_ci},
      {".circleci/config.yml", FileKind::circleci},
      {"docker-compose.yml", FileKind::compose},
      {"compose.yaml", FileKind::compose},
      {"docker-compose.prod.yml", FileKind::compose},
      {"charts/web/Chart.yaml", FileKind::helm_chart},
      {"charts/web/values.yaml", FileKind::helm_values},
      {"charts/web/templates/_helpers.tpl", FileKind::helm_template},
      {"k8s/overlays/prod/kustomization.yaml", FileKind::kustomization},
      {"fastlane/Fastfile", FileKind::fastfile},
      {"ios/fastlane/Matchfile", FileKind::fastlane_config},
      {"fastlane/Appfile", FileKind::fastlane_config},
      {"fastlane/actions/notify.rb", FileKind::ruby},
      {"fastlane/metadata/en-US/title.txt", FileKind::store_text},
      {"next.config.mjs", FileKind::nextjs_config},
      {"app/page.tsx", FileKind::nextjs_page},
      {"src/app/(shop)/[id]/page.tsx", FileKind::nextjs_page},
      {"apps/web/app/blog/layout.tsx", FileKind::nextjs_layout},
      {"app/sitemap.ts", FileKind::nextjs_sitemap},
      {"app/robots.ts", FileKind::nextjs_robots},
      {"app/manifest.ts", FileKind::nextjs_manifest},
      {"instrumentation.ts", FileKind::instrumentation},
      {"sentry.server.config.ts", FileKind::instrumentation},
      {"public/robots.txt", FileKind::site_file},
      {"public/sitemap.xml", FileKind::site_file},
      {".env", FileKind::dotenv},
      {".env.production", FileKind::dotenv},
      {"config/prod.env", FileKind::dotenv},
      {".gitignore", FileKind::gitignore},
      {"Makefile", FileKind::makefile},
      {"build/rules.mk", FileKind::makefile},
      {"justfile", FileKind::justfile},
      {"Taskfile.yml", FileKind::taskfile},
      {"package.json", FileKind::package_json},
      {"README.md", FileKind::markdown},
      {"docs/RUNBOOK", FileKind::markdown},
      {".plumbline.yaml", FileKind::plumbline_config},
      {".plumbline-baseline.json", FileKind::plumbline_baseline},
      {".orchestration/implementation-log.md", FileKind::plumbline_log},
  };
  for (const auto& one : expected) {
    const auto& path = std::get<0>(one);
    const auto& kind = std::get<1>(one);
    CAPTURE(path);
    const Classification found = classify_name(path);
    CHECK(name(found.kind) == name(kind));
    CHECK(found.support == Support::judged);
    CHECK(!found.needs_content);
  }
}

TEST_CASE("what is known and not judged says so") {
  for (const char* path : {"main.tf", "prod.tfvars", "Jenkinsfile", "azure-pipelines.yml", ".travis.yml", "fly.toml",
                           "serverless.yml", "vercel.json", "ecs/task-definition.json", "Dockerfile.j2",
                           "Dockerfile.prod.tmpl", ".buildkite/pipeline.yml", "docker-bake.hcl"}) {
    CAPTURE(path);
    CHECK(classify_name(path).support == Support::recognised_not_judged);
  }
}

TEST_CASE("what only looks like a Dockerfile by name is none") {
  for (const char* path : {"Dockerfile.md", "Dockerfile.txt", "dockerfile_parser.go", "src/dockerfile.rs",
                           "Dockerfile~", "Dockerfile.orig", "mydockerfile"}) {
    CAPTURE(path);
    CHECK(classify_name(path).kind != FileKind::dockerfile);
  }
  CHECK(is_judged("Dockerfile.prod", "# syntax=docker/dockerfile:1\n\nFROM alpine\n", FileKind::dockerfile));
  CHECK(is_judged("api.Dockerfile",
                  "\xef\xbb\xbf"
                  "from alpine\r\n",
                  FileKind::dockerfile));
  CHECK(is_judged("Dockerfile-dev", "ARG V=1\nFROM a:$V\n", FileKind::dockerfile));
  CHECK(of("Dockerfile.go", "package main\n").support == Support::text_only);
  CHECK(is_judged("docker/web", "FROM alpine\nRUN x\n", FileKind::dockerfile));
  CHECK(of("notes", "From here on\nFROM there\n").kind == FileKind::text);
}

TEST_CASE("YAML says by its keys what it is") {
  CHECK(is_judged("k8s/web.yaml", "apiVersion: apps/v1\nkind: Deployment\n", FileKind::kubernetes));
  CHECK(is_judged("a.yml", "# x\n---\nfoo: 1\n---\n\"apiVersion\": v1\n'kind': Service\n", FileKind::kubernetes));
  CHECK(is_judged("list.json", "{\"kind\": \"List\", \"apiVersion\" : \"v1\", \"items\": []}", FileKind::kubernetes));
  CHECK(is_judged("flow.yaml", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}", FileKind::kubernetes));
  CHECK(of("split.yaml", "apiVersion: v1\n---\nkind: Service\n").kind == FileKind::yaml);
  CHECK(of("nested.yaml", "spec:\n  apiVersion: v1\n  kind: Service\n").kind == FileKind::yaml);
  CHECK(of("nested.json", "{\"a\": {\"apiVersion\": 1, \"kind\": 2}}").kind == FileKind::json);
  CHECK(of("kube.yaml", "apiVersion: v1\nkind: Config\nclusters: []\n").support == Support::text_only);
  CHECK(is_judged("overlay.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
                  FileKind::kustomization));
  CHECK(is_judged("production.yml", "services:\n  web:\n    build: .\n", FileKind::compose));
  CHECK(is_judged("stack.yaml", "version: '3'\nservices:\n    web:\n        # it\n        image: x\n",
                  FileKind::compose));
  CHECK(of("config/services.yaml", "services:\n  App\\Mailer:\n    arguments: []\nimage: x\n").kind == FileKind::yaml);
  CHECK(of("services.yaml", "services:\n  image: x\n").kind == FileKind::yaml);
  CHECK(is_judged("alerts.yml", "groups:\n  - name: a\n    rules:\n      - alert: Down\n        expr: up == 0\n",
                  FileKind::prometheus));
  CHECK(is_judged("a.yml", "groups:\n  - {name: a, rules: [{alert: Down, expr: up == 0}]}\n", FileKind::prometheus));
  CHECK(is_judged("prom.yml", "global: {}\nscrape_configs:\n  - job_name: x\n", FileKind::prometheus));
  CHECK(is_judged("am.yml", "route:\n  receiver: x\nreceivers:\n  - name: x\n", FileKind::alertmanager));
  CHECK(is_judged("otel.yaml", "receivers:\n  otlp:\nexporters:\n  x:\nservice:\n  pipelines:\n",
                  FileKind::opentelemetry));
  CHECK(of("stack.yml", "AWSTemplateFormatVersion: '2010-09-09'\n").kind == FileKind::cloud_descriptor);
  CHECK(of("app.yaml", "runtime: nodejs20\n").kind == FileKind::cloud_descriptor);
  CHECK(of("task.json", "{\"family\": \"x\", \"containerDefinitions\": []}").kind == FileKind::cloud_descriptor);
  CHECK(of("config/database.yml", "production:\n  adapter: pg\n").support == Support::text_only);
  CHECK(is_judged("action.yml", "name: x\nruns:\n  using: composite\n", FileKind::github_action));
  CHECK(of("data/action.yml", "- walk\n- run\n").kind == FileKind::yaml);
}

TEST_CASE("a chart's template is told from other text in braces") {
  CHECK(is_judged("c/templates/d.yaml", "kind: X\nname: {{ .Values.name }}\n", FileKind::helm_template));
  CHECK(is_judged("c/templates/d.yaml", "apiVersion: v1\nkind: Service\n", FileKind::kubernetes));
  CHECK(is_judged("c/templates/_x.tpl", "{{- define \"x\" -}}a{{ end }}", FileKind::helm_template));
  CHECK(is_judged("deploy/x.yaml", "{{- if .Values.on }}\napiVersion: v1\nkind: Pod\n{{ end }}",
                  FileKind::helm_template));
  CHECK(of("ansible/templates/app.yml", "port: {{ port }}\n").support == Support::text_only);
  CHECK(is_judged("rules.yml", "groups:\n- rules:\n  - alert: A\n    expr: up\n    summary: '{{ $labels.job }}'\n",
                  FileKind::prometheus));
  CHECK(is_judged("x.yaml", "apiVersion: v1\nkind: Pod\n# ${{ .Values.x }}\n", FileKind::kubernetes));
  CHECK(is_judged("values-prod.yaml", "image:\n  tag: 1\n", FileKind::helm_values));
  CHECK(is_judged("my-values.yaml", "apiVersion: v1\nkind: Secret\n", FileKind::kubernetes));
}

TEST_CASE("programs are parsed at known places, or where the rules' words occur") {
  CHECK(of("src/server.ts", "import express from 'express'\n").support == Support::text_only);
  CHECK(is_judged("src/server.ts", "import * as Sentry from '@sentry/node'\n", FileKind::typescript));
  CHECK(is_judged("lib/report.rb", "# @sentry/x\n", FileKind::ruby));
  CHECK(classify("src/server.ts", "@sentry/", nullptr).support == Support::text_only);
  CHECK(is_judged("pages/index.tsx", "import Head from 'next/head'\n", FileKind::nextjs_page));
  CHECK(of("src/pages/Home.tsx", "import React from 'react'\n").kind == FileKind::typescript);
  CHECK(of("dist/app.min.js", "@sentry/").support == Support::text_only);
}

TEST_CASE("shell is told by suffix or by its #! line") {
  for (const char* line :
       {"#!/bin/sh", "#!/usr/bin/env bash", "#! /bin/bash -eu", "#!/usr/bin/env -S bash -e", "#!/usr/bin/env -Sbash",
        "#!/usr/bin/env -i PATH=/bin zsh", "#!/bin/busybox sh", "#!/bin/dash\r", "#!/usr/bin/ksh"}) {
    CAPTURE(line);
    CHECK(is_judged("bin/deploy", std::string(line) + "\nls\n", FileKind::shell));
  }
  CHECK(is_judged("deploy.sh", "ls\n", FileKind::shell));
  CHECK(is_judged(".husky/pre-commit", "npx lint-staged\n", FileKind::shell));
  CHECK(of("bin/run", "#!/usr/bin/env python3\n").support == Support::text_only);
  CHECK(of("run.sh", "#!/usr/bin/env python3\n").support == Support::text_only);
  CHECK(of("bin/x", "#!/usr/bin/env -S\n").kind == FileKind::text);
  CHECK(of("bin/x", "#!").kind == FileKind::text);
  CHECK(of("bin/rails", "#!/usr/bin/env ruby\n").kind == FileKind::ruby);
}

TEST_CASE("a file of ours that is no text makes the run incomplete, another is just binary") {
  const std::string nul("FROM a\0b\n", 9);
  CHECK(of("Dockerfile", nul).support == Support::not_analysed);
  CHECK(of("Dockerfile", nul).incomplete);
  CHECK(of(".github/workflows/ci.yml", nul).incomplete);
  CHECK(of("some.yaml", nul).incomplete);
  CHECK(!of("data.bin", nul).incomplete);
  CHECK(of("data.bin", nul).kind == FileKind::binary);
  CHECK(!of("src/x.ts", nul).incomplete);
  CHECK(of("Makefile",
           "\xff\xfe"
           "a")
            .incomplete);
  CHECK(of("logo.png", "").support == Support::not_analysed);
  CHECK(!of("logo.png", "").incomplete);
  CHECK(!unread(classify_name("dump.sql"), "larger than the limit").incomplete);
  CHECK(unread(classify_name("Dockerfile"), "larger than the limit").incomplete);
}

TEST_CASE("hostile content costs linear time") {
  CHECK(of("a.yaml", std::string(1U << 20U, '{')).kind == FileKind::yaml);
  std::string braces;
  for (int i = 0; i < 200'000; ++i) braces += "{{";
  CHECK(of("a.yaml", braces).kind == FileKind::yaml);
  CHECK(of("a.json", std::string(1U << 20U, '"')).kind == FileKind::json);
}
