#include "analyzer/report/text.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/report/escape.h"
#include "analyzer/report/frame.h"
#include "analyzer/report/view.h"

namespace plumbline::report {

namespace {

constexpr std::size_t spans_shown = 3;
constexpr std::size_t equal_findings = 5;
constexpr std::size_t places_listed = 20;

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::note:
      return Ink::note;
    case Severity::warning:
      return Ink::warning;
    case Severity::error:
      return Ink::error;
  }
  return Ink::none;
}

std::string at(const Place& place) {
  return fmt::format("{}:{}:{}", terminal_path(place.path), place.begin.line, place.begin.column);
}

/// Words of ours, broken at blanks: `first` begins the first line, blanks as many the others.
std::string wrapped(std::string_view first, std::string_view words, std::uint32_t width) {
  std::string out(first);
  std::size_t column = first.size();
  bool begun = false;
  for (const std::string_view word : ascii::split(words, ' ')) {
    if (word.empty()) continue;
    if (begun && column + 1 + word.size() > width) {
      out += "\n" + std::string(first.size(), ' ');
      column = first.size();
      begun = false;
    }
    if (begun) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    begun = true;
  }
  return out + "\n";
}

class TextWriter {
 public:
  TextWriter(const judge::Report& report, const EmitOptions& options) : report_(report), options_(options) {}

  std::string write() {
    if (options_.quiet > 1) return {};
    const std::vector<std::uint32_t> shown = reported(report_, options_.show.value_or(Severity::warning));
    for (const auto& group : grouped(shown)) {
      finding(report_.verdicts[group.front()], group);
      out_ += '\n';
    }
    return std::move(out_) + summary(report_, options_);
  }

 private:
  /// More than five findings of a rule in a file become one, at the place of the first.
  std::vector<std::vector<std::uint32_t>> grouped(const std::vector<std::uint32_t>& shown) const {
    std::vector<std::uint32_t> order = shown;
    const auto key = [&](std::uint32_t i) {
      return std::tuple(primary(report_.verdicts[i]).file.index, rule_id(report_, report_.verdicts[i]));
    };
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    std::vector<std::vector<std::uint32_t>> groups;
    for (std::size_t begin = 0; begin < order.size();) {
      std::size_t end = begin;
      while (end < order.size() && key(order[end]) == key(order[begin])) ++end;
      if (end - begin > equal_findings) {
        groups.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(begin),
                            order.begin() + static_cast<std::ptrdiff_t>(end));
      } else {
        for (std::size_t i = begin; i < end; ++i) groups.push_back({order[i]});
      }
      begin = end;
    }
    std::vector<std::size_t> position(report_.verdicts.size());
    for (std::size_t i = 0; i < shown.size(); ++i) position[shown[i]] = i;
    std::sort(groups.begin(), groups.end(),
              [&](const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
                return position[a.front()] < position[b.front()];
              });
    return groups;
  }

  void finding(const judge::Verdict& verdict, const std::vector<std::uint32_t>& group) {
    header(verdict);
    places(verdict);
    const engine::Rule* rule = rule_of(report_, verdict);
    const std::string indent(gutter_ + 1, ' ');
    if (group.size() > 1) {
      std::vector<std::string> others;
      for (std::size_t i = 1; i < group.size() && i <= places_listed; ++i) {
        const Place place = place_of(report_, primary(report_.verdicts[group[i]]));
        others.push_back(fmt::format("{}:{}", place.begin.line, place.begin.column));
      }
      std::string list = fmt::format("{}", fmt::join(others, ", "));
      if (group.size() - 1 > places_listed) list += fmt::format(" and {} more", group.size() - 1 - places_listed);
      out_ +=
          wrapped(indent + "= also: ", fmt::format("{} more in this file: {}", group.size() - 1, list), options_.width);
    }
    for (const Text& note : verdict.finding.what.notes) out_ += indent + "= note: " + terminal_message(note) + "\n";
    if (rule == nullptr) return;
    if (!rule->why.empty()) out_ += wrapped(indent + "= why: ", first_paragraph(rule->why), options_.width);
    if (!rule->remedy.empty()) out_ += wrapped(indent + "= help: ", first_paragraph(rule->remedy), options_.width);
    last_line(*rule);
  }

  void header(const judge::Verdict& verdict) {
    const engine::Rule* rule = rule_of(report_, verdict);
    const Ink ink = ink_of(verdict.severity);
    std::string id(rule_id(report_, verdict));
    if (options_.hyperlinks && rule != nullptr && tool().uri.substr(0, 8) == "https://") {
      id = fmt::format("\x1b]8;;{}/rules/{}\x1b\\{}\x1b]8;;\x1b\\", tool().uri, id, id);
    }
    out_ += painted(grade(report_, verdict), ink, options_.colour) + "[" + id + "]";
    if (rule != nullptr) out_ += fmt::format(" {}", name(rule->tag));
    out_ += "  " + painted(terminal_message(verdict.finding.what.message), Ink::bold, options_.colour) + "\n";
  }

  void places(const judge::Verdict& verdict) {
    const std::vector<Label>& labels = verdict.finding.what.labels;
    const std::size_t shown = std::min(labels.size(), spans_shown);
    std::vector<std::pair<std::uint32_t, std::vector<FrameLabel>>> by_file;
    gutter_ = 1;
    for (std::size_t i = 0; i < shown; ++i) {
      const std::uint32_t file = labels[i].at.file.index;
      auto found = std::find_if(by_file.begin(), by_file.end(), [&](const auto& each) { return each.first == file; });
      if (found == by_file.end()) found = by_file.insert(by_file.end(), {file, {}});
      found->second.push_back({labels[i].at.span, terminal_message(labels[i].text), i == 0});
      gutter_ = std::max(gutter_, gutter_of(file_of(report_, {file}), found->second));
    }
    FrameStyle style;
    style.width = options_.width;
    style.gutter = gutter_;
    style.colour = options_.colour;
    style.primary = ink_of(verdict.severity);
    const std::string indent(gutter_, ' ');
    for (std::size_t i = 0; i < by_file.size(); ++i) {
      const Location where{{by_file[i].first}, by_file[i].second.front().span};
      out_ +=
          indent + painted(i == 0 ? "--> " : "::: ", Ink::frame, options_.colour) + at(place_of(report_, where)) + "\n";
      if (i == 0) out_ += painted(indent + " |", Ink::frame, options_.colour) + "\n";
      out_ += frame(file_of(report_, where.file), by_file[i].second, style);
    }
    if (labels.size() > shown) out_ += fmt::format("{} and {}\n", indent, counted(labels.size() - shown, "more place"));
  }

  void last_line(const engine::Rule& rule) {
    std::string line;
    if (!rule.gates.empty()) line += fmt::format("gate: {} | ", fmt::join(rule.gates, ", "));
    if (rule.critical) {
      line += "accept: only by a baseline entry with a reason";
    } else if (rule.takes_decision()) {
      line += fmt::format("accept: # #PATH_DECISION: <reason>, or # plumbline: ignore[{}] -- <reason>", rule.id);
    } else {
      line += fmt::format("accept: # plumbline: ignore[{}] -- <reason>", rule.id);
    }
    fmt::format_to(std::back_inserter(out_), "{} = {} | plumbline explain {}\n", std::string(gutter_, ' '), line,
                   rule.id);
  }

  const judge::Report& report_;
  const EmitOptions& options_;
  std::string out_;
  std::uint32_t gutter_ = 1;
};

}  // namespace

std::string emit_text(const judge::Report& report, const EmitOptions& options) {
  return TextWriter(report, options).write();
}

std::string emit_concise(const judge::Report& report, const EmitOptions& options) {
  if (options.quiet > 1) return {};
  std::string out;
  for (const std::uint32_t i : reported(report, options.show.value_or(Severity::warning))) {
    const judge::Verdict& verdict = report.verdicts[i];
    fmt::format_to(std::back_inserter(out), "{}: {}: {} [{}]\n", at(place_of(report, primary(verdict))),
                   painted(is_critical(report, verdict) ? std::string_view("error") : name(verdict.severity),
                           ink_of(verdict.severity), options.colour),
                   terminal_message(verdict.finding.what.message), rule_id(report, verdict));
  }
  return out + summary(report, options);
}

}  // namespace plumbline::report
