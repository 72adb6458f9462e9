#include "analyzer/frontends/gitlab_conditions.h"

#include <utility>
#include <vector>

#include "analyzer/base/ascii.h"

namespace plumbline::frontends {

namespace {

/// What an operand is in one run. `other_branch` is a branch of any name but the default one's.
struct Operand {
  enum class Kind : std::uint8_t {
    unknown,
    none,
    text,
    set,
    other_source,
    other_branch,
    default_branch,
    pattern,
    truth
  };
  Kind kind = Kind::unknown;
  std::string_view text;
  Truth truth = Truth::maybe;

  static Operand of(Truth value) { return {Kind::truth, {}, value}; }
  static Operand literal(std::string_view text) { return {Kind::text, text, Truth::maybe}; }
};
using Kind = Operand::Kind;

constexpr bool is_usual_default(std::string_view name) {
  return name == "main" || name == "master";
}

/// The sources that are runs of their own here; the others (`trigger`, `pipeline`, `api` …) are one.
constexpr bool is_named_source(std::string_view source) {
  return source == "push" || source == "merge_request_event" || source == "schedule" || source == "web";
}

Operand pipeline_source(GitlabRun run) {
  switch (run) {
    case GitlabRun::branch_push:
    case GitlabRun::default_push:
    case GitlabRun::tag:
      return Operand::literal("push");
    case GitlabRun::merge_request:
      return Operand::literal("merge_request_event");
    case GitlabRun::schedule:
      return Operand::literal("schedule");
    case GitlabRun::web:
      return Operand::literal("web");
    case GitlabRun::api:
      return {Kind::other_source, {}, Truth::maybe};
  }
  return {};
}

Operand branch(GitlabRun run) {
  switch (run) {
    case GitlabRun::branch_push:
      return {Kind::other_branch, {}, Truth::maybe};
    case GitlabRun::default_push:
    case GitlabRun::schedule:
    case GitlabRun::web:
      return {Kind::default_branch, {}, Truth::maybe};
    case GitlabRun::merge_request:
    case GitlabRun::tag:
      return {Kind::none, {}, Truth::maybe};
    case GitlabRun::api:
      break;
  }
  return {};
}

/// https://docs.gitlab.com/ci/variables/predefined_variables/
Operand variable(std::string_view name, GitlabRun run) {
  constexpr std::string_view proposal = "CI_MERGE_REQUEST_";
  if (name == "CI_PIPELINE_SOURCE") return pipeline_source(run);
  if (name == "CI_COMMIT_BRANCH") return branch(run);
  if (name == "CI_DEFAULT_BRANCH") return {Kind::default_branch, {}, Truth::maybe};
  if (name == "CI_COMMIT_TAG") {
    if (run == GitlabRun::api) return {};
    return {run == GitlabRun::tag ? Kind::set : Kind::none, {}, Truth::maybe};
  }
  if (name == "CI_COMMIT_REF_NAME") {
    if (run == GitlabRun::merge_request) return {Kind::other_branch, {}, Truth::maybe};
    return run == GitlabRun::tag ? Operand{Kind::set, {}, Truth::maybe} : branch(run);
  }
  if (name == "CI_COMMIT_REF_PROTECTED" && run == GitlabRun::branch_push) return Operand::literal("false");
  if (name.substr(0, proposal.size()) == proposal) {
    if (run != GitlabRun::merge_request) return {Kind::none, {}, Truth::maybe};
    const bool always = name == "CI_MERGE_REQUEST_IID" || name == "CI_MERGE_REQUEST_ID";
    return {always ? Kind::set : Kind::unknown, {}, Truth::maybe};
  }
  return {};
}

Truth truth_of(const Operand& operand) {
  switch (operand.kind) {
    case Kind::truth:
      return operand.truth;
    case Kind::none:
      return Truth::no;
    case Kind::text:
      return operand.text.empty() ? Truth::no : Truth::yes;
    case Kind::set:
    case Kind::other_source:
    case Kind::other_branch:
    case Kind::default_branch:
      return Truth::yes;
    case Kind::unknown:
    case Kind::pattern:
      break;
  }
  return Truth::maybe;
}

Truth equal(Operand a, Operand b) {
  if (a.kind > b.kind) std::swap(a, b);
  if (a.kind == Kind::unknown || b.kind == Kind::pattern || b.kind == Kind::truth) return Truth::maybe;
  if (a.kind == Kind::none) return b.kind == Kind::none ? Truth::yes : Truth::no;
  if (a.kind == Kind::text && b.kind == Kind::text) return a.text == b.text ? Truth::yes : Truth::no;
  if (a.kind == Kind::text && b.kind == Kind::other_branch) return Truth::no;
  if (a.kind == Kind::text && b.kind == Kind::other_source) return is_named_source(a.text) ? Truth::no : Truth::maybe;
  if (a.kind == Kind::text && b.kind == Kind::default_branch)
    return is_usual_default(a.text) ? Truth::yes : Truth::maybe;
  if (a.kind == Kind::other_branch && b.kind == Kind::default_branch) return Truth::no;
  if (a.kind == Kind::default_branch && b.kind == Kind::default_branch) return Truth::yes;
  return Truth::maybe;
}

Truth matches(const Operand& value, const Operand& pattern) {
  if (value.kind == Kind::none) return Truth::no;
  const bool all = pattern.text == ".*" || pattern.text == "^.*$" || pattern.text == ".+" || pattern.text.empty();
  return pattern.kind == Kind::pattern && all && truth_of(value) == Truth::yes ? Truth::yes : Truth::maybe;
}

enum class Operator : std::uint8_t { open, any, all, equal, unequal, match, mismatch };

constexpr int strength(Operator op) {
  return op == Operator::open ? 0 : op == Operator::any ? 1 : op == Operator::all ? 2 : 3;
}

/// Operator precedence with two stacks: no depth of parentheses costs recursion.
class Evaluation {
 public:
  Evaluation(std::string_view text, GitlabRun run) : text_(text), run_(run) {}

  Truth value() {
    while (valid_ && at_ < text_.size()) step();
    while (valid_ && !operators_.empty()) reduce();
    return valid_ && operands_.size() == 1 ? truth_of(operands_.back()) : Truth::maybe;
  }

 private:
  void step() {
    const char c = text_[at_];
    if (ascii::is_space(c)) {
      ++at_;
    } else if (c == '(') {
      operators_.push_back(Operator::open);
      ++at_;
    } else if (c == ')') {
      while (valid_ && !operators_.empty() && operators_.back() != Operator::open) reduce();
      valid_ = valid_ && !operators_.empty();
      if (valid_) operators_.pop_back();
      ++at_;
    } else if (c == '$') {
      read_variable();
    } else if (c == '"' || c == '\'') {
      const std::size_t end = text_.find(c, at_ + 1);
      operands_.push_back(Operand::literal(until(end)));
    } else if (c == '/') {
      read_pattern();
    } else if (!read_operator()) {
      read_word();
    }
  }

  std::string_view until(std::size_t end) {
    valid_ = valid_ && end != std::string_view::npos;
    const std::string_view inner = text_.substr(at_ + 1, valid_ ? end - at_ - 1 : 0);
    at_ = valid_ ? end + 1 : text_.size();
    return inner;
  }

  void read_variable() {
    ++at_;
    const bool braced = at_ < text_.size() && text_[at_] == '{';
    if (braced) ++at_;
    const std::size_t begin = at_;
    while (at_ < text_.size() && ascii::is_name(text_[at_])) ++at_;
    operands_.push_back(variable(text_.substr(begin, at_ - begin), run_));
    if (braced && at_ < text_.size() && text_[at_] == '}') ++at_;
    valid_ = valid_ && at_ > begin;
  }

  void read_pattern() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '/') end += text_[end] == '\\' ? 2U : 1U;
    operands_.push_back({Kind::pattern, until(end < text_.size() ? end : std::string_view::npos), Truth::maybe});
    while (at_ < text_.size() && ascii::is_alpha(text_[at_])) ++at_;  // flags
  }

  bool read_operator() {
    constexpr std::pair<std::string_view, Operator> words[] = {{"||", Operator::any},   {"&&", Operator::all},
                                                               {"==", Operator::equal}, {"!=", Operator::unequal},
                                                               {"=~", Operator::match}, {"!~", Operator::mismatch}};
    for (const auto& [word, op] : words) {
      if (text_.substr(at_, word.size()) != word) continue;
      while (valid_ && !operators_.empty() && strength(operators_.back()) >= strength(op)) reduce();
      operators_.push_back(op);
      at_ += word.size();
      return true;
    }
    return false;
  }

  void read_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && ascii::is_name(text_[at_])) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    valid_ = word == "null";
    operands_.push_back({Kind::none, {}, Truth::maybe});
  }

  void reduce() {
    const Operator op = operators_.back();
    operators_.pop_back();
    valid_ = valid_ && operands_.size() >= 2 && op != Operator::open;
    if (!valid_) return;
    const Operand right = operands_.back();
    operands_.pop_back();
    operands_.back() = Operand::of(joined(operands_.back(), op, right));
  }

  static Truth joined(const Operand& left, Operator op, const Operand& right) {
    switch (op) {
      case Operator::any:
        return either(truth_of(left), truth_of(right));
      case Operator::all:
        return both(truth_of(left), truth_of(right));
      case Operator::equal:
        return equal(left, right);
      case Operator::unequal:
        return opposite(equal(left, right));
      case Operator::match:
        return matches(left, right);
      case Operator::mismatch:
        return opposite(matches(left, right));
      case Operator::open:
        break;
    }
    return Truth::maybe;
  }

  std::string_view text_;
  GitlabRun run_;
  std::size_t at_ = 0;
  bool valid_ = true;
  std::vector<Operand> operands_;
  std::vector<Operator> operators_;
};

}  // namespace

ir::TriggerKind trigger_kind(GitlabRun run) {
  switch (run) {
    case GitlabRun::branch_push:
    case GitlabRun::default_push:
      return ir::TriggerKind::push;
    case GitlabRun::merge_request:
      return ir::TriggerKind::pull_request;
    case GitlabRun::tag:
      return ir::TriggerKind::tag;
    case GitlabRun::schedule:
      return ir::TriggerKind::schedule;
    case GitlabRun::web:
      return ir::TriggerKind::manual;
    case GitlabRun::api:
      return ir::TriggerKind::api;
  }
  return ir::TriggerKind::other;
}

Truth gitlab_condition(std::string_view text, GitlabRun run) {
  return Evaluation(text, run).value();
}

Truth gitlab_ref(std::string_view word, GitlabRun run) {
  const auto when = [](bool so) { return so ? Truth::yes : Truth::no; };
  const bool on_branch = run != GitlabRun::tag && run != GitlabRun::merge_request;
  word = word.substr(0, word.find('@'));  // of a project
  if (word == "branches") return run == GitlabRun::api ? Truth::maybe : when(on_branch);
  if (word == "tags") return run == GitlabRun::api ? Truth::maybe : when(run == GitlabRun::tag);
  if (word == "merge_requests") return when(run == GitlabRun::merge_request);
  if (word == "schedules") return when(run == GitlabRun::schedule);
  if (word == "web") return when(run == GitlabRun::web);
  if (word == "pushes") {
    return when(run == GitlabRun::branch_push || run == GitlabRun::default_push || run == GitlabRun::tag);
  }
  for (const std::string_view other : {"api", "triggers", "pipelines", "chat", "external", "external_pull_requests"}) {
    if (word == other) return run == GitlabRun::api ? Truth::maybe : Truth::no;
  }
  if (run == GitlabRun::merge_request) return Truth::no;
  if (run == GitlabRun::api || word.find('$') != std::string_view::npos) return Truth::maybe;
  if (!word.empty() && word.front() == '/') {
    const bool all = word == "/.*/" || word == "/^.*$/" || word == "/.+/";
    return all ? Truth::yes : Truth::maybe;
  }
  if (run == GitlabRun::branch_push) return Truth::no;
  if (run == GitlabRun::tag) return is_usual_default(word) ? Truth::no : Truth::maybe;
  return is_usual_default(word) ? Truth::yes : Truth::maybe;
}

}  // namespace plumbline::frontends
