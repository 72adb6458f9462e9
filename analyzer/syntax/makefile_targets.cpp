#include "analyzer/syntax/makefile_targets.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/base/ascii.h"

namespace plumbline::syntax {

namespace {

/// Behind a reference that begins with `$` at `at`: `$(…)` and `${…}` with nesting, else two bytes.
std::size_t reference_end(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return text.size();
  const char open = text[at + 1];
  if (open != '(' && open != '{') return at + 2;
  const char close = open == '(' ? ')' : '}';
  std::size_t depth = 0;
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == open) ++depth;
    if (text[i] == close && --depth == 0) return i + 1;
  }
  return text.size();
}

class MakefileReader {
 public:
  explicit MakefileReader(std::string_view file) : file_(file) {}

  Makefile run() && {
    if (file_.substr(0, 3) == "\xef\xbb\xbf") at_ = 3;
    while (at_ < file_.size()) {
      const Span line = logical_line();
      if (!line.empty() && file_[line.begin] == '\t' && in_rule_) {
        recipe_line({line.begin + 1, line.end});
      } else {
        statement(line);
      }
    }
    for (MakeRule& rule : result_.rules) {
      for (const MakeWord& target : rule.targets) rule.phony = rule.phony || phony_.count(target.text) > 0;
    }
    return std::move(result_);
  }

 private:
  /// The next line with its continuation lines, without its end.
  Span logical_line() {
    const std::uint32_t begin = at_;
    for (;;) {
      const std::size_t found = file_.find('\n', at_);
      if (found == std::string_view::npos) {
        at_ = static_cast<std::uint32_t>(file_.size());
        return {begin, at_};
      }
      at_ = static_cast<std::uint32_t>(found) + 1;
      std::uint32_t end = at_ - 1;
      if (end > begin && file_[end - 1] == '\r') --end;
      std::uint32_t backslashes = 0;
      while (end - backslashes > begin && file_[end - backslashes - 1] == '\\') ++backslashes;
      if (backslashes % 2 == 0) return {begin, end};
    }
  }

  // --- recipes ---

  void recipe_line(Span line) {
    MakeRecipeLine recipe;
    recipe.span = line;
    std::uint32_t at = line.begin;
    for (; at < line.end; ++at) {
      const char c = file_[at];
      if (c == '@') {
        recipe.silent = true;
      } else if (c == '-') {
        recipe.failure_ignored = true;
      } else if (c == '+') {
        recipe.always = true;
      } else if (!ascii::is_blank(c)) {
        break;
      }
    }
    if (at == line.end) return;
    MakeRule& rule = result_.rules.back();
    rule.span.end = line.end;
    recipe.text = recipe_text({at, line.end}, recipe.references);
    rule.recipe.push_back(std::move(recipe));
  }

  source::MappedText recipe_text(Span line, std::vector<Span>& references) const {
    source::MappedText::Builder text(line.begin);
    std::uint32_t run = line.begin;
    const auto flush = [&](std::uint32_t end) { text.verbatim(file_.substr(run, end - run), run); };
    for (std::uint32_t i = line.begin; i < line.end;) {
      if (file_[i] == '\n' && i + 1 < line.end && file_[i + 1] == '\t') {
        flush(i + 1);  // make takes the tab away, the shell joins the lines
        i += 2;
        run = i;
      } else if (file_[i] == '\r' && i + 1 < line.end && file_[i + 1] == '\n') {
        flush(i);
        run = ++i;
      } else if (file_[i] == '$' && i + 1 < line.end && file_[i + 1] == '$') {
        flush(i);
        text.replaced("$", {i, i + 2});
        i += 2;
        run = i;
      } else if (file_[i] == '$') {
        flush(i);
        const auto end = static_cast<std::uint32_t>(reference_end(file_.substr(0, line.end), i));
        const auto begin = static_cast<std::uint32_t>(text.size());
        text.verbatim(file_.substr(i, end - i), i);
        references.push_back({begin, static_cast<std::uint32_t>(text.size())});
        i = end;
        run = i;
      } else {
        ++i;
      }
    }
    flush(line.end);
    return std::move(text).build();
  }

  // --- everything else ---

  void statement(Span line) {
    Span rest = without_comment(line);
    skip_blanks(rest);
    const std::string_view text = rest.of(file_);
    const std::string_view first = text.substr(0, text.find_first_of(" \t"));
    if (in_define_) {
      in_define_ = first != "endef";
      return;
    }
    if (text.empty()) return;
    if (first == "define") {
      in_define_ = true;
      return;
    }
    for (const std::string_view word : {"ifeq", "ifneq", "ifdef", "ifndef", "else", "endif", "undefine", "vpath"}) {
      if (first == word || first.substr(0, first.find('(')) == word) return;
    }
    in_rule_ = false;
    if (first == "include" || first == "-include" || first == "sinclude") {
      rest.begin += static_cast<std::uint32_t>(first.size());
      result_.includes = joined(std::move(result_.includes), words(rest));
      return;
    }
    read_rule_or_variable(rest, line);
  }

  void skip_blanks(Span& rest) const {
    while (!rest.empty() && ascii::is_blank(file_[rest.begin])) ++rest.begin;
  }
  static std::vector<MakeWord> joined(std::vector<MakeWord> all, std::vector<MakeWord> more) {
    for (MakeWord& word : more) all.push_back(std::move(word));
    return all;
  }

  /// Cuts a comment off, which continues as far as its line does.
  Span without_comment(Span line) {
    for (std::uint32_t i = line.begin; i < line.end; ++i) {
      if (file_[i] != '#' || (i > line.begin && file_[i - 1] == '\\')) continue;
      result_.comments.push_back({{i, line.end}});
      return {line.begin, i};
    }
    return line;
  }

  void read_rule_or_variable(Span rest, Span line) {
    std::uint32_t at = rest.begin;
    while (at < rest.end) {
      const char c = file_[at];
      const char next = at + 1 < rest.end ? file_[at + 1] : '\0';
      if (c == '$') {
        at = static_cast<std::uint32_t>(reference_end(file_.substr(0, rest.end), at));
        continue;
      }
      if (c == '=' || ((c == '?' || c == '+' || c == '!') && next == '=')) return variable({rest.begin, at}, rest);
      if (c == ':') {
        std::uint32_t behind = at + 1;
        while (behind < rest.end && file_[behind] == ':') ++behind;
        if (behind < rest.end && file_[behind] == '=') return variable({rest.begin, at}, rest);
        return rule({rest.begin, at}, {behind, rest.end}, line);
      }
      ++at;
    }
  }

  void variable(Span name, Span rest) {
    std::uint32_t value = name.end;
    while (file_[value] != '=') ++value;
    ++value;
    while (name.end > name.begin && ascii::is_blank(file_[name.end - 1])) --name.end;
    for (const std::string_view word : {"export ", "override "}) {
      if (name.of(file_).substr(0, word.size()) == word) name.begin += static_cast<std::uint32_t>(word.size());
    }
    Span text{value, rest.end};
    skip_blanks(text);
    while (!text.empty() && ascii::is_blank(file_[text.end - 1])) --text.end;
    result_.variables.push_back({name, text});
  }

  void rule(Span targets, Span rest, Span line) {
    std::uint32_t semicolon = rest.begin;
    while (semicolon < rest.end && file_[semicolon] != ';') {
      semicolon = file_[semicolon] == '$'
                      ? static_cast<std::uint32_t>(reference_end(file_.substr(0, rest.end), semicolon))
                      : semicolon + 1;
    }
    const Span before{rest.begin, std::min(semicolon, rest.end)};
    // `target: NAME = value` sets a variable for one target.
    if (before.of(file_).find('=') != std::string_view::npos) return;
    MakeRule rule;
    rule.targets = words(targets);
    rule.prerequisites = words(before);
    rule.span = {targets.begin, rest.end};
    if (rule.targets.size() == 1 && rule.targets[0].text == ".PHONY") {
      for (const MakeWord& word : rule.prerequisites) phony_.insert(word.text);
      return;
    }
    result_.rules.push_back(std::move(rule));
    in_rule_ = true;
    if (semicolon < rest.end) recipe_line({semicolon + 1, line.end});
  }

  std::vector<MakeWord> words(Span range) const {
    std::vector<MakeWord> found;
    std::uint32_t at = range.begin;
    while (at < range.end) {
      const char c = file_[at];
      if (ascii::is_space(c) || c == '|' || (c == '\\' && at + 1 < range.end && ascii::is_space(file_[at + 1]))) {
        ++at;
        continue;
      }
      const std::uint32_t begin = at;
      while (at < range.end && !ascii::is_space(file_[at])) {
        at = file_[at] == '$' ? static_cast<std::uint32_t>(reference_end(file_.substr(0, range.end), at)) : at + 1;
      }
      found.push_back({std::string(Span{begin, at}.of(file_)), {begin, at}});
    }
    return found;
  }

  std::string_view file_;
  std::uint32_t at_ = 0;
  bool in_rule_ = false;
  bool in_define_ = false;
  std::set<std::string, std::less<>> phony_;
  Makefile result_;
};

}  // namespace

Makefile parse_makefile(std::string_view file) {
  return MakefileReader(file).run();
}

}  // namespace plumbline::syntax
