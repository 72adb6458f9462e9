#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/syntax/dockerfile_internal.h"

namespace plumbline::syntax::dockerfile::internal {
namespace {

constexpr std::string_view comment_hint = "a comment must stand on a line of its own";

/// One instruction's arguments.
class Arguments {
 public:
  Arguments(const Context& context, Instruction& in, const source::MappedText& line, Span args)
      : context_(context), in_(in), line_(line), text_(line.text()), args_(args) {}

  void read() {
    in_.text = line_.slice(args_);
    switch (in_.keyword) {
      case Keyword::from:
        from();
        break;
      case Keyword::run:
      case Keyword::cmd:
      case Keyword::entrypoint:
        command(args_);
        break;
      case Keyword::shell:
        shell();
        break;
      case Keyword::label:
      case Keyword::env:
        pairs();
        break;
      case Keyword::arg:
        arg();
        break;
      case Keyword::add:
      case Keyword::copy:
        copy();
        break;
      case Keyword::volume:
        volume();
        break;
      case Keyword::expose:
        expose();
        break;
      case Keyword::maintainer:
        single(Decode::none);
        break;
      case Keyword::user:
      case Keyword::workdir:
      case Keyword::stopsignal:
        single(Decode::expanding);
        break;
      case Keyword::healthcheck:
        healthcheck();
        break;
      case Keyword::onbuild:  // the caller's
      case Keyword::unknown:
        break;
    }
  }

 private:
  void error(Span in_line, std::string message) { context_.error(in_, line_.to_source(in_line), std::move(message)); }
  bool need_arguments() {
    if (!args_.empty()) return true;
    context_.error(in_, in_.keyword_span, fmt::format("{} needs an argument", name(in_.keyword)));
    return false;
  }
  Word word(Span in_line, Decode decode = Decode::expanding) {
    return make_word(context_, in_, line_, in_line, decode);
  }
  void words(Decode decode = Decode::expanding) {
    for (const Span part : plain_words(text_, args_)) in_.words.push_back(word(part, decode));
  }

  /// Takes a JSON array of strings from `part`; false if the builder reads something else there.
  bool json(Span part, Decode decode) {
    const Span trimmed_part = trimmed(text_, part);
    if (trimmed_part.empty() || text_[trimmed_part.begin] != '[') return false;
    JsonArray array = parse_json_array(line_, trimmed_part);
    if (!array.array) {
      in_.broken_json = true;
      return false;
    }
    in_.form = Form::json;
    if (!array.all_strings) error(array.offender, "an array of arguments holds strings only");
    for (std::size_t i = 0; i < array.elements.size(); ++i) {
      const source::MappedText& element = array.elements[i];
      const Span all{0, static_cast<std::uint32_t>(element.text().size())};
      Word made = make_word(context_, in_, element, all, decode);
      made.span = line_.to_source(array.spans[i]);
      made.quoted = true;
      in_.words.push_back(std::move(made));
    }
    return true;
  }

  void from() {
    if (!need_arguments()) return;
    words();
    for (std::size_t i = 1; i < in_.words.size(); ++i) in_.words[i].variables.clear();
    const std::vector<Word>& all = in_.words;
    const bool named = all.size() == 3 && ascii::equal_ignoring_case(all[1].view(), "as");
    if (all.size() != 1 && !named) {
      const bool comment = all.size() > 1 && all[1].raw.front() == '#';
      const Span at = all.size() > 1 ? all[1].span : in_.keyword_span;
      context_.error(in_, comment ? Span{at.begin, at.begin + 1} : at,
                     comment ? std::string(comment_hint) : "FROM takes an image, and `AS` with a name behind it");
      return;
    }
    if (named && !is_stage_name(all[2].view()))
      context_.error(in_, all[2].span, "the name of a stage begins with a letter; digits, `-`, `_` and `.` may follow");
  }

  static bool is_stage_name(std::string_view stage) {
    if (stage.empty() || !ascii::is_alpha(stage.front())) return false;
    return std::all_of(stage.begin(), stage.end(), [](char c) { return ascii::is_name(c) || c == '-' || c == '.'; });
  }

  void command(Span part) {
    if (json(part, Decode::none)) return;
    in_.form = Form::shell;
  }

  void shell() {
    if (!need_arguments()) return;
    if (!json(args_, Decode::none)) {
      error(args_, "SHELL takes a JSON array only");
    } else if (in_.words.empty()) {
      error(args_, "SHELL needs an argument");
    }
  }

  void copy() {
    if (!json(args_, Decode::expanding)) words();
    if (in_.words.size() < 2) {
      const Span at = in_.words.empty() ? in_.keyword_span : in_.words.front().span;
      context_.error(in_, at, fmt::format("{} needs at least a source and a target", name(in_.keyword)));
    } else if (is_heredoc_word(in_.words.back().raw)) {
      context_.error(in_, in_.words.back().span, "a heredoc cannot be the target");
    }
  }

  void volume() {
    if (!need_arguments()) return;
    if (!json(args_, Decode::expanding)) words();
    for (const Word& each : in_.words)
      if (ascii::trim(each.raw).empty()) context_.error(in_, each.span, "a volume's path cannot be empty");
  }

  void expose() {
    if (!need_arguments()) return;
    words();
    for (const Word& each : in_.words) {
      if (each.raw.front() != '#') continue;
      context_.error(in_, {each.span.begin, each.span.begin + 1}, std::string(comment_hint));
      break;
    }
  }

  void single(Decode decode) {
    if (need_arguments()) in_.words.push_back(word(args_, decode));
  }

  /// ENV and LABEL. The first word decides between `key=value …` and the old `key value`.
  void pairs() {
    if (!need_arguments()) return;
    const std::vector<Span> parts = quoted_words(text_, args_, context_.out.escape);
    if (parts.front().of(text_).find('=') == std::string_view::npos) return legacy_pair();
    for (const Span part : parts) {
      const std::size_t equals = part.of(text_).find('=');
      if (equals == std::string_view::npos) {
        const bool comment = text_[part.begin] == '#';
        error(comment ? Span{part.begin, part.begin + 1} : part,
              comment ? fmt::format("{} takes name=value; {}", name(in_.keyword), comment_hint)
                      : fmt::format("{} takes name=value, and there is no `=` in this word", name(in_.keyword)));
        // What follows a `#` was meant as a comment: one error tells it.
        if (comment) return;
        continue;
      }
      if (equals == 0) error({part.begin, part.begin + 1}, "the name before `=` is missing");
      in_.pairs.push_back(pair(part, part.begin + static_cast<std::uint32_t>(equals)));
    }
  }

  Pair pair(Span part, std::uint32_t equals) {
    Pair made;
    made.span = line_.to_source(part);
    made.key = word({part.begin, equals});
    made.value = word({equals + 1, part.end});
    made.has_value = true;
    return made;
  }

  void legacy_pair() {
    in_.legacy = true;
    std::uint32_t key_end = args_.begin;
    while (key_end < args_.end && !ascii::is_space(text_[key_end])) ++key_end;
    std::uint32_t value = key_end;
    while (value < args_.end && ascii::is_space(text_[value])) ++value;
    Pair made;
    made.span = line_.to_source(args_);
    made.key = word({args_.begin, key_end});
    made.has_value = value < args_.end;
    if (made.has_value) {
      made.value = word({value, args_.end});
    } else {
      error(args_, fmt::format("{} needs a name and a value", name(in_.keyword)));
    }
    in_.pairs.push_back(std::move(made));
  }

  void arg() {
    if (!need_arguments()) return;
    for (const Span part : quoted_words(text_, args_, context_.out.escape)) {
      const std::size_t equals = part.of(text_).find('=');
      if (equals == 0) error({part.begin, part.begin + 1}, "the name before `=` is missing");
      if (equals != std::string_view::npos) {
        in_.pairs.push_back(pair(part, part.begin + static_cast<std::uint32_t>(equals)));
        continue;
      }
      Pair made;
      made.span = line_.to_source(part);
      made.key = word(part);
      in_.pairs.push_back(std::move(made));
    }
  }

  void healthcheck() {
    if (!need_arguments()) return;
    std::uint32_t end = args_.begin;
    while (end < args_.end && !ascii::is_space(text_[end])) ++end;
    in_.type = word({args_.begin, end}, Decode::none);
    const Span rest = trimmed(text_, {end, args_.end});
    in_.text = line_.slice(rest);
    if (ascii::equal_ignoring_case(in_.type->view(), "NONE")) {
      in_.healthcheck_none = true;
      if (!rest.empty()) error(rest, "HEALTHCHECK NONE takes no arguments");
      return;
    }
    if (!ascii::equal_ignoring_case(in_.type->view(), "CMD")) {
      context_.error(in_, in_.type->span, "HEALTHCHECK takes either CMD or NONE");
      return;
    }
    command(rest);
    if (rest.empty() || (in_.form == Form::json && in_.words.empty()))
      context_.error(in_, in_.type->span, "HEALTHCHECK CMD needs a command");
  }

  const Context& context_;
  Instruction& in_;
  const source::MappedText& line_;
  std::string_view text_;
  Span args_;
};

Keyword keyword_of(std::string_view word) {
  for (std::size_t i = 0; i + 1 < keyword_names.size(); ++i)
    if (ascii::equal_ignoring_case(word, keyword_names[i])) return static_cast<Keyword>(i);
  return Keyword::unknown;
}

/// The keyword, then flags, then arguments. Returns what stands behind the flags.
Span read_head(const Context& context, Instruction& in, const source::MappedText& line, Span part) {
  const std::string_view text = line.text();
  part = trimmed(text, part);
  std::uint32_t end = part.begin;
  while (end < part.end && !ascii::is_space(text[end])) ++end;
  const Span keyword{part.begin, end};
  in.keyword = keyword_of(keyword.of(text));
  in.keyword_span = line.to_source(keyword);
  in.span = line.to_source(part);
  if (in.keyword == Keyword::unknown) return {end, part.end};
  return trimmed(text, {read_flags(context, in, line, {end, part.end}), part.end});
}

void unknown_keyword(const Context& context, Instruction& in, std::string_view word) {
  const std::string upper = ascii::upper(word);
  const std::string_view near =
      ascii::nearest(upper, std::vector<std::string_view>(keyword_names.begin(), keyword_names.end() - 1));
  context.error(in, in.keyword_span,
                near.empty() ? "there is no such instruction"
                             : fmt::format("there is no such instruction; did you mean {}?", near));
}

}  // namespace

void read_instruction(const Context& context, Instruction& in, const source::MappedText& line, Span part) {
  const Span args = read_head(context, in, line, part);
  if (in.keyword == Keyword::unknown) {
    in.text = line.slice(args);
    return unknown_keyword(context, in, in.keyword_span.of(context.file));
  }
  if (in.keyword != Keyword::onbuild) {
    Arguments(context, in, line, args).read();
    return check_flags(context, in);
  }
  check_flags(context, in);
  in.text = line.slice(args);
  if (args.empty()) return context.error(in, in.keyword_span, "ONBUILD needs an instruction");
  Instruction wrapped;
  const Span wrapped_args = read_head(context, wrapped, line, args);
  switch (wrapped.keyword) {
    case Keyword::onbuild:
    case Keyword::from:
    case Keyword::maintainer:
      context.error(in, wrapped.keyword_span, fmt::format("{} cannot stand behind ONBUILD", name(wrapped.keyword)));
      return;
    case Keyword::unknown:
      unknown_keyword(context, in, wrapped.keyword_span.of(context.file));
      return;
    default:
      break;
  }
  Arguments(context, wrapped, line, wrapped_args).read();
  check_flags(context, wrapped);
  wrapped.line_span = in.line_span;
  in.valid = in.valid && wrapped.valid;
  in.nested = static_cast<std::uint32_t>(context.out.nested.size());
  context.out.nested.push_back(std::move(wrapped));
}

}  // namespace plumbline::syntax::dockerfile::internal
