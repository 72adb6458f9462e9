#include "analyzer/syntax/markdown.h"

#include <algorithm>
#include <string>

#include "analyzer/base/ascii.h"

namespace plumbline::syntax {

namespace {

class MarkdownReader {
 public:
  explicit MarkdownReader(std::string_view file) : file_(file) {}

  Markdown read() {
    for (std::size_t at = 0; at < file_.size();) {
      const std::size_t end = std::min(file_.find('\n', at), file_.size());
      std::size_t stop = end;
      if (stop > at && file_[stop - 1] == '\r') --stop;
      line(span(at, stop));
      at = end + 1;
    }
    return std::move(out_);
  }

 private:
  static Span span(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  std::string_view text(Span s) const { return s.of(file_); }

  void line(Span whole) {
    std::uint32_t begin = whole.begin;
    while (begin < whole.end && (file_[begin] == ' ' || file_[begin] == '\t')) ++begin;
    const std::string_view words = text({begin, whole.end});
    if (in_comment_) {
      in_comment_ = words.find("-->") == std::string_view::npos;
      return;
    }
    const std::size_t marks = fence_size(words);
    if (fence_ != 0) {
      const bool closes = marks >= fence_ && words.front() == mark_ && ascii::trim(words.substr(marks)).empty();
      if (closes)
        fence_ = 0;
      else
        out_.blocks.back().lines.push_back(whole);
      return;
    }
    if (marks >= 3) {
      open_fence({begin, whole.end}, marks);
    } else if (words.starts_with("<!--")) {
      in_comment_ = words.find("-->") == std::string_view::npos;
    } else if (words.starts_with('#') && begin - whole.begin < 4) {
      heading({begin, whole.end});
    } else {
      underlined(words);
      links({begin, whole.end});
      previous_ = words.empty() ? Span{} : Span{begin, whole.end};
      return;
    }
    previous_ = {};
  }

  static std::size_t fence_size(std::string_view words) {
    if (words.empty() || (words.front() != '`' && words.front() != '~')) return 0;
    const std::size_t size = std::min(words.find_first_not_of(words.front()), words.size());
    // What is closed on the same line is code inside of a sentence.
    if (size < 3 || (words.front() == '`' && words.find('`', size) != std::string_view::npos)) return 0;
    return size;
  }

  void open_fence(Span at, std::size_t marks) {
    fence_ = marks;
    mark_ = file_[at.begin];
    std::uint32_t begin = at.begin + static_cast<std::uint32_t>(marks);
    while (begin < at.end && (ascii::is_blank(file_[begin]) || file_[begin] == '{' || file_[begin] == '.')) ++begin;
    std::uint32_t end = begin;
    while (end < at.end && !ascii::is_blank(file_[end]) && file_[end] != '}' && file_[end] != ',') ++end;
    out_.blocks.push_back({{begin, end}, {}});
  }

  void heading(Span at) {
    std::uint32_t begin = at.begin;
    while (begin < at.end && file_[begin] == '#') ++begin;
    const std::uint32_t level = begin - at.begin;
    if (level > 6 || (begin < at.end && !ascii::is_blank(file_[begin]))) return;
    while (begin < at.end && ascii::is_blank(file_[begin])) ++begin;
    std::uint32_t end = at.end;
    while (end > begin && (ascii::is_blank(file_[end - 1]) || file_[end - 1] == '#')) --end;
    if (end > begin) out_.headings.push_back({static_cast<std::uint8_t>(level), {begin, end}});
  }

  /// `Title` above a line of `===` or `---`.
  void underlined(std::string_view words) {
    if (previous_.empty() || words.size() < 3) return;
    const std::string_view line = ascii::trim_end(words);
    if (line.find_first_not_of('=') == std::string_view::npos)
      out_.headings.push_back({1, previous_});
    else if (line.find_first_not_of('-') == std::string_view::npos && text(previous_).front() != '|' &&
             text(previous_).front() != '-')
      out_.headings.push_back({2, previous_});
  }

  void links(Span at) {
    if (file_[at.begin] == '[' && at.size() > 4) {
      const std::size_t close = text(at).find("]: ");
      if (close != std::string_view::npos && text(at).find(']') == close && file_[at.begin + 1] != '^')
        return target({at.begin + static_cast<std::uint32_t>(close) + 3, at.end});
    }
    const std::string_view words = text(at);
    std::size_t code_end = 0;
    for (std::size_t i = words.find("]("); i != std::string_view::npos; i = words.find("](", i + 2)) {
      if (i < code_end || inside_code(words, i, code_end)) continue;
      const std::size_t end = words.find(')', i + 2);
      if (end == std::string_view::npos) return;
      if (!is_image(words, i))
        target({at.begin + static_cast<std::uint32_t>(i) + 2, at.begin + static_cast<std::uint32_t>(end)});
    }
  }

  /// Between two backquotes of the line? `end` is moved behind the second.
  static bool inside_code(std::string_view words, std::size_t at, std::size_t& end) {
    std::size_t open = words.find('`', end);
    while (open != std::string_view::npos && open < at) {
      const std::size_t close = words.find('`', open + 1);
      if (close == std::string_view::npos) return false;
      end = close + 1;
      if (close > at) return true;
      open = words.find('`', end);
    }
    return false;
  }

  static bool is_image(std::string_view words, std::size_t close) {
    const std::size_t open = words.rfind('[', close);
    return open != std::string_view::npos && open > 0 && words[open - 1] == '!';
  }

  void target(Span at) {
    while (at.begin < at.end && (ascii::is_blank(file_[at.begin]) || file_[at.begin] == '<')) ++at.begin;
    std::uint32_t end = at.begin;
    while (end < at.end && !ascii::is_blank(file_[end]) && file_[end] != '>') ++end;
    if (end > at.begin) out_.links.push_back({{at.begin, end}});
  }

  std::string_view file_;
  Markdown out_;
  Span previous_;
  std::size_t fence_ = 0;
  char mark_ = 0;
  bool in_comment_ = false;
};

}  // namespace

Markdown parse_markdown(std::string_view file) {
  return MarkdownReader(file).read();
}

}  // namespace plumbline::syntax
