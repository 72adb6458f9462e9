#include "analyzer/facts/alert_matchers.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

#include "analyzer/base/ascii.h"

namespace plumbline::facts {

namespace {

using Operator = AlertMatcher::Operator;

constexpr std::string_view operator_word(Operator op) {
  constexpr std::array<std::string_view, 4> words{"=", "!=", "=~", "!~"};
  return words[static_cast<std::size_t>(op)];
}

bool is_word(char c) {
  return ascii::is_alnum(c) || c == '_' || c == ':';
}

std::shared_ptr<const re2::RE2> compiled(const std::string& pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return std::make_shared<const re2::RE2>(pattern, options);
}

bool matches_whole(const AlertMatcher& matcher, std::string_view text) {
  const std::shared_ptr<const re2::RE2> pattern = matcher.pattern ? matcher.pattern : compiled(matcher.value);
  return pattern->ok() && re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *pattern);
}

class MatcherReader {
 public:
  explicit MatcherReader(std::string_view text) : rest_(ascii::trim(text)) {}

  std::optional<std::vector<AlertMatcher>> read() {
    if (!rest_.empty() && rest_.front() == '{') {
      if (rest_.back() != '}') return std::nullopt;
      rest_ = ascii::trim(rest_.substr(1, rest_.size() - 2));
    }
    std::vector<AlertMatcher> all;
    while (!rest_.empty()) {
      AlertMatcher one;
      if (!label(one) || !op(one) || !value(one)) return std::nullopt;
      if (one.op == Operator::matches || one.op == Operator::not_matches) one.pattern = compiled(one.value);
      all.push_back(std::move(one));
      rest_ = ascii::trim(rest_);
      if (rest_.empty()) break;
      if (rest_.front() != ',') return std::nullopt;
      rest_ = ascii::trim(rest_.substr(1));
    }
    if (all.empty()) return std::nullopt;
    return all;
  }

 private:
  bool label(AlertMatcher& one) {
    if (rest_.front() == '"') return quoted(one.label) && !one.label.empty();
    std::size_t size = 0;
    while (size < rest_.size() && is_word(rest_[size])) ++size;
    one.label = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return size != 0;
  }

  bool op(AlertMatcher& one) {
    rest_ = ascii::trim(rest_);
    for (const Operator op : {Operator::matches, Operator::not_matches, Operator::not_equal, Operator::equal}) {
      if (!rest_.starts_with(operator_word(op))) continue;
      one.op = op;
      rest_ = ascii::trim(rest_.substr(operator_word(op).size()));
      return true;
    }
    return false;
  }

  bool value(AlertMatcher& one) {
    if (!rest_.empty() && rest_.front() == '"') return quoted(one.value);
    const std::size_t end = std::min(rest_.find(','), rest_.size());
    one.value = ascii::trim(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return one.value.find('"') == std::string::npos;
  }

  bool quoted(std::string& out) {
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      char c = rest_[i];
      if (c == '"') {
        rest_.remove_prefix(i + 1);
        return true;
      }
      if (c == '\\' && i + 1 < rest_.size()) {
        const char next = rest_[i + 1];
        if (next == '"' || next == '\\' || next == 'n') {
          c = next == 'n' ? '\n' : next;
          ++i;
        }
      }
      out += c;
    }
    return false;
  }

  std::string_view rest_;
};

}  // namespace

bool AlertMatcher::accepts(std::string_view label_value) const {
  switch (op) {
    case Operator::equal:
      return label_value == value;
    case Operator::not_equal:
      return label_value != value;
    case Operator::matches:
      return matches_whole(*this, label_value);
    case Operator::not_matches:
      return !matches_whole(*this, label_value);
  }
  return false;
}

std::string AlertMatcher::text() const {
  std::string out = label;
  out += operator_word(op);
  out += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  out += '"';
  return out;
}

std::optional<std::vector<AlertMatcher>> parse_alert_matchers(std::string_view text) {
  return MatcherReader(text).read();
}

namespace {

/// What an expression is made of, as far as its form is asked for.
class PromqlScan {
 public:
  explicit PromqlScan(std::string_view text) : text_(text) {}

  void run() {
    while (at_ < text_.size()) step();
  }
  bool compares = false;
  bool smooth = false;  // a range of time, the clock, a recorded series, a question for absence

 private:
  void step() {
    const char c = text_[at_];
    if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == '"' || c == '\'' || c == '`') {
      skip_string(c);
    } else if (c == '{') {
      ++braces_;
      ++at_;
    } else if (c == '}') {
      braces_ -= braces_ > 0 ? 1 : 0;
      ++at_;
    } else if (c == '[') {
      smooth = true;
      ++at_;
    } else if (ascii::is_alpha(c) || c == '_' || c == ':') {
      word();
    } else {
      const bool comparison = c == '<' || c == '>' || text_.substr(at_, 2) == "==" || text_.substr(at_, 2) == "!=";
      if (comparison && braces_ == 0) compares = true;
      at_ += comparison && text_.substr(at_ + 1, 1) == "=" ? std::size_t{2} : std::size_t{1};
    }
  }

  void skip_string(char quote) {
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && quote != '`') ++at_;
    }
    at_ = std::min(at_ + 1, text_.size());
  }

  void word() {
    constexpr auto clock = std::to_array<std::string_view>({"time", "timestamp", "hour", "minute", "month", "year",
                                                            "day_of_week", "day_of_month", "days_in_month", "absent",
                                                            "vector", "scalar", "ALERTS", "offset"});
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (braces_ == 0 &&
        (word.find(':') != std::string_view::npos || std::find(clock.begin(), clock.end(), word) != clock.end()))
      smooth = true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t braces_ = 0;
};

}  // namespace

bool compares_single_samples(std::string_view promql) {
  PromqlScan scan(promql);
  scan.run();
  return scan.compares && !scan.smooth;
}

}  // namespace plumbline::facts
