#include "analyzer/frontends/ruby_interpolations.h"

#include <optional>
#include <string>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/data_tools.h"

namespace plumbline::frontends {

namespace {

/// Behind the brace that closes the one at `open`; none if nothing does.
std::optional<std::uint32_t> closing_brace(std::string_view text, std::uint32_t open) {
  std::uint32_t depth = 0;
  for (std::uint32_t i = open; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i + 1;
  }
  return std::nullopt;
}

/// `options[:a]`, `ENV["A"]`, `params.a` as dotted paths, and the names of what is called on them.
struct Reads {
  std::vector<std::string> paths;
  std::vector<std::string> calls;
};
Reads reads_of(std::string_view code) {
  Reads reads;
  std::size_t i = 0;
  while (i < code.size()) {
    if (!ascii::is_alpha(code[i]) && code[i] != '_' && code[i] != '@') {
      ++i;
      continue;
    }
    std::string path;
    while (i < code.size()) {
      std::string word;
      while (i < code.size() && (ascii::is_name(code[i]) || code[i] == '@' || code[i] == '!' || code[i] == '?'))
        word += code[i++];
      if (word == "shellescape" || word == "escape" || word == "to_i" || word == "Integer") {
        reads.calls.push_back(word);
      } else if (!word.empty() && word != "fetch") {
        if (!path.empty()) path += '.';
        path += word;
      }
      const std::size_t before = i;
      while (i < code.size() && (code[i] == '.' || code[i] == '[' || code[i] == ':' || code[i] == '"' ||
                                 code[i] == '\'' || code[i] == '(' || code[i] == ']' || code[i] == ')'))
        ++i;
      if (i == before || i >= code.size() || !(ascii::is_alpha(code[i]) || code[i] == '_')) break;
    }
    if (!path.empty()) reads.paths.push_back(std::move(path));
  }
  return reads;
}

}  // namespace

RubyHoles add_ruby_holes(const source::MappedText& text, Ref<ir::Job> job, Ref<ir::Step> step, std::string_view path,
                         ir::FileIrBuilder& ir) {
  RubyHoles holes;
  const std::string_view all = text.text();
  for (std::size_t at = all.find("#{"); at != std::string_view::npos;) {
    const auto begin = static_cast<std::uint32_t>(at);
    const std::optional<std::uint32_t> end = closing_brace(all, begin + 1);
    if (!end) break;
    const Span inner{begin + 2, *end - 1};
    const Reads reads = reads_of(inner.of(all));
    ir::Expression row;
    row.span = text.to_source({begin, *end});
    row.head = first_line(row.span, ir.file_text());
    row.path = ir.str(path);
    row.text = ir.str(ascii::trim(inner.of(all)));
    row.place = ir::Place::run;
    row.contexts = ir.strs(reads.paths);
    row.functions = ir.strs(reads.calls);
    row.job = job;
    row.step = step;
    const Ref<ir::Expression> ref = ir.add(row);
    holes.filled.push_back({{begin, *end}, ref});
    holes.expressions.push_back(ref);
    at = all.find("#{", *end);
  }
  return holes;
}

}  // namespace plumbline::frontends
