#include "analyzer/frontends/gitlab_file.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

void add_start(std::string_view when, GitlabOutcome& outcome) {
  outcome.by_hand = outcome.by_hand || when == "manual";
  outcome.automatically = outcome.automatically || when != "manual";
  outcome.after_failure = outcome.after_failure || when == "on_failure";
}

/// The first rule that fits decides; when none does, the job is not there.
GitlabOutcome by_rules(const GitlabLayers& job, const GitlabItems& rules, GitlabRun run, const GitlabConfig& config) {
  GitlabOutcome outcome;
  outcome.runs = Truth::no;
  const std::string_view otherwise = job["when"].text_or("on_success");
  for (const DataView& written : rules.items) {
    bool open = false;
    const DataView rule = config.resolved(written, open);
    Truth fits = open || !rule.is_map() ? Truth::maybe : Truth::yes;
    const DataView condition = config.resolved(rule["if"], open);
    if (condition || open) fits = condition.is_scalar() ? gitlab_condition(condition.text(), run) : Truth::maybe;
    if (rule["changes"] || rule["exists"]) fits = both(fits, Truth::maybe);
    if (fits == Truth::no) continue;
    const std::string_view when = rule["when"].text_or(otherwise);
    if (when == "never") {
      if (fits == Truth::yes) {
        // What an earlier rule may have started stays possible.
        return outcome;
      }
      continue;
    }
    add_start(when, outcome);
    outcome.runs = fits == Truth::yes ? either(outcome.runs, Truth::yes) : Truth::maybe;
    if (fits == Truth::yes) return outcome;
  }
  if (rules.open) outcome.runs = Truth::maybe;
  return outcome;
}

/// `only:` or `except:` as a list of refs or as a map of conditions, all of which have to hold.
Truth filtered(const DataView& filter, GitlabRun run) {
  const DataView refs = filter.is_map() ? filter["refs"] : filter;
  Truth fits = Truth::yes;
  if (refs) {
    fits = Truth::no;
    for (const std::string_view word : words_of(refs)) fits = either(fits, gitlab_ref(word, run));
  }
  if (!filter.is_map()) return fits;
  if (const DataView variables = filter["variables"]) {
    Truth any = Truth::no;
    for (const std::string_view text : words_of(variables)) any = either(any, gitlab_condition(text, run));
    fits = both(fits, any);
  }
  if (filter["changes"] || filter["kubernetes"]) fits = both(fits, Truth::maybe);
  return fits;
}

}  // namespace

GitlabOutcome gitlab_outcome(const GitlabLayers& job, GitlabRun run, const GitlabConfig& config) {
  bool open = false;
  if (const DataView written = job["rules"]) {
    GitlabItems rules = config.items(written);
    if (!rules.items.empty() || rules.open) return by_rules(job, rules, run, config);
  }
  GitlabOutcome outcome;
  const std::string_view when = job["when"].text_or("on_success");
  const DataView only = config.resolved(job["only"], open);
  const DataView except = config.resolved(job["except"], open);
  // Without a word of its own a job runs for branches and tags, unless the pipeline has rules.
  // https://docs.gitlab.com/ci/yaml/deprecated_keywords/
  const bool ruled = static_cast<bool>(config.root()["workflow"]["rules"]);
  outcome.runs = run == GitlabRun::merge_request && !ruled ? Truth::no : Truth::yes;
  if (only) {
    const bool refs_given = !only.is_map() || only["refs"];
    outcome.runs = refs_given ? filtered(only, run) : both(outcome.runs, filtered(only, run));
  }
  if (except) {
    const DataView refs = except.is_map() ? except["refs"] : except;
    const bool says_any = refs || (except.is_map() && (except["variables"] || except["changes"]));
    if (says_any) outcome.runs = both(outcome.runs, opposite(filtered(except, run)));
  }
  if (open || job.open) outcome.runs = both(Truth::maybe, either(outcome.runs, Truth::maybe));
  if (when == "never") outcome.runs = Truth::no;
  add_start(when, outcome);
  return outcome;
}

}  // namespace plumbline::frontends
