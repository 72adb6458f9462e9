#include "analyzer/report/document.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"

namespace plumbline::report {

namespace {

std::string unmarked_line(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line.substr(at, 2) == "**") {
      ++at;
      continue;
    }
    const std::size_t middle = line[at] == '[' ? line.find("](", at) : std::string_view::npos;
    const std::size_t end = middle == std::string_view::npos ? middle : line.find(')', middle);
    if (end != std::string_view::npos) {
      fmt::format_to(std::back_inserter(out), "{} ({})", line.substr(at + 1, middle - at - 1),
                     line.substr(middle + 2, end - middle - 2));
      at = end;
      continue;
    }
    out += line[at];
  }
  return out;
}

std::string fence_for(std::string_view text) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(longest + 1, '`');
}

std::string indented(std::string_view text) {
  std::string out;
  for (const std::string_view line : ascii::split(ascii::trim_end(text), '\n')) {
    out += line.empty() ? "\n" : fmt::format("    {}\n", line);
  }
  return out;
}

}  // namespace

std::string unmarked(std::string_view markdown) {
  std::string out;
  bool code = false;
  for (const std::string_view line : ascii::split(ascii::trim_end(markdown), '\n')) {
    if (ascii::trim(line).substr(0, 3) == "```") {
      code = !code;
      continue;
    }
    if (code) {
      out += line.empty() ? "\n" : fmt::format("    {}\n", line);
    } else {
      out += unmarked_line(line) + "\n";
    }
  }
  return out;
}

std::string_view fence_language(std::string_view path) {
  const std::string_view file = path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
  const auto ends = [&](std::string_view end) {
    return file.size() >= end.size() && file.substr(file.size() - end.size()) == end;
  };
  if (ends(".yml") || ends(".yaml")) return "yaml";
  if (file.substr(0, 10) == "Dockerfile" || ends(".Dockerfile")) return "dockerfile";
  if (ends(".json")) return "json";
  if (ends(".ts") || ends(".tsx")) return "typescript";
  if (ends(".js") || ends(".mjs")) return "javascript";
  if (ends("file")) return "ruby";
  if (ends(".sh")) return "shell";
  return "";
}

void Document::gap() {
  if (!out_.empty()) out_ += '\n';
  in_list_ = false;
}

Document& Document::heading(std::string_view words, int level) {
  gap();
  if (markup_ == Markup::markdown) {
    out_ += fmt::format("{} {}\n", std::string(static_cast<std::size_t>(level), '#'), words);
  } else {
    out_ += fmt::format("{}\n", level == 1 ? std::string(words) : ascii::upper(words));
  }
  return *this;
}

Document& Document::paragraph(std::string_view markdown) {
  if (ascii::trim(markdown).empty()) return *this;
  gap();
  out_ += markup_ == Markup::markdown ? fmt::format("{}\n", ascii::trim_end(markdown)) : unmarked(markdown);
  return *this;
}

Document& Document::item(std::string_view markdown) {
  if (!in_list_) gap();
  in_list_ = true;
  out_ += markup_ == Markup::markdown ? fmt::format("- {}\n", ascii::trim(markdown))
                                      : fmt::format("- {}\n", ascii::trim_end(unmarked(ascii::trim(markdown))));
  return *this;
}

Document& Document::code(std::string_view language, std::string_view text) {
  gap();
  if (markup_ == Markup::plain) {
    out_ += indented(text);
    return *this;
  }
  const std::string fence = fence_for(text);
  out_ += fmt::format("{}{}\n{}\n{}\n", fence, language, ascii::trim_end(text), fence);
  return *this;
}

}  // namespace plumbline::report
