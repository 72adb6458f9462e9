#include "analyzer/frontends/documentation.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/syntax/markdown.h"

namespace plumbline::frontends {

namespace {

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// A word that means itself: nothing for readers to replace, nothing for a shell to expand.
bool is_literal(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return ascii::is_alnum(c) || c == '_' || c == '-' || c == '.' || c == ':' || c == '/';
  });
}

struct Word {
  std::string_view text;
  Span span;
};

std::vector<Word> words_of(std::string_view file, Span line) {
  std::vector<Word> words;
  std::uint32_t at = line.begin;
  while (at < line.end) {
    while (at < line.end && ascii::is_blank(file[at])) ++at;
    std::uint32_t end = at;
    while (end < line.end && !ascii::is_blank(file[end])) ++end;
    if (end > at) words.push_back({file.substr(at, end - at), {at, end}});
    at = end;
  }
  return words;
}

/// Letters and digits in small letters.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : ascii::lower(text)) {
    if (ascii::is_alnum(c)) out += c;
  }
  return out;
}

class DocumentReader {
 public:
  DocumentReader(const Input& input, ir::FileIrBuilder& ir) : input_(input), ir_(ir) {}

  void run() {
    const syntax::Markdown markdown = syntax::parse_markdown(input_.text);
    ir::Document row;
    row.span = {0, static_cast<std::uint32_t>(input_.text.size())};
    row.head = first_line(row.span, input_.text);
    row.path = ir_.str(input_.path);
    std::vector<std::string_view> headings;
    for (const syntax::MarkdownHeading& heading : markdown.headings) headings.push_back(heading.text.of(input_.text));
    row.headings = ir_.strs(std::span<const std::string_view>(headings));
    if (!markdown.headings.empty()) {
      row.title = ir_.str(headings.front());
      row.head = markdown.headings.front().text;
      title_ = plain(headings.front());
    }
    document_ = ir_.add(row);
    for (const syntax::MarkdownBlock& block : markdown.blocks) read(block);
    for (const syntax::MarkdownLink& link : markdown.links) read(link);
    ir_[document_].mentions = ir_.list(mentions_);
  }

 private:
  void read(const syntax::MarkdownBlock& block) {
    const std::string language = ascii::lower(block.info.of(input_.text));
    const bool transcript = is_any_of(language, {"console", "shell-session", "sh-session", "terminal", "shellsession"});
    const bool shell = is_any_of(language, {"sh", "bash", "shell", "zsh"});
    if (!shell && !transcript && !language.empty()) return;
    bool here = true;
    for (const Span line : block.lines) {
      certain_ = certain_ && !clones_another(line.of(input_.text));
      here = here && !leaves(line.of(input_.text));
    }
    here = here && certain_;
    for (const Span line : block.lines) {
      std::vector<Word> words = words_of(input_.text, line);
      const bool prompt = !words.empty() && is_any_of(words.front().text, {"$", "%", "❯"});
      if (prompt) words.erase(words.begin());
      if (words.empty() || words.front().text.starts_with('#') || (transcript && !prompt)) continue;
      // A block of no language may be prose.
      if (!shell && !prompt && words.size() > 2) continue;
      commands(words, here);
    }
  }

  /// From there on the text may speak of what was fetched.
  bool clones_another(std::string_view line) const {
    const std::size_t clone = line.find("git clone");
    if (clone == std::string_view::npos) return false;
    std::string_view address = line.substr(clone);
    address = ascii::trim(address.substr(0, std::min(address.find(" &&"), address.size())));
    if (address.ends_with(".git")) address.remove_suffix(4);
    const std::string name = plain(address.substr(address.find_last_of("/: ") + 1));
    return name.empty() || title_.find(name) == std::string::npos;
  }

  /// Does the line fetch something, or go where nothing of the repository is?
  static bool leaves(std::string_view line) {
    return std::any_of(std::begin(ways_out), std::end(ways_out),
                       [&](std::string_view way) { return line.find(way) != std::string_view::npos; });
  }

  void commands(const std::vector<Word>& words, bool certain) {
    for (auto begin = words.begin(); begin != words.end();) {
      const auto end = std::find_if(begin, words.end(), [](const Word& word) {
        return is_any_of(word.text, {"&&", ";", "||", "|", "#"});
      });
      command({begin, end}, certain);
      if (end == words.end() || end->text == "#") return;
      begin = std::next(end);
    }
  }

  void command(std::vector<Word> words, bool certain) {
    while (!words.empty() && words.front().text.find('=') != std::string_view::npos) words.erase(words.begin());
    if (words.empty()) return;
    const std::string_view program = words.front().text;
    if (is_any_of(program, {"make", "gmake"})) {
      make(words, certain);
    } else if (is_any_of(program, {"npm", "pnpm"}) && words.size() > 2 &&
               is_any_of(words[1].text, {"run", "run-script"})) {
      const auto name =
          std::find_if(words.begin() + 2, words.end(), [](const Word& word) { return !word.text.starts_with('-'); });
      // An option's value may stand before the name.
      if (name == words.begin() + 2) mention(ir::MentionKind::npm_script, *name, words.front().span.begin, certain);
    } else {
      const std::size_t at = is_any_of(program, {"bash", "sh", "source", "."}) ? 1 : 0;
      if (at >= words.size() || !words[at].text.ends_with(".sh")) return;
      if (at == 0 && words[at].text.find('/') == std::string_view::npos) return;
      mention(ir::MentionKind::script, words[at], words[at].span.begin, certain);
    }
  }

  void make(const std::vector<Word>& words, bool certain) {
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::string_view word = words[i].text;
      if (is_any_of(word, {"-f", "--file", "-I", "-o"})) return;
      if (is_any_of(word, {"-C", "-j", "--directory"})) {
        ++i;
      } else if (!word.starts_with('-') && word.find('=') == std::string_view::npos) {
        if (!is_literal(word)) return;
        mention(ir::MentionKind::make_target, words[i], words.front().span.begin, certain);
      }
    }
  }

  void read(const syntax::MarkdownLink& link) {
    std::string_view target = link.target.of(input_.text);
    const bool absolute = target.find("://") != std::string_view::npos;
    const std::size_t behind = target.find_first_of("#?");
    target = target.substr(0, behind);
    if (target.empty() || target.front() == '/' || target.front() == '{') return;
    const bool code_host = absolute && target.find("/blob/") != std::string_view::npos;
    if (absolute ? !code_host : !is_literal(target) || target.find(':') != std::string_view::npos) return;
    mention(ir::MentionKind::file,
            {target, {link.target.begin, link.target.begin + static_cast<std::uint32_t>(target.size())}},
            link.target.begin, !absolute && is_read_in_place());
  }

  /// Forms are copied elsewhere before somebody reads them.
  bool is_read_in_place() const {
    const std::string path = ascii::lower(input_.path);
    return path.find("template") == std::string::npos;
  }

  void mention(ir::MentionKind kind, const Word& word, std::uint32_t begin, bool certain) {
    if (kind != ir::MentionKind::file && !is_literal(word.text)) return;
    ir::Mention row;
    row.kind = kind;
    row.span = {begin, word.span.end};
    row.head = word.span;
    row.path = ir_.str(fmt::format("{}[{}]", input_.path, mentions_.size()));
    row.name = ir_.str(word.text);
    row.text = ir_.str(row.span.of(input_.text));
    row.document = document_;
    row.certain = certain;
    mentions_.push_back(ir_.add(row));
  }

  static constexpr std::string_view ways_out[] = {"curl ", "wget ",      "tar ",        "unzip ",       "ssh ",
                                                  "cd ..", "cd /",       "docker exec", "kubectl exec", "cd ~",
                                                  "cd $",  "npx create", "npm init",    "git checkout"};

  const Input& input_;
  ir::FileIrBuilder& ir_;
  Ref<ir::Document> document_;
  std::vector<Ref<ir::Mention>> mentions_;
  std::string title_;
  bool certain_ = true;
};

}  // namespace

void documentation(const Input& input, Context&, ir::FileIrBuilder& ir) {
  DocumentReader(input, ir).run();
}

}  // namespace plumbline::frontends
