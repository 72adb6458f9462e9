#include "analyzer/syntax/dockerfile.h"

#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/syntax/dockerfile_internal.h"

namespace plumbline::syntax::dockerfile {
namespace {

using internal::Context;
using internal::Lines;

class Parser {
 public:
  Parser(std::string_view file, const Limits& limits, Dockerfile& out) : context_{file, limits, out} {}

  void run() {
    Lines lines(context_.file, internal::read_directives(context_));
    while (!lines.done()) {
      Span line = lines.content(lines.next());
      while (line.begin < line.end && ascii::is_space(context_.file[line.begin])) ++line.begin;
      if (line.empty()) continue;
      if (context_.file[line.begin] == '#') {
        comment(line);
      } else if (out().instructions.size() == context_.limits.dockerfile_instructions) {
        out().limits.push_back({line, "too many instructions"});
        return;
      } else {
        instruction(lines, line);
      }
    }
  }

 private:
  Dockerfile& out() { return context_.out; }

  void comment(Span line) {
    out().comments.push_back({line});
    // As in BuildKit, a bare `#` parts what stands above from the next instruction.
    if (ascii::trim(line.of(context_.file)).size() == 1) first_comment_ = count(out().comments);
  }

  template <class T>
  static std::uint32_t count(const std::vector<T>& all) {
    return static_cast<std::uint32_t>(all.size());
  }

  void instruction(Lines& lines, Span first) {
    Instruction in;
    in.first_comment = first_comment_;
    in.comment_count = count(out().comments) - first_comment_;
    internal::LogicalLine line = internal::read_logical_line(context_, lines, first);
    in.blank_lines = std::move(line.blank_lines);
    in.line_span = first;
    const auto size = static_cast<std::uint32_t>(line.text.text().size());
    if (ascii::trim(line.text.text()).empty()) {
      out().errors.push_back({first, "the line goes on, and no instruction follows"});
    } else {
      read(lines, line.text, size, in);
    }
    first_comment_ = count(out().comments);
  }

  void read(Lines& lines, const source::MappedText& text, std::uint32_t size, Instruction& in) {
    const std::size_t errors = out().errors.size();
    internal::read_instruction(context_, in, text, {0, size});
    in.line_span.begin = in.keyword_span.begin;
    in.line_span.end = std::max(in.line_span.end, in.line_span.begin);
    if (in.keyword == Keyword::unknown) {
      // A command whose continuation is missing runs over many lines: the first tells it.
      if (after_unknown_) out().errors.resize(errors);
      after_unknown_ = true;
    } else {
      after_unknown_ = false;
      check_stage(in);
      heredocs(lines, text, in);
    }
    out().instructions.push_back(std::move(in));
  }

  void check_stage(Instruction& in) {
    if (in.keyword == Keyword::from) {
      in_stage_ = true;
    } else if (!in_stage_ && in.keyword != Keyword::arg && !told_stage_) {
      told_stage_ = true;
      context_.error(in, in.keyword_span, "only ARG may stand before the first FROM");
    }
  }

  void heredocs(Lines& lines, const source::MappedText& text, Instruction& in) {
    Instruction& target = in.nested < out().nested.size() ? out().nested[in.nested] : in;
    const bool allowed =
        target.keyword == Keyword::run || target.keyword == Keyword::copy || target.keyword == Keyword::add;
    if (!allowed || target.form == Form::json) return;
    target.heredocs = internal::announced_heredocs(text);
    if (target.heredocs.empty()) return;
    internal::read_heredocs(context_, target, lines);
    in.span.end = std::max(in.span.end, target.span.end);
    in.valid = in.valid && target.valid;
  }

  Context context_;
  std::uint32_t first_comment_ = 0;
  bool in_stage_ = false;
  bool told_stage_ = false;
  bool after_unknown_ = false;
};

}  // namespace

const Flag* Instruction::flag(std::string_view flag_name) const {
  const auto found = std::find_if(flags.begin(), flags.end(), [&](const Flag& f) { return f.name == flag_name; });
  return found == flags.end() ? nullptr : &*found;
}

const Word* Instruction::image() const {
  return keyword == Keyword::from && !words.empty() ? &words.front() : nullptr;
}

const Word* Instruction::as() const {
  return keyword == Keyword::from && words.size() == 3 ? &words[1] : nullptr;
}

const Word* Instruction::stage_name() const {
  return keyword == Keyword::from && words.size() == 3 ? &words[2] : nullptr;
}

const Word* Instruction::target() const {
  return (keyword == Keyword::copy || keyword == Keyword::add) && words.size() > 1 ? &words.back() : nullptr;
}

Dockerfile parse(std::string_view file, const Limits& limits) {
  Dockerfile out;
  Parser(file, limits, out).run();
  return out;
}

source::MappedText script(const Instruction& in) {
  const bool whole = in.heredocs.size() == 1 && internal::is_heredoc_word(in.text.text());
  if (whole) return in.heredocs.front().body;
  source::MappedText::Builder text(in.text.source_span().begin);
  text.append(in.text);
  for (const Heredoc& heredoc : in.heredocs) {
    const Span end{heredoc.body_span.end, heredoc.body_span.end};
    text.replaced("\n", {heredoc.operator_span.end, heredoc.operator_span.end});
    text.append(heredoc.body);
    text.replaced(heredoc.name, end);
  }
  return std::move(text).build();
}

}  // namespace plumbline::syntax::dockerfile
