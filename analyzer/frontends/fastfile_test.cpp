#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analyzer/frontends/fastlane_actions.h"
#include "analyzer/frontends/knowledge_check.h"
#include "tests/support/file_under_test.h"

namespace plumbline {
namespace {

using support::FileUnderTest;
using Strings = std::vector<std::string>;

FileUnderTest fastfile(std::string text) {
  return {"fastlane/Fastfile", std::move(text), source::FileKind::fastfile};
}

Strings paths_of_jobs(const FileUnderTest& file) {
  Strings all;
  for (const ir::Job& job : file.rows<ir::Job>()) all.push_back(file.text(job.path));
  return all;
}

Strings actions_of(const FileUnderTest& file, std::string_view job) {
  Strings all;
  const ir::Job* row = file.at<ir::Job>(job);
  REQUIRE(row != nullptr);
  for (const Ref<ir::Step> step : file.list(row->steps)) all.push_back(file.text(file[step].action));
  return all;
}

const ir::Variable& variable(const FileUnderTest& file, std::string_view path) {
  const ir::Variable* row = file.at<ir::Variable>(path);
  REQUIRE_MESSAGE(row != nullptr, path);
  return *row;
}

}  // namespace

TEST_CASE("a platform block is a pipeline of its lanes, and lanes outside are another") {
  const auto file = fastfile(R"(default_platform(:ios)
lane :docs do
  jazzy
end
platform :ios do
  desc "Send it to testers"
  lane :beta do
    build_app
  end
  private_lane :helper do
  end
end
platform :android do
  lane(:beta) { gradle(task: "assembleRelease") }
end
)");
  CHECK(paths_of_jobs(file) == Strings{"docs", "ios.beta", "ios.helper", "android.beta"});
  const auto& pipelines = file.rows<ir::Pipeline>();
  REQUIRE(pipelines.size() == 3);
  CHECK(file.text(pipelines[0].name) == "fastlane/Fastfile");
  CHECK(pipelines[0].platform.is_absent());
  CHECK(file.head(pipelines[1]) == "ios");
  CHECK(pipelines[1].provider == ir::Provider::fastlane);
  CHECK(pipelines[1].kind == ir::PipelineKind::lanes);
  CHECK(pipelines[1].platform.value == ir::Platform::ios);
  CHECK(file.list(pipelines[1].jobs).size() == 2);
  const ir::Job& beta = *file.at<ir::Job>("ios.beta");
  CHECK(file.head(beta) == "beta");
  CHECK(file.text(beta.id) == "beta");
  CHECK_FALSE(beta.is_private);
  CHECK(beta.platform.value == ir::Platform::ios);
  CHECK(file.at<ir::Job>("ios.helper")->is_private);
  CHECK(file.at<ir::Job>("android.beta")->own_roles == ir::EnumSet<ir::Role>{ir::Role::build});
}

TEST_CASE("an action call is a step under its canonical name, with its options as data and as variables") {
  const auto file = fastfile(R"(lane :beta do
  match(type: "appstore", readonly: true, app_identifier: ["a.b", "a.c"], git_url: ENV["MATCH_URL"])
end
)");
  const ir::Step* step = file.at<ir::Step>("beta.steps[0]");
  REQUIRE(step != nullptr);
  CHECK(file.text(step->uses) == "match");
  CHECK(file.text(step->action) == "sync_code_signing");
  CHECK(file.head(*step) == "match");
  CHECK(step->own_roles == ir::EnumSet<ir::Role>{ir::Role::sign});
  CHECK_FALSE(step->options_open);
  CHECK(file.value(step->with) ==
        R"({type: appstore, readonly: true, app_identifier: [a.b, a.c], git_url: <ENV["MATCH_URL"]>})");
  const ir::Variable& type = variable(file, "beta.steps[0].type");
  CHECK(type.literal);
  CHECK(file.text(type.value) == "appstore");
  CHECK(file.head(type) == "type");
  const ir::Variable& url = variable(file, "beta.steps[0].git_url");
  CHECK_FALSE(url.literal);
  CHECK(url.reference == ir::Reference::variable);
  CHECK(file.text(url.value) == "(unknown)");
}

TEST_CASE("options that come from elsewhere leave a step's options open") {
  const std::pair<std::string_view, bool> calls[] = {
      {"match(type: 'x')", false},   {"match(**opts)", true}, {"match(type: 'x', **opts)", true},
      {"match(options)", true},      {"match", false},        {"match({type: 'x'})", false},
      {"match(:type => 'x')", false}};
  for (const auto& one : calls) {
    const std::string_view call = one.first;
    const auto open = one.second;
    CAPTURE(call);
    const auto file = fastfile("lane :a do\n  " + std::string(call) + "\nend\n");
    const ir::Step* step = file.at<ir::Step>("a.steps[0]");
    REQUIRE(step != nullptr);
    CHECK(step->options_open == open);
  }
}

TEST_CASE("what an option says refines what an action is for") {
  const std::pair<std::string_view, ir::EnumSet<ir::Role>> calls[] = {
      {"gradle(task: 'testDebugUnitTest')", {ir::Role::test}},
      {"gradle(tasks: ['clean', 'bundleRelease'])", {ir::Role::build, ir::Role::cleanup}},
      {"gradle(task: task)", {}},
      {"supply(track: 'production')", {ir::Role::publish}},
      {"supply(validate_only: true)", {ir::Role::lint}},
      {"upload_to_play_store(release_status: 'halted')", {ir::Role::rollback}},
      {"firebase_app_distribution(app: 'x')", {ir::Role::publish}},
      {"nobody_knows_this(app: 'x')", {}},
  };
  for (const auto& one : calls) {
    const std::string_view call = one.first;
    const auto roles = one.second;
    CAPTURE(call);
    const auto file = fastfile("lane :a do\n  " + std::string(call) + "\nend\n");
    REQUIRE(file.rows<ir::Step>().size() == 1);
    CHECK(file.rows<ir::Step>()[0].own_roles == roles);
  }
}

TEST_CASE("shell text in Ruby becomes commands whose places are those of the file") {
  const auto file = fastfile(R"(lane :a do
  sh("npm ci && npm test")
  sh "git", "tag", version
  sh(command: "echo #{options[:name].shellescape} done", log: false)
  `xcodebuild -version`
  sh(["swift", "build"])
  sh(cmd)
  sh <<~SCRIPT
    set -e
    pod install
  SCRIPT
end
)");
  Strings texts;
  Strings heads;
  for (const ir::Command& command : file.rows<ir::Command>()) {
    texts.push_back(file.text(command.text));
    heads.push_back(file.head(command));
  }
  CHECK(texts == Strings{"npm ci", "npm test", "git tag version", "echo #{options[:name].shellescape} done",
                         "xcodebuild -version", "swift build", "set -e", "pod install"});
  CHECK(heads[1] == "npm test");
  CHECK(heads[7] == "pod install");
  const ir::Step& first = *file.at<ir::Step>("a.steps[0]");
  CHECK(first.runs_shell);
  CHECK(file.head(first) == "npm ci");
  CHECK(file.list(file.at<ir::Step>("a.steps[5]")->commands).empty());
  CHECK(file.at<ir::Step>("a.steps[5]")->commands.incomplete == 1);
  REQUIRE(file.rows<ir::Expression>().size() == 1);
  const ir::Expression& hole = file.rows<ir::Expression>()[0];
  CHECK(file.text(hole.text) == "options[:name].shellescape");
  CHECK(file.head(hole) == "#{options[:name].shellescape}");
  CHECK(file.texts(hole.contexts) == Strings{"options.name"});
  CHECK(file.texts(hole.functions) == Strings{"shellescape"});
  CHECK(file.list(file.rows<ir::Command>()[3].expressions).size() == 1);
}

TEST_CASE("only what nothing looks at fails without a consequence") {
  const std::pair<std::string_view, bool> calls[] = {
      {"sh('make test')", false},
      {"system('make test')", true},
      {"`make test`", true},
      {"system('make test', exception: true)", false},
      {"system('make test') || UI.user_error!('no')", false},
      {"ok = system('make test')", false},
      {"UI.crash!('no') unless system('make test')", false},
      {"sh('make test', error_callback: ->(result) { puts result })", true},
      {"sh('make test') { |status, out| UI.user_error!(out) unless status.success? }", false},
  };
  for (const auto& one : calls) {
    const std::string_view call = one.first;
    const auto ignored = one.second;
    CAPTURE(call);
    const auto file = fastfile("lane :a do\n  " + std::string(call) + "\n  puts 'done'\nend\n");
    REQUIRE(file.rows<ir::Command>().size() == 1);
    CHECK(file.rows<ir::Command>()[0].failure_ignored == ignored);
    const ir::Step& step = file[file.rows<ir::Command>()[0].step];
    CHECK(step.continue_on_error.is_present() == ignored);
  }
}

TEST_CASE("a rescue that does not raise again is around a step, and conditions are said") {
  const auto file = fastfile(R"(lane :a do
  begin
    pilot
  rescue => e
    UI.error(e)
    slack(message: "failed")
  ensure
    delete_keychain(name: "x")
  end
  begin
    deliver
  rescue => e
    UI.user_error!(e.message)
  end
  setup_ci if ENV["CI"]
  scan unless options[:skip]
  if is_ci
    match
  else
    cert
  end
end
)");
  const auto step = [&](std::string_view action) -> const ir::Step& {
    const auto& rows = file.rows<ir::Step>();
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const ir::Step& row) { return file.text(row.uses) == action; });
    REQUIRE_MESSAGE(found != rows.end(), action);
    return *found;
  };
  CHECK(step("pilot").inside_rescue);
  CHECK_FALSE(step("slack").inside_rescue);
  CHECK(step("slack").runs_on_failure);
  CHECK(step("delete_keychain").always_runs);
  CHECK_FALSE(step("deliver").inside_rescue);
  CHECK(file.text(step("setup_ci").condition) == R"(ENV["CI"])");
  CHECK(file.text(step("scan").condition) == "!(options[:skip])");
  CHECK(file.text(step("match").condition) == "is_ci");
  CHECK(file.text(step("cert").condition) == "!(is_ci)");
  CHECK(file.text(step("pilot").condition) == "(absent)");
}

TEST_CASE("an error block is a private job whose steps run on failure") {
  const auto file = fastfile(R"(platform :ios do
  before_all do
    setup_ci
  end
  lane :beta do
    pilot
  end
  error do |lane, exception|
    slack(message: exception.message, success: false)
  end
end
)");
  const ir::Job* error = file.at<ir::Job>("ios.error");
  REQUIRE(error != nullptr);
  CHECK(error->is_private);
  CHECK(file.head(*error) == "error");
  CHECK(file.at<ir::Step>("ios.error.steps[0]")->runs_on_failure);
  CHECK(file.at<ir::Job>("ios.before_all")->is_private);
  CHECK_FALSE(file.at<ir::Step>("ios.beta.steps[0]")->runs_on_failure);
}

TEST_CASE("lanes and helper methods that are called keep their names, and shadow actions") {
  const auto file = fastfile(R"(lane :test do
  check(1)
  scan
end
lane :match do
  match(type: "adhoc")
  test
end
def check(level)
  sh "npm test"
end
)");
  CHECK(actions_of(file, "test") == Strings{"check", "run_tests"});
  CHECK(actions_of(file, "match") == Strings{"match", "test"});
  CHECK(file.at<ir::Step>("match.steps[0]")->own_roles.empty());
  CHECK(file.at<ir::Job>("check")->is_private);
  CHECK(actions_of(file, "check") == Strings{"sh"});
}

TEST_CASE("parameters are those that a lane names or reads") {
  const auto file = fastfile(R"(lane :a do |options|
  match(readonly: options[:readonly])
  puts options["track"]
  puts other[:no]
end
lane :b do |version:, track: "beta"|
  puts version
end
)");
  CHECK(file.texts(file.at<ir::Job>("a")->parameters) == Strings{"readonly", "track"});
  CHECK(file.texts(file.at<ir::Job>("b")->parameters) == Strings{"version", "track"});
}

TEST_CASE("a value read from the environment is never hard-coded, its default is") {
  const auto file = fastfile(R"(ENV["MATCH_PASSWORD"] = "correcthorse7battery"
TOKEN = ENV["TOKEN"]
lane :a do
  slack(slack_url: ENV.fetch("SLACK_URL", "https://x.example"))
  gradle(task: "a", properties: { "android.injected.signing.store.password" => "hunter22hunter" })
end
)");
  const ir::Variable& password = variable(file, "MATCH_PASSWORD");
  CHECK(password.literal);
  CHECK(password.secret_value);
  CHECK(file.head(password) == R"(ENV["MATCH_PASSWORD"])");
  CHECK(variable(file, "TOKEN").reference == ir::Reference::variable);
  CHECK_FALSE(variable(file, "TOKEN").literal);
  const ir::Variable& slack = variable(file, "a.steps[0].slack_url");
  CHECK_FALSE(slack.literal);
  CHECK(file.text(slack.fallback) == "https://x.example");
  CHECK(variable(file, "a.steps[1].properties.android.injected.signing.store.password").secret_value);
  CHECK(file.text(variable(file, "MATCH_PASSWORD").value).find("horse") == std::string::npos);
}

TEST_CASE("imports and computed names leave the list of lanes open") {
  CHECK(fastfile("lane :a do\nend\n").rows<ir::Pipeline>()[0].jobs.incomplete == 0);
  CHECK(fastfile("import '../x'\nlane :a do\nend\n").rows<ir::Pipeline>()[0].jobs.incomplete == 1);
  CHECK(fastfile("%w[a b].each { |n| lane(n) { scan } }\n").rows<ir::Pipeline>()[0].jobs.incomplete == 1);
}

TEST_CASE("a broken lane is told and does not take the others") {
  const auto file = fastfile("lane :a do\n  scan(\nend\n\nlane :b do\n  pilot\nend\n");
  REQUIRE_FALSE(file.rows<ir::Problem>().empty());
  CHECK(file.rows<ir::Problem>()[0].code == Code::syntax_error);
  const auto& steps = file.rows<ir::Step>();
  CHECK(std::any_of(steps.begin(), steps.end(),
                    [&](const ir::Step& step) { return file.text(step.action) == "upload_to_testflight"; }));
}

TEST_CASE("comments lose their sign") {
  const auto file = fastfile("# #PATH_DECISION: no tests because they run elsewhere\nlane :a do\nend\n");
  REQUIRE(file.rows<ir::Comment>().size() == 1);
  CHECK(file.text(file.rows<ir::Comment>()[0].text) == "#PATH_DECISION: no tests because they run elsewhere");
}

TEST_CASE("each option of a configuration file is a variable, below its lane or platform") {
  const FileUnderTest file("fastlane/Matchfile", R"(git_url("https://example.com/certs")
storage_mode "git"
readonly(true)
username(ENV["APPLE_ID"])
for_platform :ios do
  for_lane :beta do
    type "appstore"
  end
end
)",
                           source::FileKind::fastlane_config);
  CHECK(file.text(variable(file, "git_url").value) == "https://example.com/certs");
  CHECK(file.text(variable(file, "storage_mode").value) == "git");
  CHECK(file.head(variable(file, "storage_mode")) == "storage_mode");
  CHECK(file.text(variable(file, "readonly").value) == "true");
  CHECK(variable(file, "username").reference == ir::Reference::variable);
  CHECK(file.text(variable(file, "ios.beta.type").value) == "appstore");
  CHECK(file.rows<ir::Pipeline>().empty());
}

TEST_CASE("Ruby beside a Fastfile that has no lanes gives no pipeline") {
  const FileUnderTest file("fastlane/actions/x.rb",
                           "class XAction < Action\n  def self.run(p)\n    sh 'ls'\n  end\nend\n",
                           source::FileKind::ruby);
  CHECK(file.rows<ir::Pipeline>().empty());
  CHECK(file.rows<ir::Job>().empty());
}

TEST_CASE("the project's tables of actions and SDKs say nothing that nobody understands") {
  Diagnostics diagnostics;
  const support::KnowledgeFiles knowledge;
  const frontends::FastlaneActions actions(knowledge.get().text("fastlane-actions"), diagnostics);
  for (const Diagnostic& wrong : diagnostics.all())
    FAIL_CHECK(wrong.origin->at.line, ": ", wrong.message.joined([](std::string_view text) { return text; }));
  CHECK(actions.all().size() > 230);
  REQUIRE(actions.find("gym") != nullptr);
  CHECK(actions.find("gym")->name == "build_app");
  CHECK(actions.find("hockey")->deprecated == "App Center");
  CHECK_FALSE(actions.find("gym")->deprecated.has_value());
  CHECK(actions.find("nothing") == nullptr);
}

TEST_CASE("a wrong entry in the table of actions is told with its place") {
  Diagnostics diagnostics;
  const frontends::FastlaneActions actions(R"(- {action: a, roles: [buidl], options: [x]}
- {action: b, aliases: [a], roles: []}
- {action: c, roles: [], refine: [{option: y, is: [z], roles: []}], options: [x]}
- {action: d, role: []}
)",
                                           diagnostics);
  REQUIRE(diagnostics.all().size() == 4);
  for (std::uint32_t i = 0; i < 4; ++i) CHECK(diagnostics.all()[i].origin->at.line == i + 1);
}

}  // namespace plumbline
