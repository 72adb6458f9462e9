#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analyzer/frontends/monitoring_sdks.h"
#include "analyzer/frontends/nextjs_routes.h"
#include "analyzer/frontends/program_filter.h"
#include "tests/support/file_under_test.h"

namespace plumbline {
namespace {

using source::FileKind;
using support::FileUnderTest;

FileUnderTest page(std::string text) {
  return {"app/blog/page.tsx", std::move(text), FileKind::nextjs_page};
}
FileUnderTest root_layout(std::string text) {
  return {"web/app/layout.tsx", std::move(text), FileKind::nextjs_layout};
}
FileUnderTest program(std::string text) {
  return {"src/instrumentation.ts", std::move(text), FileKind::instrumentation};
}

const ir::Export& exported(const FileUnderTest& file, std::string_view name) {
  const ir::Export* row = file.at<ir::Export>("exports." + std::string(name));
  REQUIRE_MESSAGE(row != nullptr, name);
  return *row;
}

}  // namespace

TEST_CASE("a route is made of the folders that are part of the address") {
  struct Expected {
    std::string_view path, root, route;
    bool dynamic, app, at_root;
  };
  const Expected all[] = {
      {"app/page.tsx", "", "/", false, true, true},
      {"src/app/about/page.tsx", "", "/about", false, true, false},
      {"web/src/app/layout.tsx", "web", "/", false, true, true},
      {"apps/web/app/(marketing)/blog/[slug]/page.tsx", "apps/web", "/blog/[slug]", true, true, false},
      {"app/shop/[...rest]/page.js", "", "/shop/[...rest]", true, true, false},
      {"app/@modal/(.)photo/page.tsx", "", "/photo", false, true, false},
      {"packages/app/src/app/x/page.tsx", "packages/app", "/x", false, true, false},
      {"pages/index.tsx", "", "/", false, false, false},
      {"src/pages/blog/[id].tsx", "", "/blog/[id]", true, false, false},
      {"page.tsx", "", "/", false, false, false},
  };
  for (const Expected& expected : all) {
    CAPTURE(expected.path);
    const frontends::NextRoute route = frontends::next_route(expected.path);
    CHECK(route.root == expected.root);
    CHECK(route.route == expected.route);
    CHECK(route.dynamic == expected.dynamic);
    CHECK(route.app == expected.app);
    CHECK(route.at_root == expected.at_root);
  }
}

TEST_CASE("a page says what its metadata says") {
  const auto file = page(R"(import type { Metadata } from "next"
export const metadata: Metadata = {
  title: "Blog",
  description: 'All of it',
  alternates: { canonical: "/blog" },
  robots: { index: false, follow: true },
}
export default function Page() { return <main>Blog</main> }
)");
  REQUIRE(file.rows<ir::Page>().size() == 1);
  const ir::Page& row = file.rows<ir::Page>()[0];
  CHECK(row.kind == ir::PageKind::page);
  CHECK(file.text(row.route) == "/blog");
  CHECK(file.head(row) == "metadata");
  CHECK(file.text(row.title) == "Blog");
  CHECK(file.text(row.description) == "All of it");
  CHECK(file.text(row.canonical) == "/blog");
  CHECK(row.indexed.is_present());
  CHECK_FALSE(row.indexed.value);
  CHECK(file.value(row.metadata) ==
        "{title: Blog, description: All of it, alternates: {canonical: /blog}, robots: {index: false, follow: true}}");
  CHECK(file.rows<ir::Site>().empty());
}

TEST_CASE("absent and unknown metadata are two things") {
  const ir::Page bare = page("export default function Page() { return null }\n").rows<ir::Page>()[0];
  CHECK(bare.title.is_absent());
  CHECK_FALSE(bare.generates_metadata);
  const auto by_function = page("export async function generateMetadata() { return { title: x } }\n");
  CHECK(by_function.rows<ir::Page>()[0].generates_metadata);
  CHECK(by_function.rows<ir::Page>()[0].title.is_unknown());
  CHECK(by_function.head(by_function.rows<ir::Page>()[0]) == "generateMetadata");
  const auto spread = page("export const metadata = { ...base, title: 'x' }\n");
  CHECK(spread.text(spread.rows<ir::Page>()[0].title) == "x");
  CHECK(spread.rows<ir::Page>()[0].description.is_unknown());
  const auto computed = page("export const metadata = { title: site.name, robots: 'noindex, nofollow' }\n");
  CHECK(computed.rows<ir::Page>()[0].title.is_unknown());
  CHECK(computed.rows<ir::Page>()[0].description.is_absent());
  CHECK_FALSE(computed.rows<ir::Page>()[0].indexed.value);
  const auto pages_router = FileUnderTest("pages/a.tsx", "export default () => null\n", FileKind::nextjs_page);
  CHECK(pages_router.rows<ir::Page>()[0].title.is_unknown());
}

TEST_CASE("the root layout gives a site with its own address") {
  const auto known = root_layout(
      "export const metadata = { metadataBase: new URL('https://shop.example'), title: { default: 'Shop', template: "
      "'%s' } }\n");
  REQUIRE(known.rows<ir::Site>().size() == 1);
  CHECK(known.text(known.rows<ir::Site>()[0].root) == "web");
  CHECK(known.text(known.rows<ir::Site>()[0].base) == "https://shop.example");
  CHECK(known.text(known.rows<ir::Page>()[0].title) == "Shop");
  const auto computed = root_layout("export const metadata = { metadataBase: new URL(process.env.URL!) }\n");
  CHECK(computed.rows<ir::Site>()[0].base.is_unknown());
  CHECK(root_layout("export const metadata = { title: 'x' }\n").rows<ir::Site>()[0].base.is_absent());
  const auto inner = FileUnderTest("web/app/shop/layout.tsx", "export default 1\n", FileKind::nextjs_layout);
  CHECK(inner.rows<ir::Site>().empty());
  CHECK(inner.rows<ir::Page>()[0].kind == ir::PageKind::layout);
}

TEST_CASE("a configuration is found however it is wrapped") {
  for (const std::string_view text : {
           "const config = { reactStrictMode: true }\nmodule.exports = config\n",
           "export default { reactStrictMode: true }\n",
           "const config = { reactStrictMode: true }\nexport default withSentryConfig(withMdx(config), { org: 'x' })\n",
           "const withX = analyzer({ enabled: true })\nmodule.exports = withX({ reactStrictMode: true })\n",
           "export default async (phase) => { return { reactStrictMode: true } }\n",
       }) {
    CAPTURE(text);
    const FileUnderTest file("web/next.config.mjs", std::string(text), FileKind::nextjs_config);
    REQUIRE(file.rows<ir::Site>().size() == 1);
    const ir::Site& site = file.rows<ir::Site>()[0];
    CHECK(file.text(site.root) == "web");
    CHECK(file.value(site.config) == "{reactStrictMode: true}");
  }
}

TEST_CASE("a sitemap's entries are the value of its export, and each date its call") {
  const FileUnderTest file("app/sitemap.ts", R"(import { MetadataRoute } from "next"
const base = "https://shop.example"
export default function sitemap(): MetadataRoute.Sitemap {
  return [
    { url: base, lastModified: new Date(), priority: 1 },
    { url: `${base}/about`, changeFrequency: "monthly" },
  ]
}
)",
                           FileKind::nextjs_sitemap);
  const ir::Export& row = exported(file, "default");
  CHECK(row.is_function);
  CHECK(file.head(row) == "default");
  CHECK(file.value(row.value) ==
        "[{url: https://shop.example, lastModified: <new Date()>, priority: 1}, {url: <${base}/about>, "
        "changeFrequency: monthly}]");
  REQUIRE(file.rows<ir::Call>().size() == 1);
  CHECK(file.text(file.rows<ir::Call>()[0].callee) == "Date");
  CHECK(file.value(file.rows<ir::Call>()[0].arguments) == "[]");
  CHECK(file.head(file.rows<ir::Call>()[0]) == "Date");
}

TEST_CASE("what starts monitoring is a monitor, whatever name it was imported under") {
  struct Expected {
    std::string_view text, provider, kind, options, head;
  };
  const Expected all[] = {
      {"import * as Sentry from '@sentry/nextjs'\nSentry.init({ dsn: process.env.DSN, tracesSampleRate: 1 })\n",
       "sentry", "sdk", "{dsn: <process.env.DSN>, tracesSampleRate: 1}", "Sentry.init"},
      {"import { init as start } from '@sentry/node'\nstart({ debug: true })\n", "sentry", "sdk", "{debug: true}",
       "start"},
      {"import tracer from 'dd-trace'\ntracer.init()\n", "dd-trace", "traces", "-", "tracer.init"},
      {"const tracer = require('dd-trace').init({ env: 'x' })\n", "dd-trace", "traces", "{env: x}",
       "require('dd-trace').init"},
      {"import { NodeSDK } from '@opentelemetry/sdk-node'\nconst sdk = new NodeSDK({ serviceName: 'a' })\n",
       "opentelemetry", "traces", "{serviceName: a}", "NodeSDK"},
      {"const client = require('prom-client')\nclient.collectDefaultMetrics()\nnew client.Counter({ name: 'a' })\n",
       "prom-client", "metrics", "-", "client.collectDefaultMetrics"},
      {"import pino from 'pino'\nexport const log = pino({ level: 'debug' })\n", "pino", "logs", "{level: debug}",
       "pino"},
      {"import 'dd-trace/init'\n", "dd-trace", "traces", "-", "import 'dd-trace/init'"},
      {"require('newrelic')\n", "newrelic", "agent", "-", "require('newrelic')"},
  };
  for (const Expected& expected : all) {
    CAPTURE(expected.text);
    const auto file = program(std::string(expected.text));
    REQUIRE(file.rows<ir::Monitor>().size() == 1);
    const ir::Monitor& row = file.rows<ir::Monitor>()[0];
    CHECK(file.text(row.provider) == expected.provider);
    CHECK(file.text(row.kind) == expected.kind);
    CHECK(file.value(row.options) == expected.options);
    CHECK(file.head(row) == expected.head);
    CHECK_FALSE(row.development_only);
  }
}

TEST_CASE("what only looks like monitoring is none") {
  for (const std::string_view text : {
           "import * as Sentry from '@sentry/nextjs'\nSentry.captureException(e)\n",
           "import type { NodeSDK } from '@opentelemetry/sdk-node'\n",
           "import { init } from './own'\ninit({})\n",
           "const Sentry = { init() {} }\nSentry.init()\n",
       }) {
    CAPTURE(text);
    CHECK(program(std::string(text)).rows<ir::Monitor>().empty());
  }
}

TEST_CASE("a monitor knows the conditions that it starts under") {
  const std::pair<std::string_view, bool> conditions[] = {{"process.env.NODE_ENV === 'development'", true},
                                                          {"process.env.NODE_ENV !== \"production\"", true},
                                                          {"process.env.NODE_ENV === 'production'", false},
                                                          {"process.env.NEXT_RUNTIME === 'nodejs'", false},
                                                          {"process.env.DSN", false}};
  for (const auto& one : conditions) {
    const std::string_view condition = one.first;
    const auto development = one.second;
    CAPTURE(condition);
    const std::string start = "import * as Sentry from '@sentry/node'\nif (" + std::string(condition) + ") {\n";
    const auto file = program(start + "  Sentry.init({})\n}\n");
    CHECK(file.rows<ir::Monitor>()[0].development_only == development);
    CHECK(file.rows<ir::Call>()[0].conditional);
  }
  const auto other = program(
      "import * as S from '@sentry/node'\nif (process.env.NODE_ENV === 'production') { a() } else { S.init({}) }\n");
  CHECK(other.rows<ir::Monitor>()[0].development_only);
}

TEST_CASE("options that come from elsewhere leave a monitor open") {
  const auto open = [](std::string_view arguments) {
    return program("import * as S from '@sentry/node'\nS.init(" + std::string(arguments) + ")\n")
        .rows<ir::Monitor>()[0]
        .options_open;
  };
  CHECK_FALSE(open("{ dsn: 'x' }"));
  CHECK(open("{ ...base }"));
  CHECK(open("options"));
  CHECK_FALSE(open(""));
}

TEST_CASE("New Relic's file configures its agent by what it exports") {
  const FileUnderTest file("newrelic.js", "exports.config = { app_name: ['My Application'], license_key: 'x' }\n",
                           FileKind::instrumentation);
  REQUIRE(file.rows<ir::Monitor>().size() == 1);
  CHECK(file.value(file.rows<ir::Monitor>()[0].options) == "{app_name: [My Application], license_key: x}");
}

TEST_CASE("the environment is a reference, and a literal under a telling name a secret") {
  const auto file = program(R"(const apiToken = "9f8e7d6c5b4a39281706f5e4d3c2b1a0"
const other = process.env.OTHER_TOKEN
export const options = { authToken: process.env.AUTH, password: process.env.PW || "hunter22hunter" }
)");
  const auto variable = [&](std::string_view path) -> const ir::Variable& {
    const ir::Variable* row = file.at<ir::Variable>(path);
    REQUIRE_MESSAGE(row != nullptr, path);
    return *row;
  };
  CHECK(variable("apiToken").literal);
  CHECK(variable("apiToken").secret_value);
  CHECK(variable("other").reference == ir::Reference::variable);
  CHECK(variable("exports.options.authToken").reference == ir::Reference::variable);
  CHECK_FALSE(variable("exports.options.authToken").secret_value);
  CHECK(variable("exports.options.password").fallback.is_present());
}

TEST_CASE("elements of packages and those for search engines are calls") {
  const auto file = page(R"(import { GoogleAnalytics } from "@next/third-parties/google"
import { Card } from "@/components/card"
export default function Page() {
  return <><Card /><GoogleAnalytics gaId="G-XXXXXXXXXX" /><script type="application/ld+json" /></>
}
)");
  REQUIRE(file.rows<ir::Call>().size() == 2);
  CHECK(file.text(file.rows<ir::Call>()[0].callee) == "GoogleAnalytics");
  CHECK(file.text(file.rows<ir::Call>()[0].module) == "@next/third-parties/google");
  CHECK(file.value(file.rows<ir::Call>()[0].arguments) == "[{gaId: G-XXXXXXXXXX}]");
  CHECK(file.text(file.rows<ir::Call>()[1].callee) == "script");
}

TEST_CASE("every line of a comment can say something") {
  const auto file = program("/**\n * #PATH_DECISION: one\n */\n// two\nexport const a = 1 /* three */\n");
  const auto& comments = file.rows<ir::Comment>();
  REQUIRE(comments.size() == 3);
  CHECK(file.text(comments[0].text) == "#PATH_DECISION: one");
  CHECK(file.text(comments[1].text) == "two");
  CHECK(file.text(comments[2].text) == "three");
}

TEST_CASE("a program is worth reading when it names a module of the table") {
  const support::KnowledgeFiles knowledge;
  const source::ProgramFilter worth_reading = frontends::program_filter(knowledge.get());
  CHECK(worth_reading("import * as S from '@sentry/node'\n"));
  CHECK(worth_reading("const p = require(\"pino\")\n"));
  CHECK_FALSE(worth_reading("import x from 'pinocchio'\n"));
  CHECK_FALSE(worth_reading("// pino\n"));
}

TEST_CASE("the table of monitoring SDKs says nothing that nobody understands") {
  Diagnostics diagnostics;
  const support::KnowledgeFiles knowledge;
  const frontends::MonitoringSdks sdks(knowledge.get().text("monitoring-sdks"), diagnostics);
  CHECK(diagnostics.empty());
  CHECK(sdks.knows("@sentry/node"));
  CHECK_FALSE(sdks.knows("react"));
  Diagnostics wrong;
  const frontends::MonitoringSdks broken(
      "- {provider: a, kind: thing, modules: [a], init: [b]}\n- {provider: a, kind: "
      "sdk, modules: [a]}\n",
      wrong);
  REQUIRE(wrong.all().size() == 2);
  CHECK(wrong.all()[0].origin->at.line == 1);
  CHECK(wrong.all()[1].origin->at.line == 2);
}

}  // namespace plumbline
