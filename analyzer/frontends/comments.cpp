#include "analyzer/frontends/comments.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/pragmas.h"
#include "analyzer/source/line_index.h"

namespace plumbline::frontends {

namespace {

/// A place that a comment can stand at.
struct Target {
  std::uint32_t line = 0;  ///< where it begins
  Span span;
};

/// "#PATH_DECISION: text" with or without the first sign: the tag and where the text begins.
struct Tagged {
  ir::DecisionTag tag{};
  std::string_view text;
};
std::optional<Tagged> tagged(std::string_view comment) {
  comment = ascii::trim(comment);
  if (!comment.empty() && comment.front() == '#') comment.remove_prefix(1);
  const auto& words = ir::Vocabulary<ir::DecisionTag>::words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (comment.substr(0, words[i].size()) != words[i]) continue;
    std::string_view rest = ascii::trim(comment.substr(words[i].size()));
    if (rest.empty() || rest.front() == ':') {
      if (!rest.empty()) rest.remove_prefix(1);
      return Tagged{static_cast<ir::DecisionTag>(i), ascii::trim(rest)};
    }
  }
  return std::nullopt;
}

/// A list item in a comment, without its bullet.
std::optional<std::string_view> list_item(std::string_view comment) {
  comment = ascii::trim(comment);
  if (comment.size() > 1 && (comment.front() == '-' || comment.front() == '*') && comment[1] == ' ') {
    return ascii::trim(comment.substr(2));
  }
  return std::nullopt;
}

/// Words of a sentence that look like a file of the repository: with a slash or a suffix, and nothing else in them.
std::vector<std::string_view> file_names_in(std::string_view text) {
  std::vector<std::string_view> names;
  for (std::string_view word : ascii::split(text, ' ')) {
    while (!word.empty() && std::string_view(",.;:()'\"`").find(word.back()) != std::string_view::npos)
      word.remove_suffix(1);
    while (!word.empty() && std::string_view("('\"`").find(word.front()) != std::string_view::npos)
      word.remove_prefix(1);
    const std::size_t dot = word.rfind('.');
    const bool has_suffix = dot != std::string_view::npos && dot > 0 && word.size() - dot >= 2 &&
                            word.size() - dot <= 6 && ascii::is_alpha(word[dot + 1]);
    const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
      return ascii::is_alnum(c) || c == '/' || c == '.' || c == '-' || c == '_';
    });
    // A host name has a suffix as well; only a path is surely meant as a file.
    if (plain && has_suffix && word.find('/') != std::string_view::npos && word.find("//") == std::string_view::npos)
      names.push_back(word);
  }
  return names;
}

class Meanings {
 public:
  Meanings(const Input& input, Context& context, ir::FileIrBuilder& ir)
      : input_(input), ir_(ir), lines_(input.text), pragmas_(context.pragmas()) {}

  void run() {
    const auto& comments = ir_.tables().table<ir::Comment>().rows;
    if (comments.empty()) return;
    std::vector<Ref<ir::Comment>> rows;
    for (std::uint32_t i = 0; i < comments.size(); ++i) {
      rows.push_back({i});
      lines_of_.push_back(lines_.line_of(comments[i].span.begin));
    }
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
      decision(i);
      suppression(i);
    }
    ir::File& file = ir_[ir::FileIrBuilder::file()];
    file.comments = ir_.list(rows);
    file.decisions = ir_.list(decisions_);
    file.suppressions = ir_.list(suppressions_);
  }

 private:
  const ir::Comment& comment(std::uint32_t i) const { return ir_.tables().table<ir::Comment>().rows[i]; }
  std::string_view text(std::uint32_t i) const { return comment(i).span.of(input_.text); }

  /// Nothing but blanks and the comment's marker stand before it.
  bool on_own_line(std::uint32_t i) const {
    const Span line = lines_.line_span(lines_of_[i], input_.text);
    std::string_view before = Span{line.begin, comment(i).span.begin}.of(input_.text);
    before = ascii::trim(before);
    return before.empty() || before == "#" || before == "//" || before == "/*" || before == "*";
  }

  /// Everything that begins on `line`, entities and nodes.
  std::vector<Span> beginning_on(std::uint32_t line) {
    if (targets_.empty()) collect_targets();
    std::vector<Span> spans;
    const auto first = std::lower_bound(targets_.begin(), targets_.end(), line,
                                        [](const Target& target, std::uint32_t l) { return target.line < l; });
    for (auto target = first; target != targets_.end() && target->line == line; ++target) spans.push_back(target->span);
    return spans;
  }

  void collect_targets() {
    ir_.tables().for_each([&]<class E>(const ir::Table<E>& table) {
      constexpr bool is_comment = std::is_same_v<E, ir::Comment> || std::is_same_v<E, ir::Decision> ||
                                  std::is_same_v<E, ir::Suppression> || std::is_same_v<E, ir::File> ||
                                  std::is_same_v<E, ir::Problem>;
      if constexpr (!is_comment) {
        for (const E& row : table.rows) {
          Span span = row.span;
          if constexpr (std::is_same_v<E, ir::DataNode>) {
            if (!row.key_span.empty()) span.begin = row.key_span.begin;
          }
          if (!span.empty()) targets_.push_back({lines_.line_of(span.begin), span});
        }
      }
    });
    std::stable_sort(targets_.begin(), targets_.end(),
                     [](const Target& a, const Target& b) { return a.line < b.line; });
  }

  void decision(std::uint32_t i) {
    const std::optional<Tagged> found = tagged(text(i));
    if (!found) return;
    ir::Decision row;
    row.span = comment(i).span;
    row.head = comment(i).head;
    row.tag = found->tag;
    row.text = ir_.str(found->text);
    std::vector<Str> reasons;
    std::vector<std::string_view> names = file_names_in(found->text);
    std::uint32_t last = i;
    while (last + 1 < lines_of_.size() && lines_of_[last + 1] == lines_of_[last] + 1 && on_own_line(last + 1)) {
      const std::optional<std::string_view> item = list_item(text(last + 1));
      if (!item) break;
      reasons.push_back(ir_.str(*item));
      const auto more = file_names_in(*item);
      names.insert(names.end(), more.begin(), more.end());
      ++last;
    }
    row.reasons = ir_.tables().add_list(std::span<const Str>(reasons));
    row.named_files = ir_.strs(std::span<const std::string_view>(names));
    place(i, last, row);
    decisions_.push_back(ir_.add(row));
  }

  void place(std::uint32_t first, std::uint32_t last, ir::Decision& row) {
    if (!on_own_line(first)) {
      row.target = smallest(beginning_on(lines_of_[first]));
      return;
    }
    // The comment lines below it belong to it.
    while (last + 1 < lines_of_.size() && lines_of_[last + 1] == lines_of_[last] + 1 && on_own_line(last + 1)) ++last;
    const bool above_all = is_blank(0, comment(first).span.begin);
    const bool below_all = is_blank(comment(last).span.end, static_cast<std::uint32_t>(input_.text.size()));
    if (above_all || below_all) {
      row.covers_file = true;
      row.target = {0, static_cast<std::uint32_t>(input_.text.size())};
      row.covers_folder = stands_for_folder(input_.kind);
    } else {
      row.target = largest(beginning_on(lines_of_[last] + 1));
    }
  }

  static bool stands_for_folder(source::FileKind kind) {
    return kind == source::FileKind::helm_chart || kind == source::FileKind::kustomization;
  }

  /// Are there only comments, blanks and document markers in this stretch?
  bool is_blank(std::uint32_t begin, std::uint32_t end) const {
    for (const std::string_view line : ascii::split(Span{begin, end}.of(input_.text), '\n')) {
      const std::string_view text = ascii::trim(line);
      const bool comment =
          text.empty() || text.front() == '#' || text.substr(0, 2) == "//" || text.substr(0, 2) == "/*";
      if (!comment && text != "---") return false;
    }
    return true;
  }

  static Span smallest(const std::vector<Span>& spans) {
    Span best;
    for (const Span span : spans) {
      if (best.empty() || span.size() < best.size()) best = span;
    }
    return best;
  }
  static Span largest(const std::vector<Span>& spans) {
    Span best;
    for (const Span span : spans) {
      if (span.size() > best.size()) best = span;
    }
    return best;
  }

  void suppression(std::uint32_t i) {
    const std::optional<Pragma> found = pragmas_.read(text(i));
    if (!found) return;
    ir::Suppression row;
    row.span = comment(i).span;
    row.head = comment(i).head;
    row.tool = ir_.str(found->tool);
    row.rules = ir_.strs(std::span<const std::string_view>(found->rules));
    row.reason = ir_.str(found->reason);
    row.until = ir_.str(found->until);
    row.scope = found->scope;
    // Ours for the whole file must stand where people see it.
    if (found->tool == "plumbline" && found->scope == ir::SuppressionScope::file && lines_of_[i] > 20) return;
    suppressions_.push_back(ir_.add(row));
  }

  const Input& input_;
  ir::FileIrBuilder& ir_;
  source::LineIndex lines_;
  const Pragmas& pragmas_;
  std::vector<std::uint32_t> lines_of_;  // of comments
  std::vector<Target> targets_;
  std::vector<Ref<ir::Decision>> decisions_;
  std::vector<Ref<ir::Suppression>> suppressions_;
};

}  // namespace

void add_comment_meanings(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  Meanings(input, context, ir).run();
}

}  // namespace plumbline::frontends
