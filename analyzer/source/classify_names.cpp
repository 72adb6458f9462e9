#include "analyzer/source/classify_names.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "analyzer/base/ascii.h"

namespace plumbline::source {
namespace {

// The names in the order in which they are asked.
// clang-format off
constexpr auto rules = std::to_array<NameRule>({
    {"",
     ".plumbline.yaml .plumbline.yml",
     FileKind::plumbline_config, Support::judged, ByName::certain, "by its name"},
    {"",
     ".plumbline-baseline.json",
     FileKind::plumbline_baseline, Support::judged, ByName::certain, "by its name"},
    {"",
     "implementation-log.md",
     FileKind::plumbline_log, Support::judged, ByName::certain, "the log of quality gates"},
    // Other people's code that lies about, and what is made.
    {"",
     "gradlew mvnw",
     FileKind::text, Support::text_only, ByName::certain, "a wrapper that a tool generates"},
    {"",
     "*.min.js *.bundle.js *.d.ts *.d.mts *.d.cts",
     FileKind::text, Support::text_only, ByName::certain, "generated, or without code"},
    // What an editor, a merge or a template leaves is read by nobody under its name.
    {"",
     "*~ *.orig *.rej *.bak *.swp",
     FileKind::text, Support::text_only, ByName::certain, "a copy that an editor or a merge left"},
    // Containers.
    {"",
     "*.dockerignore",
     FileKind::dockerignore, Support::judged, ByName::certain, "by its name"},
    {"",
     "Dockerfile*.md Dockerfile*.txt Dockerfile*.rst Dockerfile*.adoc Dockerfile*.html",
     FileKind::text, Support::text_only, ByName::certain, "a text about a Dockerfile"},
    {"",
     "Dockerfile*.j2 Dockerfile*.jinja Dockerfile*.jinja2 Dockerfile*.tmpl Dockerfile*.tpl "
     "Dockerfile*.template Dockerfile*.erb Dockerfile*.mustache Dockerfile*.hbs Dockerfile*.in",
     FileKind::text, Support::recognised_not_judged, ByName::certain, "a template: what it renders to is not known"},
    {"",
     "Containerfile*.md Containerfile*.txt Containerfile*.rst Containerfile*.adoc "
     "Containerfile*.html",
     FileKind::text, Support::text_only, ByName::certain, "a text about a Dockerfile"},
    {"",
     "Containerfile*.j2 Containerfile*.jinja Containerfile*.jinja2 Containerfile*.tmpl "
     "Containerfile*.tpl Containerfile*.template Containerfile*.erb Containerfile*.mustache "
     "Containerfile*.hbs Containerfile*.in",
     FileKind::text, Support::recognised_not_judged, ByName::certain, "a template: what it renders to is not known"},
    {"",
     "Dockerfile dockerfile Containerfile",
     FileKind::dockerfile, Support::judged, ByName::certain, "by its name"},
    {"",
     "Dockerfile.* Dockerfile-* Dockerfile_* *.Dockerfile *.dockerfile Containerfile.* "
     "*.Containerfile",
     FileKind::dockerfile, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "docker-compose.yml compose.yml docker-compose.*.yml docker-compose-*.yml",
     FileKind::compose, Support::judged, ByName::certain, "by its name"},
    {"",
     "compose.*.yml compose-*.yml *.compose.yml *-compose.yml",
     FileKind::compose, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "docker-compose.yaml compose.yaml docker-compose.*.yaml docker-compose-*.yaml",
     FileKind::compose, Support::judged, ByName::certain, "by its name"},
    {"",
     "compose.*.yaml compose-*.yaml *.compose.yaml *-compose.yaml",
     FileKind::compose, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "docker-bake.hcl docker-bake.json docker-bake.override.hcl docker-bake.override.json",
     FileKind::cloud_descriptor, Support::recognised_not_judged, ByName::certain, "a build definition of Buildx"},
    // Pipelines.
    {".github/workflows/.",
     "*.yml *.yaml",
     FileKind::github_workflow, Support::judged, ByName::certain, "by its name and place"},
    {"",
     "action.yml action.yaml",
     FileKind::github_action, Support::judged, ByName::guess, "by its name and content"},
    {".github/.",
     "dependabot.yml dependabot.yaml",
     FileKind::dependabot, Support::judged, ByName::certain, "by its name and place"},
    {"",
     "renovate.json renovate.json5 .renovaterc .renovaterc.json .renovaterc.json5",
     FileKind::renovate, Support::judged, ByName::certain, "by its name"},
    {"",
     ".gitlab-ci.yml .gitlab-ci.yaml *.gitlab-ci.yml *.gitlab-ci.yaml",
     FileKind::gitlab_ci, Support::judged, ByName::certain, "by its name"},
    {".gitlab/ci/",
     "*.yml",
     FileKind::gitlab_ci, Support::judged, ByName::certain, "by its name and place"},
    {".gitlab-ci/",
     "*.yml",
     FileKind::gitlab_ci, Support::judged, ByName::certain, "by its name and place"},
    {".circleci/.",
     "*.yml",
     FileKind::circleci, Support::judged, ByName::certain, "by its name and place"},
    {".gitlab/ci/",
     "*.yaml",
     FileKind::gitlab_ci, Support::judged, ByName::certain, "by its name and place"},
    {".gitlab-ci/",
     "*.yaml",
     FileKind::gitlab_ci, Support::judged, ByName::certain, "by its name and place"},
    {".circleci/.",
     "*.yaml",
     FileKind::circleci, Support::judged, ByName::certain, "by its name and place"},
    {"",
     "Jenkinsfile Jenkinsfile.* *.jenkinsfile azure-pipelines.yml azure-pipelines.yaml "
     "azure-pipelines-*.yml azure-pipelines.*.yml bitbucket-pipelines.yml .travis.yml "
     ".drone.yml .drone.yaml .drone.jsonnet .woodpecker.yml .woodpecker.yaml appveyor.yml "
     ".appveyor.yml codemagic.yaml bitrise.yml .cirrus.yml wercker.yml screwdriver.yaml "
     "cloudbuild.yaml cloudbuild.yml cloudbuild.json buildspec.yml buildspec.yaml",
     FileKind::other_pipeline, Support::recognised_not_judged, ByName::certain, "a pipeline of a kind that is not judged"},
    {".buildkite/",
     "*.yml *.yaml",
     FileKind::other_pipeline, Support::recognised_not_judged, ByName::certain, "a pipeline of a kind that is not judged"},
    {".woodpecker/",
     "*.yml *.yaml",
     FileKind::other_pipeline, Support::recognised_not_judged, ByName::certain, "a pipeline of a kind that is not judged"},
    {".semaphore/",
     "*.yml *.yaml",
     FileKind::other_pipeline, Support::recognised_not_judged, ByName::certain, "a pipeline of a kind that is not judged"},
    {".azure-pipelines/",
     "*.yml *.yaml",
     FileKind::other_pipeline, Support::recognised_not_judged, ByName::certain, "a pipeline of a kind that is not judged"},
    {".gitea/workflows/",
     "*.yml *.yaml",
     FileKind::other_pipeline, Support::recognised_not_judged, ByName::certain, "a pipeline of a kind that is not judged"},
    {".forgejo/workflows/",
     "*.yml *.yaml",
     FileKind::other_pipeline, Support::recognised_not_judged, ByName::certain, "a pipeline of a kind that is not judged"},
    {".teamcity/",
     "*.kts",
     FileKind::other_pipeline, Support::recognised_not_judged, ByName::certain, "a pipeline of a kind that is not judged"},
    // Kubernetes.
    {"",
     "Chart.yaml",
     FileKind::helm_chart, Support::judged, ByName::certain, "by its name"},
    {"",
     "Chart.lock",
     FileKind::lock_file, Support::text_only, ByName::certain, "a lock file"},
    {"",
     "kustomization.yaml kustomization.yml Kustomization",
     FileKind::kustomization, Support::judged, ByName::certain, "by its name"},
    {"",
     "_helpers.tpl",
     FileKind::helm_template, Support::judged, ByName::certain, "by its name"},
    {"templates/",
     "*.yaml *.yml *.tpl NOTES.txt",
     FileKind::helm_template, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "values.yaml",
     FileKind::helm_values, Support::judged, ByName::certain, "by its name"},
    {"",
     "values-*.yaml values.*.yaml values_*.yaml *.values.yaml *-values.yaml values.yml "
     "values-*.yml",
     FileKind::helm_values, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "skaffold.yaml helmfile.yaml helmfile.yml Tiltfile",
     FileKind::cloud_descriptor, Support::recognised_not_judged, ByName::certain, "a deployment description of a kind that is not judged"},
    // Mobile releases.
    {"",
     "Fastfile *.Fastfile *Fastfile",
     FileKind::fastfile, Support::judged, ByName::certain, "by its name"},
    {"",
     "Appfile Matchfile Gymfile Scanfile Snapfile Deliverfile Pluginfile Screengrabfile "
     "Precheckfile Supplyfile Trainerfile Sighfile Certfile Pemfile Pilotfile",
     FileKind::fastlane_config, Support::judged, ByName::certain, "by its name"},
    {"fastlane/",
     "*.rb",
     FileKind::ruby, Support::judged, ByName::certain, "by its name and place"},
    {".fastlane/",
     "*.rb",
     FileKind::ruby, Support::judged, ByName::certain, "by its name and place"},
    {"fastlane/metadata/",
     "*.txt",
     FileKind::store_text, Support::judged, ByName::certain, "a text for an app store"},
    // Sites and monitoring in programs.
    {"",
     "next.config.js next.config.mjs next.config.cjs next.config.ts next.config.mts",
     FileKind::nextjs_config, Support::judged, ByName::certain, "by its name"},
    {"",
     "next-sitemap.config.js next-sitemap.config.mjs next-sitemap.config.cjs",
     FileKind::javascript, Support::judged, ByName::certain, "by its name"},
    {"",
     "next-sitemap.config.ts",
     FileKind::typescript, Support::judged, ByName::certain, "by its name"},
    {"app/",
     "page.tsx page.ts page.jsx page.js",
     FileKind::nextjs_page, Support::judged, ByName::certain, "by its name and place"},
    {"app/",
     "layout.tsx layout.ts layout.jsx layout.js",
     FileKind::nextjs_layout, Support::judged, ByName::certain, "by its name and place"},
    {"app/",
     "sitemap.ts sitemap.js sitemap.tsx sitemap.jsx",
     FileKind::nextjs_sitemap, Support::judged, ByName::certain, "by its name and place"},
    {"app/",
     "robots.ts robots.js robots.tsx robots.jsx",
     FileKind::nextjs_robots, Support::judged, ByName::certain, "by its name and place"},
    {"app/",
     "manifest.ts manifest.js manifest.tsx manifest.jsx",
     FileKind::nextjs_manifest, Support::judged, ByName::certain, "by its name and place"},
    {"pages/.",
     "_app.tsx _app.jsx _app.js _app.ts _document.tsx _document.jsx _document.js",
     FileKind::nextjs_layout, Support::judged, ByName::certain, "by its name and place"},
    {"pages/",
     "*.tsx *.jsx",
     FileKind::nextjs_page, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "instrumentation.ts instrumentation.js instrumentation.mjs instrumentation.cjs "
     "instrumentation.mts instrumentation-client.ts instrumentation-client.js "
     "instrumentation-client.mjs instrumentation-client.cjs instrumentation-client.mts "
     "instrumentation-node.ts instrumentation-node.js instrumentation-node.mjs "
     "instrumentation-node.cjs instrumentation-node.mts instrumentation.node.ts "
     "instrumentation.node.js instrumentation.node.mjs instrumentation.node.cjs "
     "instrumentation.node.mts instrument.ts instrument.js instrument.mjs instrument.cjs "
     "instrument.mts sentry.*.config.ts sentry.*.config.js sentry.*.config.mjs "
     "sentry.*.config.cjs newrelic.js newrelic.cjs",
     FileKind::instrumentation, Support::judged, ByName::certain, "by its name"},
    {"",
     "robots.txt CNAME sitemap.xml sitemap-*.xml sitemap_*.xml sitemap_index.xml "
     "manifest.webmanifest site.webmanifest",
     FileKind::site_file, Support::judged, ByName::certain, "by its name"},
    {"",
     "prometheus.yml prometheus-*.yml prometheus.*.yml *.rules.yml *-rules.yml",
     FileKind::prometheus, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "alertmanager.yml alertmanager-*.yml alertmanager.*.yml",
     FileKind::alertmanager, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "otel*.yml opentelemetry*.yml *-otel-collector.yml",
     FileKind::opentelemetry, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "prometheus.yaml prometheus-*.yaml prometheus.*.yaml *.rules.yaml *-rules.yaml",
     FileKind::prometheus, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "alertmanager.yaml alertmanager-*.yaml alertmanager.*.yaml",
     FileKind::alertmanager, Support::judged, ByName::guess, "by its name and content"},
    {"",
     "otel*.yaml opentelemetry*.yaml *-otel-collector.yaml",
     FileKind::opentelemetry, Support::judged, ByName::guess, "by its name and content"},
    // Clouds.
    {"",
     "*.tf *.tf.json *.tfvars *.tfvars.json terragrunt.hcl",
     FileKind::terraform, Support::recognised_not_judged, ByName::certain, "Terraform is not judged"},
    {"",
     "serverless.yml serverless.yaml serverless.json serverless.ts serverless.js "
     "task-definition.json task-definition-*.json task-definition.*.json taskdef.json "
     "taskdef-*.json *-task-definition.json *.taskdef.json samconfig.toml fly.toml fly.*.toml "
     "vercel.json now.json netlify.toml wrangler.toml wrangler.json wrangler.jsonc Procfile "
     "render.yaml railway.json railway.toml firebase.json heroku.yml apprunner.yaml "
     "apphosting.yaml amplify.yml Pulumi.yaml Pulumi.*.yaml cdk.json *.nomad *.nomad.hcl "
     "*.bicep project.toml",
     FileKind::cloud_descriptor, Support::recognised_not_judged, ByName::certain, "a deployment description of a kind that is not judged"},
    {"",
     "app.yaml app.yml template.yaml template.yml",
     FileKind::yaml, Support::text_only, ByName::guess, "data"},
    // Tools.
    {"",
     "package.json",
     FileKind::package_json, Support::judged, ByName::certain, "by its name"},
    {"",
     "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb "
     "deno.lock Gemfile.lock Podfile.lock Package.resolved poetry.lock uv.lock pdm.lock "
     "Pipfile.lock Cargo.lock go.sum composer.lock mix.lock pubspec.lock flake.lock "
     ".terraform.lock.hcl gradle.lockfile packages.lock.json",
     FileKind::lock_file, Support::text_only, ByName::certain, "a lock file"},
    {"",
     "Makefile makefile GNUmakefile *.mk",
     FileKind::makefile, Support::judged, ByName::certain, "by its name"},
    {"",
     "justfile Justfile .justfile *.just",
     FileKind::justfile, Support::judged, ByName::certain, "by its name"},
    {"",
     "Taskfile.yml Taskfile.yaml taskfile.yml taskfile.yaml Taskfile.dist.yml "
     "Taskfile.dist.yaml",
     FileKind::taskfile, Support::judged, ByName::certain, "by its name"},
    {"",
     ".gitignore",
     FileKind::gitignore, Support::judged, ByName::certain, "by its name"},
    {"",
     ".envrc",
     FileKind::shell, Support::judged, ByName::certain, "by its name"},
    {"",
     ".env .env.* *.env",
     FileKind::dotenv, Support::judged, ByName::certain, "by its name"},
    // Programs.
    {"",
     "*.sh *.bash *.ksh *.zsh",
     FileKind::shell, Support::judged, ByName::guess, "by its name and content"},
    {".husky/.",
     "pre-* post-* commit-msg prepare-commit-msg",
     FileKind::shell, Support::judged, ByName::guess, "by its name and place"},
    {".githooks/.",
     "pre-* post-* commit-msg prepare-commit-msg",
     FileKind::shell, Support::judged, ByName::guess, "by its name and place"},
    {"",
     "*.ts *.tsx *.mts *.cts",
     FileKind::typescript, Support::text_only, ByName::guess, "a program at no known place"},
    {"",
     "*.js *.jsx *.mjs *.cjs",
     FileKind::javascript, Support::text_only, ByName::guess, "a program at no known place"},
    {"",
     "*.rb *.rake *.gemspec *.ru Gemfile Rakefile Podfile Vagrantfile Dangerfile Brewfile "
     "Capfile Guardfile",
     FileKind::ruby, Support::text_only, ByName::guess, "a program at no known place"},
    // Texts and data.
    {"",
     "*.md *.markdown *.mdx README README.* RUNBOOK RUNBOOK.* CHANGELOG CONTRIBUTING SECURITY",
     FileKind::markdown, Support::judged, ByName::certain, "documentation"},
    {"",
     "*.j2 *.jinja *.jinja2 *.erb *.tmpl *.tpl *.gotmpl *.mustache *.hbs *.template",
     FileKind::text, Support::text_only, ByName::certain, "a template of a kind that is not judged"},
    {"",
     "*.yml *.yaml",
     FileKind::yaml, Support::text_only, ByName::guess, "data"},
    {"",
     "*.json *.jsonc *.json5",
     FileKind::json, Support::text_only, ByName::guess, "data"},
    {"",
     "*.toml",
     FileKind::toml, Support::text_only, ByName::certain, "data"},
    // Never text.
    {"",
     "*.png *.jpg *.jpeg *.gif *.webp *.avif *.ico *.icns *.bmp *.tiff *.psd *.pdf *.zip *.gz "
     "*.tgz *.bz2 *.xz *.zst *.7z *.rar *.tar *.jar *.war *.aar *.apk *.aab *.ipa *.so *.dylib "
     "*.dll *.exe *.a *.o *.class *.pyc *.wasm *.woff *.woff2 *.ttf *.otf *.eot *.mp3 *.mp4 "
     "*.mov *.webm *.wav *.ogg *.keystore.gpg",
     FileKind::binary, Support::not_analysed, ByName::certain, "binary by its name"},
});
// clang-format on

constexpr bool well_formed(std::string_view names) {
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(' '));
    if (name.empty() || name.find('*') != name.rfind('*')) return false;
    names.remove_prefix(std::min(name.size() + 1, names.size()));
  }
  return true;
}
constexpr bool well_formed() {
  for (const NameRule& rule : rules)
    if (rule.names.empty() || rule.names.ends_with(' ') || !well_formed(rule.names) || rule.reason.empty() ||
        rule.place.starts_with('/') ||
        (!rule.place.empty() && !rule.place.ends_with('/') && !rule.place.ends_with("/.")))
      return false;
  return true;
}
static_assert(well_formed());

/// `directory` has a '/' at its end, or is empty.
bool lies_in(std::string_view place, std::string_view directory) {
  if (place.empty()) return true;
  if (place.back() == '.') {
    place.remove_suffix(1);
    if (!directory.ends_with(place)) return false;
    const std::size_t before = directory.size() - place.size();
    return before == 0 || directory[before - 1] == '/';
  }
  for (std::size_t at = directory.find(place); at != std::string_view::npos; at = directory.find(place, at + 1))
    if (at == 0 || directory[at - 1] == '/') return true;
  return false;
}

/// The names of all rules by what is quick to look up: the whole name, or its last byte.
class NameIndex {
 public:
  NameIndex() {
    for (std::size_t i = 0; i < rules.size(); ++i)
      for (const std::string_view name : ascii::split(rules[i].names, ' ')) add(name, static_cast<std::uint16_t>(i));
  }

  const NameRule* find(std::string_view path) const {
    const std::size_t begin = path.rfind('/') + 1;  // npos + 1 is 0
    const std::string_view name = path.substr(begin);
    const std::string_view directory = path.substr(0, begin);
    std::size_t best = rules.size();
    const auto offer = [&best, directory](std::uint16_t rule) {
      if (rule < best && lies_in(rules[rule].place, directory)) best = rule;
    };
    if (const auto exact = exact_.find(name); exact != exact_.end())
      for (const std::uint16_t rule : exact->second) offer(rule);
    for (const std::vector<Pattern>* patterns : {name.empty() ? &open_ : &by_last_[byte(name.back())], &open_})
      for (const Pattern& pattern : *patterns)
        if (pattern.rule < best && name.size() >= pattern.head.size() + pattern.tail.size() &&
            name.ends_with(pattern.tail) && name.starts_with(pattern.head))
          offer(pattern.rule);
    return best == rules.size() ? nullptr : &rules[best];
  }

 private:
  struct Pattern {
    std::string_view head;
    std::string_view tail;
    std::uint16_t rule = 0;
  };

  static std::size_t byte(char c) { return static_cast<unsigned char>(c); }

  void add(std::string_view name, std::uint16_t rule) {
    const std::size_t star = name.find('*');
    if (star == std::string_view::npos) {
      exact_[name].push_back(rule);
      return;
    }
    const Pattern pattern{name.substr(0, star), name.substr(star + 1), rule};
    (pattern.tail.empty() ? open_ : by_last_[byte(pattern.tail.back())]).push_back(pattern);
  }

  std::unordered_map<std::string_view, std::vector<std::uint16_t>> exact_;
  std::array<std::vector<Pattern>, 256> by_last_;
  std::vector<Pattern> open_;  // any end
};

}  // namespace

const NameRule* name_rule(std::string_view path) {
  static const NameIndex index;
  return index.find(path);
}

}  // namespace plumbline::source
