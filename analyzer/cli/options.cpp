#include "analyzer/cli/options.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/report/emit.h"

namespace plumbline::cli {

namespace {

constexpr std::array<std::string_view, 12> commands{"check", "gates", "log",    "explain",  "rules",  "files",
                                                    "ir",    "query", "schema", "baseline", "config", "init"};

constexpr std::string_view short_help =
    R"(plumbline reads an infrastructure repository as one delivery system and says
what is wrong with it.

  plumbline                             check the repository around this folder
  plumbline check deploy/ --fail-on error  report only what touches deploy/
  plumbline --staged --format concise   what the staged change brings
  plumbline -o sarif=plumbline.sarif    text on screen, SARIF in a file
  plumbline gates                       the ten gates with their evidence
  plumbline explain FC201               why, how to fix, examples

Commands: check gates log explain rules files ir query
          schema baseline config init
`plumbline --help` shows every option.
)";

constexpr std::string_view long_help = R"(usage: plumbline [check] [PATH...] [options]

Commands
  check [PATH...]       check the repository; may be left out
  gates [PATH]          the ten quality gates with their evidence; exit 1 unless
                        ready
  log [PATH]            write .orchestration/implementation-log.md; --check:
                        exit 1 if a rewrite would change it
  explain WHAT          a rule, a gate, a tag or a finding's fingerprint
  rules                 list the rules; `rules test [PATH...]` runs the examples
                        of rule files (--update writes their `finds`)
  files [PATH]          what is analysed as what, what not, and why
  ir [PATH]             the unified IR as JSON; --at FILE:LINE: what stands
                        there
  query EXPR [PATH]     evaluate a CEL expression over `repo`
  schema ir|rule|config|report|log
  baseline create|update|prune|check
  config show|check     the effective configuration and where values come from
  init                  write a commented .plumbline.yaml

Output
  --format FMT          text (default), concise, json, jsonl, sarif, github, log
  -o FMT=FILE           the same report in another format too; repeatable; `-o
                        log` alone: .orchestration/implementation-log.md
  --show SEVERITY       least severity shown: note, warning, error
  --statistics          counts by rule
  --timings             time by rule, on standard error
  --sarif-suppressed omit|include
  --category NAME       keeps several SARIF uploads of one commit apart
  --color auto|always|never     NO_COLOR, FORCE_COLOR, CLICOLOR are honoured
  -q, -qq, -v, --no-progress

Rules
  --select LIST         ids, id prefixes, names, tag:..., gate:..., domain:...,
                        DEFAULT, ALL; separated by commas
  --ignore LIST  --extend-select LIST  --preview
  --rules PATH          more rule files or folders
  --config FILE  --isolated

What counts
  --fail-on SEVERITY    note, warning (default), error, critical, never
  --exit-zero           findings do not change the exit status
  --diff REV  --staged  only what is new against the merge base; against HEAD
  --baseline FILE  --no-baseline  --no-ignores
  --allow-incomplete  --allow-empty

Files
  --root DIR            default: nearest .git above, else nearest configuration
  --scope repo|files    `files` analyses only what is named
  --files-from FILE|-  -0   more paths
  --stdin-filename NAME     standard input takes the place of this file
  --exclude GLOB  --no-gitignore
  -j N                  workers (default: processors)
  --deadline SECONDS    a limit for the whole run

Exit status
  0 nothing at or above the threshold   1 findings   2 incomplete
  3 usage, configuration or rule error  4 internal error

Limits (reaching one is reported and is exit 2)
  program or shell file 1 MiB, data file 10 MiB, shell text 64 KiB,
  YAML depth 100, brackets 500, nodes of a file 1,000,000, expanded aliases
  100,000, 200,000 files, 10,000 findings a rule, 2 s of CPU a file,
  512 MiB a worker
)";

/// A list option: repeatable, each value may hold several, separated by commas.
void list_option(CLI::App& app, const std::string& name, std::vector<std::string>& into, const std::string& about) {
  app.add_option(name, into, about)->delimiter(',')->take_all()->allow_extra_args(false);
}

void one_of(CLI::App& app, const std::string& name, std::string& into, std::vector<std::string> words) {
  app.add_option(name, into)->check(CLI::IsMember(std::move(words)));
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("arguments", options.arguments);
  app.add_option("--format", options.format);
  app.add_option("-o,--output", options.outputs)->take_all()->allow_extra_args(false);
  list_option(app, "--select", options.select, "");
  list_option(app, "--ignore", options.ignore, "");
  list_option(app, "--extend-select", options.extend_select, "");
  app.add_flag("--preview", options.preview);
  one_of(app, "--fail-on", options.fail_on, {"note", "warning", "error", "critical", "never"});
  app.add_flag("--exit-zero", options.exit_zero);
  one_of(app, "--show", options.show, {"note", "warning", "error"});
  app.add_option("--diff", options.diff);
  app.add_flag("--staged", options.staged)->excludes("--diff");
  app.add_option("--files-from", options.files_from);
  app.add_flag("-0", options.zero_separated);
  app.add_option("--stdin-filename", options.stdin_filename);
  app.add_option("--root", options.root);
  one_of(app, "--scope", options.scope, {"repo", "files"});
  app.add_option("--config", options.config);
  app.add_flag("--isolated", options.isolated)->excludes("--config");
  app.add_option("--rules", options.rules)->take_all()->allow_extra_args(false);
  app.add_option("--baseline", options.baseline);
  app.add_flag("--no-baseline", options.no_baseline)->excludes("--baseline");
  app.add_flag("--no-ignores", options.no_ignores);
  one_of(app, "--sarif-suppressed", options.sarif_suppressed, {"omit", "include"});
  app.add_option("--category", options.category);
  app.add_option("--exclude", options.exclude)->take_all()->allow_extra_args(false);
  app.add_flag("--no-gitignore", options.no_gitignore);
  app.add_option("-j,--jobs", options.jobs)->check(CLI::Range(1U, 256U));
  app.add_option("--deadline", options.deadline)->check(CLI::PositiveNumber);
  app.add_flag("--allow-incomplete", options.allow_incomplete);
  app.add_flag("--allow-empty", options.allow_empty);
  app.add_flag("--statistics", options.statistics);
  app.add_flag("--timings", options.timings);
  app.add_flag("-q", options.quiet);
  app.add_flag("-v", options.verbose);
  one_of(app, "--color", options.color, {"auto", "always", "never"});
  app.add_flag("--no-progress", options.no_progress);
  app.add_flag("--check", options.check_only);
  app.add_flag("--update", options.update);
  app.add_option("--at", options.at);
  app.add_option("--reason", options.reason);
  app.add_option("--rule", options.rule);
  app.add_flag("--allow-new", options.allow_new);
}

/// Names of options, for suggestions.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

void tell(std::string_view message) {
  std::fputs(fmt::format("plumbline: {}\n", message).c_str(), stderr);
}

Exit usage_error(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words) {
  const std::vector<std::string> names = option_names(app);
  for (const std::string& word : words) {
    const std::string option = word.substr(0, word.find('='));
    if (option.rfind("--", 0) != 0 || std::find(names.begin(), names.end(), option) != names.end()) continue;
    const std::string_view near = ascii::nearest(option, {names.begin(), names.end()});
    tell(fmt::format("unknown option '{}'{}", option,
                     near.empty() ? std::string() : fmt::format("; did you mean '{}'?", near)));
    return Exit::usage;
  }
  tell(error.what());
  return Exit::usage;
}

}  // namespace

std::variant<Options, Exit> parse_options(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  Options options;
  options.command = "check";
  if (!words.empty() && std::find(commands.begin(), commands.end(), words.front()) != commands.end()) {
    options.command = words.front();
    words.erase(words.begin());
  }
  for (const std::string& word : words) {
    if (word == "--") break;
    if (word == "-h" || word == "--help") {
      std::fputs(std::string(word == "-h" ? short_help : long_help).c_str(), stdout);
      return Exit::clean;
    }
    if (word == "--version") {
      std::fputs(fmt::format("plumbline {}\n", report::tool().version).c_str(), stdout);
      return Exit::clean;
    }
  }
  CLI::App app;
  app.set_help_flag("");
  add_options(app, options);
  try {
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error, words);
  }
  return options;
}

}  // namespace plumbline::cli
